"""Hours: "15:30", "las tres y media de la tarde", "dos quarts de quatre", "half past three", "9-14 h". Pure.

An hour is minutes after midnight; without a part of the day, five o'clock may be 5:00 and 17:00.
"""

import re
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.shapes import Page, Value
from backend.core.language import Language

_MORNING: Final = (
    r"a\.?\s?m\b\.?|de la manana|por la manana|del mati|al mati|de la matinada|da manha|in the morning|de la madrugada"
)
_LATER: Final = (
    r"p\.?\s?m\b\.?|de la tarde|por la tarde|de la noche|por la noche|del mediodia|de la tarda|a la tarda|del vespre"
    r"|del migdia|de la nit|da tarde|da noite|in the (?:afternoon|evening)|at night"
)
_PART: Final = rf"(?:\s*(?:(?P<morning>{_MORNING})|(?P<later>{_LATER})))?"
_CLOCK: Final = re.compile(
    rf"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])(?::|h)(?P<minute>[0-5]\d)(?::\d\d)?(?!\d)(?:\s*(?:h\b|hs\b|hrs\b"
    rf"|horas\b|hores\b))?{_PART}"
)
_POINT: Final = re.compile(
    r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])\.(?P<minute>[0-5]\d)"
    rf"(?:\s*(?:h|hs|hrs|horas|hores)\b|(?=\s*(?:[ap]\.?\s?m\b|de la |da |in the ))){_PART}"
)
# "Y media", "menos cuarto"; minutes in figures only where an hour is sure ("a las 4 y 20", never "4 y 6 semanas").
_TAIL: Final = (
    r"(?:\s*(?:(?:y|i|e)\s+(?P<past>media|mitja|meia|cuarto|quart|um quarto|quarto)"
    r"|(?:menos|menys)\s+(?:um |un |una )?(?P<to>cuarto|quart|quarto))\b)?"
)
_TAIL_IN_FIGURES: Final = _TAIL.replace("quarto)", r"quarto|\d{1,2}(?!\d|[.,]\d))")
_SPOKEN: Final = re.compile(
    rf"\b(?:a las?|a les|les|las|la|as|at|a partir de las?|hasta las?|desde las?|sobre las?|fins a les"
    rf"|des de les|ate as|das"
    rf"|until|till|from|around|by)\s+(?P<hour>\d{{1,2}})(?![\d:.,]\d|\s*%)\b{_TAIL_IN_FIGURES}(?:\s*(?:h|hs|horas|hores"
    rf"|o'clock)\b)?{_PART}"
    r"(?P<next>\s+[a-z]+)?"
)
_HALVED: Final = re.compile(rf"(?<!\d)(?P<hour>\d{{1,2}})(?!\d){_TAIL}{_PART}")
_QUARTS: Final = re.compile(rf"\b(?P<count>\d|un|dos|tres)[µ]?\s+quarts?\s+(?:de |d')\s*(?P<hour>\d{{1,2}}){_PART}")
_PAST: Final = re.compile(
    r"\b(?P<what>half|(?:an? )?quarter|(?<!from )(?<!open )(?<!between )(?<![\d.:,])(?:5|10|20"
    r"|25))\s+(?P<way>past|to)\s+"
    rf"(?P<hour>\d{{1,2}})\b(?!:){_PART}"
)
_UNIT: Final = re.compile(
    rf"(?<!\ben )(?<!\bin )(?<!dentro de )(?<!durante )(?<!\bdura )(?<![\d.,:])(?P<hour>\d{{1,2}})\s*(?:h\b|hs\b"
    rf"|hrs\b|o'clock\b){_PART}"
)
_AM_PM: Final = re.compile(rf"(?<![\d.,:])(?P<hour>\d{{1,2}})\s*(?:(?P<morning>{_MORNING})|(?P<later>{_LATER}))")
_RANGE: Final = re.compile(
    r"(?<![\d.,:])(?P<between>\b(?:entre|between)(?: las?| les| as)? )?"
    r"(?P<first>\d{1,2})(?:[:.h](?P<first_minute>[0-5]\d))?\s*(?:(?P<first_morning>a\.?m\.?)"
    r"|(?P<first_later>p\.?m\.?)|h\b)?\s*"
    r"(?:-|a las|a les|as|a|(?P<and>y|i|e|and)(?: las?| les| as)?|to|till|until|hasta las|fins a les|ate as)\s*"
    rf"(?P<hour>\d{{1,2}})(?:[:.h](?P<minute>[0-5]\d))?{_TAIL}\s*(?P<unit>h\b|hs\b|hrs\b|horas\b"
    rf"|hores\b)?{_PART}(?!\s*[\d%€$£]|:|\s*(?:eur|mil|m2|cm|dias|dies|days|semanas|setmanes|weeks|meses|mesos"
    rf"|months|anos|anys|years|min|m\b|cm|km|kg))"
)
_OPENING: Final = re.compile(
    r"\b(?:horari\w*|abr\w+|abert\w*|obr\w+|obert\w*|atend\w*|aten\w+|open\w*|hours|cerra\w*|tanca\w*|fecha\w*"
    r"|close\w*|entre semana|lunes"
    r"|dilluns|segunda|monday|viernes|divendres|sexta|friday|sabado\w*|dissabte\w*|saturday\w*|tardes|mananas"
    r"|matins|tardas)\b"
)
_SERVICE: Final = re.compile(
    r"\b(?:horari\w*|abr\w+|abert\w*|obr\w+|obert\w*|atend\w*|aten\w+|open\w*|hours|cerra\w*|tanca\w*|fecha\w*"
    r"|close[sd]?"
    r"|trabaj\w+|treball\w+|trabalh\w+|work|working|estamos|hi som|we're|laborables|feiners|uteis|disponib\w+)\b"
)
_NOON: Final = re.compile(r"\b(?:a(?:l)? (?:medio ?dia|migdia)|ao meio[- ]dia|at noon|at midday)\b")
_MIDNIGHT: Final = re.compile(r"\b(?:a media ?noche|a mitjanit|a meia[- ]noite|at midnight)\b")
_MINUTES: Final = {"media": 30, "mitja": 30, "meia": 30, "half": 30, "cuarto": 15, "quart": 15, "quarto": 15}
_COUNTS: Final = {"un": 1, "dos": 2, "tres": 3}
# What may follow an hour though it ends like the plural of a noun.
_NOT_COUNTED: Final = frozenset(
    {"horas", "hores", "menos", "menys", "es", "los", "las", "les", "els", "os", "as", "us", "is"}
)


def speaks_of_opening(text: str) -> bool:
    """Asked before the days are taken from the page."""
    return bool(_OPENING.search(text))


def speaks_of_service(text: str) -> bool:
    """Of the days on which somebody is there, not of one that is meant."""
    return bool(_SERVICE.search(text))


def take(page: Page, language: Language, *, opening: bool) -> None:
    """`opening`: two figures are hours, whatever stands behind them."""
    page.take(ClaimKind.TIME, _QUARTS, _quarts)
    page.take(ClaimKind.TIME, _PAST, _past)
    page.take_each(ClaimKind.TIME, _RANGE, lambda match: _range(match, language, opening=opening))
    for pattern in (_CLOCK, _POINT):
        page.take(ClaimKind.TIME, pattern, lambda match: _minutes(match, int(match["minute"]), exact=language != "en"))
    page.take(ClaimKind.TIME, _SPOKEN, _spoken)
    page.take(ClaimKind.TIME, _HALVED, lambda match: _tail(match) if match["past"] or match["to"] else None)
    page.take(ClaimKind.TIME, _AM_PM, lambda match: _minutes(match, 0))
    page.take(ClaimKind.TIME, _UNIT, lambda match: _minutes(match, 0) if int(match["hour"]) < 24 else None)
    page.take(ClaimKind.TIME, _NOON, lambda _: {12 * 60})
    page.take(ClaimKind.TIME, _MIDNIGHT, lambda _: {0})


def _minutes(match: re.Match[str], minute: int, *, exact: bool = False) -> set[Value] | None:
    """All that an hour may mean; `exact` where a clock of 24 hours is the custom."""
    hour = int(match["hour"])
    if hour > 24:
        return None
    if match["later"] and hour <= 12:
        # "Las doce de la noche" is midnight, "las doce del mediodía" noon.
        return {(12 * 60 if hour == 12 else (hour + 12) * 60) + minute} | ({minute} if hour == 12 else set())
    if match["morning"]:
        return {hour % 12 * 60 + minute}
    exact = exact or match["hour"].startswith("0") or hour > 12
    return {hour % 24 * 60 + minute} | (set() if exact else {(hour + 12) % 24 * 60 + minute})


def _spoken(match: re.Match[str]) -> set[Value] | None:
    """ "A las 3" is an hour, "las 3 cocinas" counts."""
    following = (match["next"] or "").strip()
    if following.endswith("s") and following not in _NOT_COUNTED:
        return None
    counted = match[0].split()[0] in {"las", "la", "les", "as", "from", "by", "around"}
    if int(match["hour"]) >= 24 or (counted and re.search(r"\bhor[ae]s", match[0])):
        return None
    if (
        counted
        and not (match["past"] or match["to"] or match["morning"] or match["later"])
        and following not in {"", "a"}
    ):
        return None
    return _tail(match)


def _tail(match: re.Match[str]) -> set[Value] | None:
    past, to = match["past"], match["to"]
    minutes = _spelled(past) if past else -_spelled(to) if to else 0
    found = _minutes(match, 0)
    return {(int(str(each)) + minutes) % 1_440 for each in found} if found else None


def _spelled(word: str) -> int:
    last = word.replace("µ", "").split()[-1]
    return _MINUTES.get(last) or (int(last) if last.isdigit() else 0)


def _quarts(match: re.Match[str]) -> set[Value] | None:
    """Catalan counts the quarters of the hour that is coming."""
    count = _COUNTS.get(match["count"]) or int(match["count"])
    found = _minutes(match, 0)
    return {(int(str(each)) - 60 + 15 * count) % 1_440 for each in found} if found and count <= 3 else None


def _past(match: re.Match[str]) -> set[Value] | None:
    what = match["what"].replace("µ", "").split()[-1]
    minutes = 30 if what == "half" else 15 if what == "quarter" else int(what)
    found = _minutes(match, 0)
    sign = 1 if match["way"] == "past" else -1
    return {(int(str(each)) + sign * minutes) % 1_440 for each in found} if found else None


def _range(match: re.Match[str], language: Language, *, opening: bool) -> list[set[Value]] | None:
    """Two figures are hours if they say so, or where opening hours are spoken of; "9 and 14" only with "between"."""
    clocked = match["first_minute"] and match["minute"]
    tail = match["past"] or match["to"]
    sure = match["unit"] or tail or match["morning"] or match["later"] or clocked or opening
    if not sure or (match["and"] and not match["between"]) or max(int(match["first"]), int(match["hour"])) > 24:
        return None
    exact = language != "en" and bool(clocked)
    end = _tail(match) if tail else _minutes(match, int(match["minute"] or 0), exact=exact)
    return [_start(match, exact=exact), end] if end else None


def _start(match: re.Match[str], *, exact: bool) -> set[Value]:
    hour, minute = int(match["first"]), int(match["first_minute"] or 0)
    if match["first_morning"] or match["first_later"]:
        return {(hour % 12 + (12 if match["first_later"] else 0)) * 60 + minute}
    early: set[Value] = {hour % 24 * 60 + minute}
    return early if exact or hour > 12 else early | {(hour + 12) % 24 * 60 + minute}
