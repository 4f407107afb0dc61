"""Parts and collections, as the figures they stand for: "hora y media" is 1.5 hours, "una dotzena" 12. Pure."""

import re
from collections.abc import Callable
from typing import Final

from backend.assistant.claims.units import CURRENCIES, LENGTHS, MEASURES, pattern

_AND: Final = r"\s+(?:y|i|e|and)\s+"
_HALF: Final = r"(?:media|medio|mitja|mig|meia|meio|(?:a )?half)\b"
_QUARTER: Final = r"(?:(?:un|um|a|1) )?(?:cuarto|quart|quarto|quarter)\b"
_ONE: Final = r"(?:(?:una?|uma?|one|an?|1)\s+)?"
# One letter alone is no word that a half is said of.
_LONG: Final = pattern(name for name in {**CURRENCIES, **LENGTHS, **MEASURES} if len(name) > 2 or name == "€")
_HOUR: Final = r"(?:horas?|hores|hours?|horitas?|horet(?:a|es)|horinhas?)"
_COUNT: Final = r"\d+"
_DOZENS: Final = {
    12: "docenas? dotzen(?:a|es) duzias? dozens?",
    10: "decenas? desen(?:a|es) dezenas?",
    15: "quincena(?=\\sde) quinzena(?=\\sd)",
    20: "veintenas? vinten(?:a|es) vintenas? score",
    30: "treintenas? trenten(?:a|es)",
    40: "cuarentenas? quaranten(?:a|es)",
    50: "cincuentenas? cinquanten(?:a|es)",
    100: "centenar(?:es)? centenars? centenas?",
    1_000: "millar(?:es)? milers? milhar(?:es)?",
}
_MINUTES: Final = re.compile(
    rf"(?<![\w.,])({_COUNT})\s?(?:h|{_HOUR})\s?(?:(?:y|i|e|and|,)\s)?\s?(\d{{1,2}})\s?(?:min(?:ut\w*|s)?)\b"
    rf"|(?<![\w.,])({_COUNT})\s{_HOUR}\s(?:y|i|e|and)\s(\d{{1,2}})(?!\d|[.,:]\d|\s?[%€$£]|\s(?:{_LONG})\b"
    rf"|\s[a-z]+s\b)"
    r"|(?<![\w.,])(?<!\blas )(?<!\bles )(?<!\bas )(?<!\bat )([1-4]) h (\d{2})(?![\w:]|[.,]\d|\s?[%€$£])"
)


def _dozens(names: str, each: int) -> tuple[re.Pattern[str], Callable[[re.Match[str]], str]]:
    name = "|".join(names.split())
    words = re.compile(
        rf"\b(?:(?P<half>{_HALF})\s+|(?P<count>{_COUNT})\s+|(?:una?|uma?|an?|1)\s+)(?:{name})\b(?:\sde\b|\sof\b"
        rf"|\sd'|\sdo\b)?\s?"
    )

    def figure(match: re.Match[str]) -> str:
        return f"{each // 2 if match['half'] else each * int(match['count'] or 1)} "

    return words, figure


def _more(part: float, *, alone: int = 1) -> Callable[[re.Match[str]], str]:
    """So many and a part of a unit, `alone` where nobody says how many; of hours, in minutes."""

    def figure(match: re.Match[str]) -> str:
        count = (int(match["count"]) if match["count"].isdigit() else alone) + part
        return f"{round(60 * count)} min" if re.fullmatch(_HOUR, match["unit"]) else f"{count} {match['unit']}"

    return figure


_RULES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    *(_dozens(names, each) for each, names in _DOZENS.items()),
    (
        re.compile(rf"\b(?:una?\s|um\s|a\s)?(?:par de|parell de|parell d'|couple of|couple(?=\s(?:{_LONG})\b))\s?"),
        lambda _: "2 ",
    ),
    (
        re.compile(
            rf"\b(?P<count>\d)?(?:(?:una?|um|a|1)\s)?\s?(?:cuartos?|quartos?|quarts?|quarters?)"
            rf"(?: de | d'| of (?:an?|1) |[ -])"
            rf"(?P<unit>{_HOUR})\b"
        ),
        lambda match: f"{15 * int(match['count'] or 1)} min",
    ),
    (re.compile(rf"(?<![\w.,])(?P<count>{_COUNT}) (?P<unit>{_LONG}){_AND}{_HALF}"), _more(0.5)),
    (re.compile(rf"\b{_ONE}(?P<count>)(?P<unit>{_LONG}){_AND}{_HALF}"), _more(0.5)),
    (re.compile(rf"(?<![\w.,])(?P<count>{_COUNT}) (?P<unit>{_HOUR}){_AND}{_QUARTER}"), _more(0.25)),
    (re.compile(rf"\b{_ONE}(?P<count>)(?P<unit>{_HOUR}){_AND}{_QUARTER}"), _more(0.25)),
    (
        re.compile(rf"(?<![\w.,])(?P<count>{_COUNT}|una?|uma?|uno|one|a){_AND}{_HALF}\s(?P<unit>%|(?:{_LONG})\b)"),
        _more(0.5),
    ),
    (
        re.compile(r"(?<![\w.,])(?<!\blas )(?<!\bles )(?<!\bas )([1-4]) ?h (?:y|i|e|and) (?:media|mitja|meia|half)\b"),
        lambda match: f"{60 * int(match[1]) + 30} min",
    ),
    (
        re.compile(
            rf"\b(?P<count>)(?:{_HALF}(?:[ -]an?\b)?)[ -](?P<unit>(?!dia\b|dias\b|pes\b|segundos?\b)(?:{_LONG}))\b"
        ),
        _more(0.5, alone=0),
    ),
)


def _in_minutes(hours: str, minutes: str) -> str:
    """ "16h30min" is an hour of the day."""
    return f"{hours}h{minutes:0>2}" if 7 <= int(hours) <= 23 else f"{60 * int(hours) + int(minutes)} min"


def in_figures(text: str) -> str:
    """`text` has its numbers in figures already."""
    for words, figure in _RULES:
        text = words.sub(figure, text)
    return _MINUTES.sub(lambda match: _in_minutes(*filter(None, match.groups())), text)
