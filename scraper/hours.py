"""Opening hours as a page writes them: days and times in one line, or a day with its times beneath."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_DAY: Final = re.compile(
    r"\b(?:lun(?:es)?|mar(?:tes)?|mi[eé](?:r(?:coles)?)?|jue(?:ves)?|vie(?:rnes)?|s[aá]b(?:ado)?s?"
    r"|dom(?:ingo)?s?|l-v|l a v|lu-vi|festivos?|laborables|diari(?:o|amente)|todos los d[ií]as"
    r"|fines? de semana"
    r"|dilluns|dimarts|dimecres|dijous|divendres|dissabtes?|diumenges?|dl|dv|dg|feiners|festius"
    r"|cada dia|tots els dies|de dl\.? a dv\.?"
    r"|segundas?(?:-feira)?|ter[cç]as?(?:-feira)?|quartas?(?:-feira)?|quintas?(?:-feira)?"
    r"|sextas?(?:-feira)?|seg|sex|2[ªa] a 6[ªa]|[uú]teis|feriados|todos os dias"
    r"|mon(?:day)?s?|tue(?:s(?:day)?)?s?|wed(?:nesday)?s?|thu(?:rs?(?:day)?)?s?|fri(?:day)?s?"
    r"|sat(?:urday)?s?|sun(?:day)?s?|weekdays|weekends?|daily|every day|m-f"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|tous les jours|lun|mer|jeu|ven|sam|dim"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|mo|di|mi|do|fr|sa|so|t[aä]glich|werktags"
    r"|luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|sabato|domenica|tutti i giorni|gio|24/7|24 horas)\b",
    re.I,
)
_TIME = r"\d{1,2}(?:\s?[:.hH]\s?\d{2}|\s?(?:hrs?|hs|h|am|pm|a\.m\.|p\.m\.|uhr)\b)?"
_RANGE: Final = re.compile(
    rf"(?<![\d/]){_TIME}\s?(?:h|hs|hrs|am|pm|a\.m\.|p\.m\.|uhr)?\.?\s?(?:-|–|—|a|à|às|as|to|bis|until"
    rf"|till|hasta|fins|até|alle|al?|y|e|i|de|/|~)\s?(?:las?\s|les\s|las\s|el\s)?{_TIME}(?![\d/])",
    re.I,
)
# Without a flag, so that the engine looks for digits quickly; most of them are followed by another one.
_CLOCK: Final = re.compile(
    r"[0-9](?=[\s:.hHaApPuU])(?:\s?[:.hH]\s?[0-9]{2}|\s?(?:[hH](?:rs?|s)?|[ap]\.?m|[AP]\.?M|[Uu]hr|UHR)\b)"
)
_ALWAYS: Final = re.compile(r"24 ?h(?:oras)?\b.{0,20}(?:365|todos|cada|d[ií]as)|abierto 24|open 24|24/7|obert 24", re.I)
_LAST_DAYS: Final = re.compile(rf"{_DAY.pattern}(?:\s(?:a|y|i|e|to|bis|al?)\s{_DAY.pattern})?", re.I)
_CLOSED: Final = re.compile(r"\b(?:cerrado|tancat|encerrado|fechado|closed|ferm[eé]|geschlossen|chiuso)\b", re.I)
_DATED: Final = re.compile(
    r"\b(?:20[12]\d|19\d\d|\d{1,2}(?:st|nd|rd|th)?(?: de| d'|\.)? (?:enero|febrero|marzo|abril|mayo"
    r"|junio|julio|agosto|se[pt]+iembre|octubre|noviembre|diciembre|gener|febrer|març|maig|juny|juliol"
    r"|agost|setembre|octubre|novembre|desembre"
    r"|janeiro|fevereiro|março|maio|junho|julho|outubro|dezembro|january|february|march|april|june"
    r"|july|august|september|october|november|december|janvier|février|mars|avril|juin|juillet|août"
    r"|septembre|décembre|januar|februar|märz|mai|juni|juli|oktober|dezember|gennaio|febbraio|aprile"
    r"|maggio|giugno|luglio|settembre|ottobre|dicembre))\b",
    re.I,
)
_DIGIT: Final = re.compile("[0-9]")
_SHORT: Final = 40
_LONG: Final = 140
_MAX_LINES: Final = 30


@dataclass(frozen=True, slots=True)
class Sighting:
    value: str
    start: int
    end: int


def in_text(text: str, telling: str = "") -> Iterator[Sighting]:
    """`telling` holds the lines of the text that have a digit, for who knows them."""
    if not _CLOCK.search(telling or text):
        return
    place, count, days = 0, 0, (0, "")
    for raw in text.split("\n"):
        start, place = place, place + len(raw) + 1
        line = raw.replace("\x02", " ") if "\x02" in raw else raw
        if len(line) < 2 or count >= _MAX_LINES or (len(line) > _SHORT and not _DIGIT.search(line)):
            continue
        found, days = _line(line, start, days)
        if found:
            count += 1
            yield found


def _line(line: str, start: int, days: tuple[int, str]) -> tuple[Sighting | None, tuple[int, str]]:
    """A line's hours, and the days that it leaves for the lines beneath."""
    day = _DAY.search(line)
    times = _times(line)
    if day and times:
        whole = len(line) <= _LONG and (day.start() < _SHORT or len(line) < 2 * _SHORT)
        value = line if whole else _excerpt(line, day.start())
        fine = value and not _DATED.search(value) and _times(value)
        return (Sighting(_tidy(value), start, start + len(line)) if fine else None), (0, "")
    if day and len(line) <= 40 and not any(map(str.isdigit, line)):
        return (Sighting(_tidy(line), start, start + len(line)) if _CLOSED.search(line) else None), (start, line)
    if days[1] and len(line) <= 60 and (times or _CLOSED.match(line)) and not _DATED.search(line):
        return Sighting(_tidy(f"{days[1].rstrip(' :')}: {line}"), days[0], start + len(line)), days if times else (
            0,
            "",
        )
    return None, (0, "")


def _times(line: str) -> bool:
    return (_RANGE.search(line) is not None and _CLOCK.search(line) is not None) or _ALWAYS.search(line) is not None


def _excerpt(line: str, day: int) -> str:
    """Of a long sentence the part from the first day to the last time near it."""
    part = line[day : day + _LONG]
    ends = [found.end() for found in _RANGE.finditer(part)]
    if ends:
        return part[: ends[-1]]
    # "de 8:00 a 15:00 de lunes a viernes": the days stand last.
    before = list(_RANGE.finditer(line[max(0, day - _SHORT) : day]))
    days = _LAST_DAYS.match(line, day)
    return line[max(0, day - _SHORT) + before[0].start() : days.end() if days else day] if before else ""


def _tidy(line: str) -> str:
    return " ".join(line.split()).strip(" .,;|·-–")
