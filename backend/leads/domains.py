"""A business's domain in its one true spelling: what two leads can not both have (PRO-04). Pure, never asks the net."""

import ipaddress
from importlib import resources
from typing import Final
from urllib.parse import urlsplit

import idna
import tldextract

from backend.leads.cleaning import storable

MAX_LETTERS: Final = 253
MAX_URL: Final = 2_000

# RFC 2606 and the loopback names that the offline town uses are nobody's on the public list of suffixes.
_RESERVED: Final = ("example", "test", "localhost")
# Site builders that give each customer a name below theirs and are not on the public list.
_BUILDERS: Final = (
    "business.site",
    "negocio.site",
    "godaddysites.com",
    "jimdofree.com",
    "jimdosite.com",
    "mystrikingly.com",
    "site123.me",
    "strikingly.com",
    "ueniweb.com",
    "webnode.cat",
    "webnode.com",
    "webnode.es",
    "webnode.pt",
    "wix.com",
)


def _foreign() -> frozenset[str]:
    text = resources.files("backend.leads").joinpath("foreign_domains.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


# A page there is a profile, a map entry, a forwarding address or a mailbox: never the business's own domain.
_FOREIGN: Final = _foreign()
_extract: Final = tldextract.TLDExtract(
    # Both empty: the list that came with the package, so that nothing is fetched or written at run time.
    suffix_list_urls=(),
    cache_dir=None,
    # "mia.wixsite.com" is Mia's, not Wix's.
    include_psl_private_domains=True,
    extra_suffixes=(*_RESERVED, *_BUILDERS),
)


def normalise(text: str) -> str | None:
    """'https://www.Clínica.cat/x' -> 'xn--clnica-4va.cat'; None when the text names no business's own domain."""
    host = _host(text)
    if host is None:
        return None
    parts = _extract(host)
    found = parts.top_domain_under_public_suffix
    if not found or len(found) > MAX_LETTERS or not _FOREIGN.isdisjoint((found, parts.domain)):
        return None
    return found


def website(text: str) -> str | None:
    """The address as it is kept and opened, http or https only; None when it is no address of the web."""
    text = text.strip()
    address = text if "://" in text else f"https://{text}"
    if not storable(text) or len(address) > MAX_URL or any(letter.isspace() for letter in text):
        return None
    named = _named(address)
    # A name before the host is what phishing shows.
    return address if named and "." in named and "@" not in address.split("/")[2] else None


def _host(text: str) -> str | None:
    """The host in ASCII, without the dot that may stand at its end; None for numbers."""
    text = text.strip()
    if not text or len(text) > MAX_URL:
        return None
    named = _named(text if "://" in text else f"https://{text}")
    if named is None or _is_number(named):
        return None
    try:
        return idna.encode(named.rstrip("."), uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return None


def _named(address: str) -> str | None:
    """The host that an http address names."""
    try:
        parts = urlsplit(address)
        # Asked for what it raises: "javascript:alert(1)" names a port that is none.
        _ = parts.port
    except ValueError:
        return None
    return parts.hostname if parts.scheme in ("http", "https") else None


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
