"""Whether a claim is among the facts: the same value, or the same thing said in another way. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from backend.assistant.claims.days import as_value
from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.shapes import Claim, Value

_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)?")
_SAME: Final = 0.005
# Two numbers of one phone, one without its prefix, share at least so many last digits.
_PHONE_DIGITS: Final = 7


@dataclass(slots=True)
class Known:
    """What may be said, by kind; today, its weekday and its year are known to everybody."""

    today: date
    values: dict[ClaimKind, set[Value]] = field(default_factory=dict)
    # Numbers that nothing was said about: "unos 8000", an answer that is only "17".
    bare: set[float] = field(default_factory=set)
    # The figures of measures and durations, whatever the unit: "10 años los muebles y 5 los herrajes".
    figures: set[float] = field(default_factory=set)

    def learn(self, claims: Iterable[Claim]) -> None:
        for claim in claims:
            self.values.setdefault(claim.kind, set()).update(claim.values)
            if claim.kind is ClaimKind.NUMBER and claim.bare:
                self.bare.update(_numbers(claim.values))
            if claim.kind in {ClaimKind.DURATION, ClaimKind.QUANTITY}:
                self.figures.update(float(each.replace(",", ".")) for each in _FIGURE.findall(claim.text))

    def of(self, kind: ClaimKind) -> set[Value]:
        return self.values.get(kind, set())

    def holds(self, claim: Claim) -> bool:
        if claim.values & self.of(claim.kind):
            return True
        check = _counted if claim.counted else _CHECKS.get(claim.kind)
        return check is not None and any(check(self, each) for each in claim.values)


# Any: a value is a number, a word or a pair, as its kind says.
def _money(known: Known, given: Any) -> bool:
    """A currency that one side leaves open is the other's."""
    amount, currency = given
    offered = [(known_amount, other) for known_amount, other in _pairs(known.of(ClaimKind.MONEY))]
    if any(abs(amount - other) < _SAME and (not currency or not code or code == currency) for other, code in offered):
        return True
    return any(abs(amount - number) < _SAME for number in known.bare)


def _date(known: Known, given: Any) -> bool:
    days = [each for each in known.of(ClaimKind.DATE) | known.of(ClaimKind.DURATION) if isinstance(each, tuple)]
    if given[0] == "weekday":
        return bool(given[1] == known.today.weekday() or any(_weekday(each) == given[1] for each in days))
    if given[0] == "month":
        return any(len(each) == 3 and each[1] == given[1] for each in days)
    if given[0] in {"week", "open"}:
        return False
    return any(_same_day(given, each, known.today) for each in [as_value(known.today), *days])


def _weekday(day: tuple[Any, ...]) -> int | None:
    return date(*day).weekday() if len(day) == 3 and day[0] else None


def _same_day(given: tuple[Any, ...], other: tuple[Any, ...], today: date) -> bool:
    """A year that one side leaves open is the other's; a weekday is the coming one."""
    if other[0] == "weekday":
        return as_value(today + timedelta(days=(other[1] - today.weekday() - 1) % 7 + 1))[1:] == given[1:]
    same_year = not given[0] or not other[0] or given[0] == other[0]
    return len(other) == 3 and other[1:] == given[1:] and same_year


def _time(known: Known, given: Any) -> bool:
    return isinstance(given, int) and any(given in {number * 60, number * 60 + 720} for number in known.bare)


def _quantity(known: Known, given: Any) -> bool:
    return given[1] in known.bare


def _number(known: Known, given: Any) -> bool:
    """A number without a unit may be a price, a measure or a duration that the facts tell in full."""
    told = _numbers(value[0] for value in known.of(ClaimKind.MONEY) if isinstance(value, tuple))
    hours = {hour / 60 for hour in _numbers(known.of(ClaimKind.TIME))}
    days = {float(value[2]) for value in known.of(ClaimKind.DATE) if isinstance(value, tuple) and len(value) == 3}
    years = {float(value[0]) for value in known.of(ClaimKind.DATE) if isinstance(value, tuple) and len(value) == 3}
    return given in told | known.figures | hours | days | years | {float(known.today.year)}


def _counted(known: Known, given: Any) -> bool:
    """ "10 alumnos" is no "10 €" and no "a las 10"."""
    return given in known.figures


def _phone(known: Known, given: Any) -> bool:
    numbers = [str(each) for each in known.of(ClaimKind.PHONE)]
    numbers += [str(int(number)) for number in known.bare if number.is_integer()]
    return any(_tail(given.lstrip("0"), each.lstrip("0")) for each in numbers)


def _tail(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _PHONE_DIGITS and long.endswith(short) and len(long) - len(short) <= 4


def _url(known: Known, given: Any) -> bool:
    """The first page of a site whose other pages are known is not invented."""
    hosts = {str(each).partition("/")[0] for each in known.of(ClaimKind.URL)}
    hosts |= {str(each).rpartition("@")[2] for each in known.of(ClaimKind.EMAIL)}
    return given in hosts


def _pairs(values: Iterable[Value]) -> list[tuple[float, str]]:
    return [(each[0], each[1]) for each in values if isinstance(each, tuple)]


def _numbers(values: Iterable[Any]) -> set[float]:
    return {float(each) for each in values if isinstance(each, int | float)}


_CHECKS: Final = {
    ClaimKind.MONEY: _money,
    ClaimKind.DATE: _date,
    ClaimKind.TIME: _time,
    ClaimKind.QUANTITY: _quantity,
    ClaimKind.NUMBER: _number,
    ClaimKind.PHONE: _phone,
    ClaimKind.URL: _url,
}
