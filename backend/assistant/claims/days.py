"""Days: "el 3 de març", "03/03/2027", "tomorrow", "el lunes 14", "la semana que viene", "en marzo". Pure.

A day is (year or 0, month, day); beside days stand ("day", 1-31) of a month that is not named, ("month", 1-12),
("week", how many ahead), a ("part", ...) of a month or year, ("none", day) that is no such weekday, and those
of `weekdays`.
"""

import re
from datetime import date, timedelta
from typing import Final

from backend.assistant.claims import weekdays
from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.shapes import Page, Value
from backend.core.language import Language
from backend.flows.engine.parsing.dates import MONTHS

# So many days back a day without a year may still be the last one.
_RECENT: Final = 60
# Abbreviations that are words too.
_WORDS: Final = frozenset({"out", "set", "des", "ag"})
_NAMES: Final = "|".join(sorted((name for name in MONTHS if name not in _WORDS), key=len, reverse=True))
_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_NUMERIC: Final = re.compile(
    r"(?<![\d.,/-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/])|(?<![\d.,/-])(\d{1,2})/(\d{1,2})(?![\d/])"
)
_DAY_MONTH: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|º|o)?\s*(?:de |d'|of |-)?\s*({_NAMES})\b\.?"
    r"(?:,?\s*(?:de |del |do )?(\d{4}))?"
)
# "Del 4 al 6 de desembre": the month is the first day's too.
_DAYS_MONTH: Final = re.compile(
    r"(?<![\d.,:/-])(\d{1,2})(?:st|nd|rd|th)?"
    r"(?:\s?-\s?| (?:al?|ao|to|y|i|e|o|ou|or|and|until|till|hasta|fins|ate)(?: el| al| the| o| ao)? )"
    rf"(?:dia )?(\d{{1,2}})(?:st|nd|rd|th)?\s(?:de |d'|of )?({_NAMES})\b\.?(?!,? (?:de |del |do )?\d{{4}})"
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
            r"\b(?:pasado manana|dema passat|passat dema|depois de amanha|the day after tomorrow"
            r"|day after tomorrow)\b"
        ),
        2,
    ),
    (re.compile(r"\b(?:(?<!la )(?<!cada )(?<!esta )manana|dema|amanha|tomorrow)\b"), 1),
    (re.compile(r"\b(?:ayer|ahir|ontem|yesterday)\b"), -1),
)
_MONTHS_LONG: Final = (
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|gener"
    "|febrer|marc|maig|juny|juliol|agost|setembre|novembre|desembre|janeiro|fevereiro|marco|maio|junho|julho|setembro"
    "|outubro|novembro|dezembro|january|february|march|april|may|june|july|august|september|october|november|december"
)
_MONTH_SPAN: Final = re.compile(
    rf"(?<!\d )(?<!de )\b({_MONTHS_LONG})\s?(?:-|al?|to|till|until|hasta|fins a|ate|and|y|i|e)\s?({_MONTHS_LONG})\b"
    rf"|\bde ({_MONTHS_LONG}) (?:al?|ate|fins a|hasta) ({_MONTHS_LONG})\b"
)
_WEEK: Final = re.compile(
    r"\b(?:semana que viene|proxima semana|setmana que ve|setmana vinent|propera setmana|semana que vem"
    r"|semana proxima"
    r"|next week)\b"
)
_NEXT_WEEKS: Final = re.compile(rf"\b(?P<name>{weekdays.NAMES}|{weekdays.SHORT}),? (?:de la |da |of )?{_WEEK.pattern}")
_NEXT_MONTH: Final = re.compile(
    r"\b(?:mes que viene|proximo mes|mes que ve|mes vinent|proper mes|mes que vem|next month)\b"
)
# "Jueves 27 de noviembre", "Thursday, November 27", "lunes 14": a day whose weekday is another is none.
_NAMED_DAY: Final = re.compile(
    rf"\b(?P<name>{weekdays.NAMES}|{weekdays.DATED}),?\s(?:(?:dia|el|the|o|l'|este dia|el dia) ?)?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s(?:de |d'|of )?(?P<month>{_NAMES})\b|/(?P<number>\d{{1,2}})\b"
    rf"|(?!\d|/|\s(?:de |d'|of )?(?:{_NAMES})\b|\s*(?:[:%€$£]|h\d|h\b|[ap]\.?m\b)|[.,:]\d|\s*(?:-|a|to|y|i|e|and"
    rf"|until"
    rf"|till)\s*\d"
    r"|\squarts?\b))"
    rf"|(?P<us_month>{_NAMES})\s(?:the )?(?P<us_day>\d{{1,2}})\b)"
)
# "28 de novembro, domingo", "on the 28th, a Sunday", "28/11 (domingo)"; no list of days: "sábado 28, domingo 29".
_DAY_NAMED: Final = re.compile(
    rf"(?<![\d.,:/-])(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s(?:de |d'|of )?(?P<month>{_NAMES})\b"
    rf"|/(?P<number>\d{{1,2}})\b)|(?P<us_month>{_NAMES})\s(?:the )?(?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?\b)"
    rf"(?:,? (?:de |del )?\d{{4}})?,?\s\(?(?:(?:que )?(?:es|e|is|cai|cae|cau)(?: en| a| em| num)? )?(?:which is )?"
    rf"(?:an? |um |un )?(?:el |o |l')?(?P<name>{weekdays.NAMES})\b"
    r"(?!,?\s(?:el |the |dia )?\d|\s(?:y|i|e|and|o|or|ou|a|to|until)\b)"
)
_AFTER_NAME: Final = re.compile(rf"(?:{weekdays.NAMES}|{weekdays.SHORT}),?\s(?:dia |el |the |o )?$")
# "El lunes 14", "dia 14", "on the 3rd": the day of a month that is not named.
_DAY_OF_MONTH: Final = re.compile(
    r"(?:(?<=[a-z¤] )|\b)(?:(?:el )?dia|(?:the|on) (?=\d{1,2}(?:st|nd|rd|th)))\s?(?P<day>\d{1,2})(?:st|nd|rd"
    r"|th)?\b(?!\s*(?:[:%€$£]|h\d|h\b|[ap]\.?m|de cada)|[.,]\d)"
    r"|\b(?:hasta el|fins al|ate ao|until the|desde el|des del|antes del|abans del|acaba el|vine el"
    r"|ven el)\s(?P<alone>\d{1,2})(?=[.!?]?$)"
)
# "Lunes 14", "Friday the 4th", "quarta, dia 2".
_NUMBERED: Final = re.compile(
    rf"\b(?P<name>{weekdays.NAMES}|{weekdays.DATED}),?\s(?:(?:dia|el dia|el|the"
    rf"|o) )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"
    r"(?!\s*(?:[:%€$£]|h\d|h\b|[ap]\.?m\b)|[.,:]\d|\s*(?:-|a|to|y|i|e|and|until|till)\s*\d|/\d"
    r"|\s(?:de|da) (?:la )?(?:manana|tarde|noche|noite|manha)|\s(?:i|y|e) (?:media|mitja|meia|quart|cuarto)"
    r"|\squarts?\b)"
)
_ORDINALS: Final = dict(
    zip(
        re.findall(
            r"\w+",
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
            " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth",
        ),
        [*range(1, 21), 30],
        strict=True,
    )
)
_ORDINAL: Final = re.compile(
    rf"\b(?:(?P<tens>twenty|20|thirty|30)[- ])?(?P<name>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\b"
)
_FIRST: Final = re.compile(rf"\b(?:primero|primer|primeiro|1o|1r|l'u|u)(?= (?:de |d')(?:{_NAMES})\b)")
# Today is known to everybody, but not that there is room.
_FREE_TODAY: Final = re.compile(
    r"\b(?:hoy|esta (?:tarde|manana|noche)|avui|aquest(?:a tarda| mati| vespre)|hoje|today|tonight"
    r"|this (?:afternoon|evening"
    r"|morning))\b(?=[^.;!?¿]{0,12}\b(?:tengo|tenemos|hay|queda|tinc|tenim|hi ha|tenho|temos|ha|we have|i have|i've"
    r"|we've)\b"
    r"[^.;!?]{0,12}\b(?:huecos?|sitio|libre|lloc|forats?|lliure|vagas?|livre|slots?|space|room)\b)"
)
_MONTH_PART: Final = re.compile(
    r"\b(?:(?:a |para |per a |by |until |hasta |ate |fins a )?(?:fin(?:es|ales)? de(?:l)?|final[s]? de(?:l)?"
    r"|principios de(?:l)?|mediados de(?:l)?"
    r"|principi[s]? de(?:l)?|mitjans de(?:l)?|(?:o )?fim do|final do|inicio do|comeco do|meados do"
    r"|(?:the )?end of (?:the|this)"
    r"|(?:the )?(?:start|beginning|middle) of (?:the|next)) (?:proximo |proper |que ve )?(mes|any|ano|month|year))\b"
)


def take(page: Page, language: Language, today: date, *, service: bool, daily: bool) -> None:
    """`service`: it is said when somebody is there; `daily`: "every day" speaks of that too, and not of life."""
    page.text = _FIRST.sub("1", page.text)
    if language == "en":
        page.text = _ORDINAL.sub(_in_figures, page.text)
    page.take(ClaimKind.DATE, _FREE_TODAY, lambda _: {("today", 0)})
    page.take(ClaimKind.DATE, _NAMED_DAY, lambda match: _mismatched(match, language, today))
    page.take(
        ClaimKind.DATE,
        _DAY_NAMED,
        lambda match: (
            None if _AFTER_NAME.search(match.string, 0, match.start()) else _mismatched(match, language, today)
        ),
    )
    page.take(ClaimKind.DATE, _ISO, lambda match: _day(int(match[1]), int(match[2]), int(match[3])))
    page.take(ClaimKind.DATE, _NUMERIC, lambda match: _numeric(match, language))
    page.take_each(ClaimKind.DATE, _DAYS_MONTH, _both_days)
    page.take_each(ClaimKind.DATE, _MONTH_SPAN, _months)
    page.take(ClaimKind.DATE, _DAY_MONTH, lambda match: _day(int(match[3] or 0), MONTHS[match[2]], int(match[1])))
    page.take(ClaimKind.DATE, _MONTH_DAY, lambda match: _day(int(match[3] or 0), MONTHS[match[1]], int(match[2])))
    page.take_each(ClaimKind.DATE, _NUMBERED, _numbered)
    weekdays.take_short(page, service=service)
    for words, days in _AHEAD:
        page.take(ClaimKind.DATE, words, weekdays.ahead(today + timedelta(days=days)))
    page.take(ClaimKind.DATE, _NEXT_WEEKS, lambda match: {_next_week(weekdays.number(match["name"]), today)})
    page.take(ClaimKind.DATE, _WEEK, lambda _: {("week", 1)})
    page.take(ClaimKind.DATE, _NEXT_MONTH, lambda _: {("month", today.month % 12 + 1)})
    page.take(ClaimKind.DATE, _MONTH, lambda match: {("month", MONTHS[match[1]])})
    page.take(ClaimKind.DATE, _MONTH_PART, lambda match: {("part", match[0].split()[0], match[1])})
    weekdays.take(page, today, service=service, daily=daily)
    page.take(ClaimKind.DATE, _DAY_OF_MONTH, _day_of_month)


def _mismatched(match: re.Match[str], language: Language, today: date) -> set[Value] | None:
    """Nothing where they agree: then both are read for themselves."""
    day = int(match["day"] or match["us_day"])
    named = match["month"] or match["us_month"]
    months = (
        [MONTHS[named]] if named else [int(match["number"])] if match["number"] else [today.month, today.month % 12 + 1]
    )
    pairs = [(month, day) for month in months]
    if match["number"] and language == "en":
        pairs.append((day, months[0]))
    dates = [each for pair in pairs for each in _meant(*pair, today)]
    agree = any(each.weekday() == weekdays.number(match["name"]) for each in dates)
    return {("none", day)} if dates and not agree else None


def _meant(month: int, day: int, today: date) -> list[date]:
    """The coming such day, and one that has just gone by."""
    found = [date(year, month, day) for year in (today.year, today.year + 1) if _day(year, month, day)]
    coming = [each for each in found if each >= today][:1]
    return coming + [each for each in found if 0 < (today - each).days <= _RECENT]


def _in_figures(match: re.Match[str]) -> str:
    """Only where a day may be meant: "the third", "December third", "twenty-first"; a second is a second."""
    tens = {"twenty": 20, "20": 20, "thirty": 30, "30": 30}.get(match["tens"] or "", 0)
    before, behind = match.string[: match.start()], match.string[match.end() :]
    dated = re.search(rf"\b(?:{_NAMES})\.?(?: the)? $", before) or re.match(rf" (?:of )?(?:{_NAMES})\b", behind)
    alone = re.search(r"\bthe $", before) and re.match(r"\s*(?:[.,;!?]|$|at\b|works|suits)", behind)
    return f"{tens + _ORDINALS[match['name']]}th" if tens or dated or alone else match[0]


def _months(match: re.Match[str]) -> list[set[Value]]:
    first, last = (MONTHS[name] for name in match.groups() if name)
    return [{("month", (first + ahead - 1) % 12 + 1)} for ahead in range((last - first) % 12 + 1)]


def _numbered(match: re.Match[str]) -> list[set[Value]] | None:
    day = int(match["day"])
    return [{("weekday", weekdays.number(match["name"]))}, {("day", day)}] if 1 <= day <= 31 else None


def _both_days(match: re.Match[str]) -> list[set[Value]] | None:
    first, last = (_day(0, MONTHS[match[3]], int(match[place])) for place in (1, 2))
    return [first, last] if first and last and int(match[1]) < int(match[2]) else None


def _day_of_month(match: re.Match[str]) -> set[Value] | None:
    day = int(match["day"] or match["alone"])
    return {("day", day)} if 1 <= day <= 31 else None


def _next_week(weekday: int, today: date) -> Value:
    return weekdays.as_value(today + timedelta(days=7 - today.weekday() + weekday))


def _day(year: int, month: int, day: int) -> set[Value] | None:
    """Without a year the 29th of February may be meant."""
    try:
        date(year or 2024, month, day)
    except ValueError:
        return None
    return {(year, month, day)}


def _numeric(match: re.Match[str], language: Language) -> set[Value] | None:
    """Day first, as in Europe; month first where that is no day, and in English either may be meant."""
    day, month = int(match[1] or match[5]), int(match[3] or match[6])
    year = int(match[4]) if match[4] else 0
    year += 2_000 if 0 < year < 100 else 0
    european, american = _day(year, month, day), _day(year, day, month)
    return (european or set()) | (american or set()) if language == "en" else european or american
