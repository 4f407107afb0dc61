"""The guard of invented numbers: every price, day, hour, percentage, measure, phone and link is a known fact. Pure.

Known are the texts that the caller gives: entries of the knowledge list, words of the agenda, the business's profile,
what the person wrote themselves, and sentences of ours that name figures ("we answer within 24 hours"). Both sides are
read alike: "1.200,50 €" is "1200.50 EUR", "las tres y media de la tarde" is 15:30, "un 20 %" is "vint per cent",
"tomorrow" a day of the calendar. What claims nothing is let through: `claims.harmless` lists it. A figure is held
against all facts; `claims.subjects` and `claims.slots` judge whether it is said of something else than they say it of.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from backend.assistant.claims.finding import find
from backend.assistant.claims.knowing import Known
from backend.assistant.claims.shapes import Claim
from backend.assistant.claims.slots import clashing
from backend.assistant.claims.subjects import misplaced
from backend.core.language import LANGUAGES, Language

__all__ = ["Claim", "invented"]


def invented(reply: str, facts: Iterable[str], *, language: Language, now: datetime) -> list[Claim]:
    """Claims of the reply that no fact holds; `now` is in the business's time zone."""
    today, texts = now.date(), list(facts)
    return (
        _unknown(reply, texts, language, today)
        or misplaced(reply, texts, language=language, today=today)
        or clashing(reply, texts, language=language, today=today)
    )


def _unknown(reply: str, facts: Sequence[str], language: Language, today: date) -> list[Claim]:
    claims = find(reply, language, today)
    known = Known(today)
    # Facts may stand in another language than the reply; they are read again only for what is still unknown.
    for spoken in (language, *(each for each in LANGUAGES if each != language)):
        if not claims:
            break
        known.learn(claim for text in facts for claim in find(text, spoken, today, learning=True))
        claims = tuple(claim for claim in claims if not known.holds(claim))
    return list(claims)
