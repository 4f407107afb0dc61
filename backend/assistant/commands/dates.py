"""Days as people write them at the end of a task: "mañana", "dilluns", "23/11", "2026-11-23". Pure."""

import re
from datetime import date, timedelta
from typing import Final

from backend.assistant.folding import folded

_TODAY: Final = r"hoy|avui|hoje|today"
_TOMORROW: Final = r"manana|dema|amanha|tomorrow"
_AFTER: Final = r"pasado manana|dema passat|passat dema|depois de amanha|day after tomorrow|the day after tomorrow"
_WEEKDAYS: Final = (
    r"lunes|dilluns|segunda(?:-feira)?|monday",
    r"martes|dimarts|terca(?:-feira)?|tuesday",
    r"miercoles|dimecres|quarta(?:-feira)?|wednesday",
    r"jueves|dijous|quinta(?:-feira)?|thursday",
    r"viernes|divendres|sexta(?:-feira)?|friday",
    r"sabado|dissabte|saturday",
    r"domingo|diumenge|sunday",
)
_LINK: Final = (
    r"(?:(?:para|per|per a|para el|para o|el|la|o|na|no|on|for|by|this|este|aquest|esta|proxim[oa]|next|a)\s+)*"
)
_RELATIVE: Final = rf"(?P<after>{_AFTER})|(?P<tomorrow>{_TOMORROW})|(?P<today>{_TODAY})"
_DAYS: Final = "|".join(f"(?P<day{number}>{names})" for number, names in enumerate(_WEEKDAYS))
_NUMBERS: Final = (
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<mday>\d{1,2})|(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})(?:[/.-](?P<y>\d{2,4}))?"
)
_AT_END: Final = re.compile(rf"[\s,]+{_LINK}(?:{_RELATIVE}|{_DAYS}|{_NUMBERS})\s*[.!]?$")


def split(text: str, today: date) -> tuple[str, date | None]:
    """The text without its day, and the day: the next one of that name or number, never a past one."""
    found = _AT_END.search(folded(text))
    if found is None:
        return text.strip(), None
    day = _day(found, today)
    return (text[: found.start()].strip(), day) if day else (text.strip(), None)


def _day(found: re.Match[str], today: date) -> date | None:
    if found["today"]:
        return today
    if found["tomorrow"]:
        return today + timedelta(days=1)
    if found["after"]:
        return today + timedelta(days=2)
    for number in range(7):
        if found[f"day{number}"]:
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return _numbered(found, today)


def _numbered(found: re.Match[str], today: date) -> date | None:
    try:
        if found["year"]:
            return date(int(found["year"]), int(found["month"]), int(found["mday"]))
        year = int(found["y"] or today.year)
        day = date(year + 2000 if year < 100 else year, int(found["m"]), int(found["d"]))
        return day if found["y"] or day >= today else day.replace(year=today.year + 1)
    except ValueError:
        return None
