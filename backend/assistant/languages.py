"""Which of our languages a short chat message is written in, told only where it shows (FLW-06)."""

import io
import json
import re
import zlib
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backend.core.language import Language, is_language

# Below this the conversation keeps its language: "hola", "ok", "info" or a name belong to several.
SURE: Final = 0.92
BUCKETS: Final = 1 << 15
LONGEST: Final = 1000
# What says nothing of the language.
_NOISE: Final = re.compile(r"https?://\S+|\S+@\S+|[@#]\S+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’·][^\W\d_]+)*")
_RUN: Final = re.compile(r"([^\W\d_])\1{2,}")


def detect(text: str, allowed: Collection[Language]) -> Language | None:
    """None where it cannot be told, or where it is told and not allowed."""
    best, chance = likely(text)
    return best if is_language(best) and best in allowed and chance >= SURE else None


def likely(text: str) -> tuple[str, float]:
    """The likeliest language ("other" for those that are not ours) and how likely it is."""
    buckets = clues(text)
    if not buckets:
        return "other", 0.0
    names, weights, bias, scale, temperature = _model()
    sums = bias + weights[buckets].sum(axis=0, dtype=np.int32) * scale / np.sqrt(len(buckets))
    chances = np.exp((sums - sums.max()) / temperature)
    best = int(chances.argmax())
    return names[best], float(chances[best] / chances.sum())


def clues(text: str) -> list[int]:
    """Words and pieces of words with their accents, as buckets."""
    words = _WORD.findall(_RUN.sub(r"\1", _NOISE.sub(" ", text[:LONGEST].lower().replace("’", "'"))))
    return sorted({zlib.crc32(clue.encode()) % BUCKETS for clue in _clues(words)})


def _clues(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        framed = f"<{word}>"
        yield f"w{word}"
        for size in (2, 3, 4):
            yield from (framed[at : at + size] for at in range(len(framed) - size + 1))


@cache
def _model() -> tuple[Sequence[str], NDArray[np.int8], NDArray[np.float32], float, float]:
    raw = (resources.files("backend.assistant") / "languages.npz").read_bytes()
    with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
        head = json.loads(bytes(stored["head"]))
        return head["names"], stored["weights"], stored["bias"], float(stored["scale"]), head["temperature"]
