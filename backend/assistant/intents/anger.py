"""Whether somebody is angry, so that a person takes over (DMA-01): insults, curses, shouting over something bad."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Final

from backend.assistant.intents.features import Said, plain, said

# What is bad in itself; loud letters and signs make it anger, and never the other way round ("¡¡¡me encanta!!!").
BAD: Final = frozenset({"bad", "claim", "scam", "-like", "-works", "-worth"})
UNANSWERED: Final = frozenset({"-waiting", "waiting"})
LONGEST: Final = 1000
_SIGNS: Final = re.compile(r"\W+")
_NEGATED: Final = re.compile(r"\b(?:no|not|nao|ni|isn t|aren t|don t|tampoco)(?: \w+){0,3} $")


def is_angry(text: str) -> bool:
    text = text[:LONGEST]
    insults, curses, praises = _patterns()
    bare = praises.sub(" ", f" {' '.join(_SIGNS.sub(' ', plain(text)).split())} ")
    if any(not _NEGATED.search(bare[: found.start()]) for found in insults.finditer(bare)):
        return True
    message = said(text)
    loud = _loud(text, message)
    if curses.search(bare) and "like" not in message.concepts:
        return loud or "bad" in message.concepts or "not" in message.concepts
    bad = BAD.intersection(message.concepts) and "like" not in message.concepts
    unanswered = UNANSWERED.intersection(message.concepts) and "thanks" not in message.concepts
    return loud and bool(bad or unanswered)


def _loud(text: str, message: Said) -> bool:
    """Angry faces, three exclamation marks, or at least two words in capitals."""
    letters = [sign for sign in text if sign.isalpha()]
    capitals = len(letters) >= 8 and len(text.split()) > 1 and sum(map(str.isupper, letters)) > 0.8 * len(letters)
    return capitals or text.count("!") >= 3 or "anger" in message.emojis


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = tomllib.loads((resources.files("backend.assistant.intents") / "anger.toml").read_text(encoding="utf-8"))
    insults, curses, praises = (
        re.compile(rf"(?<= )(?:{'|'.join(data[name])})(?= )") for name in ("insults", "curses", "praises")
    )
    return insults, curses, praises
