"""All claims of a text, in the order in which they stand there. Pure."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from backend.assistant.claims import (
    addresses,
    attendance,
    counts,
    days,
    harmless,
    hours,
    measures,
    money,
    shares,
    stock,
    sums,
    weekdays,
)
from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.figures import in_figures
from backend.assistant.claims.shapes import Claim, Page
from backend.assistant.claims.signs import undisguised
from backend.core.language import Language
from backend.flows.engine.parsing.text import READ_LIMIT, plain

# Whoever writes more figures than this is no assistant; it also bounds the work on a page of facts.
_MOST_PIECES: Final = 40
_PIECE: Final = READ_LIMIT - 100
_ISO_MOMENT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")


@lru_cache(maxsize=8_192)
def find(text: str, language: Language, today: date, *, learning: bool = False) -> tuple[Claim, ...]:
    """Each claim with all that it may mean. A reply's claims are without what is harmless; `learning` leaves nothing
    out, for whatever a fact says is known. Remembered, for the same facts are held against every reply."""
    text = undisguised(text)
    found: list[Claim] = []
    for piece in _pieces(_ISO_MOMENT.sub(r"\1 \2", text)):
        found += _read(piece, language, today, learning)
    # "Las 3 ideas: 1) ... 2) ... 3) ..." counts what it lists.
    listed = {float(len(harmless.ENUMERATION.findall(text)))}
    return tuple(claim for claim in found if claim.kind is not ClaimKind.NUMBER or claim.values != listed)


def _read(piece: str, language: Language, today: date, learning: bool) -> tuple[Claim, ...]:
    page = Page(piece)
    addresses.take(page)
    page.text = weekdays.written_out(
        harmless.without_sayings(plain(harmless.without_names(page.text, keep_named=learning)))
    )
    written = Page(page.text)
    page.text = in_figures(page.text, language)
    if learning:
        money.take_free(page)
        measures.learn_day(page)
        shares.learn_interest(page)
    page.text = sums.without_results(page.text, language)
    addresses.take_dictated(page)
    _take(page, language, today, learning=learning)
    left = counts.numbers(page.text, language)
    if left and not learning:
        _take(written, language, today, learning=learning)
        left = counts.claimed(left, counts.numbers(written.text, language))
    found = [claim for claim in page.claims if not claim.values & _MOMENT] + left
    return tuple(sorted(found, key=lambda claim: claim.at))


# "En un minuto", "in a second": no promise that anybody would hold us to.
_MOMENT: Final = frozenset({("min", 1.0), ("min", round(1 / 60, 3))})


def _take(page: Page, language: Language, today: date, *, learning: bool) -> None:
    attendance.take_always(page)
    shares.take(page, language)
    money.take(page, language)
    counts.take_vague(page)
    stock.take(page)
    opening = attendance.speaks_of_opening(page.text)
    served = attendance.speaks_of_service(page.text)
    days.take(page, language, today, service=served, daily=served or learning)
    measures.take_spoken(page)
    hours.take(page, language, opening=opening)
    money.take_is_free(page)
    measures.take(page, language, today)


def _pieces(text: str) -> Iterator[str]:
    """Lines, the long ones in parts that end between words: a parser reads no further than `READ_LIMIT`."""
    count = 0
    for line in text.splitlines():
        rest = line.strip()
        while rest and count < _MOST_PIECES:
            cut = len(rest) if len(rest) <= _PIECE else max(rest.rfind(" ", 0, _PIECE), _PIECE // 2)
            yield rest[:cut]
            rest, count = rest[cut:].lstrip(), count + 1
