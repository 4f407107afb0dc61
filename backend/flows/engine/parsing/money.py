"""Reads amounts and spans of money: "entre 5 y 8 mil euros" is 5000 to 8000 (FLW-03, SCO-03)."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from babel.core import get_global
from pydantic import JsonValue

from backend.core.language import Language
from backend.flows.engine.parsing.numbers import Figure, find_figures, is_span, readable, whole

_SYMBOLS = {"€": "EUR", "£": "GBP", "r$": "BRL"}
_NAMES = re.compile(
    r"(?<![a-z])(?:(euros?|eur)|(pounds?|libras?|lliures|gbp)|(reais|real|brl)|(clp)|(usd|dolares|dollars))(?![a-z])"
)
_CODES = ("EUR", "GBP", "BRL", "CLP", "USD")
_MONEY_BEFORE = re.compile(r"(?:€|\$|£)\s*$")
_MONEY_AFTER = re.compile(r"\s*(?:€|\$|£|(?:euros?|eur|pesos?|pounds?|dolares|dollars|reais)(?![a-z]))")

# The negated forms come first: "no más de" contains "más de" and means the contrary.
_AT_MOST_NEGATED = re.compile(
    r"\b(?:no mas (?:de|que)|no mes (?:de|que)|nao mais (?:de|que|do que)|no more than|not more than)\b"
)
_AT_LEAST_NEGATED = re.compile(
    r"\b(?:no menos (?:de|que)|no menys (?:de|que)|nao menos (?:de|que)|no less than|not less than)\b"
)
_AT_MOST = re.compile(
    r"\b(?:menos (?:de|que)|hasta|maximo|max|como mucho|por debajo de|inferior a|no pasar de|tope"
    r"|menys (?:de|que)|fins a|maxim|com a molt|com a maxim|per sota de|sota"
    r"|ate|abaixo de|menor que"
    r"|less than|under|up to|at most|maximum|below|tops)\b"
)
_AT_LEAST = re.compile(
    r"\b(?:mas (?:de|que)|a partir de|desde|minimo|como minimo|al menos|por lo menos|por encima de|superior a"
    r"|en adelante|o mas|mes (?:de|que)|com a minim|minim|almenys|per sobre de|des de|o mes|endavant"
    r"|mais (?:de|que|do que)|pelo menos|no minimo|acima de|ou mais"
    r"|more than|over|at least|above|from|minimum|or more|upwards?)\b"
)
_PLUS = re.compile(r"\s*(?:€|euros?)?\s*\+")


@dataclass(frozen=True, slots=True)
class Money:
    """A span; one bound may be unknown, and an exact amount has both the same."""

    min: float | None
    max: float | None
    currency: str

    @classmethod
    def between(cls, low: float | None, high: float | None, currency: str) -> Self:
        """Takes the bounds in either order."""
        if low is not None and high is not None and low > high:
            low, high = high, low
        return cls(low, high, currency)

    def to_json(self) -> dict[str, JsonValue]:
        return {"min": self.min, "max": self.max, "currency": self.currency}


def is_currency(code: str) -> bool:
    return code in get_global("all_currencies")


def parse_money(text: str, language: Language, currency: str) -> Money | None:
    """`currency` holds unless the text names another."""
    text = readable(text, language)
    figures = find_figures(text, language, money=True)
    if not figures or figures[0].value < 0:
        return None
    currency = _currency(text) or currency
    for low, high in pairwise(figures):
        if is_span(text, low, high) or _is_floor_and_ceiling(text, low, high):
            return _span(low, high, currency)
    return _single(text, _likeliest(text, figures), currency)


def _is_floor_and_ceiling(text: str, low: Figure, high: Figure) -> bool:
    """Both are named: "mínimo 3.000, máximo 5.000"."""
    before, between = text[: low.start], text[low.end : high.start]
    return bool(_AT_LEAST.search(before) and _AT_MOST.search(between)) and low.value <= high.value


def _span(low: Figure, high: Figure, currency: str) -> Money:
    """What stands behind the second counts for the first as well: "entre 5 y 8 mil"."""
    first = low.value
    while not low.scaled and first < 1_000 <= high.value and first * 1_000 < high.value:
        first *= 1_000
    return Money.between(whole(first), whole(high.value), currency)


def _single(text: str, figure: Figure, currency: str) -> Money:
    amount = whole(figure.value)
    if _AT_MOST_NEGATED.search(text):
        return Money(None, amount, currency)
    if _AT_LEAST_NEGATED.search(text):
        return Money(amount, None, currency)
    if _AT_MOST.search(text):
        return Money(None, amount, currency)
    if _AT_LEAST.search(text) or _PLUS.match(text, figure.end):
        return Money(amount, None, currency)
    return Money(amount, amount, currency)


def _likeliest(text: str, figures: list[Figure]) -> Figure:
    """A figure with a currency, else with a scale, else the first: "2 hijos y 8.000 €"."""
    for figure in figures:
        if _MONEY_AFTER.match(text, figure.end) or _MONEY_BEFORE.search(text, 0, figure.start):
            return figure
    return next((figure for figure in figures if figure.scaled), figures[0])


def _currency(text: str) -> str | None:
    """A dollar sign alone says nothing: pesos and dollars share it."""
    for symbol, code in _SYMBOLS.items():
        if symbol in text:
            return code
    match = _NAMES.search(text)
    return _CODES[(match.lastindex or 1) - 1] if match else None
