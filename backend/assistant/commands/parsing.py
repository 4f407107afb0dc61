"""A sentence into an act and its arguments, by the phrases of the four languages. Pure."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final

from backend.assistant.folding import folded
from backend.core.language import LANGUAGES, Language

_EDGES: Final = " \t\r\n.!¡?¿"
# Words that lead from one filter to the next and say nothing themselves.
_LINKS: Final = re.compile(
    r"^(?:y|i|e|and|con|amb|com|with|de|d|do|da|of|del|en|in|que estan|mas|mes|mais|most|los|els|os|the)$"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to ask for an act."""

    act: str
    patterns: tuple[re.Pattern[str], ...]
    example: str
    what: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A language's phrases, and its words for closed vocabularies, longest first."""

    phrases: tuple[Phrase, ...]
    words: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]


@dataclass(frozen=True, slots=True)
class Command:
    """What was understood. Arguments are the person's own letters; `filters` hold known words."""

    act: str
    language: Language
    arguments: Mapping[str, str] = field(default_factory=dict)


@cache
def vocabulary(language: Language) -> Vocabulary:
    text = (resources.files("backend.assistant.commands") / f"{language}.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)
    return Vocabulary(
        tuple(_phrase(each) for each in found["command"]),
        {name: _words(values) for name, values in found["words"].items()},
    )


# Any: TOML.
def _phrase(given: Mapping[str, Any]) -> Phrase:
    patterns = tuple(re.compile(each) for each in given["patterns"])
    return Phrase(given["act"], patterns, given["example"], given["what"])


def _words(given: Mapping[str, Any]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), value) for value, patterns in given.items() for pattern in patterns)


def understand(text: str, language: Language) -> Command | None:
    """In the reader's language first, then in the others: staff write as they please."""
    cleaned = text.strip(_EDGES)
    for each in (language, *(other for other in LANGUAGES if other != language)):
        found = _in_language(cleaned, each)
        if found:
            return found
    return None


def _in_language(text: str, language: Language) -> Command | None:
    plain = folded(text)
    best: tuple[int, Command] | None = None
    for phrase in vocabulary(language).phrases:
        for pattern in phrase.patterns:
            match = pattern.fullmatch(plain)
            if match:
                # The sentence that leaves least to the arguments says most of what was meant.
                free = sum(len(value) for value in match.groupdict().values() if value)
                if best is None or free < best[0]:
                    best = (free, Command(phrase.act, language, _arguments(text, match)))
    return best[1] if best else None


def _arguments(text: str, match: re.Match[str]) -> dict[str, str]:
    """In the person's own letters: the folded text has the same length."""
    return {
        name: text[match.start(name) : match.end(name)].strip(_EDGES + ":")
        for name, value in match.groupdict().items()
        if value
    }


def word(kind: str, text: str, language: Language) -> str | None:
    """The value of a closed vocabulary that a text means as a whole."""
    plain = folded(text.strip(_EDGES))
    return next((value for pattern, value in vocabulary(language).words[kind] if pattern.fullmatch(plain)), None)


def filters(text: str, language: Language) -> tuple[dict[str, str], str]:
    """The known words in a row of filters, and what is left to search for."""
    rest, found = text.split(), dict[str, str]()
    for kind in ("contact_state", "temperature", "stage"):
        rest = _take(kind, rest, language, found)
    return found, " ".join(each for each in rest if not _LINKS.match(folded(each)))


def _take(kind: str, rest: list[str], language: Language, found: dict[str, str]) -> list[str]:
    for length in range(min(4, len(rest)), 0, -1):
        for start in range(len(rest) - length + 1):
            value = word(kind, " ".join(rest[start : start + length]), language)
            if value:
                found[kind] = value
                return rest[:start] + rest[start + length :]
    return rest


def is_yes(text: str, language: Language) -> bool | None:
    """A yes, a no, or neither."""
    said = word("yes", text, language)
    return {"yes": True, "no": False}.get(said or "")
