"""How good the classifier is on examples it did not see, per intent and language, and where it goes wrong."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backend.assistant.enums import Intent
from backend.core.language import LANGUAGES, Language
from tools.intents.examples import Example

INTENTS = list(Intent)


def f1(truths: Sequence[Intent], guesses: Sequence[Intent]) -> dict[Intent, float]:
    """F1 of each intent that occurs."""
    hits = Counter(truth for truth, guess in zip(truths, guesses, strict=True) if truth == guess)
    said, meant = Counter(guesses), Counter(truths)
    return {intent: 2 * hits[intent] / (said[intent] + meant[intent]) for intent in INTENTS if meant[intent]}


def macro(truths: Sequence[Intent], guesses: Sequence[Intent]) -> float:
    found = f1(truths, guesses)
    return sum(found.values()) / len(found)


def report(examples: Sequence[Example], scores: NDArray[np.float64], version: str) -> str:
    guesses = [INTENTS[best] for best in scores.argmax(axis=1)]
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    sure = (chances / chances.sum(axis=1, keepdims=True)).max(axis=1)
    lines = [
        f"# The intent classifier, version {version}",
        "",
        f"Written by `python -m tools.intents.train` from {len(examples)} examples. All figures here are of the model",
        "alone, without the rules, cross-validated: each example was judged by a model that saw neither it nor its",
        "copies. Other people's messages are harder; the held-out set of the tests measures that.",
        "",
        *tables(examples, guesses),
        "",
        "## How sure and how right",
        "",
        "| confidence | messages | right |",
        "|---|---|---|",
        *_calibration(examples, guesses, sure),
        "",
    ]
    return "\n".join(lines)


def tables(examples: Sequence[Example], guesses: Sequence[Intent]) -> Iterator[str]:
    truths = [example.intent for example in examples]
    yield f"Macro F1 {macro(truths, guesses):.3f}."
    yield ""
    yield "| intent | all | " + " | ".join(LANGUAGES) + " | taken for |"
    yield "|---|---|" + "---|" * (len(LANGUAGES) + 1)
    whole = f1(truths, guesses)
    parts = [_of(examples, guesses, language) for language in LANGUAGES]
    for intent, score in whole.items():
        shares = " | ".join(f"{part.get(intent, 0):.2f}" for part in parts)
        yield f"| {intent} | {score:.2f} | {shares} | {_wrong(truths, guesses, intent)} |"
    means = " | ".join(f"{sum(part.values()) / len(part):.2f}" for part in parts)
    yield f"| **macro** | {macro(truths, guesses):.2f} | {means} | |"


def _of(examples: Sequence[Example], guesses: Sequence[Intent], language: Language) -> dict[Intent, float]:
    kept = [
        (example.intent, guess)
        for example, guess in zip(examples, guesses, strict=True)
        if example.language == language
    ]
    return f1([truth for truth, _ in kept], [guess for _, guess in kept])


def _wrong(truths: Sequence[Intent], guesses: Sequence[Intent], intent: Intent) -> str:
    wrong = Counter(
        guess for truth, guess in zip(truths, guesses, strict=True) if truth is intent and guess is not intent
    )
    return ", ".join(f"{guess} {count}" for guess, count in wrong.most_common(3))


def _calibration(examples: Sequence[Example], guesses: Sequence[Intent], sure: NDArray[np.float64]) -> Iterator[str]:
    right = np.array([example.intent is guess for example, guess in zip(examples, guesses, strict=True)])
    edges = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
    for low, high in pairwise(edges):
        inside = (sure >= low) & (sure < high)
        if inside.any():
            yield f"| {low:.1f} to {min(high, 1):.1f} | {inside.sum()} | {right[inside].mean():.2f} |"
