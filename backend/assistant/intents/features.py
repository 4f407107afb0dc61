"""A short message as numbers for the classifier: its words, their pieces, what they mean and how they are said."""

import re
import tomllib
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Final

BUCKETS: Final = 1 << 16
# What somebody wants stands at the beginning or at the end of a long message.
HEAD, TAIL = 400, 200
# Words after a negation that it reaches ("no es nada caro").
REACH: Final = 3
KINDS: Final = ("word", "piece", "concept", "manner")

_MARKS: Final = (
    (re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|xyz|top|ly|io|me|shop|info|online|site)\b\S*"), " #url "),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), " #mail "),
    (re.compile(r"(?<!\w)@[\w.]{3,}"), " #handle "),
    (
        re.compile(r"[$€£]\s?\d[\d.,]*k?|\d[\d.,]*\s?k?\s?(?:[€$£]|(?:euros?|eur|reais|dolar\w*|bucks|pavos)\b)"),
        " #money ",
    ),
    (re.compile(r"\+?\d[\d \-]{7,}\d"), " #phone "),
    (re.compile(r"\d+[.,:]?\d*"), " #num "),
)
_WORD: Final = re.compile(r"#[a-z]+|[^\W\d_]+(?:['’·][^\W\d_]+)*")
_RUN: Final = re.compile(r"([^\W\d_])\1{2,}")


@dataclass(frozen=True)
class Said:
    """A message taken apart: `words` without case, accents, stretching and slang."""

    raw: str
    words: tuple[str, ...]
    emojis: tuple[str, ...]
    concepts: tuple[str, ...]


def plain(text: str) -> str:
    """Without case and accents; letters that are stretched stand once."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(sign))
    return _RUN.sub(r"\1", bare.replace("’", "'").replace("`", "'").replace("´", "'"))


def said(text: str) -> Said:
    cut = text if len(text) <= HEAD + TAIL else f"{text[:HEAD]} {text[-TAIL:]}"
    folded = plain(cut)
    for pattern, mark in _MARKS:
        folded = pattern.sub(mark, folded)
    words = tuple(_written_out(_WORD.findall(folded)))
    emojis = tuple(kind for sign in cut if (kind := _emojis().get(sign)))
    return Said(cut, words, emojis, tuple(_meant(words)))


def _written_out(words: Iterable[str]) -> Iterator[str]:
    slang = _vocabulary()[0]
    for word in words:
        yield from slang.get(word, word).split()


def _meant(words: Sequence[str]) -> Iterator[str]:
    """Concepts in their order; one that a negation reaches says so."""
    reach = 0
    for word in words:
        found = concepts_of(word)
        negates = "not" in found
        for concept in found:
            yield f"-{concept}" if reach and not negates else concept
        reach = REACH if negates else max(0, reach - 1)


@lru_cache(maxsize=20_000)
def concepts_of(word: str) -> tuple[str, ...]:
    _, exact, prefixes = _vocabulary()
    found = dict.fromkeys(exact.get(word, ()))
    for size in range(3, len(word) + 1):
        found |= dict.fromkeys(prefixes.get(word[:size], ()))
    return tuple(found)


@cache
def _vocabulary() -> tuple[Mapping[str, str], Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
    data = tomllib.loads((resources.files("backend.assistant.intents") / "words.toml").read_text(encoding="utf-8"))
    exact: dict[str, list[str]] = {}
    prefixes: dict[str, list[str]] = {}
    for concept, words in data["concepts"].items():
        for word in map(plain, words):
            kind, key = (prefixes, word[:-1]) if word.endswith("*") else (exact, word)
            kind.setdefault(key, []).append(concept)
    return data["slang"], exact, prefixes


@cache
def _emojis() -> Mapping[str, str]:
    data = tomllib.loads((resources.files("backend.assistant.intents") / "words.toml").read_text(encoding="utf-8"))
    return {sign: kind for kind, signs in data["emoji"].items() for sign in signs}


def features(message: Said) -> Mapping[str, Sequence[int]]:
    """Buckets by kind; each kind is weighed by itself, or the many pieces would drown the few words."""
    return {
        "word": _buckets(_words(message.words)),
        "piece": _buckets(_pieces(message.words)),
        "concept": _buckets(_concepts(message.concepts)),
        "manner": _buckets(_manners(message)),
    }


def word_bucket(word: str) -> int:
    return _bucket(f"w {word}")


def _bucket(name: str) -> int:
    return zlib.crc32(name.encode()) % BUCKETS


def _buckets(names: Iterable[str]) -> list[int]:
    return sorted({_bucket(name) for name in names})


def _words(words: Sequence[str]) -> Iterator[str]:
    row = ("^", *words, "$")
    yield from (f"w {word}" for word in words)
    yield from (f"b {one} {two}" for one, two in pairwise(row))
    yield from (f"t {' '.join(row[at : at + 3])}" for at in range(len(row) - 2))
    yield from (f"s {row[at]} {row[at + 2]}" for at in range(len(row) - 2))


def _pieces(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        framed = f"<{word}>"
        for size in (3, 4, 5):
            yield from (f"p {framed[at : at + size]}" for at in range(len(framed) - size + 1))


def _concepts(concepts: Sequence[str]) -> Iterator[str]:
    yield from (f"c {one}" for one in concepts)
    yield from (f"cc {one} {two}" for one, two in pairwise(("^", *concepts, "$")))
    yield from (f"cs {one} {two}" for one, two in zip(concepts, concepts[2:], strict=False))


def _manners(message: Said) -> Iterator[str]:
    yield f"length {min(len(message.words), 4) if len(message.words) < 5 else 5 + min(len(message.words) // 5, 5)}"
    yield from (f"emoji {kind}" for kind in message.emojis)
    letters = [sign for sign in message.raw if sign.isalpha()]
    if "?" in message.raw:
        yield "asks"
    if "!" in message.raw:
        yield "cries" if "!!" in message.raw else "calls"
    if len(letters) > 3 and all(sign.isupper() for sign in letters):
        yield "shouts"
    if not message.words:
        yield "wordless"
