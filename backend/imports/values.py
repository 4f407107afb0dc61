"""What the text of a cell means: several emails, money, a language, a country. Pure."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Final

from babel import Locale
from babel.numbers import get_currency_precision

from backend.core.language import LANGUAGES
from backend.leads import search
from backend.leads.inputs import MOST_VALUE
from backend.tenants import regions

_NOTHING: Final = frozenset({"-", "--", "n/a", "na", "null", "none", "nan", "#n/a", "undefined"})
# Google joins with ":::", others with semicolons, commas or new lines.
_SEVERAL: Final = re.compile(r"\s*(?::::|[;,|\n\r])\s*")
_IN_BRACKETS: Final = re.compile(r"<([^<>]+)>")
_SYMBOLS: Final[Mapping[str, str]] = {"€": "EUR", "£": "GBP", "R$": "BRL", "US$": "USD"}
_AMOUNT: Final = re.compile(r"^-?\d[\d.,' ]*$")
_LANGUAGE: Final = re.compile(r"^([a-z]{2})([-_].*)?$", re.IGNORECASE)
_LANGUAGE_NAMES: Final[Mapping[str, str]] = {
    "espanol": "es",
    "castellano": "es",
    "castella": "es",
    "spanish": "es",
    "espanhol": "es",
    "catalan": "ca",
    "catala": "ca",
    "catalao": "ca",
    "portugues": "pt",
    "portuguese": "pt",
    "ingles": "en",
    "angles": "en",
    "english": "en",
    "frances": "fr",
    "french": "fr",
    "aleman": "de",
    "alemany": "de",
    "german": "de",
}


def told(text: str) -> str:
    """The text, or nothing where it only says that nothing is known."""
    text = text.strip()
    return "" if text.lower() in _NOTHING else text


def several(text: str) -> list[str]:
    return [each for each in (told(part) for part in _SEVERAL.split(text.strip())) if each]


def emails(text: str) -> list[str]:
    """'Ana <ana@puig.cat>; info@puig.cat' -> both addresses."""
    return [found[1] if (found := _IN_BRACKETS.search(each)) else each for each in several(text)]


def tags(text: str) -> list[str]:
    """Google marks its own groups with a star."""
    return [each for each in several(text) if not each.startswith("* ") and each != "*"]


def money(text: str, currency: str, default: str) -> tuple[int, str] | None:
    """'1.234,50 €' -> (123450, 'EUR'); None when it is no amount."""
    text = text.strip().replace("\u00a0", " ").replace("\u202f", " ")
    for symbol, code in _SYMBOLS.items():
        if symbol in text:
            text, currency = text.replace(symbol, "").strip(), currency or code
    words = text.split()
    for word in words:
        if word.upper() in regions.currencies():
            text, currency = text.replace(word, "").strip(), currency or word.upper()
    code = (currency.strip().upper() or default) if currency.strip().upper() in {"", *regions.currencies()} else ""
    if not code or not _AMOUNT.match(text):
        return None
    places = get_currency_precision(code)
    try:
        minor = Decimal(_plain_number(text, places)).scaleb(places).to_integral_value()
    except InvalidOperation:
        return None
    return (int(minor), code) if 0 <= minor <= MOST_VALUE else None


def _plain_number(text: str, places: int) -> str:
    """Which sign is the decimal one: the last of two kinds, or a single one that has not three digits after it."""
    text = text.replace(" ", "").replace("'", "")
    last = max(text.rfind(","), text.rfind("."))
    if last < 0:
        return text
    sign, other = text[last], "," if text[last] == "." else "."
    after = len(text) - last - 1
    grouping = text.count(sign) > 1 or (other not in text and after == 3 and places != 3)
    whole = text.replace(",", "").replace(".", "")
    return whole if grouping or after == 0 else f"{whole[: len(whole) - after]}.{whole[len(whole) - after :]}"


def language(text: str) -> str | None:
    found = _LANGUAGE.match(text.strip())
    return found[1].lower() if found else _LANGUAGE_NAMES.get(search.fold(text.strip()))


def country(text: str) -> str:
    """'España', 'Spain' or 'es' -> 'ES'; empty when it is none."""
    text = text.strip()
    if len(text) == 2 and text.upper() in regions.countries():
        return text.upper()
    return _countries().get(search.fold(text), "")


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for each in LANGUAGES:
        for code, name in Locale(each).territories.items():
            if code in regions.countries():
                found.setdefault(search.fold(name), code)
    return found
