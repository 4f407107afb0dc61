"""The intent classifier's training: the same from the same, and nothing of it is needed to run (DMA-02)."""

import subprocess
import sys
from random import Random

import numpy as np
import pytest

from backend.assistant.enums import Intent
from backend.assistant.intents.features import BUCKETS
from backend.core.language import LANGUAGES, Language
from tools.intents.augmenting import augmented
from tools.intents.examples import HERE, Example, read

EXAMPLES = read(HERE / "examples")


def test_trained_twice_it_is_the_same_file() -> None:
    # It takes seconds to import.
    from tools.intents.train import INTENTS, fitted, matrix, stored

    few = EXAMPLES[::40]

    def trained() -> bytes:
        widened = [example for _, example in augmented(few, Random(1), 1)]
        model = fitted(
            matrix([example.text for example in widened]),
            np.array([INTENTS.index(example.intent) for example in widened]),
        )
        return stored(model, np.zeros(BUCKETS, dtype=np.bool_), 1.0, "a")

    assert trained() == trained()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_has_more_than_a_hundred_examples(language: Language) -> None:
    counts = {
        intent: len({each.text for each in EXAMPLES if each.intent is intent and each.language == language})
        for intent in Intent
    }
    assert {intent: count for intent, count in counts.items() if count < 100} == {}


def test_a_copy_keeps_its_place_and_its_intent() -> None:
    one = Example("cuánto cuesta el curso", Intent.QUESTION_PRODUCT, "es")
    copies = list(augmented([one], Random(2), 5))
    assert copies[0] == (0, one)
    assert len(copies) == 6
    assert {(place, copy.intent) for place, copy in copies} == {(0, Intent.QUESTION_PRODUCT)}
    assert len({copy.text for _, copy in copies}) > 3


def test_reading_a_message_needs_no_training_library() -> None:
    code = (
        "import sys; from backend.assistant.intents.classifier import classify; classify('hola');"
        "sys.exit('sklearn' in sys.modules or 'scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
