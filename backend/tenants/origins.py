"""Web origins: the one spelling in which they are kept and compared (WID-02, X22)."""

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

MAX_ORIGINS: Final = 20

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*")


_FORM = "Write an origin like https://www.example.com, without a path or a star."
_SECURE = "An origin starts with https:// (http:// is for localhost only)."


def normalise(text: str) -> str:
    """`scheme://host[:port]` in lower case, the default port left out. Raises ValueError with a sentence.

    Plain http is for this machine only: elsewhere anybody on the way could read the token.
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError as error:
        raise ValueError(_FORM) from error
    scheme, host = parts.scheme.lower(), _host(parts.hostname or "")
    extras = parts.username or parts.password or parts.query or parts.fragment or parts.path.strip("/")
    if scheme not in _DEFAULT_PORTS or not host or extras:
        raise ValueError(_FORM)
    if scheme == "http" and not is_local(host):
        raise ValueError(_SECURE)
    return f"{scheme}://{host}" + (f":{port}" if port and port != _DEFAULT_PORTS[scheme] else "")


def origin_of(url: str) -> str | None:
    """The origin a page's address belongs to; None when it has none."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        return normalise(f"{parts.scheme}://{_bracketed(parts.hostname or '')}{port}")
    except ValueError:
        return None


def is_local(host: str) -> bool:
    """Whether the host is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _host(host: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return _name(host)
    return f"[{address}]" if address.version == 6 else str(address)


def _name(host: str) -> str:
    try:
        ascii_name = host.lower().encode("idna").decode().rstrip(".")
    except UnicodeError:
        return ""
    return ascii_name if _HOST.fullmatch(ascii_name) else ""


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
