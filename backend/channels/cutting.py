"""Cuts long texts into messages at the best place, counting what the platform counts. Pure."""

import unicodedata
from collections.abc import Callable
from typing import Final

Measure = Callable[[str], int]

# Better places first; one that would leave less than a third of a message is not worth it.
_PLACES: Final = ("\n\n", "\n", ". ", " ")
_LEAST: Final = 3
_JOINER: Final = "\u200d"


def characters(text: str) -> int:
    return len(text)


def utf16_units(text: str) -> int:
    """What Telegram counts: an emoji is two."""
    return len(text.encode("utf-16-le", "replace")) // 2


def utf8_bytes(text: str) -> int:
    """What Instagram counts."""
    return len(text.encode("utf-8", "replace"))


def cut(text: str, limit: int, measure: Measure = characters) -> list[str]:
    """Pieces of at most `limit` each; together they hold every word of the text."""
    rest, pieces = text.strip(), []
    while measure(rest) > limit:
        end = _end(rest, _fitting(rest, limit, measure))
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [each for each in (*pieces, rest) if each]


def _fitting(text: str, limit: int, measure: Measure) -> int:
    """How many characters fit; at least one, or nothing would ever be sent."""
    low, high = 1, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _end(text: str, most: int) -> int:
    for place in _PLACES:
        found = text.rfind(place, most // _LEAST, most)
        if found > 0:
            return found + len(place.rstrip(" "))
    return _whole(text, most)


def _whole(text: str, most: int) -> int:
    """Not within a letter and its accent, nor within an emoji of several parts."""
    end = most
    while 1 < end < len(text) and (_clings(text[end]) or text[end - 1] == _JOINER):
        end -= 1
    return end if end > 1 else most


def _clings(letter: str) -> bool:
    modifier = "\U0001f3fb" <= letter <= "\U0001f3ff"
    return modifier or letter == _JOINER or unicodedata.category(letter) in {"Mn", "Me"}
