"""Puts variables into texts in one pass, and mends the sentence where one is missing."""

import re
from collections.abc import Callable

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_GAP = "\x00"
_BEFORE_PUNCTUATION = re.compile(r"[ ,:]*\x00(?=\s*(?:[.,;:!?…)]|\n|$))")
_AT_START = re.compile(r"(^|[\n¡¿(])\x00[ ,;:]*")
_ANYWHERE = re.compile(r"\x00[ ]?")


def render(text: str, word: Callable[[str], str]) -> str:
    """Values are put in as they are: a brace inside a value is never read again."""
    filled = PLACEHOLDER.sub(lambda match: word(match[1]) or _GAP, text)
    return _tidy(filled) if _GAP in filled else filled


def placeholders(text: str) -> list[str]:
    return PLACEHOLDER.findall(text)


def _tidy(text: str) -> str:
    text = _AT_START.sub(r"\1", text)
    text = _BEFORE_PUNCTUATION.sub("", text)
    return _ANYWHERE.sub("", text).strip()
