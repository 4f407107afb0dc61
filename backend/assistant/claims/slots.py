"""Whether a day and an hour are free together: "Friday at ten" is invented where Friday is free at four. Pure."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.finding import find
from backend.assistant.claims.shapes import Claim, Value
from backend.core.language import Language
from backend.flows.engine.parsing.text import plain

_MOMENT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})")
_TODAY: Final = re.compile(r"\b(?:hoy|avui|hoje|today|tonight|esta tarde|this (?:morning|afternoon|evening))\b")
_SENTENCE: Final = re.compile(r"(?<=[.;!?])\s")


def clashing(reply: str, facts: Iterable[str], *, language: Language, today: date) -> list[Claim]:
    """Hours of the agenda that are said of another of its days; hours that other facts give too are let through."""
    agenda: dict[date, set[Value]] = {}
    others: set[Value] = set()
    for line in (line for fact in facts for line in fact.splitlines()):
        moments = _MOMENT.findall(line)
        for day, hour, minute in moments:
            agenda.setdefault(date.fromisoformat(day), set()).add(int(hour) * 60 + int(minute))
        if not moments:
            others.update(*(each.values for each in find(line, language, today, learning=True) if _is_hour(each)))
    if len(agenda) < 2:
        return []
    return [
        claim
        for sentence in _SENTENCE.split(reply)
        for claim in _strangers(
            find(sentence, language, today),
            agenda,
            others | (agenda.get(today, set()) if _says_today(sentence) else set()),
        )
    ]


def _says_today(sentence: str) -> bool:
    return bool(_TODAY.search(plain(sentence)))


def _strangers(claims: Iterable[Claim], agenda: dict[date, set[Value]], others: set[Value]) -> list[Claim]:
    claims = list(claims)
    days = {day for day in agenda for claim in claims if claim.kind is ClaimKind.DATE and _means(claim, day)}
    if not days:
        return []
    free = set().union(*(agenda[day] for day in days))
    taken = set().union(*agenda.values()) - others
    return [
        claim for claim in claims if _is_hour(claim) and claim.values & taken and not claim.values & (free | others)
    ]


def _is_hour(claim: Claim) -> bool:
    return claim.kind is ClaimKind.TIME


def _means(claim: Claim, day: date) -> bool:
    return bool(
        claim.values
        & {
            ("weekday", day.weekday()),
            ("day", day.day),
            (0, day.month, day.day),
            (day.year, day.month, day.day),
        }
    )
