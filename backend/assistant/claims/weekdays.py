"""Weekdays: "dilluns", "los martes", "de lunes a viernes", "every day", "cerramos los domingos". Pure.

("weekday", 0-6) is one that is meant; ("open", 0-6) one on which a business works: that it opens on Mondays makes no
Monday an appointment; ("closed", 0-6) one on which it does not; ("offered", 0-6) one on which somebody may come.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.shapes import TAKEN, Page, Value
from backend.flows.engine.parsing.dates import MONTHS, WEEKDAYS

_SINGULAR: Final = {**WEEKDAYS, **dict.fromkeys(["sabados"], 5), **dict.fromkeys(["domingos"], 6)}
# Without their "feira" they are "second" to "sixth" too.
SHORT: Final = "segunda|terca|quarta|quinta|sexta"
NAMES: Final = "|".join(
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
# "Sexta, dia 27", "sexta 27": a day follows, and no price of what is second.
DATED: Final = (
    rf"(?:{SHORT})(?=,| dia)|(?<!\ba )(?:{SHORT})(?= \d{{1,2}}(?!\d|[.,:]\d|h|\s*(?:[%€$£]|r\$|eur|mil\b)"
    r"|\s[a-z]+s\b(?<! as)))"
)
# "Segunda" is also "second": a weekday only with its "feira", or at the ends of a span.
_SPAN: Final = re.compile(
    rf"\b({NAMES}|segunda|terca|quarta|quinta|sexta)\s*(?:-|a|al|to|till|until|through|hasta"
    rf"|fins(?: a)?|ate)\s+"
    rf"(?:el |la |a )?({NAMES}|segunda|terca|quarta|quinta|sexta)\b"
)
_WEEKDAY: Final = re.compile(rf"\b({NAMES})\b")
_SHORT: Final = re.compile(
    r"\b(?:na|nesta|esta|ate|proxima|toda|amanha,|hoje,)\s+(segunda|terca|quarta|quinta|sexta)"
    r"(?=\s*(?:[.,;:!?]|$|as? |ao |dia |de |depois|antes|e ))"
    r"|\b(segunda|terca|quarta|quinta|sexta)(?= (?:(?:as|a|dia) (?:\d|uma\b|1\b|tarde|noite)|de manha|a tarde"
    r"|a noite|que vem|ou (?:sabado|terca|quarta|quinta|sexta)))"
    r"|(?<! a )\b(segunda|terca|quarta|quinta|sexta)(?= (?:das? )?\d{1,2}(?:h|:\d))"
)
_WEEKEND: Final = re.compile(r"\b(?:fines? de semana|findes?|caps? de setmana|fins? de semana|fds|weekends?)\b")
_WEEKENDS: Final = re.compile(r"fines|findes|caps|fins|weekends")
_DAILY: Final = re.compile(
    r"\b(?:todos los dias|cada dia|a diario|diariamente|toda la semana|tots els dies|diariament|tota la setmana"
    r"|todos os dias"
    r"|todo dia|every day|every single day|daily|all week|7 (?:dias|dies|days) (?:a|por|a la|per|da"
    r"|de la) (?:semana|setmana|week))\b"
)
_DAILY_HOURS: Final = re.compile(
    r"\b(?:todos los dias|cada dia|tots els dies|todos os dias|every day|daily),? (?:from|de|des de|das|d') ?\d"
)
_WORKDAYS: Final = re.compile(
    r"\b(?:entre semana|entre setmana|(?<!\d )(?:dias|dies) (?:laborables|feiners|uteis)|laborables|feiners"
    r"|durante a semana"
    r"|(?:on )?weekdays|during the week)\b"
)
_ABBREVIATIONS: Final = {
    name: weekday
    for weekday, names in enumerate(
        (
            "lun dl seg mon",
            "mar dt ter tue tues",
            "mie dc qua wed",
            "jue dj qui thu thur thurs",
            "vie dv sex fri",
            "sab ds sat",
            "dom dg sun",
        )
    )
    for name in names.split()
}
# Names that every language's reader knows.
_FULL: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ABBREVIATION: Final = "|".join(sorted(_ABBREVIATIONS, key=len, reverse=True))
_SHORT_SPAN: Final = re.compile(
    rf"\b({_ABBREVIATION})\.?(?:\s?[-/]\s?|\s(?:a|al|to|till|ate"
    rf"|fins a)\s)({_ABBREVIATION})\b\.?"
)
_NAME: Final = re.compile(rf"\b({_ABBREVIATION})\b\.?")
_NUMBERED: Final = re.compile(rf"\b({_ABBREVIATION})\b\.?(?= (?:the )?\d{{1,2}}(?:st|nd|rd|th)\b)")
_DATED_SHORT: Final = re.compile(
    rf"\b({_ABBREVIATION})\b\.?,?(?= (?:dia |the )?\d{{1,2}}(?:/\d{{1,2}}\b|(?:st|nd|rd|th)?"
    rf" (?:de |d'|of )?(?:{'|'.join(MONTHS)})\b))"
)
_SHORT_LIST: Final = re.compile(
    rf"\b(?:{_ABBREVIATION})\b\.?(?:\s?(?:,|&|/|\by\b|\bi\b|\be\b"
    rf"|\band\b)\s?(?:{_ABBREVIATION})\b\.?)+(?!\s[a-z]{{4,}})"
)
# "Terças e quintas": one of them alone is "fifths" too.
_SHORT_PLURALS: Final = re.compile(
    rf"\b(?:{SHORT})s?(?:(?:, | e |, e )(?:(?:{SHORT})s?|sabados?|domingos?)\b)*(?:, | e |, e )"
    rf"(?:(?:{SHORT})s|sabados|domingos)\b"
)
_SHORT_PLURAL: Final = re.compile(rf"\b({SHORT})s?\b(?!-)")
# "L-V 9-14 h; S 10-13 h", as only Spanish writes them.
_LETTER: Final = {letter: weekday for weekday, letter in enumerate("lmxjvsd")}
_LETTERS: Final = re.compile(r"\b([lmxj])(?:\s?-\s?| a )([jvsd])\b(?!['.])")
_LETTER_TIMED: Final = re.compile(r"(?:(?<=; )|(?<=, ))([sd]):?(?=\s\d{1,2}(?:[:.h]\d|\s?h\b|\s?(?:-|a)\s?\d))")
_SHORT_TIMED: Final = re.compile(
    rf"\b(?!mar\b)({_ABBREVIATION})\b\.?(?=:?\s(?:das |de )?\d{{1,2}}(?:[:.h]\d|\s?h\b|\s?(?:-|a|to|as)\s?\d"
    rf"|\s?[ap]m)|\s(?:tancat|cerrado|fechado|closed)\b)"
)
_TODAY: Final = re.compile(
    rf"\b(?:hoy|avui|hoje|today)\b,? (?:mismo,? |mateix,? |mesmo,? )?(?:(?:es|is|que es|e) )?({NAMES})\b"
)
# "Els dimarts", "on Tuesdays": what is so every week makes no Tuesday an appointment.
_HABIT: Final = re.compile(
    rf"\b(?:los|els|aos|as|nos|nas|cada|todos los|tots els|todos os|todas as|every|each)\s(?P<name>{NAMES}"
    rf"|segundas|tercas|quartas|quintas|sextas"
    rf"|segunda|terca|quarta|quinta|sexta)\b|\b(?P<plural>sabados|domingos|dissabtes|diumenges|(?:mon|tues|wednes"
    rf"|thurs|fri|satur|sun)days)\b"
)
_CLOSED: Final = re.compile(
    r"\b(?:cerrad[oa]s?|cerramos|no (?:abrimos|abre|trabajamos|atendemos|estamos)|tancat\w*|tanquem|no (?:obrim"
    r"|obre|treballem|hi som)"
    r"|fechad[oa]s?|fecha(?:mos)?|encerrad[oa]s?|encerra(?:mos)?|nao (?:abrimos|abre|trabalhamos|atendemos|estamos)"
    r"|closed|close|shut|descans\w*|libramos|folg\w*"
    r"|(?:don't|do not|not|never) (?:open|work)|aren't open|isn't open|(?:days?|is|are|we're) off)\b"
)
_SENTENCE: Final = re.compile(r"[.;()·!?]")
_PART: Final = re.compile(r"[.;()·!?,]|\b(?:but|pero|mas)\b")
_CLAUSE: Final = re.compile(r"[.;()·!?,]|\b(?:y|i|e|and|but|pero|mas|pero)\b")
_TIMED: Final = re.compile(r"\d|\b(?:medio ?dia|migdia|meio[- ]dia|noon|midnight|mitjanit|media ?noche)\b")


_OPENS: Final = re.compile(
    r"\b(?:abr\w+|abierto\w*|obr\w+|obert\w*|abert\w*|reabr\w+|open\w*|back|torn\w+|volv\w+|volt\w+)\b"
)
# What is ready, comes or is done on a day is more than a day on which one may come.
_PROMISED: Final = re.compile(
    r"\b(?:entreg\w*|envi\w*|llega\w*|arrib\w*|cheg\w*|arriv\w*|deliver\w*|list[oa]s?|llest\w*|pront[oa]s?|ready|hech[oa]s?"
    r"|fets?|feit[oa]s?|done|lliur\w*|pasamos|passamos|passem|venimos|venim|come (?:round|over))\b"
)


def written_out(text: str) -> str:
    """ "Mon-Fri 8-17, Sat 9-13", "Seg a sáb": short names where only a weekday can stand."""
    text = _LETTERS.sub(lambda span: f"{_FULL[_LETTER[span[1]]]} - {_FULL[_LETTER[span[2]]]}", text)
    text = _LETTER_TIMED.sub(lambda day: _FULL[_LETTER[day[1]]], text)
    text = _SHORT_PLURALS.sub(lambda listed: _SHORT_PLURAL.sub(r"\1s-feiras", listed[0]), text)
    text = _SHORT_LIST.sub(lambda listed: _NAME.sub(lambda day: _full(day[1]), listed[0]), text)
    text = _DATED_SHORT.sub(lambda day: _full(day[1]), text)
    text = _NUMBERED.sub(lambda day: _full(day[1]), text)
    text = _SHORT_SPAN.sub(lambda span: f"{_full(span[1])} - {_full(span[2])}", text)
    return _SHORT_TIMED.sub(lambda day: _full(day[1]), text)


def _full(short: str) -> str:
    return _FULL[_ABBREVIATIONS[short]]


def take_short(page: Page, *, service: bool) -> None:
    page.take(
        ClaimKind.DATE, _SHORT, lambda match: _on(number(next(filter(None, match.groups()))), match, service=service)
    )


def take(page: Page, today: date, *, service: bool, daily: bool) -> None:
    """See `days.take`."""
    if daily or _DAILY_HOURS.search(page.text):
        page.take_each(ClaimKind.DATE, _DAILY, lambda _: [{("open", day)} for day in range(7)])
        page.take_each(ClaimKind.DATE, _WORKDAYS, lambda _: [{("open", day)} for day in range(5)])
    page.take_each(ClaimKind.DATE, _SPAN, lambda match: _span(match, service=service))
    page.text = _TODAY.sub(lambda said: TAKEN if number(said[1]) == today.weekday() else said[0], page.text)
    page.take_each(ClaimKind.DATE, _WEEKEND, lambda match: _weekend(match, service=service, daily=daily))
    page.take(ClaimKind.DATE, _HABIT, lambda match: {_open(number(match["name"] or match["plural"]), match)})
    page.take(ClaimKind.DATE, _WEEKDAY, lambda match: _on(number(match[1]), match, service=service))


def _is_closed(match: re.Match[str]) -> bool:
    """ "Los lunes cerramos", said of this day; with an hour it is closing time."""
    for border in (_SENTENCE, _PART, _CLAUSE):
        start = max((each.end() for each in border.finditer(match.string, 0, match.start())), default=0)
        end = next((each.start() for each in border.finditer(match.string, match.end())), len(match.string))
        clause = match.string[start:end]
        if _CLOSED.search(clause) and not _TIMED.search(clause):
            return True
    return False


def _offered(weekday: int, match: re.Match[str]) -> set[Value]:
    return set() if _PROMISED.search(match.string) else {("offered", weekday)}


def ahead(day: date) -> Callable[[re.Match[str]], set[Value]]:
    """ "Mañana abrimos" and "mañana cerramos" are said of the weekday."""

    def read(match: re.Match[str]) -> set[Value]:
        if _is_closed(match):
            return {("closed", day.weekday())}
        said: set[Value] = {("open", day.weekday())} if _OPENS.search(match.string) else set()
        return {as_value(day), *said, *_offered(day.weekday(), match)}

    return read


def as_value(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _open(day: int, match: re.Match[str]) -> Value:
    return ("closed" if _is_closed(match) else "open", day)


def _on(weekday: int, match: re.Match[str], *, service: bool) -> set[Value]:
    if _is_closed(match):
        return {("closed", weekday)}
    return {("open" if service else "weekday", weekday), ("weekday", weekday), *_offered(weekday, match)}


def number(name: str) -> int:
    bare = name.removesuffix("-feira").removesuffix("-feiras")
    known = _SINGULAR.get(bare)
    return known if known is not None else WEEKDAYS[bare.removesuffix("s")]


def _weekend(match: re.Match[str], *, service: bool, daily: bool) -> list[set[Value]]:
    """Where nobody speaks of a business, one of its days is meant."""
    days = [{_open(5, match)}, {_open(6, match)}]
    if service or daily:
        return days
    return [days[0] | days[1]] if _WEEKENDS.match(match[0]) else [{("weekend", 0)}]


def _span(match: re.Match[str], *, service: bool) -> list[set[Value]]:
    """ "Lunes a viernes" claims each of the five days; where nobody speaks of a business, its ends are days too."""
    first, last = number(match[1]), number(match[2])
    if _is_closed(match):
        return [{("closed", (first + ahead) % 7)} for ahead in range((last - first) % 7 + 1)]
    days: list[set[Value]] = [{("open", (first + ahead) % 7)} for ahead in range((last - first) % 7 + 1)]
    if not service:
        days[0].add(("weekday", first))
        days[-1].add(("weekday", last))
    return days
