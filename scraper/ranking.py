"""Which contact of a business comes first: role addresses of its own domain, then its own, then what is surest."""

from collections.abc import Iterable

from scraper.findings import Datum
from scraper.rules import Rules, default, listed

_MAILBOXES = "mailbox_providers"
_ROLES = "role_local"
_LAST = "last_local"


def emails(data: Iterable[Datum], domain: str, rules: Rules | None = None) -> tuple[Datum, ...]:
    """Junk left out."""
    rules = rules or default()
    kept = (each for each in data if not rules.refuses(each.value, domain))
    return tuple(sorted(kept, key=lambda each: (email_place(each.value, domain), *_surest(each))))


def email_place(address: str, domain: str) -> tuple[int, int]:
    """Smaller is better: whose domain, then what the local part is for."""
    local, _, host = address.partition("@")
    own = bool(domain) and (host == domain or host.endswith(f".{domain}"))
    if own:
        return 0, _purpose(local)
    return (1 if host in listed(_MAILBOXES) else 2), _purpose(local)


def _purpose(local: str) -> int:
    stem = local.strip("0123456789._-")
    if stem in listed(_ROLES) or any(
        piece in listed(_ROLES) for piece in local.replace("-", ".").replace("_", ".").split(".")[:1]
    ):
        return 0
    return 2 if stem in listed(_LAST) else 1


def surest(data: Iterable[Datum]) -> tuple[Datum, ...]:
    """By confidence, then by how often it was seen; what was met first stays first."""
    return tuple(sorted(data, key=_surest))


def _surest(datum: Datum) -> tuple[float, int]:
    return -datum.confidence, -len(datum.evidence)
