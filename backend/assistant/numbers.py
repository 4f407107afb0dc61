"""The guard of invented numbers: every price, day, hour, percentage, measure, phone and link is a known fact. Pure.

Known are the texts that the caller gives: entries of the knowledge list, words of the agenda, the business's profile,
what the person wrote themselves, and sentences of ours that name figures ("we answer within 24 hours"). Both sides are
read alike: "1.200,50 €" is "1200.50 EUR", "las tres y media de la tarde" is 15:30, "un 20 %" is "vint per cent",
"tomorrow" a day of the calendar. What claims nothing is let through: `claims.harmless` lists it; and so is what follows
from known figures by a reckoning that the reply names: `claims.derived`. A figure is held against all facts;
`claims.subjects` judges whether it is said of something else than they say it of, `claims.agenda` whether an hour is
said of another day.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from backend.assistant.claims.agenda import clashing
from backend.assistant.claims.derived import without_derived
from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.finding import find
from backend.assistant.claims.holding import holds
from backend.assistant.claims.knowing import Known
from backend.assistant.claims.lines import CUSTOMER, in_full, says_the_customer, told
from backend.assistant.claims.rivals import rivalled
from backend.assistant.claims.shapes import Claim
from backend.assistant.claims.subjects import misplaced
from backend.core.language import LANGUAGES, Language

__all__ = ["Claim", "invented"]


def invented(
    reply: str, facts: Iterable[str], *, said: Iterable[str] = (), language: Language, now: datetime
) -> list[Claim]:
    """Claims of the reply that neither a fact holds nor what the customer `said`; `now` is in the business's zone."""
    today, theirs = now.date(), (line for text in said for line in text.splitlines())
    texts = [*(in_full(fact) for fact in facts), *(f"{CUSTOMER}: {line}" for line in theirs)]
    lines = told(texts, language, today)
    unknown = _unknown(reply, texts, language, today)
    return (
        without_derived(unknown, reply, lines, language=language, today=today)
        or misplaced(reply, lines, language=language, today=today)
        or clashing(reply, lines, language=language, today=today)
        or rivalled(reply, lines, texts, language=language, today=today)
    )


def _unknown(reply: str, facts: Sequence[str], language: Language, today: date) -> list[Claim]:
    claims = find(reply, language, today)
    known = Known(today)
    # Facts may stand in another language than the reply; they are read again only for what is still unknown.
    for spoken in (language, *(each for each in LANGUAGES if each != language)):
        if not claims:
            break
        for text in facts:
            told_by = find(text, spoken, today, learning=True)
            if spoken != language:
                # "8:00" is twenty o'clock to nobody but a reader of English.
                told_by = tuple(
                    claim for claim in told_by if not (claim.kind is ClaimKind.TIME and len(claim.values) > 1)
                )
            known.learn(told_by, own=says_the_customer(text))
        claims = tuple(claim for claim in claims if not holds(known, claim))
    return list(claims)
