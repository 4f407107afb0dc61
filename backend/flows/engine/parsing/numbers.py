"""Finds figures in sentences: "unos 12,5 m2" is 12.5 (FLW-03)."""

import re
from dataclasses import dataclass
from itertools import pairwise

from backend.core.language import Language
from backend.flows.engine.parsing.numerals import spell_out
from backend.flows.engine.parsing.text import plain

# Beyond this a float no longer holds every whole number.
DIGIT_LIMIT = 15

_FIGURE = re.compile(r"(?<![\w.,])(?:(?<!\S)-)?(\d{1,3}(?:[ ']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)*)")
_SCALE = re.compile(
    r"\s*(?:(k|mil|miles|milers|thousands?)|(millon(?:es)?|milions?|milio|milhao|milhoes|millions?"
    r"|m(?=\s*(?:€|eur|\$|£))))(?![a-z0-9])"
)
_BETWEEN = re.compile(r"\b(?:entre|between)\b")
_RANGE_MARK = re.compile(r"\s*(?:-|/|\ba\b|\bal\b|\bto\b|\b[ou]\b|\bor\b|\bou\b|\bhasta\b|\bfins a\b|\bate\b)\s*")
_AND = re.compile(r"\s*(?:y|i|e|and)\s*")
_UNIT_WORDS = r"(?:m2|m²|m|mts?|metros?|metres?|meters?|sqm|square)"
_MEASURE = re.compile(rf"\s*{_UNIT_WORDS}(?![a-z])")
_FILLER = re.compile(rf"{_UNIT_WORDS}(?![a-z])|€|\beuros?\b|\beur\b|\$|£|\b(?:los|les|els|the)\b")
_AREA = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:m|mts?|metros|metres|meters)?\s*(?:x|\*|por|per|by)\s*(\d+(?:[.,]\d+)?)")
SQUARE_UNITS = frozenset({"m2", "m²", "sqm"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and where it stands; `scaled` when "mil", "k" and the like stood behind it."""

    value: float
    start: int
    end: int
    scaled: bool


def readable(text: str, language: Language) -> str:
    """The text as the finders below want it: plain, with spelled numbers as figures."""
    return spell_out(plain(text), language)


def parse_number(text: str, language: Language, unit: str | None = None) -> float | None:
    """Of a span ("10-12 m2") the middle; of sides ("3x4") the area where a square unit is asked for."""
    text = readable(text, language)
    sides = _AREA.search(text) if unit in SQUARE_UNITS else None
    if sides:
        return whole(decode(sides[1], language) * decode(sides[2], language))
    figures = find_figures(text, language)
    if not figures:
        return None
    for low, high in pairwise(figures):
        if is_span(text, low, high):
            return whole((low.value + high.value) / 2)
    measured = [figure for figure in figures if _MEASURE.match(text, figure.end)]
    return whole((measured or figures)[0].value)


def find_figures(text: str, language: Language, *, money: bool = False) -> list[Figure]:
    """`text` must be `readable`."""
    figures: list[Figure] = []
    for match in _FIGURE.finditer(text):
        if sum(char.isdigit() for char in match[0]) > DIGIT_LIMIT:
            continue
        scale = _SCALE.match(text, match.end())
        factor = (1_000 if scale[1] else 1_000_000) if scale else 1
        value = decode(match[0], language, money=money) * factor
        figure = Figure(value, match.start(), scale.end() if scale else match.end(), bool(scale))
        if figures and _completes(text, figures[-1], figure):
            figure = Figure(figures[-1].value + value, figures[-1].start, figure.end, scaled=True)
            figures.pop()
        figures.append(figure)
    return figures


def _completes(text: str, scaled: Figure, rest: Figure) -> bool:
    """Whether both are one number, as in "5 mil 500"."""
    together = text[scaled.end : rest.start].isspace()
    return scaled.scaled and not rest.scaled and together and 0 < rest.value < 1_000 <= scaled.value


def is_span(text: str, low: Figure, high: Figure) -> bool:
    """Spans are "5-8", "de 5 a 8", "5 o 6"; "5 y 8" only after "entre"."""
    gap = _FILLER.sub(" ", text[low.end : high.start])
    if low.value > high.value * (1 if high.scaled == low.scaled else 1_000_000):
        return False
    if _RANGE_MARK.fullmatch(gap):
        return True
    return bool(_AND.fullmatch(gap) and _BETWEEN.search(text, 0, low.start))


def decode(figure: str, language: Language, *, money: bool = False) -> float:
    """Reads separators as the language writes them; in money three digits behind one are always thousands."""
    sign = -1 if figure.startswith("-") else 1
    figure = re.sub(r"[ '-]", "", figure)
    separators = {char for char in figure if char in ".,"}
    if len(separators) == 2:
        decimal = "." if figure.rfind(".") > figure.rfind(",") else ","
    else:
        decimal = _decimal_mark(figure, next(iter(separators), ""), language, money)
    thousands = "," if decimal == "." else "."
    bare = figure.replace(thousands, "")
    if bare.count(decimal) > 1:
        bare = bare.replace(decimal, "")
    return sign * float(bare.replace(decimal, "."))


def _decimal_mark(figure: str, separator: str, language: Language, money: bool) -> str:
    own = "." if language == "en" else ","
    if not separator:
        return own
    head, *groups = figure.split(separator)
    grouped = 1 <= len(head) <= 3 and head != "0" and all(len(group) == 3 for group in groups)
    if grouped and (money or len(groups) > 1 or separator != own):
        return "," if separator == "." else "."
    return separator


def whole(number: float) -> float:
    """An int where nothing stands behind the point, so that JSON says 12 and not 12.0."""
    rounded = round(number, 6)
    return int(rounded) if float(rounded).is_integer() else rounded
