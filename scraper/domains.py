"""Which site an address belongs to: its registrable domain, and the one way to write an address."""

import re
from functools import lru_cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url, safe_url_string

from scraper import suffixes

_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}
# Most addresses are written in the one way already; the standard's is slow.
_CANONICAL: Final = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,9}[a-z0-9]{1,63}(?::(?!0|80/|443/)(?:[0-9]{2,4}|[1-5][0-9]{4}))?/[A-Za-z0-9/_-]*"
)
# What most addresses begin with, up to their path.
_ORIGIN: Final = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?(?=/)")
_OTHER_SCHEMES: Final = ("mailto:", "tel:", "javascript:", "data:", "file:", "about:", "whatsapp:", "sms:")


@lru_cache(maxsize=8192)
def registrable(host: str) -> str:
    """`www.acme.co.uk` -> `acme.co.uk`; empty when there is no public suffix, or nothing before it."""
    # Private suffixes count, or all customers of wixsite.com were one business.
    return suffixes.registrable(host, private=True)


@lru_cache(maxsize=8192)
def is_local(host: str) -> bool:
    """Whether a name or number means this machine by its very form (RFC 6761)."""
    name = host.lower().strip("[]").rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def site_of(url: str) -> str:
    """The registrable domain of an address, its host where there is none, or nothing.

    On this machine every port is a site of its own, for that is how the demo's sites are told apart.
    """
    begins = _ORIGIN.match(url)
    return _site_of_origin(begins[0]) if begins else _site_of(url)


def _site_of(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    odd = port is not None and f":{port}" != _DEFAULT_PORTS.get(parts.scheme)
    return registrable(host) or (f"{host}:{port}" if odd and is_local(host) else host)


# Asked of every link, and the links of a site begin alike.
_site_of_origin = lru_cache(maxsize=4096)(_site_of)


def origin(url: str) -> str:
    """Scheme, host and port as they are written."""
    begins = _ORIGIN.match(url)
    if begins:
        return begins[0]
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def canonical(url: str) -> str:
    """The one way to write an address: encoded, its query sorted, no fragment, no default port. Raises ValueError."""
    if _CANONICAL.fullmatch(url) and "xn--" not in url:
        return url
    found: str = canonicalize_url(url)
    parts = urlsplit(found)
    default = _DEFAULT_PORTS.get(parts.scheme, "")
    if default and parts.netloc.endswith(default):
        found = found.replace(default, "", 1)
    return found


def completed(address: str) -> str:
    """What a person wrote (`acme.es/inici`) as an encoded URL; what cannot be one stays as it is."""
    cleaned = address.strip()
    if "://" not in cleaned and not cleaned.lower().startswith(_OTHER_SCHEMES):
        cleaned = f"https://{cleaned.lstrip('/')}"
    try:
        found = safe_url_string(cleaned).partition("#")[0]
        return found if urlsplit(found).path else f"{found}/"
    except ValueError:
        return cleaned
