"""Days that follow from known ones: "cuatro semanas antes de la boda", "tres semanas desde el miércoles 25". Pure."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, TypeGuard

from backend.assistant.claims.agenda import dates
from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.shapes import Claim, Value
from backend.assistant.claims.weekdays import as_value

_LONGEST: Final = 400


def following(known: Iterable[Claim], spans: Iterable[Claim], today: date) -> set[Value]:
    """Each known day so long after or before it as a span of the sentence, with and without its year."""
    days = dates([each for each in known if each.kind is ClaimKind.DATE], today)
    days |= {_coming(value[1], today) for each in known for value in each.values if _is_weekday(value)}
    lengths = [value for each in spans if each.kind is ClaimKind.DURATION for value in each.values]
    found = set[Value]()
    for day in days:
        for value in lengths:
            if isinstance(value, tuple) and len(value) == 2 and 0 < float(value[1]) <= _LONGEST:
                for sign in (1, -1):
                    other = _moved(day, str(value[0]), sign * int(value[1]))
                    found |= {as_value(other), (0, other.month, other.day)} if other else set()
    return found


def _is_weekday(value: Value) -> TypeGuard[tuple[str, int]]:
    return isinstance(value, tuple) and value[0] == "weekday"


def _coming(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _moved(day: date, unit: str, count: int) -> date | None:
    if unit == "day":
        return day + timedelta(days=count)
    if unit != "month":
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
