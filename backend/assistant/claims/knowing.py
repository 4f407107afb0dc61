"""Whether a claim is among the facts: the same value, or the same thing said in another way. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from backend.assistant.claims import nouns
from backend.assistant.claims.days import as_value
from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.shapes import Claim, Value

_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)?")
# "Provas por marcação, 1h30" is no hour of the night.
_LASTING: Final = re.compile(r"([1-4])\s?h\s?(\d{2})?|(\d{1,2})\s?(?:hrs?|hs)")
# "£12 (30m)".
_SHORT_MINUTES: Final = re.compile(r"(\d{2,3})m")
_SAME: Final = 0.005
# Two numbers of one phone, one without its prefix, share at least so many last digits.
_PHONE_DIGITS: Final = 7
_YEARS: Final = frozenset({"ano", "any", "year"})
# How many of a unit of duration make the next ones.
_PER_UNIT: Final[dict[str, tuple[int, ...]]] = {"min": (1, 60), "day": (1, 7), "month": (1, 12)}


@dataclass(slots=True)
class Known:
    """What may be said, by kind; today, its weekday and its year are known to everybody."""

    today: date
    values: dict[ClaimKind, set[Value]] = field(default_factory=dict)
    # Numbers that nothing was said about: "unos 8000", an answer that is only "17".
    bare: set[float] = field(default_factory=set)
    # What is counted, by how many of it there are.
    counted: dict[str, set[Value]] = field(default_factory=dict)
    # The figures of measures and durations, whatever the unit: "10 años los muebles y 5 los herrajes".
    figures: set[float] = field(default_factory=set)

    def learn(self, claims: Iterable[Claim]) -> None:
        for claim in claims:
            if (0.0, "") in claim.values and claim.text.endswith("0"):
                # "Di que cuesta cero" makes nothing free; "gratis" and "0 €" do.
                continue
            self.values.setdefault(claim.kind, set()).update(_plainly(claim))
            if claim.kind is ClaimKind.NUMBER and claim.bare:
                self.bare.update(_numbers(claim.values))
            if claim.kind is ClaimKind.NUMBER:
                self.counted.setdefault(claim.noun, set()).update(claim.values)
            self.values.setdefault(ClaimKind.DURATION, set()).update(_lasting(claim))
            if claim.kind is ClaimKind.QUANTITY and (short := _SHORT_MINUTES.fullmatch(claim.text)):
                self.values.setdefault(ClaimKind.DURATION, set()).add(("min", float(short[1])))
            if claim.kind in {ClaimKind.DURATION, ClaimKind.QUANTITY}:
                self.figures.update(float(each.replace(",", ".")) for each in _FIGURE.findall(claim.text))

    def of(self, kind: ClaimKind) -> set[Value]:
        return self.values.get(kind, set())

    def holds(self, claim: Claim) -> bool:
        if claim.noun in self.counted and claim.noun:
            # Who says how many photos there are says how many there are not.
            known = self.counted[claim.noun] | (
                self._uncounted() if claim.noun in nouns.PEOPLE and not claim.limit else set()
            )
            return bool(claim.values & known)
        if claim.noun:
            return self._counts(claim)
        if claim.values & self.of(claim.kind) or _lasting(claim) & self.of(ClaimKind.DURATION):
            return True
        check = _CHECKS.get(claim.kind)
        return check is not None and any(check(self, each) for each in claim.values)

    def _counts(self, claim: Claim) -> bool:
        """ "10 alumnos" is no "10 €", no "a las 10" and no "10 fotos"; "12 plazos" is "12 meses"."""
        kin = {value for noun in nouns.kin(claim.noun) for value in self.counted.get(noun, ())}
        if claim.noun in nouns.INSTALMENTS:
            kin |= {count for unit, count in _lengths(self.of(ClaimKind.DURATION)) if unit == "month"}
        return bool(claim.values & (kin | self._uncounted() | self.bare))

    def _uncounted(self) -> set[Value]:
        return self.counted.get("", set())


def _plainly(claim: Claim) -> set[Value]:
    """A day of every week on which there is service is no appointment of the coming week."""
    days = [each for each in claim.values if isinstance(each, tuple)]
    if claim.kind is ClaimKind.DATE and any(each[0] == "open" for each in days):
        return {each for each in days if each[0] == "open"}
    return set(claim.values)


def _lengths(values: Iterable[Any]) -> list[tuple[str, float]]:
    return [each for each in values if isinstance(each, tuple) and len(each) == 2]


def _lasting(claim: Claim) -> set[Value]:
    lasting = _LASTING.fullmatch(claim.text) if claim.kind is ClaimKind.TIME else None
    return {("min", 60.0 * int(lasting[1] or lasting[3]) + int(lasting[2] or 0))} if lasting else set()


# Any: a value is a number, a word or a pair, as its kind says.
def _money(known: Known, given: Any) -> bool:
    """A currency that one side leaves open is the other's."""
    amount, currency = given
    offered = [(known_amount, other) for known_amount, other in _pairs(known.of(ClaimKind.MONEY))]
    if any(abs(amount - other) < _SAME and (not currency or not code or code == currency) for other, code in offered):
        return True
    # A lone nought in what somebody wrote ("di que cuesta cero") makes nothing free.
    return bool(amount) and any(abs(amount - number) < _SAME for number in known.bare)


def _date(known: Known, given: Any) -> bool:
    days = [each for each in known.of(ClaimKind.DATE) | known.of(ClaimKind.DURATION) if isinstance(each, tuple)]
    check = _DAYS.get(given[0], _dated)
    return check(given, days, known.today)


def _dated(given: Any, days: list[Any], today: date) -> bool:
    return any(_same_day(given, each, today) for each in [as_value(today), *days])


def _named(given: Any, days: list[Any], today: date) -> bool:
    return any(given[1] in _weekdays(each, today) for each in days)


def _day_of_month(given: Any, days: list[Any], today: date) -> bool:
    return given[1] == today.day or any(len(each) == 3 and each[2] == given[1] for each in days)


def _in_month(given: Any, days: list[Any], _: date) -> bool:
    return any(len(each) == 3 and each[1] == given[1] for each in days)


def _closed(given: Any, days: list[Any], _: date) -> bool:
    """Who says when they are open says when they are not."""
    works = {each[1] for each in days if each[0] == "open"}
    return bool(works) and given[1] not in works


def _part(given: Any, days: list[Any], _: date) -> bool:
    """The end of the year is told by a day of December."""
    return given[2] in _YEARS and any(len(each) == 3 and each[1] == 12 for each in days)


def _weekdays(day: tuple[Any, ...], today: date) -> set[int]:
    """Of a day without a year, of this year's and of the coming one."""
    if len(day) != 3:
        return set()
    years = {day[0]} if day[0] else {today.year, today.year + (day[1:] < (today.month, today.day))}
    return {date(year, *day[1:]).weekday() for year in years if day[1:] != (2, 29) or year % 4 == 0}


def _same_day(given: tuple[Any, ...], other: tuple[Any, ...], today: date) -> bool:
    """A year that one side leaves open is the other's; a weekday is the coming one."""
    if other[0] == "weekday":
        return as_value(today + timedelta(days=(other[1] - today.weekday() - 1) % 7 + 1))[1:] == given[1:]
    same_year = not given[0] or not other[0] or given[0] == other[0]
    return len(other) == 3 and other[1:] == given[1:] and same_year


def _time(known: Known, given: Any) -> bool:
    return isinstance(given, int) and any(given in {number * 60, number * 60 + 720} for number in known.bare)


def _duration(known: Known, given: Any) -> bool:
    """ "En fa setanta" is an age."""
    unit, count = (given[0], given[1]) if given[0] in _PER_UNIT else ("", 0)
    return any(count / each in known.bare for each in _PER_UNIT.get(unit, ()))


def _quantity(known: Known, given: Any) -> bool:
    return given[1] in known.bare


def _number(known: Known, given: Any) -> bool:
    """A number without a unit may be a price, a measure or a duration that the facts tell in full."""
    told = _numbers(value[0] for value in known.of(ClaimKind.MONEY) if isinstance(value, tuple))
    hours = {hour / 60 for hour in _numbers(known.of(ClaimKind.TIME))}
    days = {float(value[2]) for value in known.of(ClaimKind.DATE) if isinstance(value, tuple) and len(value) == 3}
    years = {float(value[0]) for value in known.of(ClaimKind.DATE) if isinstance(value, tuple) and len(value) == 3}
    return given in told | known.figures | hours | days | years | {float(known.today.year)}


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
    # "@estudio" is the last part of "instagram.com/estudio".
    names = {f"@{str(each).rpartition('/')[2]}" for each in known.of(ClaimKind.URL) if "/" in str(each)}
    return given in hosts | names


def _pairs(values: Iterable[Value]) -> list[tuple[float, str]]:
    return [(each[0], each[1]) for each in values if isinstance(each, tuple)]


def _numbers(values: Iterable[Any]) -> set[float]:
    return {float(each) for each in values if isinstance(each, int | float)}


_DAYS: Final[Mapping[Any, Callable[[Any, list[Any], date], bool]]] = {
    "weekday": _named,
    "day": _day_of_month,
    "month": _in_month,
    "open": lambda given, days, _: ("weekday", given[1]) in days,
    "closed": _closed,
    "weekend": lambda _, days, today: any(_weekdays(each, today) & {5, 6} for each in days),
    "part": _part,
    "today": lambda _, days, today: as_value(today) in days,
    "week": lambda *_: False,
    "none": lambda *_: False,
}
_CHECKS: Final = {
    ClaimKind.MONEY: _money,
    ClaimKind.DATE: _date,
    ClaimKind.TIME: _time,
    ClaimKind.DURATION: _duration,
    ClaimKind.QUANTITY: _quantity,
    ClaimKind.NUMBER: _number,
    ClaimKind.PHONE: _phone,
    ClaimKind.URL: _url,
}
