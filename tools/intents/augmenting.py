"""The same messages as hurried people write them: mistyped, unmarked, with a greeting before and thanks after."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from random import Random

from backend.assistant.enums import Intent
from backend.core.language import LANGUAGES, Language
from tools.intents.examples import HERE, Example

# These are what they are only while they stand alone: "hola, gracias" is thanks, "gracias, adiós" a goodbye.
ALONE = frozenset({Intent.GREETING, Intent.THANKS, Intent.GOODBYE, Intent.OTHER})
NEIGHBOURS = {
    "q": "wa",
    "e": "rw",
    "o": "ip",
    "a": "s",
    "s": "ad",
    "i": "uo",
    "n": "mb",
    "t": "ry",
    "c": "xv",
    "r": "et",
}


@cache
def _around() -> Mapping[Language, Mapping[str, Sequence[str]]]:
    data = tomllib.loads((HERE / "around.toml").read_text(encoding="utf-8"))
    return {language: data[language] for language in LANGUAGES}


def augmented(examples: Sequence[Example], chance: Random, copies: int) -> Iterator[tuple[int, Example]]:
    """Each example as it is and `copies` times otherwise, with its place among the examples."""
    for place, example in enumerate(examples):
        yield place, example
        for _ in range(copies):
            yield place, Example(_otherwise(example, chance), example.intent, example.language)


def _otherwise(example: Example, chance: Random) -> str:
    text = example.text
    if example.intent not in ALONE:
        text = _surrounded(text, example.language, chance)
    for change, odds in CHANGES:
        if chance.random() < odds:
            text = change(text, chance)
    return text


def _surrounded(text: str, language: Language, chance: Random) -> str:
    around = _around()[language if chance.random() < 0.95 else chance.choice(LANGUAGES)]
    before = [chance.choice(around["openings"])] if chance.random() < 0.4 else []
    if chance.random() < 0.3:
        before.append(chance.choice(around["contexts"]))
    after = [chance.choice(around["closings"])] if chance.random() < 0.25 else []
    return chance.choice((" ", ", ", ". ", " ")).join((*before, text, *after))


def _mistyped(text: str, chance: Random) -> str:
    places = [place for place, sign in enumerate(text) if sign.isalpha() and place]
    if len(places) < 4:
        return text
    at = chance.choice(places)
    near = NEIGHBOURS.get(text[at].lower(), text[at])
    swapped = text[at : at + 2][::-1]
    return chance.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + chance.choice(near) + text[at + 1 :],
            text[:at] + swapped + text[at + 2 :],
        )
    )


def _unmarked(text: str, chance: Random) -> str:
    return "".join(sign for sign in text if sign not in "¿?¡!.,") or text


def _shouted(text: str, chance: Random) -> str:
    return text.upper()


def _stretched(text: str, chance: Random) -> str:
    return text + text[-1] * chance.randint(1, 3) if text[-1:].isalpha() else text


CHANGES: Sequence[tuple[Callable[[str, Random], str], float]] = (
    (_mistyped, 0.35),
    (_mistyped, 0.15),
    (_unmarked, 0.4),
    (_stretched, 0.06),
    (_shouted, 0.04),
)
