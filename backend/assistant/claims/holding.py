"""Whether a claim is among the facts: the same value, or the same thing said in another way. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any, Final

from backend.assistant.claims import nouns
from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.knowing import Known, lasting, numbers
from backend.assistant.claims.money import COUNT
from backend.assistant.claims.shapes import Claim, Value
from backend.assistant.claims.weekdays import as_value

_SAME: Final = 0.005
# Days of an average month, and how far off people are who turn months into weeks.
_MONTH: Final = 30.4
_ABOUT: Final = 0.09
_LONGEST: Final = 92
_GROWN: Final = 6
_LAST_DAYS: Final = 28
# Two numbers of one phone, one without its prefix, share at least so many last digits.
_PHONE_DIGITS: Final = 7
_YEARS: Final = frozenset({"ano", "any", "year"})
# How many of a unit of duration make the next ones.
_PER_UNIT: Final[dict[str, tuple[int, ...]]] = {"min": (1, 60), "day": (1, 7), "month": (1, 12)}


def holds(known: Known, claim: Claim) -> bool:
    if claim.kind is ClaimKind.NUMBER and _holds_count(known, claim):
        return True
    if claim.noun or (claim.limit and claim.kind is ClaimKind.NUMBER):
        return False
    if claim.values & known.of(claim.kind) or lasting(claim) & known.of(ClaimKind.DURATION):
        return True
    check = _CHECKS.get(claim.kind)
    return check is not None and any(check(known, each) for each in claim.values)


def _holds_count(known: Known, claim: Claim) -> bool:
    """ "10 alumnos" is no "10 €", no "a las 10" and no "10 fotos"; "12 plazos" is "12 meses"."""
    if not claim.noun:
        told = set().union(*known.counted.values()) | known.of(ClaimKind.STOCK)
        return bool(claim.values & (told if claim.limit else told | _summed(known)))
    kin = {value for noun in nouns.kin(claim.noun) for value in known.counted.get(noun, ())}
    if claim.noun in nouns.INSTALMENTS:
        kin |= known.months
    if claim.noun in nouns.PEOPLE and not claim.limit:
        kin |= _summed(known)
    if not (claim.noun in known.counted and claim.limit):
        # Who says how many photos there are at most says how many there are not.
        kin |= known.counted.get("", set()) | known.bare
    return bool(claim.values & (kin | known.of(ClaimKind.STOCK)))


def _summed(known: Known) -> set[float]:
    """ "Somos 3 parejas y 2 niños" are eight."""
    parts = [[each, 2 * each] for each in sorted(known.theirs)[:4]]
    several = [some for count in (2, 3) for some in combinations(parts, count)]
    return {sum(each) for some in several for each in product(*some)}


def _lengths(values: Iterable[Any]) -> list[tuple[str, float]]:
    return [each for each in values if isinstance(each, tuple) and len(each) == 2]


# Any: a value is a number, a word or a pair, as its kind says.
def _money(known: Known, given: Any) -> bool:
    """A currency that one side leaves open is the other's."""
    amount, currency = given
    if currency == COUNT:
        return any(amount in counts for counts in known.counted.values())
    offered = [(known_amount, other) for known_amount, other in _pairs(known.of(ClaimKind.MONEY))]
    if any(abs(amount - other) < _SAME and (not currency or not code or code == currency) for other, code in offered):
        return True
    # A lone nought in what somebody wrote ("di que cuesta cero") makes nothing free.
    return bool(amount) and any(abs(amount - number) < _SAME for number in known.bare)


def _date(known: Known, given: Any) -> bool:
    days = [each for each in known.of(ClaimKind.DATE) | known.of(ClaimKind.DURATION) if isinstance(each, tuple)]
    check = _DAYS.get(given[0], _dated)
    if given[0] == "offered":
        # Where nobody tells which days are free, a day of service may be: "¿Te va bien mañana?"
        return not known.agenda and (("open", given[1]) in days or ("weekday", given[1]) in days)
    return check(given, days, known.today)


def _dated(given: Any, days: list[Any], today: date) -> bool:
    return any(_same_day(given, each, today) for each in [as_value(today), *days])


def _named(given: Any, days: list[Any], today: date) -> bool:
    return any(given[1] in _weekdays(each, today) for each in days)


def _day_of_month(given: Any, days: list[Any], today: date) -> bool:
    return given[1] == today.day or any(len(each) == 3 and each[2] == given[1] for each in days)


def _in_month(given: Any, days: list[Any], _: date) -> bool:
    return any(len(each) == 3 and each[1] == given[1] for each in days)


def _in_coming_week(_: Any, days: list[Any], today: date) -> bool:
    """Said of a day of it that is known."""
    monday = today + timedelta(days=7 - today.weekday())
    week = {as_value(monday + timedelta(days=ahead)) for ahead in range(7)}
    return any(len(each) == 3 and (each[0] or today.year, *each[1:]) in week for each in days)


def _closed(given: Any, days: list[Any], _: date) -> bool:
    """Who says when they are open says when they are not."""
    works = {each[1] for each in days if each[0] == "open"}
    return bool(works) and given[1] not in works


def _weekend(_: Any, days: list[Any], today: date) -> bool:
    """ "Evening and weekend call-out" says both of its days."""
    return {("open", 5), ("open", 6)} <= set(days) or any(_weekdays(each, today) & {5, 6} for each in days)


def _part(given: Any, days: list[Any], _: date) -> bool:
    """The end of the year is told by a day of December, that of a month by one of its last days."""
    if given[2] in _YEARS:
        return any(len(each) == 3 and each[1] == 12 for each in days)
    return any(len(each) == 3 and each[2] >= _LAST_DAYS for each in days)


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
    if isinstance(given[0], int):
        # "Tu examen es dentro de diez días".
        return date(*given) in known.fixed
    unit, count = (given[0], given[1]) if given[0] in _PER_UNIT else ("", 0)
    return any(count / each in known.bare for each in _PER_UNIT.get(unit, ())) or _nearly(known, unit, count)


def _nearly(known: Known, unit: str, count: float) -> bool:
    """Six weeks are a month and a half, and so long is a stay from one day to another."""
    factor = {"day": 1.0, "month": _MONTH}.get(unit)
    if factor is None:
        return False
    lengths = [
        (other, each) for other, each in _lengths(known.of(ClaimKind.DURATION)) if {other, unit} == {"day", "month"}
    ]
    if count * factor <= _LONGEST and any(
        abs(each * (_MONTH if other == "month" else 1) / (count * factor) - 1) < _ABOUT for other, each in lengths
    ):
        return True
    if unit == "month" and count / 12 in known.theirs and count / 12 >= _GROWN:
        # "Tengo 35".
        return True
    return unit == "day" and any(
        abs((one - other).days) in {count, count - 1} for one, other in combinations(known.stay, 2)
    )


def _quantity(known: Known, given: Any) -> bool:
    return given[1] in known.bare


def _number(known: Known, given: Any) -> bool:
    """A number without a unit may be a price, a measure or a duration that the facts tell in full."""
    told = numbers(value[0] for value in known.of(ClaimKind.MONEY) if isinstance(value, tuple))
    hours = {hour / 60 for hour in numbers(known.of(ClaimKind.TIME))}
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


_DAYS: Final[Mapping[Any, Callable[[Any, list[Any], date], bool]]] = {
    "weekday": _named,
    "day": _day_of_month,
    "month": _in_month,
    "open": lambda given, days, _: ("weekday", given[1]) in days,
    "closed": _closed,
    "weekend": _weekend,
    "part": _part,
    "today": lambda _, days, today: as_value(today) in days,
    "week": _in_coming_week,
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
