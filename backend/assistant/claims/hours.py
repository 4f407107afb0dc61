"""Hours: "15:30", "las tres y media de la tarde", "dos quarts de quatre", "half past three", "9-14 h". Pure.

An hour is minutes after midnight; without a part of the day, five o'clock may be 5:00 and 17:00.
"""

import re
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.nouns import VERBS
from backend.assistant.claims.shapes import TAKEN, Page, Value
from backend.assistant.claims.units import LENGTHS, pattern
from backend.core.language import Language

_MORNING: Final = (
    r"a\.?\s?m\b\.?|de la manana|por la manana|del mati|al mati|de la matinada|da manha|in the morning"
    r"|de la madrugada"
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
# "15.30" is an hour where one is announced, and no price.
_ANNOUNCED: Final = re.compile(
    r"\b(?:a las|a les|les|las|as|at|until|till)\s(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5][05])"
    rf"(?!\d|[.,]\d|\s?[%€$£]|\s(?:per|por|cada|each|a|an|eur\w*|pounds|libras|reais|mil|[a-z]+s)\b){_PART}"
)
_TAIL_IN_FIGURES: Final = _TAIL.replace("quarto)", r"quarto|\d{1,2}(?!\d|[.,]\d))")
_SPOKEN: Final = re.compile(
    rf"\b(?:a las?|a les|les|las|la|as|at|a partir de las?|hasta las?|desde las?|sobre las?|fins a les"
    rf"|des de les|ate as?|das"
    rf"|until|till|from|around|by|after|before)\s+(?P<hour>\d{{1,2}})(?![\d:.,]\d|\s*%)\b{_TAIL_IN_FIGURES}(?:\s*(?:h|hs|horas"
    rf"|hores"
    rf"|o'clock)\b)?{_PART}"
    r"(?=(?P<next>\s+[a-z]+)?)"
)
# "At nine thirty", "a las nueve quince".
_TOLD: Final = re.compile(
    r"\b(?:at|by|from|between|open|until|till|around|las|les|as"
    r"|(?:de|entre)(?= \d{1,2} \d\d (?:as?|y|i|e|hasta|fins|ate)\b))"
    rf"\s(?P<hour>\d{{1,2}}) (?P<minute>[1-5]\d)(?!\d|[.,:]\d|\s?[%€$£]"
    r"|\s(?!(?:a|in|del?|da|and|or|on|y|o|i|e|ou|to|till|until|hasta|fins|ate|sharp|works)\b)[a-z])"
    rf"{_PART}"
)
_HALVED: Final = re.compile(rf"(?<!\d)(?P<hour>\d{{1,2}})(?!\d){_TAIL}{_PART}")
_QUARTS: Final = re.compile(
    rf"\b(?P<count>\d|un|dos|tres)\s+quarts?\s+(?:(?P<less>menys|i) (?P<more>mig|\d{{1,2}}) )?(?:de |d')\s*"
    rf"(?P<hour>\d{{1,2}}){_PART}"
)
# "A quarts de nou": somewhere about it, and nobody said so.
_PAST_SOME: Final = re.compile(r"\b(?:a|es|sobre) (?:y|e|i) (media|meia|mitja|cuarto|quart)\b")
_ABOUT: Final = re.compile(r"\ba quarts (?:de |d')(?P<hour>\d{1,2})\b")
# "Dez para as cinco", "um quarto para as seis"; "half five" is half past it.
_BEFORE: Final = re.compile(
    rf"\b(?P<what>\d{{1,2}}|um quarto|quarto) (?:minutos )?para (?:as? |o )?(?P<hour>\d{{1,2}}){_PART}"
)
_HALF: Final = re.compile(rf"\bhalf (?P<hour>\d{{1,2}})\b(?!\s?[\d:%€£$]){_PART}")
# "Quinze para o meio-dia", "quarter to noon".
_TWELVE: Final = re.compile(
    r"(?<=\bpara )(?:o |a )?(?:meio[- ]dia|meia[- ]noite)\b|(?<=quarter to )(?:noon|midday|midnight)\b"
)
_SHARP: Final = re.compile(r"(?<=\w) (?:en punto?|em ponto|on the dot|sharp)\b")
_PAST: Final = re.compile(
    r"\b(?P<what>half|(?:an? )?quarter|(?<!from )(?<!open )(?<!between )(?<!¤ )(?<![\d.:,])(?:5|10|20"
    r"|25))\s+(?P<way>past|to)\s+"
    rf"(?P<hour>\d{{1,2}})\b(?!:|[ -](?:{pattern(LENGTHS)}|people|pax)\b){_PART}"
)
_UNIT: Final = re.compile(
    rf"(?<!\ben )(?<!\bin )(?<!dentro de )(?<!durante )(?<!\bdura )(?<![\d.,:])(?P<hour>\d{{1,2}})\s*(?:h\b|hs\b"
    rf"|hrs\b|o'clock\b){_PART}"
)
# The beginning of a span whose end was taken already: "de vuit a dos quarts d'onze".
_BEGUN: Final = re.compile(
    r"\b(?:de|des de|d'|das|desde|from|entre|between|aprox)(?: les| las| la"
    r"| as)?\s?(?P<hour>\d{1,2})(?P<morning>)(?P<later>)"
    rf"\s(?:a|al|as|a les|a las|a la|fins a|hasta|to|till|until|ate|i|y|e|and) (?={TAKEN})"
)
_ENDED: Final = re.compile(
    rf"(?<={TAKEN})\s(?:a|as|a les|a las|a la|fins a|fins a les|hasta las|to|till|until"
    rf"|ate as) (?P<hour>\d{{1,2}})(?P<morning>)(?P<later>)"
    r"(?=\s*(?:[.,;:!?)]|$|[iye] ))"
)
_AM_PM: Final = re.compile(rf"(?<![\d.,:])(?P<hour>\d{{1,2}})\s*(?:(?P<morning>{_MORNING})|(?P<later>{_LATER}))")
# Minutes in words at the end of a span: "das catorze às vinte e uma e trinta".
_MORE: Final = (
    r" (?:[yie] )?(?=[1-5][05](?!\d|[.,:]\d|h|\s?[%€$£-]"
    r"|\s(?:al?|to|till|until|hasta|fins|ate|as|min|h|eur\w*|mil|[a-z]+s)\b))"
)
_RANGE: Final = re.compile(
    r"(?<![\d.,:])(?<!\bel )(?<!\bdia )(?P<between>\b(?:entre|between)(?: las?| les| as)? )?"
    r"(?P<first>\d{1,2})(?:[:.h](?P<first_minute>[0-5]\d))?\s*(?:(?P<first_morning>a\.?m\.?)"
    r"|(?P<first_later>p\.?m\.?)|h\b)?\s*"
    r"(?:-|a las|a les|as|a|(?P<and>y|i|e|and)(?: las?| les| as)?|to|till|until|hasta las|fins a les|ate as)\s*"
    rf"(?P<hour>\d{{1,2}})(?:(?:[:.h]|{_MORE})(?P<minute>[0-5]\d))?{_TAIL}\s*(?P<unit>h\b|hs\b|hrs\b|horas\b"
    rf"|hores\b)?{_PART}(?!\s*[\d%€$£]|:|\s*(?:eur|mil|m2|cm|dias|dies|days|semanas|setmanes|weeks|meses|mesos"
    rf"|months|anos|anys|years|min|m\b|cm|km|kg))"
)
_NOON: Final = re.compile(
    r"\b(?:(?:a|hasta(?: el)?|fins al?|desde(?: el)?|des del) (?:medio ?dia|migdia)|(?:ao|ate(?: ao| o)?"
    r"|desde o) meio[- ]dia"
    r"|noon|midday|(?:do|del|des del|desde el) (?:meio[- ]dia|migdia|medio ?dia)(?= (?:as?|ate|fins|hasta)\b))\b"
    r"(?: (?:e|y|i) (?P<half>meia|media|mitja|[1-5][05]))?"
)
# "Al mediodía" is the time of lunch.
_LUNCH: Final = re.compile(r"\bal (?:medio ?dia|migdia)\b")
_MIDNIGHT: Final = re.compile(
    r"\b(?:(?:a(?: la)?|hasta(?: la)?|fins a(?: la)?) (?:media ?noche|mitjanit)|(?:a|ate(?: a)?) meia[- ]noite"
    r"|midnight)\b"
)
_MINUTES: Final = {"media": 30, "mitja": 30, "meia": 30, "half": 30, "cuarto": 15, "quart": 15, "quarto": 15}
_COUNTS: Final = {"un": 1, "dos": 2, "tres": 3}
# What may follow an hour though it ends like the plural of a noun.
_COUNTING: Final = frozenset({"las", "la", "les", "as", "from", "by", "around", "after", "before"})
_CHANGED: Final = re.compile(r"[a-z]{3}[aei]r (?=l[ae]s )|¤ (?=l[ae]s )")
_NOT_COUNTED: Final = frozenset(
    {
        "horas",
        "hores",
        "menos",
        "menys",
        "es",
        "los",
        "las",
        "les",
        "els",
        "os",
        "as",
        "us",
        "is",
        "works",
        "suits",
        "sounds",
        "does",
        "this",
        "plus",
    }
)
# Whoever writes "9:00-18:00" does not open at nine in the evening, in English neither.
_OF_24: Final = re.compile(r"\b(?:1[3-9]|2[0-3])[:.h]\d\d\b")


def take(page: Page, language: Language, *, opening: bool) -> None:
    """`opening`: two figures are hours, whatever stands behind them."""
    page.text = _SHARP.sub("", _TWELVE.sub("12", page.text))
    page.take(ClaimKind.TIME, _QUARTS, _quarts)
    page.take(ClaimKind.TIME, _PAST_SOME, lambda match: {("past", match[1])})
    page.take(ClaimKind.TIME, _ABOUT, lambda match: {("about", int(match["hour"]))})
    page.take(ClaimKind.TIME, _PAST, _past)
    page.take(ClaimKind.TIME, _BEFORE, _before)
    if language == "en":
        page.take(ClaimKind.TIME, _HALF, lambda match: _shifted(match, 30))
    of_24 = language != "en" or bool(_OF_24.search(page.text))
    page.take_each(ClaimKind.TIME, _RANGE, lambda match: _range(match, of_24=of_24, opening=opening))
    for clock in (_CLOCK, _POINT, _ANNOUNCED):
        page.take(ClaimKind.TIME, clock, lambda match: _minutes(match, int(match["minute"]), exact=of_24))
    page.take(ClaimKind.TIME, _TOLD, lambda match: _minutes(match, int(match["minute"])))
    page.take(ClaimKind.TIME, _SPOKEN, _spoken)
    page.take(ClaimKind.TIME, _HALVED, lambda match: _tail(match) if match["past"] or match["to"] else None)
    page.take(ClaimKind.TIME, _AM_PM, lambda match: _minutes(match, 0))
    page.take(ClaimKind.TIME, _UNIT, lambda match: _minutes(match, 0) if int(match["hour"]) < 24 else None)
    page.take(ClaimKind.TIME, _NOON, lambda match: {12 * 60 + (_spelled(match["half"]) if match["half"] else 0)})
    page.take(ClaimKind.TIME, _ENDED, lambda match: _minutes(match, 0))
    page.take(ClaimKind.TIME, _BEGUN, lambda match: _minutes(match, 0))
    page.take(ClaimKind.TIME, _LUNCH, lambda _: set(range(12 * 60, 15 * 60 + 31, 15)))
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
    if following.endswith("s") and following not in _NOT_COUNTED | VERBS:
        return None
    counted = match[0].split()[0] in _COUNTING
    if counted and _CHANGED.search(match.string[: match.start() + 4]) and following in {"", "a"} and not match["later"]:
        # "Cambiar las cuatro".
        return None
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
    return _shifted(match, _spelled(past) if past else -_spelled(to) if to else 0)


def _spelled(word: str) -> int:
    last = word.replace("µ", "").split()[-1]
    return _MINUTES.get(last) or (int(last) if last.isdigit() else 0)


def _quarts(match: re.Match[str]) -> set[Value] | None:
    """Catalan counts the quarters of the hour that is coming: "dos quarts i cinc de deu" is 9:35."""
    count = _COUNTS.get(match["count"]) or int(match["count"])
    more = {None: 0, "mig": 7}.get(match["more"]) if match["more"] in {None, "mig"} else int(match["more"])
    sign = -1 if match["less"] == "menys" else 1
    return _shifted(match, -60 + 15 * count + sign * (more or 0)) if count <= 3 else None


def _before(match: re.Match[str]) -> set[Value] | None:
    return _shifted(match, -int(match["what"]) if match["what"].isdigit() else -15)


def _shifted(match: re.Match[str], minutes: int) -> set[Value] | None:
    # "Dos quarts de dotze del matí" is half past eleven.
    noon = minutes < 0 and match["morning"] and int(match["hour"]) == 12
    found = {720} if noon else _minutes(match, 0)
    return {(int(str(each)) + minutes) % 1_440 for each in found} if found else None


def _past(match: re.Match[str]) -> set[Value] | None:
    what = match["what"].replace("µ", "").split()[-1]
    minutes = 30 if what == "half" else 15 if what == "quarter" else int(what)
    return _shifted(match, minutes if match["way"] == "past" else -minutes)


def _range(match: re.Match[str], *, of_24: bool, opening: bool) -> list[set[Value]] | None:
    """Two figures are hours if they say so, or where opening hours are spoken of; "9 and 14" only with "between"."""
    clocked = match["first_minute"] and match["minute"]
    tail = match["past"] or match["to"]
    sure = match["unit"] or tail or match["morning"] or match["later"] or clocked or opening
    if (
        not sure
        or _lasts(match)
        or (match["and"] and not match["between"])
        or max(int(match["first"]), int(match["hour"])) > 24
    ):
        return None
    exact = of_24 and bool(clocked)
    end = _tail(match) if tail else _minutes(match, int(match["minute"] or 0), exact=exact)
    return [_start(match, exact=exact), end] if end else None


def _lasts(match: re.Match[str]) -> bool:
    """ "Entre 1 y 2 horas", "takes 5 to 6 hours"."""
    named = (match["unit"] or "").startswith("hor") or re.match(r"\s*hours?\b", match.string[match.end() :])
    ahead = int(match["hour"]) - int(match["first"])
    return bool(named) and 0 < ahead <= 4 and not re.search(r"\b(?:de|das|from) $", match.string[: match.start()])


def _start(match: re.Match[str], *, exact: bool) -> set[Value]:
    hour, minute = int(match["first"]), int(match["first_minute"] or 0)
    if match["first_morning"] or match["first_later"]:
        return {(hour % 12 + (12 if match["first_later"] else 0)) * 60 + minute}
    early: set[Value] = {hour % 24 * 60 + minute}
    return early if exact or hour > 12 else early | {(hour + 12) % 24 * 60 + minute}
