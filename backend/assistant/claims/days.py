"""Days: "el 3 de març", "03/03/2027", "tomorrow", "dilluns", "la semana que viene", "en marzo". Pure.

A day is (year or 0, month, day); beside days stand ("weekday", 0-6), ("month", 1-12) and ("week", how many ahead).
("open", 0-6) is a weekday on which a business works: that it opens on Mondays makes no Monday an appointment.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.shapes import Page, Value
from backend.core.language import Language
from backend.flows.engine.parsing.dates import MONTHS, WEEKDAYS

# Abbreviations that are words too.
_WORDS: Final = frozenset({"out", "set", "des", "ag"})
_NAMES: Final = "|".join(sorted((name for name in MONTHS if name not in _WORDS), key=len, reverse=True))
_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_NUMERIC: Final = re.compile(
    r"(?<![\d.,/-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![\d/])|(?<![\d.,/-])(\d{1,2})/(\d{1,2})(?![\d/])"
)
_DAY_MONTH: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|º|o)?\s*(?:de |d'|of |-)?\s*({_NAMES})\b\.?"
    r"(?:,?\s*(?:de |del |do )?(\d{4}))?"
)
_MONTH_DAY: Final = re.compile(
    rf"\b({_NAMES})\.?\s+(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:h\b|:|%|€))(?:,?\s*(\d{{4}}))?"
)
_MONTH: Final = re.compile(
    r"\b(?:en|de|del|para|per a|per al|al|em|no|in|by|until|from|since|before|desde|hasta|fins al|des del|ate"
    r"|a partir de|a"
    r" partir del|principios de|finales de|mediados de|mes de|finals de|late|early|mid|este|this|next|proximo"
    r"|proper)\s+"
    r"(enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|gener"
    r"|febrer|marc"
    r"|maig|juny|juliol|agost|setembre|novembre|desembre|janeiro|fevereiro|marco|maio|junho|julho|setembro"
    r"|outubro|novembro"
    r"|dezembro|january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
_AHEAD: Final = (
    (
        re.compile(
            r"\b(?:pasado manana|dema passat|passat dema|depois de amanha|the day after tomorrow|day after tomorrow)\b"
        ),
        2,
    ),
    (re.compile(r"\b(?:(?<!la )(?<!cada )(?<!esta )manana|dema|amanha|tomorrow)\b"), 1),
    (re.compile(r"\b(?:ayer|ahir|ontem|yesterday)\b"), -1),
)
_WEEK: Final = re.compile(
    r"\b(?:semana que viene|proxima semana|setmana que ve|setmana vinent|propera setmana|semana que vem|semana proxima"
    r"|next week)\b"
)
_NEXT_MONTH: Final = re.compile(
    r"\b(?:mes que viene|proximo mes|mes que ve|mes vinent|proper mes|mes que vem|next month)\b"
)
_SINGULAR: Final = {**WEEKDAYS, **dict.fromkeys(["sabados"], 5), **dict.fromkeys(["domingos"], 6)}
_WEEKDAY_NAMES: Final = "|".join(
    sorted(
        {name for name in WEEKDAYS if name not in {"segunda", "terca", "quarta", "quinta", "sexta"}}
        | {f"{name}s" for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")}
        | {"sabados", "domingos", "dissabtes", "diumenges"}
        | {f"{name}-feira" for name in ("segunda", "terca", "quarta", "quinta", "sexta")}
        | {f"{name}s-feiras" for name in ("segunda", "terca", "quarta", "quinta", "sexta")},
        key=len,
        reverse=True,
    )
)
# "Segunda" is also "second": a weekday only with its "feira", or at the ends of a span.
_SPAN: Final = re.compile(
    rf"\b({_WEEKDAY_NAMES}|segunda|terca|quarta|quinta|sexta)\s*(?:-|a|al|to|till|until|through|hasta"
    rf"|fins(?: a)?|ate)\s+"
    rf"(?:el |la |a )?({_WEEKDAY_NAMES}|segunda|terca|quarta|quinta|sexta)\b"
)
_WEEKDAY: Final = re.compile(rf"\b({_WEEKDAY_NAMES})\b")
_SHORT: Final = re.compile(
    r"\b(?:na|nesta|esta|ate|proxima|toda|amanha,|hoje,)\s+(segunda|terca|quarta|quinta|sexta)"
    r"(?=\s*(?:[.,;:!?]|$|as? |ao |dia |de |depois|antes|e ))"
)
_WEEKEND: Final = re.compile(r"\b(?:fines? de semana|caps? de setmana|fins? de semana|weekends?)\b")


def take(page: Page, language: Language, today: date, *, service: bool) -> None:
    page.take(ClaimKind.DATE, _ISO, lambda match: _day(int(match[1]), int(match[2]), int(match[3])))
    page.take(ClaimKind.DATE, _NUMERIC, lambda match: _numeric(match, language))
    page.take(ClaimKind.DATE, _DAY_MONTH, lambda match: _day(int(match[3] or 0), MONTHS[match[2]], int(match[1])))
    page.take(ClaimKind.DATE, _MONTH_DAY, lambda match: _day(int(match[3] or 0), MONTHS[match[1]], int(match[2])))
    page.take(ClaimKind.DATE, _SHORT, lambda match: _on(_weekday(match[1]), service=service))
    for words, days in _AHEAD:
        page.take(ClaimKind.DATE, words, _always(as_value(today + timedelta(days=days))))
    page.take(ClaimKind.DATE, _WEEK, lambda _: {("week", 1)})
    page.take(ClaimKind.DATE, _NEXT_MONTH, lambda _: {("month", today.month % 12 + 1)})
    page.take(ClaimKind.DATE, _MONTH, lambda match: {("month", MONTHS[match[1]])})
    page.take_each(ClaimKind.DATE, _SPAN, lambda match: _span(match, service=service))
    page.take_each(ClaimKind.DATE, _WEEKEND, lambda _: [{("open", 5)}, {("open", 6)}])
    page.take(ClaimKind.DATE, _WEEKDAY, lambda match: _on(_weekday(match[1]), service=service))


def _on(weekday: int, *, service: bool) -> set[Value]:
    return {("open", weekday), ("weekday", weekday)} if service else {("weekday", weekday)}


def _always(value: Value) -> Callable[[re.Match[str]], set[Value]]:
    return lambda _: {value}


def as_value(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _day(year: int, month: int, day: int) -> set[Value] | None:
    """Without a year the 29th of February may be meant."""
    try:
        date(year or 2024, month, day)
    except ValueError:
        return None
    return {(year, month, day)}


def _numeric(match: re.Match[str], language: Language) -> set[Value] | None:
    """Day first, as in Europe; month first where that is no day, and in English either may be meant."""
    day, month = int(match[1] or match[4]), int(match[2] or match[5])
    year = int(match[3]) if match[3] else 0
    year += 2_000 if 0 < year < 100 else 0
    european, american = _day(year, month, day), _day(year, day, month)
    return (european or set()) | (american or set()) if language == "en" else european or american


def _weekday(name: str) -> int:
    bare = name.removesuffix("-feira").removesuffix("-feiras")
    known = _SINGULAR.get(bare)
    return known if known is not None else WEEKDAYS[bare.removesuffix("s")]


def _span(match: re.Match[str], *, service: bool) -> list[set[Value]]:
    """ "Lunes a viernes" claims each of the five days; where nobody speaks of a business, its ends are days too."""
    first, last = _weekday(match[1]), _weekday(match[2])
    days: list[set[Value]] = [{("open", (first + ahead) % 7)} for ahead in range((last - first) % 7 + 1)]
    if not service:
        days[0].add(("weekday", first))
        days[-1].add(("weekday", last))
    return days
