"""Matches free text to options: by id, number, label or synonym, and by likeness only when it is plain."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from backend.flows.engine.parsing.text import READ_LIMIT, clean, fold

SHORTEST_PART: Final = 3
SHORTEST_FUZZY: Final = 4
# 0.8 forgives one slip in five letters ("moderna" for "moderno"); the margin keeps neighbours apart.
LIKENESS: Final = 0.8
MARGIN: Final = 0.1

_NUMBER = re.compile(r"^(?:(?:la|el|o|a|the)\s+)?(?:opcion|opcio|opcao|option|numero|number|n)?\s*(\d{1,2})$")
_ORDINALS: Final = (
    "primera primero primer primeira primeiro first",
    "segunda segundo segona segon second",
    "tercera tercero tercer terceira terceiro third",
    "cuarta cuarto quarta quart quarto fourth",
    "quinta quinto cinquena cinque fifth",
)
_ORDINAL = re.compile(r"^(?:la|el|o|a|the)\s+(\w+)(?:\s+(?:opcion|opcio|opcao|option|one))?$")
_LIST = re.compile(r"\s*(?:[,;/+&\n]|\s(?:y|i|e|and)\s)\s*", re.IGNORECASE)
_NEGATIONS: Final = frozenset({"no", "nao", "not", "ni", "nem", "sin", "sense", "sem", "without", "tampoco", "dont"})


@dataclass(frozen=True, slots=True)
class Choice:
    """`names` may be searched for in a sentence; `exact` ones, in other languages, must match as a whole."""

    id: str
    names: tuple[str, ...]
    exact: tuple[str, ...] = ()


def match_one(text: str, choices: list[Choice]) -> str | None:
    """None where nothing or more than one thing could be meant."""
    text = clean(text[:READ_LIMIT])
    for rule in _RULES:
        found = rule(text, choices)
        if found:
            # the first rule that knows anything decides; guessing on after a tie would be a coin toss
            return found[0] if len(found) == 1 else None
    return _closest(fold(text), choices)


def match_many(text: str, choices: list[Choice]) -> list[str]:
    """All or nothing: one part that is not understood makes the whole answer unclear."""
    text = clean(text[:READ_LIMIT])
    parts = [part for part in _LIST.split(text) if part.strip()]
    if _by_name(text, choices) or len(parts) == 1:
        parts = [text]
    matches = [match_one(part, choices) for part in parts]
    found = [match for match in matches if match]
    return list(dict.fromkeys(found)) if len(found) == len(matches) else []


def _by_id(text: str, choices: list[Choice]) -> list[str]:
    return [choice.id for choice in choices if choice.id == text]


def _by_name(text: str, choices: list[Choice]) -> list[str]:
    """Labels of nothing but signs ("👍") compare as they are."""
    folded = fold(text)
    return [
        choice.id
        for choice in choices
        if any(text == name or (folded and folded == _folded_name(name)) for name in (*choice.names, *choice.exact))
    ]


def _by_number(text: str, choices: list[Choice]) -> list[str]:
    position = _position(fold(text))
    return [choices[position].id] if position is not None and 0 <= position < len(choices) else []


def _position(folded: str) -> int | None:
    if match := _NUMBER.match(folded):
        return int(match[1]) - 1
    if match := _ORDINAL.match(folded):
        return next((index for index, words in enumerate(_ORDINALS) if match[1] in words.split()), None)
    return None


def _by_part(text: str, choices: list[Choice]) -> list[str]:
    """The beginning of a name, or words out of it: "reform", or "nueva" for "Cocina nueva"."""
    folded = fold(text)
    if len(folded) < SHORTEST_PART:
        return []
    return _having(choices, lambda name: name.startswith(folded) or f" {folded} " in f" {name} ")


def _by_mention(text: str, choices: list[Choice]) -> list[str]:
    """Understands "quiero una cocina nueva"; "no quiero cocina" names no option."""
    padded = f" {fold(text)} "
    if _NEGATIONS & set(padded.split()):
        return []
    mentioned = _having(choices, lambda name: f" {name} " in padded)
    if len(mentioned) > 1:
        return _longest(mentioned, padded, choices)
    return mentioned


def _longest(mentioned: list[str], padded: str, choices: list[Choice]) -> list[str]:
    """A name inside another mentioned name does not count: "cocina nueva" mentions "cocina" too."""
    names = {
        choice.id: [name for name in _folded(choice.names) if f" {name} " in padded]
        for choice in choices
        if choice.id in mentioned
    }
    return [
        option
        for option, own in names.items()
        if not any(
            name != other and f" {name} " in f" {other} "
            for name in own
            for rival, theirs in names.items()
            if rival != option
            for other in theirs
        )
    ]


def _having(choices: list[Choice], fits: Callable[[str], bool]) -> list[str]:
    return [choice.id for choice in choices if any(fits(name) for name in _folded(choice.names))]


def _folded(names: Iterable[str]) -> list[str]:
    return [folded for name in names if (folded := _folded_name(name))]


# Labels come again with every visitor; what people write never passes here.
_folded_name = lru_cache(maxsize=4_096)(fold)


def _closest(folded: str, choices: list[Choice]) -> str | None:
    if len(folded) < SHORTEST_FUZZY or _NEGATIONS & set(folded.split()):
        return None
    ranked = sorted(((_likeness(folded, choice), choice.id) for choice in choices), reverse=True)
    best, runner_up = ranked[0], ranked[1] if len(ranked) > 1 else (0.0, "")
    return best[1] if best[0] >= LIKENESS and best[0] - runner_up[0] >= MARGIN else None


def _likeness(folded: str, choice: Choice) -> float:
    ratios = (SequenceMatcher(None, folded, name[:100]).ratio() for name in _folded(choice.names))
    return max(ratios, default=0.0)


_RULES: Final = (_by_id, _by_name, _by_number, _by_part, _by_mention)
