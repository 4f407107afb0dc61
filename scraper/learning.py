"""Learns which links lead to contacts: `python -m scraper.learning` writes data/link_weights.json anew.

The examples (data/links.csv) are links as they stand on businesses' websites in seven languages, each with the
kind of page it leads to. A word's weight for a kind is the logarithm of how much likelier the word is on links
to that kind than on links to pages without contacts, smoothed (naive Bayes); words that tell nothing are left out.
"""

import csv
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from scraper.choosing import Weights, words

FOLDER: Final = Path(__file__).parent / "data"
EXAMPLES: Final = FOLDER / "links.csv"
WEIGHTS: Final = FOLDER / "link_weights.json"
_REST: Final = "other"
# A word that is less than this telling is noise.
_LEAST: Final = 0.4
_SMOOTHING: Final = 0.3


def learned(examples: Iterable[tuple[str, str, str]]) -> Weights:
    """From (kind, text, path) to the weight of each word for each kind."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, text, path in examples:
        # A word counts once a link: text and path usually say the same.
        counts[kind].update(words(text, path))
    vocabulary = set().union(*counts.values())
    rates = {kind: _rates(found, vocabulary) for kind, found in counts.items()}
    return {
        kind: _telling(rates[kind], rates[_REST], set(counts[kind]) | set(counts[_REST]))
        for kind in sorted(counts)
        if kind != _REST
    }


def _telling(rates: dict[str, float], rest: dict[str, float], met: set[str]) -> dict[str, float]:
    """Words that neither side has met say nothing; smoothing alone must not make them speak."""
    found = {word: round(rates[word] - rest[word], 2) for word in met}
    return {word: weight for word, weight in sorted(found.items()) if abs(weight) >= _LEAST}


def _rates(found: Counter[str], vocabulary: set[str]) -> dict[str, float]:
    whole = found.total() + _SMOOTHING * len(vocabulary)
    return {word: math.log((found[word] + _SMOOTHING) / whole) for word in vocabulary}


def examples(path: Path = EXAMPLES) -> list[tuple[str, str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [(each["kind"], each["text"], each["path"]) for each in csv.DictReader(lines)]


def main() -> None:
    found = json.dumps(learned(examples()), ensure_ascii=False, indent=1, sort_keys=True)
    WEIGHTS.write_text(f"{found}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
