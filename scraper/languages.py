"""In which language a page speaks: as it declares, or by its commonest words."""

import re
from functools import cache
from importlib.resources import files
from typing import Final

_CODE: Final = re.compile(r"[a-z]{2}(?=$|[-_])")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 3_000
_ENOUGH: Final = 3


def language_of(declared: str, text: str) -> str:
    """ISO 639-1 or nothing. Many templates declare English whatever they say: believed only if not refuted."""
    code = _CODE.match(declared.lower())
    if code and code[0] != "en":
        return code[0]
    heard = guess(text)
    return heard or (code[0] if code else "")


def guess(text: str) -> str:
    said = frozenset(_WORD.findall(text[:_SAMPLE].lower()))
    scores = {language: len(common & said) for language, common in _common().items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= _ENOUGH else ""


@cache
def _common() -> dict[str, frozenset[str]]:
    lines = files("scraper").joinpath("data/common_words.txt").read_text(encoding="utf-8").splitlines()
    return {line[:2]: frozenset(line[3:].split()) for line in lines if line and not line.startswith("#")}
