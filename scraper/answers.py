"""What a site answered: the page's text, or a stable word for why there is none."""

import codecs
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final

from w3lib.encoding import html_to_unicode

# Words that mean "it would not let itself be read": never to be taken for an empty site.
BLOCKED: Final = frozenset({"http_401", "http_403", "http_407", "http_429", "http_451", "challenge", "robots"})
# Words that mean "we did not ask".
REFUSED: Final = frozenset({"bad_scheme", "bad_url", "credentials", "bad_port", "private_address"})
# Words after which the same question may have another answer.
PASSING: Final = frozenset(
    {"timeout", "connection", "refused", "unreachable", "dns_temporary"}
    | {f"http_{code}" for code in (408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524)}
)

_HTML: Final = ("text/html", "application/xhtml+xml", "application/xml", "text/xml")
_UNKNOWN: Final = ("", "text/plain", "application/octet-stream", "unknown/unknown")
_LOOKS_LIKE_HTML: Final = re.compile(rb"<(?:!doctype|html|head|body|title|meta|div|p|a|h1)\b", re.IGNORECASE)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_NOT_ASCII_BASED: Final = ("utf-16", "utf-32", "utf-7", "iso2022", "hz")
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Answer:
    """`url` is where the redirects ended; `text` is empty wherever `reason` is not; `bytes` are the unpacked body's."""

    url: str
    status: int = 0
    text: str = ""
    reason: str = ""
    bytes: int = 0
    from_cache: bool = False
    etag: str = ""
    last_modified: str = ""
    # Of a redirect, where it points; of a refusal for now, how long to wait.
    location: str = ""
    retry_after: float | None = None


class BodyRefused(Exception):
    """A body is too large, or packed in a way that we did not ask for."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_page(content_type: str) -> bool:
    """Whether a body may be HTML, by its header alone; an unknown kind is looked at later."""
    kind = _kind(content_type)
    return kind in _HTML or kind in _UNKNOWN


def looks_like_page(content_type: str, body: bytes) -> bool:
    kind = _kind(content_type)
    return bool(body.strip()) if kind in _HTML else bool(_LOOKS_LIKE_HTML.search(body[:1024]))


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def unpacked(body: bytes, encoding: str, most: int, *, cut: bool = False) -> bytes:
    """The body as it was before packing; beyond `most` bytes it is cut, or raises `BodyRefused`.

    Unpacked here and not by the client, so that a bomb stops at `most` bytes and not at the end of its chunk.
    """
    packing = encoding.strip().lower()
    if packing in ("", "identity"):
        return body
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise BodyRefused("encoding")
    # 47: zlib's or gzip's own header; -15: neither, as some servers understand "deflate".
    for window in (47, -15):
        unpacking = zlib.decompressobj(window)
        try:
            found = unpacking.decompress(body, most + 1)
        except zlib.error:
            continue
        if len(found) > most and not cut:
            raise BodyRefused("too_large")
        return found[:most]
    raise BodyRefused("encoding")


def decoded(body: bytes, content_type: str) -> str:
    """The body as text, by BOM, header, the page's own word, and what the bytes themselves can be."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if _is_ascii_based(content_type):
        try:
            # Bytes beyond ASCII that are valid UTF-8 are UTF-8, whatever an old header or <meta> still says.
            return body.decode()
        except UnicodeDecodeError:
            pass
    text = html_to_unicode(content_type, body, default_encoding="cp1252")[1]
    return _mended(text, body)


@lru_cache(maxsize=256)
def _is_ascii_based(content_type: str) -> bool:
    declared = _CHARSET.search(content_type)
    return declared is None or not _name(declared[1]).startswith(_NOT_ASCII_BASED)


def _mended(text: str, body: bytes) -> str:
    """A page that says UTF-8 and is Latin has more holes than letters beyond ASCII."""
    holes = text.count("\ufffd")
    if holes and holes * 2 >= sum(not each.isascii() for each in text):
        return body.decode("cp1252", "replace")
    return text


def _name(charset: str) -> str:
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return ""


def wait_asked(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds of a Retry-After, which is a number or a date (RFC 9110, 10.2.3)."""
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return None
