"""Train the telling of languages from the same examples, and from some lines in languages that are not ours."""

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped] # the library has no types
from sklearn.linear_model import SGDClassifier  # type: ignore[import-untyped] # the library has no types

from backend.assistant.languages import BUCKETS, clues
from backend.core.language import LANGUAGES
from tools.intents.examples import HERE, Example
from tools.intents.storing import packed, rounded

NAMES = [*LANGUAGES, "other"]
SEED, EPOCHS, ALPHA, TEMPERATURE = 4, 10, 1e-5, 1.0
LONGEST_PART = 8


def trained(examples: Sequence[Example]) -> bytes:
    rows = list(_rows(examples, Random(SEED)))
    labels = np.array([NAMES.index(language) for _, language in rows])
    model = SGDClassifier(
        loss="log_loss",
        alpha=ALPHA,
        average=True,
        max_iter=EPOCHS,
        tol=None,
        class_weight="balanced",
        random_state=SEED,
    ).fit(_matrix([text for text, _ in rows]), labels)
    weights, scale = rounded(model.coef_.T)
    arrays = {"weights": weights, "scale": scale, "bias": model.intercept_.astype(np.float32)}
    return packed({"names": NAMES, "temperature": TEMPERATURE}, arrays)


def _rows(examples: Sequence[Example], chance: Random) -> Iterator[tuple[str, str]]:
    """Whole lines and parts of them: chats are shorter than examples."""
    lines = [(example.text, str(example.language)) for example in examples]
    foreign = (HERE / "foreign.txt").read_text(encoding="utf-8").splitlines()
    for text, language in (*lines, *((line, "other") for line in foreign * 4)):
        yield text, language
        words = text.split()
        if len(words) > 3:
            size = chance.randint(2, min(LONGEST_PART, len(words)))
            start = chance.randint(0, len(words) - size)
            yield " ".join(words[start : start + size]), language


def _matrix(texts: Sequence[str]) -> csr_matrix:
    found = [clues(text) for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(buckets) for buckets in found])
    values = np.concatenate([np.full(len(buckets), 1 / np.sqrt(len(buckets))) for buckets in found if buckets])
    return csr_matrix((values, (rows, np.concatenate([b for b in found if b]))), shape=(len(texts), BUCKETS))
