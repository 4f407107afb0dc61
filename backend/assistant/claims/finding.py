"""All claims of a text, in the order in which they can be told apart. Pure."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from backend.assistant.claims import addresses, amounts, days, hours
from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.figures import in_figures
from backend.assistant.claims.shapes import TAKEN, Claim, Page
from backend.core.language import Language
from backend.flows.engine.parsing.text import READ_LIMIT, plain

# Whoever writes more figures than this is no assistant; it also bounds the work on a page of facts.
_MOST_PIECES: Final = 40
_PIECE: Final = READ_LIMIT - 100
# Numbers that claim nothing. An item of an enumeration ("1. ", "2) "); a number that belongs to a name ("3D", "A4",
# "H2O", "Cocina 3", "iPhone 15"), told by the letters it hangs on or by the capital before it; an ordinal ("1.º").
_ENUMERATION: Final = re.compile(
    r"(?:^\s*(?:[-*•]\s*)?\d{1,2}[.)\]]|(?<=[.:;!?] )\d{1,2}[.)\]]|(?<=, )\d{1,2}\)|\d\ufe0f?\u20e3)(?=\s+\S)",
    re.MULTILINE,
)
_GROWN_TOGETHER: Final = re.compile(
    r"\b(?:[A-Za-z]+[-]?\d+[A-Za-z\d]*|\d{1,3}(?:D|G|K|XL|x)(?![A-Za-z])|\d{1,2}\.?[ºª](?! de\b)"
    r"|(?<![A-Za-z] )\d{1,2}(?:st|nd|rd|th)(?= (?!of\b)[a-z]))"
)
_NOT_NAMES: Final = (
    "EUR|USD|CLP|BRL|GBP|Tel|Tfno|De|A|Las|Les|Los|Els|At|On|From|Desde|Hasta|Precio|Preu|Price|Preço|Entre|Between|Son"
    "|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    "|Sept?|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Lunes|Martes|Miércoles|Jueves|Viernes"
    "|Sábado|Domingo|Dilluns|Dimarts|Dimecres|Dijous|Divendres|Dissabte|Diumenge"
)
_NAMED: Final = re.compile(
    rf"(?<=[^.!?¡¿:\n] )(?!(?:{_NOT_NAMES})\b)([A-ZÀ-Ý][\w'’-]+) \d{{1,2}}(?![\d:/%h]|[.,]\d"
    r"|\s*(?:%|€|[$£:]|eur|h\b|m\b|m2|m²|cm|d[ií]a|day|set?ma|week|m[eê]s|month|a[nñ]|year))"
)
_CLOCKED: Final = re.compile(r"\b\d{1,2}h(?:\d{2})?\b|\bm2\b|\bm3\b", re.IGNORECASE)
_ISO_MOMENT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")


def find(text: str, language: Language, today: date, *, counts: bool = False) -> tuple[Claim, ...]:
    """Each claim with all that it may mean; what is harmless is left out. With `counts` also "quatre persones"."""
    found: list[Claim] = []
    for piece in _pieces(_ISO_MOMENT.sub(r"\1 \2", text)):
        found += _read(piece, language, today, counts)
    # "Las 3 ideas: 1) ... 2) ... 3) ..." counts what it lists.
    listed = {float(len(_ENUMERATION.findall(text)))}
    return tuple(claim for claim in found if claim.kind is not ClaimKind.NUMBER or claim.values != listed)


@lru_cache(maxsize=8_192)
def _read(piece: str, language: Language, today: date, counts: bool) -> tuple[Claim, ...]:
    """Remembered, for the same facts are held against every reply."""
    page = Page(piece)
    addresses.take(page)
    page.text = plain(_without_names(page.text))
    written = Page(page.text)
    page.text = in_figures(page.text, language)
    if counts:
        amounts.take_free(page)
    _take(page, language, today)
    left = amounts.numbers(page.text, language)
    if left and not counts:
        _take(written, language, today)
        left = _counted(left, amounts.numbers(written.text, language))
    return (*(claim for claim in page.claims if not claim.values & _MOMENT), *left)


# "En un minuto", "in a second": no promise that anybody would hold us to.
_MOMENT: Final = frozenset({("min", 1.0), ("min", round(1 / 60, 3))})


def _take(page: Page, language: Language, today: date) -> None:
    amounts.take_certain(page, language)
    opening = hours.speaks_of_opening(page.text)
    days.take(page, language, today, service=hours.speaks_of_service(page.text))
    hours.take(page, language, opening=opening)
    amounts.take_measured(page, language, today)


def _counted(left: list[Claim], written: list[Claim]) -> list[Claim]:
    """Only what is written in digits: a count in words without a unit ("dos opciones", "un model nou") is a way of
    speaking, and so is a lone 1."""
    digits = {claim.values for claim in written}
    return [claim for claim in left if claim.values in digits and claim.values != {1.0}]


def _pieces(text: str) -> Iterator[str]:
    """Lines, the long ones in parts that end between words: a parser reads no further than `READ_LIMIT`."""
    count = 0
    for line in text.splitlines():
        rest = line.strip()
        while rest and count < _MOST_PIECES:
            cut = len(rest) if len(rest) <= _PIECE else max(rest.rfind(" ", 0, _PIECE), _PIECE // 2)
            yield rest[:cut]
            rest, count = rest[cut:].lstrip(), count + 1


def _without_names(piece: str) -> str:
    text = _ENUMERATION.sub(TAKEN, piece)
    text = _GROWN_TOGETHER.sub(lambda name: name[0] if _CLOCKED.fullmatch(name[0]) else TAKEN, text)
    return _NAMED.sub(TAKEN, text)
