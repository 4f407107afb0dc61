"""WhatsApp numbers: of links, of the settings of chat buttons, and behind the word in a text."""

import re
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from scraper import phones

_HOSTS: Final = frozenset(
    {"wa.me", "api.whatsapp.com", "web.whatsapp.com", "whatsapp.com", "wa.link", "chat.whatsapp.com", "walink.co"}
)
# Addresses that stand for an account without naming its number.
_ACCOUNTS: Final = (
    ("wa.me", re.compile(r"(?:message|c|qr)/[A-Za-z0-9_-]{4,40}")),
    ("wa.link", re.compile(r"[A-Za-z0-9_-]{4,40}")),
    ("walink.co", re.compile(r"[A-Za-z0-9_-]{4,40}")),
    ("api.whatsapp.com", re.compile(r"message/[A-Za-z0-9_-]{4,40}")),
    ("chat.whatsapp.com", re.compile(r"(?:invite/)?[A-Za-z0-9_-]{8,40}")),
    ("whatsapp.com", re.compile(r"(?:channel|catalog)/[A-Za-z0-9_-]{4,60}")),
)
# Buttons drawn by JavaScript keep their number in an attribute or a script.
_BUTTON: Final = re.compile(
    r"(?:wa\.me/|whatsapp\.com/send/?\?phone=|whatsapp://send/?\?phone=)(?:\+|%2B|00)?(\d[\d%20 ]{7,20}\d)"
    r"|data-settings=[\"'][^<>]{0,80}?(?:telephone|phone)(?:\"|&quot;)\s?:\s?(?:\"|&quot;)\+?(\d{8,15})"
)


# Starts with one letter, so that the engine finds it quickly.
_SIGN: Final = re.compile(r"w(?:a\.me/|hatsapp)")


def of_link(href: str, country: str) -> str:
    """E.164 where the link names a number, the link itself where it names an account, nothing for a share button."""
    if href.startswith("whatsapp:"):
        return _number(_query(href), country)
    try:
        parts = urlsplit(href)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if host not in _HOSTS:
        return ""
    path = unquote(parts.path).strip("/")
    if host in ("wa.me", "api.whatsapp.com") and (found := _number(_query(href) or path.partition("/")[0], country)):
        return found
    if any(of == host and shape.fullmatch(path) for of, shape in _ACCOUNTS):
        return f"https://{host}/{path}"
    return _number(_query(href), country)


def in_markup(html: str, country: str) -> str:
    """The number of a button that is no link."""
    found = _BUTTON.search(html)
    return _number(unquote(found[1] or found[2]), country) if found else ""


def mentioned(html: str) -> bool:
    return _SIGN.search(html) is not None or "joinchat" in html


def _query(href: str) -> str:
    values = parse_qs(href.partition("?")[2][:4000].replace("&amp;", "&"), max_num_fields=None)
    return next(iter(values.get("phone") or values.get("Phone") or [""]))


def _number(written: str, country: str) -> str:
    digits = "".join(each for each in written if each in "0123456789").removeprefix("00")
    if len(digits) < 7 or len(written) > 40:
        return ""
    # wa.me wants the prefix without its plus; many leave it away.
    return phones.read(f"+{digits}", "") or (phones.read(digits, country) if country else "") or ""
