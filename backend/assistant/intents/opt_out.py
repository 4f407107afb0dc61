"""Whether a whole message orders us to write no more (NUR, MSG): an order, not a word inside a sentence."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Final

from backend.assistant.intents.features import plain

# Nobody needs more words for it; a longer message says something else too, and a person reads it.
LONGEST: Final = 90
_SIGNS: Final = re.compile(r"\W+")


def is_opt_out(text: str) -> bool:
    """ "BAJA", "no me escribáis más", "unsubscribe please"; not "para mañana", "stop by tomorrow"."""
    if len(text) > LONGEST:
        return False
    fillers, words, orders = _patterns()
    bare = fillers.sub(" ", f" {_SIGNS.sub(' ', plain(text))} ")
    bare = " ".join(bare.split()) or " ".join(_SIGNS.sub(" ", plain(text)).split())
    if words.fullmatch(bare):
        return "?" not in text
    return orders.fullmatch(bare) is not None and not text.rstrip().endswith("?")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = tomllib.loads((resources.files("backend.assistant.intents") / "opt_out.toml").read_text(encoding="utf-8"))
    parts = data["parts"]
    parts["more"] = parts["more"].replace("{things}", parts["things"])

    def whole(pattern: str) -> str:
        for name in ("list", "more", "things"):
            pattern = pattern.replace(f"{{{name}}}", f"(?:{parts[name]})")
        return f"(?:{pattern})"

    fillers = re.compile(rf"(?<=\s)(?:{'|'.join(data['fillers'])})(?=\s)")
    words = re.compile("|".join(map(whole, data["words"]["any"])))
    orders = re.compile("|".join(whole(pattern) for some in data["orders"].values() for pattern in some))
    return fillers, words, orders
