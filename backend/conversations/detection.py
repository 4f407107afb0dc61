"""Which of our four languages a visitor writes, told only when the text says enough (FLW-06)."""

import re
from collections.abc import Collection
from typing import Final

from backend.assistant import languages
from backend.core.language import Language

# In a flow many answers are a name, a place or a size: three words and this many letters are a sentence.
MIN_WORDS: Final = 3
MIN_LETTERS: Final = 14

_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def warm() -> None:
    """Load the model, so that no visitor waits for it."""
    languages.likely("hola")


def detect(text: str, offered: Collection[Language]) -> Language | None:
    """The language of the text among those offered, or None where it cannot be told."""
    words = _WORD.findall(text[:1000]) if "@" not in text else []
    if len(words) < MIN_WORDS or sum(map(len, words)) < MIN_LETTERS:
        return None
    return languages.detect(text, offered)
