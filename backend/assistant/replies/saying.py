"""Says one sentence for a situation: always the same for the same turn, never the one that was said before. Pure.

The files in `sentences/` hold variants for each tone. In them `[...]` is said only where the tenant wants the normal
length, `<...>` only where all its slots are known, and emoji only where the tenant wants them (FLW-10).
"""

import hashlib
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

from backend.assistant.enums import ReplyLength, Tone
from backend.assistant.replies.enums import Situation
from backend.core.language import Language
from backend.flows.engine.parsing.text import clean

# An answer of the knowledge list is the reply itself; a name or a price never needs more than a line.
_LONGEST: Final = {"answer": 3_000, "link": 2_000}
_LONGEST_LINE: Final = 120
# Said or not, the sentence tells the same.
_ORNAMENTS: Final = frozenset({"name"})
_SLOT: Final = re.compile(r"\{(\w+)\}")
_LONGER: Final = re.compile(r"\[([^\]]*)\]")
_KNOWN: Final = re.compile(r"<([^>]*)>")
# Pictographs with what joins and colours them; also the few older signs that phones show as pictures.
_EMOJI: Final = re.compile("\\s*[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55][\U0001f3fb-\U0001f3ff\ufe0f\u200d]*")
_BRACES: Final = re.compile(r"[{}]")

Sentences = Mapping[str, Mapping[str, list[str]]]


@cache
def sentences(language: Language) -> Sentences:
    """Variants by situation and tone, as the file holds them."""
    text = (resources.files("backend.assistant.replies.sentences") / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(
    situation: Situation,
    *,
    language: Language,
    tone: Tone = Tone.FRIENDLY,
    length: ReplyLength = ReplyLength.NORMAL,
    emoji: bool = True,
    seed: str,
    previous: Collection[str] = (),
    slots: Mapping[str, str | None] | None = None,
) -> str:
    """`seed` is the conversation and the turn; `previous` what was said lately. Silence (`""`) for spam.

    Slots: name, product, price, link, answer, hours. A sentence that needs an unknown one is not said.
    """
    if situation is Situation.SPAM:
        return ""
    known = _tame(slots or {})
    variants = sentences(language)[situation][tone]
    shaped = [each for each in (_shaped(variant, known, length, emoji) for variant in variants) if each is not None]
    said = [_filled(each, known) for each in _richest(shaped)]
    return _chosen(said, seed=f"{seed}:{situation}", previous=previous)


def _tame(slots: Mapping[str, str | None]) -> dict[str, str]:
    """One line each (an answer keeps its own), without braces: nothing that is said is read as a template again."""
    known = {}
    for name, value in slots.items():
        plain = _BRACES.sub("", clean(value or ""))
        line = plain if name == "answer" else " ".join(plain.split())
        if line:
            known[name] = line[: _LONGEST.get(name, _LONGEST_LINE)]
    return known


def _shaped(variant: str, known: Mapping[str, str], length: ReplyLength, emoji: bool) -> str | None:
    """The variant without what is not said; None where it needs a slot that nobody knows."""
    text = _LONGER.sub(lambda part: part[1] if length is ReplyLength.NORMAL else "", variant)
    text = _KNOWN.sub(lambda part: part[1] if _needs(part[1]) <= known.keys() else "", text)
    if not _needs(text) <= known.keys():
        return None
    return text if emoji else _EMOJI.sub(_stopped, text)


def _stopped(picture: re.Match[str]) -> str:
    """In chats a picture ends a sentence; without it a full stop must."""
    before = picture.string[picture.start() - 1] if picture.start() else ""
    return "." if before.isalnum() else ""


def _richest(shaped: list[str]) -> list[str]:
    """Those that say most of what is known: where there is a link, no sentence without it."""
    told = [len(_needs(each) - _ORNAMENTS) for each in shaped]
    return [each for each, count in zip(shaped, told, strict=True) if count == max(told)]


def _needs(text: str) -> set[str]:
    return set(_SLOT.findall(text))


def _filled(text: str, known: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda slot: known[slot[1]], " ".join(text.split()).replace(" ¶ ", "\n\n")).strip()


def _chosen(said: Sequence[str], *, seed: str, previous: Collection[str]) -> str:
    found = [each for each in said if each not in previous] or said
    return found[int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4]) % len(found)]
