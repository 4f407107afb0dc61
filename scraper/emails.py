"""Email addresses as they stand in a text: around each '@', or around what stands for one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from scraper.page_text import SOFT
from scraper.suffixes import registrable, suffix

MAX_LOCAL: Final = 64
MAX_PER_PAGE: Final = 3_000

_OPEN, _CLOSE = r"[\[({<{|*_]", r"[\])}>|*_]"
_AT_WORD = r"(?:at|arroba|arrova|@|ät|aet|chez|chiocciola|klammeraffe)"
_DOT_WORD = r"(?:dot|punto|punt|ponto|point|punkt|\.)"
_DOT = rf"(?:\.|\s{{0,2}}{_OPEN}\s?{_DOT_WORD}\s?{_CLOSE}\s{{0,2}}|\s{_DOT_WORD}\s)"

_LOCAL: Final = re.compile(r"[\w.%+'\-\x02]{1,70}$")
_DOMAIN: Final = re.compile(r"[\w\-\x02]{1,63}(?:\x02?\.[\w\-\x02]{1,63}){1,6}")
_DOMAIN_WITH_WORDS: Final = re.compile(rf"[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,4}}", re.I)
# Starts with a plain set, which the engine finds quickly.
_BRACKETED_AT: Final = re.compile(rf"{_OPEN}\s?(?:{_AT_WORD}|a)\s?{_CLOSE}\s{{0,2}}", re.I)
_SPOKEN_AT: Final = re.compile(r"\s(?:at|arroba|chiocciola)\s", re.I)
# Asked first: "at" alone is a word of every English sentence, so its dot must be spoken too.
_SPOKEN: Final = (" arroba ", " ARROBA ", " chiocciola ", " dot ", " DOT ", "[dot]", "(dot)")
_SPOKEN_DOT: Final = re.compile(_DOT, re.I)
_WORD_BEFORE: Final = re.compile(r"[\w.+-]{1,64}$")

# Words that run into an address where the gap between two elements was lost: "info@acme.esTel. 93".
_GLUED_AFTER: Final = re.compile(
    r"(?:tel|tlf|tfn|phone|fon|fax|m[oó]vil|mobile|whats|web|www|https?|direc|address|adre|horari|c\W"
    r"|calle|carrer|contact"
    r"|copyright|aviso|pol[ií]tica|privac|cookie|lunes|follow|s[ií]gue|mapa|nif|cif|llama|call|email"
    r"|e-mail|correo|instagram|facebook)",
    re.I,
)
_GLUED_BEFORE: Final = re.compile(
    r"^(?:e-?mail|correo|mail|contacto?|contacte|courriel|direcci[oó]n)(?=(?:info|hola|contact|admin"
    r"|ventas|hello|office|reservas|recepcion)\b)",
    re.I,
)
_DASHED_DIGITS: Final = re.compile(r"\d+(?:-\d+)+")
_PHONE_BEFORE: Final = re.compile(r"^\+?\d{7,15}(?=[A-Za-z])")
_FILE_LIKE: Final = frozenset({"zip", "mov"})
# Reserved for examples (RFC 2606): a site that stands there has its mail there.
_RESERVED: Final = frozenset({"example", "test"})
_ASCII_LOCAL: Final = re.compile(r"[a-z0-9](?:[a-z0-9.+_'%-]*[a-z0-9_+-])?", re.I)


@dataclass(frozen=True, slots=True)
class Sighting:
    """An address and its place in the text."""

    value: str
    start: int
    end: int
    obfuscated: bool = False


def in_text(text: str) -> Iterator[Sighting]:
    """Every address of a text, in its order. Costs next to nothing where there is no '@' and no word for it."""
    at, seen = text.find("@"), 0
    while at >= 0 and seen < MAX_PER_PAGE:
        found = _around(text, at)
        if found:
            yield found
        at, seen = text.find("@", at + 1), seen + 1
    yield from _spelled(text)


@lru_cache(maxsize=1024)  # the pages of a site share their footer
def in_link(href: str) -> tuple[str, ...]:
    """The addresses to which a `mailto:` writes; a link that only shares has none."""
    target = unquote(href.partition(":")[2].partition("?")[0])
    return tuple(found.value for each in re.split(r"[,;]", target[:2000]) for found in in_text(each.strip()))


def cloudflare(code: str) -> str:
    """What `data-cfemail` hides: the first byte is the key for the others."""
    try:
        secret = bytes.fromhex(code)
    except ValueError:
        return ""
    return bytes(each ^ secret[0] for each in secret[1:]).decode("utf-8", "replace") if secret else ""


def _around(text: str, at: int) -> Sighting | None:
    left = _LOCAL.search(text, max(0, at - 70), at)
    right = _DOMAIN.match(text, at + 1, min(len(text), at + 260))
    if left and right and (value := clean(_nearest_local(left[0]), right[0])):
        return Sighting(value, left.start(), right.end())
    if (left or _spaced(text, at)) and (wide := _loosely(text, at)):
        return wide
    return None


def _spaced(text: str, at: int) -> bool:
    return text[at - 1 : at] == " " and text[at + 1 : at + 2] == " "


def _loosely(text: str, at: int) -> Sighting | None:
    """`info @ acme.es` and `info@acme [dot] es`; a handle (`follow us @acme.es`) is none."""
    start, end = at, at + 1
    if _spaced(text, at):
        start, end = at - 1, at + 2
    return _joined(text, start, end)


def _joined(text: str, start: int, end: int, *, spoken: bool = False) -> Sighting | None:
    left = _WORD_BEFORE.search(text, max(0, start - 66), start)
    right = _DOMAIN_WITH_WORDS.match(text, end, min(len(text), end + 200))
    if not left or not right:
        return None
    domain = right[0]
    # "at" and "a" are words of many sentences: only a spoken dot makes an address of them.
    if spoken and not re.search(rf"\s{_DOT_WORD}\s|{_OPEN}", domain, re.I):
        return None
    value = clean(left[0], _SPOKEN_DOT.sub(".", domain))
    return Sighting(value, left.start(), right.end(), obfuscated=True) if value else None


def _spelled(text: str) -> Iterator[Sighting]:
    """`info [at] acme [dot] es`, `info(arroba)acme.es`, `info arroba acme punto es`."""
    for sign in _BRACKETED_AT.finditer(text):
        start = sign.start()
        while start and text[start - 1] == " ":
            start -= 1
        found = _joined(text, start, sign.end())
        if found:
            yield found
    for sign in _SPOKEN_AT.finditer(text) if any(word in text for word in _SPOKEN) else ():
        found = _joined(text, sign.start(), sign.end(), spoken=sign[0].strip().lower() == "at")
        if found:
            yield found


def _nearest_local(written: str) -> str:
    """What stands in the same inline element as the '@', or in the one before where the '@' has one for itself."""
    whole, _, last = written.rstrip(SOFT).rpartition(SOFT)
    return last if _ASCII_LOCAL.fullmatch(last.strip(".'-")) else (whole + last).replace(SOFT, "")


@lru_cache(maxsize=1024)
def clean(local: str, domain: str) -> str:
    """The address in lower case, or nothing where no such address can be."""
    local = _tidied(local)
    if not local or len(local) > MAX_LOCAL or ".." in local or not _ASCII_LOCAL.fullmatch(local):
        return ""
    # A sentence ended before the sign, or a phone ran into it: what is left over would be no address of the page's.
    if local.endswith((".", "'")) or _DASHED_DIGITS.fullmatch(local):
        return ""
    host = _real_domain(domain)
    return f"{local}@{host}".lower() if host else ""


def _tidied(local: str) -> str:
    local = local.replace(SOFT, "")
    if "%" in local:
        local = unquote(local).strip()
    local = local.removeprefix("u003e").removeprefix("u003c").lstrip(".-'%+")
    local = _PHONE_BEFORE.sub("", local)
    return _GLUED_BEFORE.sub("", local)


def _real_domain(written: str) -> str:
    """The longest beginning that ends in a real suffix, cut where the next word ran into it."""
    parts = written.split(SOFT)
    for count in range(1, len(parts) + 1):
        host = _cut("".join(parts[:count]))
        if host:
            return host
    return ""


def _cut(written: str) -> str:
    host = written.strip(".-_")
    while "." in host:
        if _is_host(host):
            return host
        head, _, last = host.rpartition(".")
        for end in _seams(last):
            if _is_host(f"{head}.{last[:end]}"):
                return f"{head}.{last[:end]}"
        host = head.strip(".-_")
    return ""


def _seams(label: str) -> Iterator[int]:
    """Where a label may be two words: before a digit, a capital, a word that labels something else."""
    for place in range(2, min(len(label), 12)):
        rest = label[place:]
        ends = rest[0].isdigit() or not rest[0].isascii() or rest[0] in "_-"
        if ends or (rest[0].isupper() and label[place - 1].islower()) or _GLUED_AFTER.match(rest):
            yield place


def _is_host(host: str) -> bool:
    if not host.isascii() or "_" in host or ".." in host or len(host) > 190:
        return False
    last = host.rpartition(".")[2].lower()
    labels = host.split(".")
    fine = all(label and not label.startswith("-") and not label.endswith("-") for label in labels)
    return (
        fine
        and last not in _FILE_LIKE
        and not last.isdigit()
        and (last in _RESERVED or (suffix(host) != "" and len(registrable(host)) > 3))
    )
