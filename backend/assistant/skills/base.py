"""What a skill is: it reads a message and either answers it or leaves it to others. Pure."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any, Final, Protocol

from backend.assistant.enums import SkillName
from backend.assistant.folding import folded
from backend.assistant.memory.schemas import Entry
from backend.core.language import Language
from backend.flows.engine.parsing.text import READ_LIMIT, fold

_COMMAND: Final = "/"


@dataclass(frozen=True, slots=True)
class Asked:
    """A message, with what a skill may need to answer it. `words` are folded."""

    text: str
    language: Language
    log: Sequence[Entry]
    now: datetime

    @property
    def words(self) -> str:
        return fold(self.text)

    @property
    def command(self) -> str:
        """ "/vida " -> "vida"; empty where it is no command."""
        stripped = folded(self.text[:READ_LIMIT]).strip()
        return stripped[1:].split(" ")[0] if stripped.startswith(_COMMAND) else ""


@dataclass(frozen=True, slots=True)
class SkillAnswer:
    """What to say, and what to keep: slots of the conversation (FLW-11) and lines of the person's own log."""

    skill: str
    text: str
    slots: Mapping[str, Any] = field(default_factory=dict)  # Any: JSON
    entries: Sequence[Entry] = ()


class Skill(Protocol):
    """One file each; its words stand in `sentences/` under its name."""

    name: SkillName
    # Written after a slash, in any of the languages.
    commands: frozenset[str]

    def answer(self, asked: Asked) -> SkillAnswer | None: ...


# Any: TOML.
@cache
def words(language: Language) -> Mapping[str, Any]:
    text = (resources.files("backend.assistant.skills.sentences") / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
