"""Links, emails and phones, written in any of their ways. Pure."""

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.shapes import Page, Value

_ENDINGS: Final = (
    "com|es|cat|pt|br|net|org|eu|io|info|shop|store|app|dev|co|uk|me|link|biz|cl|mx|ar|fr|de|it|online|site|web|tv|ai"
    "|barcelona|madrid|lisboa|london|gal|eus|lat|xyz|club|studio|design|health|clinic|dental|fit|yoga|restaurant|cafe|bar"
    "|pizza|wine|photo|photography|page|pages|bio|ly|gl|ee|be|us|ca|nl|ie|ch|pe|uy|ec|ve|shop|store|blog|live|pro|care|agency"
)
_URL: Final = re.compile(
    rf"https?://[^\s<>\"'¤]+|(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:{_ENDINGS})(?![\w-])(?::\d+)?(?:/[^\s<>\"'¤]*)?"
    # Whatever it ends in, with "www." or with a path it is a link.
    rf"|(?<![@\w.-])(?:www\.(?:[a-z0-9-]+\.)+[a-z]{{2,}}(?:/[^\s<>\"'¤]*)?|(?:[a-z0-9-]+\.)+[a-z]{{2,}}/[^\s<>\"'¤]+)",
    re.IGNORECASE,
)
_EMAIL: Final = re.compile(r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
# Groups of digits as phones are written; what is followed by a currency, a unit or a time is none.
_PHONE: Final = re.compile(
    r"(?<![\w.,/:-])(?:\+|00)?\(?\d{1,4}\)?(?:[ .\-]?\(?\d{1,4}\)?){1,6}(?![\d/:]|[.,]\d)"
    r"(?!\s?(?:€|\$|£|%|eur|m2|m²|h\b))"
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")
_DAY: Final = re.compile(r"\d{1,2}[.\-]\d{1,2}[.\-](?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}")
_DICTATED: Final = re.compile(r"(?<![\w.,/:¤-])\d{1,3}(?:,? \d{1,3}){3,12}(?!\s?(?:[\d/:%€$£]|[.,]\d|eur|h\b))")
_HANDLE: Final = re.compile(r"(?<![\w@.¤/])@[a-z0-9_][a-z0-9_.]{2,29}", re.IGNORECASE)
_VOUCHER: Final = re.compile(
    r"\b(?:c[oó]digo|codi|code|cup[oó]n?|cupom|voucher)\s(?:promocional |promo "
    r"|de \w+ )?[\"'«“]?([A-Z]{2,}[A-Z-]*\d+[A-Z\d]*)\b"
)
# English house numbers stand where an hour might: "at 12 High Street".
_STREET: Final = re.compile(
    r"(?<![\w.,])(\d{1,4})(?= (?:[A-Z][\w'’-]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Square|Place"
    r"|Terrace|Drive|Court)\b)"
    r"|(?<=\bat )(\d{1,4})(?= (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][a-z'’]+"
    r" (?:[A-Z][a-z'’]+ )?[A-Z][a-z'’]+)"
)
_TRACKING: Final = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_cid|mc_eid|igshid|ref|source")
_CLOSING: Final = ".,;:!?)]}…»”"


# "Every 6th groom is half price", "ao 10.º corte".
_NTH: Final = re.compile(
    r"\b(?:every|cada|al|ao) (?:(\d{1,2})(?:\.?[ºª]|th\b)(?! (?:of|de|d')\b)"
    r"|(?<=every )(third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b)",
    re.IGNORECASE,
)
_ORDINALS: Final = ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def take(page: Page) -> None:
    page.take(ClaimKind.NUMBER, _NTH, lambda match: {("nth", int(match[1] or _ORDINALS.index(match[2].lower()) + 3))})
    page.take(ClaimKind.NUMBER, _VOUCHER, lambda match: {match[1].lower()})
    page.take(ClaimKind.NUMBER, _STREET, lambda match: {float(match[1] or match[2])})
    page.take(ClaimKind.EMAIL, _EMAIL, lambda match: {match[0].lower().rstrip(".")})
    page.take(ClaimKind.URL, _URL, lambda match: {url(match[0])})
    page.take(ClaimKind.URL, _HANDLE, lambda match: {match[0].lower().rstrip(".")})
    page.take(ClaimKind.PHONE, _PHONE, _phone)


def without_links(text: str) -> str:
    return _URL.sub(" ", text)


def take_dictated(page: Page) -> None:
    """A phone in words, once these are figures: "seis once, veintidós, treinta y tres..."."""
    page.take(ClaimKind.PHONE, _DICTATED, _phone)


def url(text: str) -> str:
    """Host and path; what only counts clicks, the scheme, `www.` and the last slash do not tell two links apart."""
    bare = text.rstrip(_CLOSING).lower()
    try:
        parts = urlsplit(bare if "://" in bare else f"https://{bare}")
    except ValueError:
        return bare
    kept = sorted((name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name))
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def _phone(match: re.Match[str]) -> set[Value] | None:
    written = match[0].strip()
    digits = "".join(sign for sign in written if sign.isdigit())
    if not 7 <= len(digits) <= 15 or _GROUPED.fullmatch(written) or _DAY.fullmatch(written):
        return None
    return {digits.removeprefix("00")}
