"""How well an entry answers what a person wrote, from 0 to 1, on stems that Postgres made. Pure.

A stem weighs by its rarity in the tenant's list; words that every question holds ("cuánto", "do you have") weigh
little, greetings nothing. The score is the share of the question that the entry knows, and of the entry's name that
the question says; a word that nobody in the list knows counts against. So "how much is a car?" finds no kitchen.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from rapidfuzz import fuzz, process

# Found on `tests/backend/assistant/knowledge_data.py`: half of its questions set them, the other half checks them.
THRESHOLD: Final = 0.42
_ALIKE: Final = 80
_SHORTEST: Final = 4
_OF_QUESTION: Final = 0.7
_IN_ANSWER: Final = 0.55
_COMMON: Final = 0.25


@dataclass(frozen=True, slots=True)
class Candidate:
    """Stems of an entry: of its name and keywords, and of its answer."""

    title: frozenset[str]
    keywords: frozenset[str]
    answer: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's stems with what they weigh, and for misspelled ones the stem that was meant and how alike."""

    weights: Mapping[str, float]
    meant: Mapping[str, tuple[str, float]]


def asked(
    stems: Collection[str], common: Collection[str], counts: Mapping[str, int], total: int, known: Sequence[str]
) -> Asked:
    """`counts` says in how many of `total` entries a stem stands, `known` lists all stems of the entries."""
    meant = {stem: _nearest(stem, known) for stem in stems}
    weights = {}
    for stem in stems:
        found = counts.get(meant[stem][0], 0)
        rarity = log(1 + total / (found or 0.5)) / log(1 + total / 0.5)
        weights[stem] = rarity * (_COMMON if stem in common else 1.0)
    return Asked(weights, meant)


def _nearest(stem: str, known: Sequence[str]) -> tuple[str, float]:
    if stem in known or len(stem) < _SHORTEST or any(sign.isdigit() for sign in stem):
        return stem, 1.0
    best = process.extractOne(stem, known, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return (best[0], best[1] / 100) if best else (stem, 1.0)


def score(question: Asked, entry: Candidate) -> float:
    whole = sum(question.weights.values())
    if not whole:
        return 0.0
    covered = sum(weight * _found(question.meant[stem], entry) for stem, weight in question.weights.items()) / whole
    meant = {stem for stem, _ in question.meant.values()}
    said = len(entry.title & meant) / len(entry.title) if entry.title else 0.0
    by_keyword = 1.0 if entry.keywords & meant else 0.0
    return round(_OF_QUESTION * covered + (1 - _OF_QUESTION) * max(said, by_keyword), 4)


def _found(meant: tuple[str, float], entry: Candidate) -> float:
    stem, alike = meant
    if stem in entry.title or stem in entry.keywords:
        return alike
    return alike * _IN_ANSWER if stem in entry.answer else 0.0
