"""Messages of the held-out set, which is never trained on and never tuned on, and how they are judged."""

from collections.abc import Sequence
from pathlib import Path

from backend.assistant.enums import Intent
from backend.core.language import Language
from tools.intents.examples import HERE, Example, read
from tools.intents.report import macro

HELD_OUT: Sequence[Example] = read(Path(__file__).parent / "heldout")
EXAMPLES: Sequence[Example] = read(HERE / "examples")


def score(guesses: Sequence[Intent], language: Language | None = None) -> float:
    """Macro F1 over the held-out messages, of one language if it is given."""
    kept = [
        (example.intent, guess)
        for example, guess in zip(HELD_OUT, guesses, strict=True)
        if language in {None, example.language}
    ]
    return macro([truth for truth, _ in kept], [guess for _, guess in kept])
