"""Whom a note names: `@` and a colleague's name, or its first word where only one has it."""

import re
import unicodedata
import uuid
from collections import Counter
from collections.abc import Mapping
from typing import Final

_SIGN: Final = re.compile(r"(?<!\w)@(?=\w)")


def mentioned(note: str, names: Mapping[uuid.UUID, str]) -> set[uuid.UUID]:
    """Case and accents do not matter; of "@Ana Puig" and "@Ana" the longer name is meant."""
    folded = fold(note)
    found = set()
    by_name = _by_name(names)
    for sign in _SIGN.finditer(folded):
        rest = folded[sign.end() :]
        meant = next((each for each in by_name if _begins(rest, each)), None)
        if meant:
            found.add(by_name[meant])
    return found


def fold(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def _by_name(names: Mapping[uuid.UUID, str]) -> dict[str, uuid.UUID]:
    """Longest first; a name that two have names nobody."""
    full = {user_id: " ".join(fold(name).split()) for user_id, name in names.items()}
    first = {user_id: name.partition(" ")[0] for user_id, name in full.items()}
    how_often = Counter([*full.values(), *(each for user_id, each in first.items() if each != full[user_id])])
    pairs = [(name, user_id) for kind in (full, first) for user_id, name in kind.items()]
    clear = {name: user_id for name, user_id in pairs if name and how_often[name] == 1}
    return dict(sorted(clear.items(), key=lambda each: len(each[0]), reverse=True))


def _begins(text: str, name: str) -> bool:
    """With the name as whole words."""
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()
