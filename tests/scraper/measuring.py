"""Precision and recall over the corpus: pages of many shapes, each with the truth written beside it by hand."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from rapidfuzz import fuzz

from scraper import pages
from scraper.findings import Findings
from scraper.names import name_key

CORPUS: Final = Path(__file__).parent / "corpus"
FIELDS: Final = ("emails", "phones", "whatsapp", "profiles", "tax_ids", "addresses", "names", "opening_hours")
_ALIKE: Final = 85.0


@dataclass(frozen=True)
class Saved:
    """One page of the corpus."""

    name: str
    html: str
    truth: dict[str, Any]  # Any: JSON of ours

    @property
    def url(self) -> str:
        return str(self.truth["url"])

    def read(self) -> Findings:
        return pages.read(self.html, self.url, country=str(self.truth.get("country", "")))


@dataclass
class Score:
    """`wrong` and `missed` name the page and the value."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))


@cache
def corpus() -> tuple[Saved, ...]:
    return tuple(
        Saved(path.stem, path.read_text(encoding="utf-8"), json.loads(path.with_suffix(".json").read_text("utf-8")))
        for path in sorted(CORPUS.glob("*.html"))
    )


def measure(saved: Sequence[Saved]) -> dict[str, Score]:
    scores = {name: Score() for name in FIELDS}
    for each in saved:
        found = each.read()
        for name in FIELDS:
            reported = [datum.value for datum in getattr(found, name)]
            if name == "names":
                _add_name(scores[name], each, reported)
            else:
                _add(scores[name], each.name, reported, each.truth[name], _SAME.get(name, str.__eq__))
    return scores


def _add_name(score: Score, page: Saved, reported: list[str]) -> None:
    """The first name counts; the truth holds every spelling that a person would accept."""
    keys = {name_key(each) for each in page.truth["names"]}
    if reported and name_key(reported[0]) in keys:
        score.right += 1
    elif not reported and not keys:
        return
    else:
        score.wrong += [f"{page.name}: {each}" for each in reported[:1]]
        score.missed += [f"{page.name}: {each}" for each in page.truth["names"][:1]]


def _add(score: Score, page: str, reported: list[str], truth: list[str], same: Callable[[str, str], bool]) -> None:
    left = list(truth)
    for value in reported:
        match = next((each for each in left if same(value, each)), None)
        if match is None:
            score.wrong.append(f"{page}: {value}")
        else:
            left.remove(match)
            score.right += 1
    score.missed += [f"{page}: {each}" for each in left]


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(one.casefold(), other.casefold()) >= _ALIKE


_SAME: Final[dict[str, Callable[[str, str], bool]]] = {"addresses": _alike, "opening_hours": _alike}


def table(scores: dict[str, Score]) -> Iterator[str]:
    yield f"{'field':<15}{'right':>6}{'wrong':>7}{'missed':>8}{'precision':>11}{'recall':>8}"
    for name, score in scores.items():
        counts = f"{score.right:>6}{len(score.wrong):>7}{len(score.missed):>8}"
        yield f"{name:<15}{counts}{score.precision:>11.3f}{score.recall:>8.3f}"


def kinds(saved: Sequence[Saved]) -> Counter[str]:
    """Pages by the language in their names."""
    return Counter(each.name.partition("_")[0] for each in saved)
