"""Reads days: "12/3", "mañana", "proper dilluns", "in two weeks", ISO (four languages)."""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from backend.core.language import Language
from backend.flows.engine.parsing.numbers import readable

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "enero ene gener gen janeiro jan january",
            "febrero feb febrer fevereiro fev february",
            "marzo mar marc marco march",
            "abril abr april apr",
            "mayo may maig mai maio",
            "junio jun juny junho june",
            "julio jul juliol julho july",
            "agosto ago agost ag august aug",
            "septiembre setiembre sep set sept setembre setembro september",
            "octubre oct outubro out october",
            "noviembre nov novembre novembro november",
            "diciembre dic desembre des dezembro dez december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "lunes dilluns segunda monday",
            "martes dimarts terca tuesday",
            "miercoles dimecres quarta wednesday",
            "jueves dijous quinta thursday",
            "viernes divendres sexta friday",
            "sabado dissabte saturday",
            "domingo diumenge sunday",
        )
    )
    for name in names.split()
}
_DAYS_AHEAD: Final = (
    (re.compile(r"\b(?:pasado manana|dema passat|passat dema|depois de amanha|day after tomorrow)\b"), 2),
    (re.compile(r"\b(?:manana|dema|amanha|tomorrow)\b"), 1),
    (re.compile(r"\b(?:hoy|avui|hoje|today)\b"), 0),
    (re.compile(r"\b(?:ayer|ahir|ontem|yesterday)\b"), -1),
)
_NEXT_WEEK = re.compile(
    r"\b(?:(?:la )?semana que viene|proxima semana|setmana que ve|propera setmana|semana que vem|next week)\b"
)
_NEXT_MONTH = re.compile(r"\b(?:mes que viene|proximo mes|mes que ve|proper mes|mes que vem|next month)\b")
_UNITS: Final = {
    **dict.fromkeys(["dia", "dias", "dies", "day", "days"], "d"),
    **dict.fromkeys(["semana", "semanas", "setmana", "setmanes", "week", "weeks"], "w"),
    **dict.fromkeys(["mes", "meses", "mesos", "month", "months"], "m"),
}
_AHEAD = re.compile(
    rf"\b(?:en|dentro de|d'aqui a|daqui a|em|in)\s+(\d{{1,3}}|un|una|um|uma|a|one)"
    rf"\s+({'|'.join(_UNITS)})\b"
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d.,/-])(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|\d{2}))?(?![\d/])")
_MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|º)?\s*(?:de |d'|of |-|/)?\s*({_MONTH_NAMES})\b\.?"
    r"(?:,?\s*(?:de |del )?(\d{4}))?"
)
_MONTH_DAY = re.compile(rf"\b({_MONTH_NAMES})\.?\s+(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s*(\d{{4}}))?")
_MORNING = re.compile(r"\b(?:por|de|a) la manana\b")
_RELATIVE = re.compile(r"^today(?:([+-]\d+)([dwmy]))?$")


def parse_date(text: str, language: Language, today: date) -> date | None:
    """Without a year the next such day is meant; a weekday is the coming one, never today."""
    plain = _MORNING.sub(" ", readable(text, language))
    for reader in _READERS:
        day = reader(plain, today)
        if day:
            return day
    return None


def resolve_day(day: str | None, today: date) -> date | None:
    """A flow's bound ("today+2w", an ISO date) as a day; nonsense bounds nothing."""
    relative = _RELATIVE.match(day or "")
    if not relative:
        return _day(*map(int, day.split("-"))) if day else None
    return _ahead(today, int(relative[1] or 0), relative[2] or "d")


def _iso(text: str, _today: date) -> date | None:
    match = _ISO.search(text)
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _numeric(text: str, today: date) -> date | None:
    """Day first, as in Europe; where that is no date, month first."""
    match = _NUMERIC.search(text)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[2]), _year(match[3])
    return _coming(year, second, first, today) or _coming(year, first, second, today)


def _day_month(text: str, today: date) -> date | None:
    match = _DAY_MONTH.search(text)
    return _coming(_year(match[3]), MONTHS[match[2]], int(match[1]), today) if match else None


def _month_day(text: str, today: date) -> date | None:
    match = _MONTH_DAY.search(text)
    return _coming(_year(match[3]), MONTHS[match[1]], int(match[2]), today) if match else None


def _in_a_while(text: str, today: date) -> date | None:
    match = _AHEAD.search(text)
    if not match:
        return None
    return _ahead(today, int(match[1]) if match[1].isdigit() else 1, _UNITS[match[2]])


def _weekday(text: str, today: date) -> date | None:
    wanted = next((WEEKDAYS[word] for word in re.findall(r"[a-z]+", text) if word in WEEKDAYS), None)
    if wanted is None:
        return None
    return _ahead(today, (wanted - today.weekday() - 1) % 7 + 1, "d")


def _named(text: str, today: date) -> date | None:
    if _NEXT_WEEK.search(text):
        return _ahead(today, 1, "w")
    if _NEXT_MONTH.search(text):
        return _ahead(today, 1, "m")
    return next((_ahead(today, days, "d") for words, days in _DAYS_AHEAD if words.search(text)), None)


_READERS: Final[tuple[Callable[[str, date], date | None], ...]] = (
    _iso,
    _numeric,
    _day_month,
    _month_day,
    _in_a_while,
    _weekday,
    _named,
)


def _ahead(today: date, count: int, unit: str) -> date | None:
    try:
        if unit in "dw":
            return today + timedelta(days=count * (7 if unit == "w" else 1))
        return _months_ahead(today, count * (12 if unit == "y" else 1))
    except (OverflowError, ValueError):
        return None


def _months_ahead(today: date, months: int) -> date:
    """The same day of the month, or the month's last: 31 January + 1 month is 28 February."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(today.day, last))


def _coming(year: int | None, month: int, day: int, today: date) -> date | None:
    if year is not None:
        return _day(year, month, day)
    this_year = _day(today.year, month, day)
    if this_year and this_year >= today:
        return this_year
    # 29 February may be years away
    later = (_day(today.year + ahead, month, day) for ahead in range(1, 9))
    return next(filter(None, later), None)


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
