"""Which of our four languages a visitor writes, told only when the text says enough (FLW-06)."""

import re
from collections.abc import Collection
from functools import cache
from typing import Any, Final

from backend.core.language import LANGUAGES, Language, is_language

# "Hola", "ok", "12 m2" or a surname say nothing; three words and this much lead over the next language do.
MIN_WORDS: Final = 3
MIN_LETTERS: Final = 14
MIN_LEAD: Final = 5.0

_WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def _identifier() -> Any:  # Any: the library has no types
    # Late: a second of import that only the API needs.
    from py3langid.langid import LanguageIdentifier

    found = LanguageIdentifier.from_model_file("data/model.npz.xz")
    found.set_languages(list(LANGUAGES))
    return found


def warm() -> None:
    """Load the model (0.7 s), so that no visitor waits for it."""
    _identifier()


def detect(text: str, offered: Collection[Language]) -> Language | None:
    """The language of the text among those offered, or None where it cannot be told."""
    words = _WORD.findall(text[:1000]) if "@" not in text else []
    if len(words) < MIN_WORDS or sum(map(len, words)) < MIN_LETTERS:
        return None
    (best, score), (_, next_score) = _identifier().rank(" ".join(words))[:2]
    if score - next_score < MIN_LEAD or not is_language(best):
        return None
    return best if best in offered else None
