"""Words as they are found again: without case, accents and punctuation (CRM-11)."""

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
MAX_WORDS: Final = 40
MAX_LETTERS: Final = 40
# More than these in one search add nothing and cost a lookup each.
MAX_TERMS: Final = 5
# Sorts behind every name in byte order.
_NAMELESS: Final = "\U0010fffd"


def fold(text: str) -> str:
    """'Núñez' -> 'nunez'; letters without a plain form stay as they are."""
    split = unicodedata.normalize("NFKD", text.casefold())
    # Once more: "№" falls apart into letters of which one is a capital.
    return "".join(letter for letter in split if not unicodedata.combining(letter)).casefold()


def words(*texts: str, most: int = MAX_WORDS) -> frozenset[str]:
    """The words a row is found by; single letters only where a letter can be a word (CJK)."""
    found: dict[str, None] = {}
    for text in texts:
        for word in _WORD.findall(fold(text)):
            if len(word) > 1 or ord(word) > 0x2E7F:
                found.setdefault(word[:MAX_LETTERS])
    return frozenset(list(found)[:most])


def terms(query: str) -> list[str]:
    """The words of a query; each must begin some word of a lead."""
    found = dict.fromkeys(word[:MAX_LETTERS] for word in _WORD.findall(fold(query)))
    return sorted(found, key=len, reverse=True)[:MAX_TERMS]


def name_key(name: str) -> str:
    return fold(name.strip())[:100] or _NAMELESS
