"""What is no contact of a business: placeholders, system addresses, other people's and throw-away mailboxes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

_HASH: Final = re.compile(r"^(?:[0-9a-f]{20,}|[0-9a-f]{8}-[0-9a-f-]{20,})$")


@cache
def listed(name: str) -> frozenset[str]:
    """The lines of `data/<name>.txt`, in lower case; `#` begins a comment."""
    text = files("scraper").joinpath(f"data/{name}.txt").read_text(encoding="utf-8")
    return frozenset(line for each in text.splitlines() if (line := each.partition("#")[0].strip().lower()))


@dataclass(frozen=True, slots=True)
class Rules:
    """Our lists unless others are given; `extended` adds a tenant's own to them."""

    junk_local: frozenset[str] = field(default_factory=lambda: listed("junk_local"))
    junk_domains: frozenset[str] = field(default_factory=lambda: listed("junk_domains"))
    junk_phones: frozenset[str] = field(default_factory=lambda: listed("junk_phones"))
    disposable: frozenset[str] = field(default_factory=lambda: listed("disposable"))

    def extended(
        self, *, junk_local: Iterable[str] = (), junk_domains: Iterable[str] = (), disposable: Iterable[str] = ()
    ) -> "Rules":
        return Rules(
            self.junk_local | {each.strip().lower() for each in junk_local},
            self.junk_domains | {each.strip().lower() for each in junk_domains},
            self.junk_phones,
            self.disposable | {each.strip().lower() for each in disposable},
        )

    def refuses(self, email: str, site: str) -> bool:
        """Whether an address is junk on this site (a registrable domain); its own domain is never one."""
        local, _, host = email.partition("@")
        if local in self.junk_local or _HASH.match(local):
            return True
        own = bool(site) and (host == site or host.endswith(f".{site}"))
        return not own and any(each in self.junk_domains or each in self.disposable for each in _ends(host))


def _ends(host: str) -> Iterable[str]:
    """`a.b.c` -> `a.b.c`, `b.c`: a list names a domain with all that is beneath it."""
    labels = host.split(".")
    return [".".join(labels[place:]) for place in range(max(1, len(labels) - 1))]


@cache
def default() -> Rules:
    return Rules()
