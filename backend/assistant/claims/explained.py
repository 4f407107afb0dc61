"""Prices that one expression of known ones gives: "dos cuatro quesos y una diávola son 35 €". Pure.

An expression is a sum of at most three prices, each so many times as the reply or the customer counts, then at most
one known percentage, then at most one division. All that it adds up must be named together: by the sentence, by what
the reply has said so far or by the customer.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.lines import Told, words

_SAME: Final = 0.006
_MOST_TERMS: Final = 3
# Who names more things at once names too many for any sum to mean something.
_MOST_NAMED: Final = 6
_MOST_COUNTS: Final = 5
# A word that more prices share names none of them.
_RARE: Final = 2
# "10 paneles" and "14 paneles"; "205/55", "50x70".
_NUMBERED: Final = re.compile(r"\b(\d{1,4}) ([a-z]{3,})")
_SIZED: Final = re.compile(r"\b\d{2,4}\s?[x/]\s?\d{2,4}\b")
# What is paid by the hour or the night is called so.
_UNITS: Final = re.compile(r"\b(?:(hora|hores|horas|hours?)|(noches?|nits?|noites?|nights?)|(kilos?|quilos?|kg))\b")
_PRICE: Final = re.compile(r"[€£$]\s?\d[\d.,]*\d|[€£$]\s?\d|\d[\d.,]*\s?(?:€|euros?\b|eur\b|reais\b|pounds\b)")
_SEPARATORS: Final = re.compile(r"[^\d]")
_COUNT_STEM: Final = 4


@dataclass(frozen=True, slots=True)
class Item:
    """A price of the facts with the words that it is said of, `names` those that few others share."""

    price: float
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the reply reckons with beside prices: its words, and what it counts, takes off and shares out."""

    words: Sequence[frozenset[str]]
    said: Sequence[frozenset[float]]
    counts: frozenset[float]
    shares: frozenset[float]
    parts: frozenset[float]


def named(text: str) -> frozenset[str]:
    """`text` is plain."""
    units = {f"#{match.lastindex}" for match in _UNITS.finditer(text)}
    sizes = {size.replace(" ", "") for size in _SIZED.findall(text)}
    counted = {f"{match[1]}{match[2][:_COUNT_STEM]}" for match in _NUMBERED.finditer(text)}
    return words(text) | units | sizes | counted


def items(told: Iterable[Told]) -> list[Item]:
    found = [item for line in told if not line.own for item in _of_line(line)]
    shared = Counter(word for item in found for word in item.names)
    return [
        Item(item.price, frozenset(word for word in item.names if shared[word] <= _RARE) or item.names)
        for item in found
    ]


def _of_line(line: Told) -> Iterator[Item]:
    """What stands before a price names it; a part without words of its own ("Matrícula | 20 €") is said of the last."""
    prices, before, start = _prices(line), frozenset[str](), 0
    matches = list(_PRICE.finditer(line.text))
    for match in matches:
        before = named(line.text if len(matches) == 1 else line.text[start : match.start()]) or before
        start = match.end()
        digits = _SEPARATORS.sub("", match[0])
        yield from (Item(price, before) for price in prices if digits in {f"{price:.0f}", f"{price * 100:.0f}"})


def _prices(told: Told) -> set[float]:
    money = (value for claim in told.claims if claim.kind is ClaimKind.MONEY for value in claim.values)
    return {float(value[0]) for value in money if isinstance(value, tuple) and value[0]}


def explains(amount: float, known: Sequence[Item], spoken: Spoken) -> bool:
    factors = list(_factors(spoken))
    return any(
        _adds_up(amount * factor, prices, spoken.counts, within=_SAME * factor)
        for prices in _together(known, spoken)
        for factor in factors
    )


def _factors(spoken: Spoken) -> Iterator[float]:
    """By what the sum is more than the amount, which is a share of it, its rest or one of its parts."""
    for part in (1.0, *spoken.parts):
        yield part
        for share in spoken.shares:
            yield from (part * 100 / each for each in (share, 100 - share, 100 + share) if each > 0)


def _together(known: Sequence[Item], spoken: Spoken) -> Iterator[frozenset[float]]:
    """The prices that are named together, once for each of the texts that may name them."""
    seen = set[frozenset[float]]()
    for text, said in product(spoken.words, spoken.said):
        prices = said | {item.price for item in known if item.names & text}
        if prices not in seen and len(prices) <= _MOST_NAMED:
            seen.add(prices)
            yield prices


def _adds_up(target: float, prices: frozenset[float], counts: frozenset[float], *, within: float) -> bool:
    several = sorted({1.0, *counts})[: _MOST_COUNTS + 1]
    for many in range(1, min(_MOST_TERMS, len(prices)) + 1):
        for some in combinations(sorted(prices), many):
            for times in product(several, repeat=many):
                if abs(target - sum(price * count for price, count in zip(some, times, strict=True))) < within:
                    return True
    return False
