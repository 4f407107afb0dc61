"""The trained classifier: weights by bucket, read without executing anything, summed with numpy (DMA-02)."""

import io
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backend.assistant.enums import Intent
from backend.assistant.intents.features import BUCKETS, KINDS, Said, features, word_bucket

FILE: Final = "model.npz"


@dataclass(frozen=True)
class Scored:
    """How likely each intent is, and how much of the message the examples have ever held (0-1)."""

    chances: Mapping[Intent, float]
    familiar: float


@dataclass(frozen=True)
class Model:
    intents: tuple[Intent, ...]
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    seen: NDArray[np.bool_]
    kinds: Mapping[str, float]
    temperature: float
    version: str

    def score(self, message: Said) -> Scored:
        found = features(message)
        sums = self.bias.copy()
        for kind in KINDS:
            if buckets := found[kind]:
                part = self.weights[buckets].sum(axis=0, dtype=np.int32) * self.scale
                sums += part * (self.kinds[kind] / math.sqrt(len(buckets)))
        chances = np.exp((sums - sums.max()) / self.temperature)
        shares = (chances / chances.sum()).tolist()
        pieces = [*found["word"], *found["piece"]]
        familiar = float(self.seen[pieces].mean()) if pieces else 1.0
        return Scored(dict(zip(self.intents, shares, strict=True)), familiar)

    def words_for(self, words: Iterable[str], intent: Intent) -> Mapping[str, float]:
        """What each word by itself says for an intent, against what it says for the others."""
        column = self.intents.index(intent)
        rows = {word: self.weights[word_bucket(word)].astype(np.float32) * self.scale for word in words}
        return {word: float(row[column] - row.mean()) for word, row in rows.items()}


@cache
def model() -> Model:
    """15 ms once; `allow_pickle` stays off, so that a file can only be numbers."""
    raw = (resources.files("backend.assistant.intents") / FILE).read_bytes()
    with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
        head = json.loads(bytes(stored["head"]))
        return Model(
            intents=tuple(Intent(name) for name in head["intents"]),
            weights=stored["weights"],
            scale=stored["scale"],
            bias=stored["bias"],
            seen=np.unpackbits(stored["seen"], count=BUCKETS).astype(np.bool_),
            kinds=head["kinds"],
            temperature=head["temperature"],
            version=head["version"],
        )
