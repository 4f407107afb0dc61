"""Figures spoken in two parts: "cinco con nueve por ciento" is 5.9 %, "five ninety-five" 5.95, 595 or an hour. Pure."""

import re
from typing import Final

_POINT: Final = r"(?:coma|virgula|point|punto|punt|ponto)"
# An article before the point is a one: "l'u coma cinc", "one point five".
_ONE: Final = re.compile(rf"\b(?:una?|uno|um|u|one)(?= {_POINT} [a-z0-9])")
_POINTED: Final = re.compile(
    rf"(?<![\w.,])(\d{{1,6}}) (?:{_POINT} (\d{{1,2}})(?![\w.,]*\d)|(?:con|amb|com) (\d{{1,2}})(?= ?%))"
)
_PAIR: Final = re.compile(
    r"(?<![\w.,:/-])(\d{1,3})(?P<join> (?:e|y|i|and|con|amb|com))? (\d{2})(?![\w:/%]|[.,]\d|\s[a-z]+s\b)"
)
# "Vuitanta-cinc i mig la nit", "Thurs 26 Nov, 14.15".
_HALF: Final = re.compile(r"(?<![\w.,:])(\d{1,3}) (?:y|i|e|and) (?:medio|media|mig|mitja|meio|meia|a half)\b")
_CLOCK: Final = re.compile(r"(?<![\w.,:])(([01]?\d|2[0-3])\.([0-5]\d))(?![\w:/%]|[.,]\d|\s[a-z]+s\b)")
# "De nueve a seis": six in the evening too.
_SPAN: Final = re.compile(
    r"(?:^|\b(?:de|das|from) )(\d{1,2})(?:-| (?:as?|to|till|until|fins a|hasta) )(\d{1,2})"
    r"(?![\w:/%-]|[.,]\d|\s[a-z]+s\b|\s?[€$£])"
)


def with_ones(text: str) -> str:
    """Before numerals are read."""
    return _ONE.sub("1", text)


def in_figures(text: str) -> str:
    """`text` has its numbers in figures already."""
    return _POINTED.sub(lambda said: f"{said[1]}.{said[2] or said[3]}", text)


def pairs(text: str) -> dict[int, frozenset[float]]:
    """What else the two numbers of a pair may mean together, by where each begins: a price or an hour."""
    found: dict[int, frozenset[float]] = {}
    for match in _PAIR.finditer(text):
        first, second = int(match[1]), int(match[3])
        together = {round(first + second / 100, 2), *(_hours(first, second))} | (
            set() if match["join"] else {first * 100.0 + second}
        )
        # A lone one before the other is left as it is: it claims nothing.
        starts = [match.start(3)] if first == 1 else [match.start(1), match.start(3)]
        found.update(dict.fromkeys(starts, frozenset(together)))
    for match in _HALF.finditer(text):
        found.setdefault(match.start(1), frozenset({int(match[1]) + 0.5}))
    for match in _CLOCK.finditer(text):
        found.setdefault(match.start(1), frozenset(_hours(int(match[2]), int(match[3]))))
    for match in _SPAN.finditer(text):
        for place in (1, 2):
            if int(match[place]) <= 12:
                found.setdefault(match.start(place), frozenset({float(match[place]) + 12}))
    return found


def _hours(hour: int, minute: int) -> set[float]:
    """As parts of hours, on a clock of twelve or twenty-four."""
    return {(each * 60 + minute) / 60 for each in (hour, hour + 12)} if hour < 24 and minute < 60 else set()
