"""What goes into which container, by the Spanish system of colours and a file of objects. Pure."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from rapidfuzz import fuzz, process

from backend.assistant.enums import SkillName
from backend.assistant.skills.base import Asked, SkillAnswer, words
from backend.core.language import Language
from backend.flows.engine.parsing.text import fold

# Somebody asks where to throw something away; a kitchen studio is also asked "where does the oven go?" and "do you
# have bins that pull out?".
_ASKS: Final = re.compile(
    r"\b(?:recicl\w+|recycl\w+|tiro|tirar|tiramos|tiran|se tira|llenco|llencar|llenca|llencem|deito|deita se"
    r"|deitar fora"
    r"|jogo fora|jogar fora|descart\w+|throw (?:away|out|it|this)|dispose|punto limpio|deixalleria|ecoparque"
    r"|(?:que|cual|cuales|quin|quina|qual|which|what)(?: \w+)? (?:contenedor|contenidor|contentor|ecoponto|cubo|bin)"
    r"|(?:a|en|al|in) (?:la basura|les escombraries|la brossa|no lixo|the (?:trash|rubbish|garbage)))\b"
)
_ALIKE: Final = 86
_SHORTEST: Final = 5


@dataclass(frozen=True, slots=True)
class Thing:
    """An object by its name, as people say it, and the container it belongs in."""

    name: str
    words: frozenset[str]
    container: str


class Recycling:
    """`/reciclaje`."""

    name = SkillName.RECYCLING
    commands = frozenset({"reciclaje", "reciclar", "reciclatge", "reciclagem", "recycling", "recycle"})

    def answer(self, asked: Asked) -> SkillAnswer | None:
        said = words(asked.language)[self.name]
        if asked.command in self.commands:
            return SkillAnswer(self.name, str(said["opening"]))
        if not _ASKS.search(asked.words):
            return None
        thing = find(asked.words, asked.language)
        if thing is None:
            return SkillAnswer(self.name, str(said["unknown"]))
        text = str(said["answer"]).format(object=thing.name, container=said["containers"][thing.container])
        hint = said.get("hints", {}).get(thing.container)
        kept = {"recycling": {"object": thing.name, "container": thing.container}}
        return SkillAnswer(self.name, f"{text} {hint}" if hint else text, kept)


def find(text: str, language: Language) -> Thing | None:
    """The object with most words in the text; a misspelled one if nothing else is there. `text` is folded."""
    said = frozenset(map(_singular, text.split()))
    present = [thing for thing in things(language) if thing.words <= said]
    if present:
        return max(present, key=lambda thing: (len(thing.words), len(thing.name)))
    single = {next(iter(thing.words)): thing for thing in things(language) if len(thing.words) == 1}
    for word in sorted(said, key=len, reverse=True):
        if len(word) >= _SHORTEST and not _ASKS.search(word):
            best = process.extractOne(word, list(single), scorer=fuzz.ratio, score_cutoff=_ALIKE)
            if best:
                return single[best[0]]
    return None


@cache
def things(language: Language) -> tuple[Thing, ...]:
    text = (resources.files("backend.assistant.skills.sentences") / "recycling_objects.toml").read_text(
        encoding="utf-8"
    )
    return tuple(
        Thing(name, _words(name), container)
        for container, objects in tomllib.loads(text).items()
        for each in objects
        for name in each[language].split("/")
    )


_SMALL: Final = frozenset(
    {"de", "d", "del", "da", "do", "of", "con", "amb", "com", "para", "per", "a", "the", "el", "la", "l"}
)


def _words(name: str) -> frozenset[str]:
    return frozenset(_singular(word) for word in fold(name).split() if word not in _SMALL)


def _singular(word: str) -> str:
    """Good enough to tell "botellas" and "botella" alike, in four languages and for both sides."""
    for ending in ("es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 4 else word
