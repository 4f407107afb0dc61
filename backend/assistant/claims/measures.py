"""Durations, ages and measures: "dues hores i mitja", "de 12 a 45 años", "12 m²", "210 x 80 cm". Pure."""

import re
from datetime import date, timedelta
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.figures import NUMBER, SCALE, TO, value
from backend.assistant.claims.shapes import Claim, Page, Value
from backend.assistant.claims.units import LENGTHS, MEASURES, pattern
from backend.assistant.claims.weekdays import as_value
from backend.core.language import Language

_FIGURE: Final = rf"{NUMBER}{SCALE}"
_UNIT: Final = pattern(LENGTHS)
_WORKING: Final = (
    r"(?:(?:business|working|more|extra|whole|full|first|last|next|primer[oae]?s?|primeir[oa]s?|ultim[oae]s?"
    r"|proxim[oae]s?"
    r"|propers|properes|bones|buen[oa]s|llarg[ue]?[se]s|larg[oa]s) )?"
)
_DURATION: Final = re.compile(
    r"(?P<ahead>\b(?:en|in|within|dentro de|d'aqui a|daqui a|em|faltan|falten|faltam|queden|quedan)\s+)?"
    rf"(?P<figure>{NUMBER})[ -]?{_WORKING}(?P<unit>{_UNIT})\b(?P<away> (?:from (?:now|today)|away|to go)\b)?"
)
_DURATIONS: Final = re.compile(rf"(?P<low>{NUMBER}){TO}(?P<figure>{NUMBER})[ -]?{_WORKING}(?P<unit>{_UNIT})\b")
_AGED: Final = re.compile(
    rf"\b(?:en fan?|en fara|cumplen?|cumplira|turns|turning|faz|age[sd]?(?: between| of| from)?|edad(?:es)? (?:de"
    rf"|entre)|idades? (?:de|entre)|edats? (?:de"
    rf"|entre))\s+({NUMBER})(?:{TO}({NUMBER}))?"
)
_LASTING: Final = re.compile(
    r"\b(?:dur\w+|demora\w*|tard\w+|trig\w+|leva\w*|takes?|lasts?|horas? de"
    r"|session of)[^.;:\d]{0,16}?(?<!as )(?<!es )(?:(\d{1,2})\s?h\s?(\d{2})\b|([0-4]):(\d{2})\b)"
    r"|\b([0-4]):(\d{2}) ?h(?:oras|ores|ours)? (?:de (?:dura|sess|ses|class|cla|curs|aul|tra)|long)"
)
# "Avisar 12h antes", "within 4h": no hour of the clock.
_NOTICE: Final = re.compile(
    r"(?<!\bas )(?<!\bles )(?<!\blas )(?<!\bat )(?<![\w.,:])(?P<figure>\d{1,3})\s?(?:h|hrs|hs)\b"
    r"(?= (?:antes|abans|before|ahead|in advance|beforehand|notice|earlier|later"
    r"|de (?:antelacion|antecedencia|anticipacion|margen)"
    r"|d'(?:antelacio|anticipacio|avis)|seguidas|seguides"
    r"|semana\w+|setmanals|weekly|por semana|per setmana|a la semana|a la setmana|a week)\b"
    r"|/(?:semana|setmana|week|dia|day|mes)\b)"
    r"|\b(?:em|within|under|over|menos de|menys de|mes de|mas de|mais de|less than|more than|cada|every|minimo de"
    r"|minim de|at least|al menos|pelo menos|almenys|aproximadamente|aproximadament) "
    r"(?P<other>\d{1,3})\s?(?:h|hrs|hs)\b"
)
# What a fact says takes a day; "tengo un día libre" says nothing of that.
_ONE_DAY: Final = re.compile(
    r"(?:(?:^|[,:;(]|\b(?:en|em|in|dura|tarda|triga|leva|demora|takes|lasts|about|within|just|solo|nomes|es|son)) )"
    r"(?:un|um|one|1|a) (?:(?:full|whole|working|business) )?(?:dia|day)\b"
    r"|\b(?:un|um|one|1|a) (?:dia (?:de (?:feina|trabajo|trabalho|obra)|laborable|feiner|util)|day's work)\b"
)
_FORTNIGHT: Final = re.compile(r"\b(?:fortnight\w*|quincena\w*|quinzena\w*)\b")
_SQUARE: Final = (
    r"metros cuadrados|metres quadrats|metros quadrados|square met(?:re|er)s?|metros cubicos|metres cubics"
    r"|cubic met(?:re|er)s?|sq\.? ?m\b|sq\.? met\w+"
)
_MEASURE: Final = re.compile(
    rf"({_FIGURE})[ -]?(?:{_SQUARE}|({pattern(MEASURES)})(?![a-z0-9'])(?!(?<=\d ha) (?!de\b)[a-z]))"
)
# The second figure stands behind a letter, where `NUMBER` sees none.
_SIDES: Final = re.compile(
    rf"({NUMBER})\s?(?:c?m|met\w+)?\s?(?:[x×]\s?|(?:by|per|por) )(\d{{1,5}}(?:[.,]\d{{1,3}})?)"
    r"(?:\s?(cm|mm|m(?:et\w+)?))?(?![a-z\d]|[.,]\d|\s[a-z]+s\b)"
)
_SIDE_UNITS: Final = {"cm": [0.01], "mm": [0.001], "m": [1.0], "me": [1.0]}


def take_spoken(page: Page) -> None:
    """ "Dura 1h30" is no half past one: taken before hours are looked for."""
    page.take(ClaimKind.DURATION, _LASTING, _lasting)
    page.take(ClaimKind.DURATION, _NOTICE, lambda match: _in_hours(int(match["figure"] or match["other"])))


def learn_day(page: Page) -> None:
    """Facts say "un dia de feina" without a figure."""
    if _FORTNIGHT.search(page.text):
        page.claims.append(Claim(ClaimKind.DURATION, "fortnight", frozenset({("day", 14.0)})))
    if _ONE_DAY.search(page.text):
        page.claims.append(Claim(ClaimKind.DURATION, "day", frozenset({("day", 1.0), ("min", 1_440.0)})))


def _lasting(match: re.Match[str]) -> set[Value]:
    hours, minutes = filter(None, match.groups())
    return {("min", 60.0 * int(hours) + int(minutes))}


def _in_hours(count: int) -> set[Value]:
    return {("min", 60.0 * count)} | ({("day", count / 24)} if count % 24 == 0 else set())


def take(page: Page, language: Language, today: date) -> None:
    page.take_each(ClaimKind.DURATION, _AGED, lambda match: _ages(match, language))
    page.take_each(ClaimKind.DURATION, _DURATIONS, lambda match: _durations(match, language, today))
    page.take(ClaimKind.DURATION, _DURATION, lambda match: _duration(match, match["figure"], language, today))
    page.take_each(ClaimKind.QUANTITY, _SIDES, lambda match: _sides(match, language))
    page.take(ClaimKind.QUANTITY, _MEASURE, lambda match: _measure(match, language))


def _duration(match: re.Match[str], figure: str, language: Language, today: date) -> set[Value]:
    """A day counted from now is a day of the calendar too, and 48 hours are two days."""
    unit, factor = LENGTHS[match["unit"]]
    count = round(value(figure, language) * factor, 3)
    found: set[Value] = {(unit, count)}
    if unit == "min" and count % 1_440 == 0:
        found.add(("day", count / 1_440))
    if unit == "day" and count.is_integer():
        # Half a day is no twelve hours.
        found.add(("min", count * 1_440))
        if "ahead" in match.re.groupindex and (match["ahead"] or match["away"]) and count <= 3_650:
            found.add(as_value(today + timedelta(days=int(count))))
    return found


def _durations(match: re.Match[str], language: Language, today: date) -> list[set[Value]]:
    return [_duration(match, match[figure], language, today) for figure in ("low", "figure")]


def _ages(match: re.Match[str], language: Language) -> list[set[Value]]:
    return [{("month", value(each, language) * 12)} for each in match.groups() if each]


def _measure(match: re.Match[str], language: Language) -> set[Value]:
    unit, factor = MEASURES.get(match[2] or "m", ("m", 1))
    return {(unit, round(value(match[1], language) * factor, 4))}


def _sides(match: re.Match[str], language: Language) -> list[set[Value]]:
    """Without a unit any of them may be meant."""
    factors = _SIDE_UNITS.get((match[3] or "")[:2], [1.0, 0.01, 0.001])
    return [{("m", round(value(match[place], language) * factor, 4)) for factor in factors} for place in (1, 2)]
