"""Labelled messages from text files: `[intent]` opens a section, every line below it is one message."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from backend.assistant.enums import Intent
from backend.core.language import LANGUAGES, Language

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Example:
    text: str
    intent: Intent
    language: Language


def read(folder: Path) -> list[Example]:
    """Every `es*.txt`, `ca*.txt`, `pt*.txt` and `en*.txt` of a folder, in a fixed order."""
    return [
        example
        for language in LANGUAGES
        for path in sorted(folder.glob(f"{language}*.txt"))
        for example in _lines(path, language)
    ]


def _lines(path: Path, language: Language) -> Iterator[Example]:
    intent = Intent.OTHER
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            intent = Intent(line[1:-1])
        elif line.strip():
            yield Example(line, intent, language)


def version(examples: Sequence[Example]) -> str:
    """What a model says of itself that was trained from exactly these, with the words as they are."""
    words = (resources.files("backend.assistant.intents") / "words.toml").read_text(encoding="utf-8")
    lines = (f"{each.language} {each.intent} {each.text}" for each in examples)
    return hashlib.sha256("\n".join((words, *lines)).encode()).hexdigest()[:8]
