"""What people call a trade in four languages, and what OpenStreetMap calls it."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

LANGUAGES: Final = ("es", "ca", "pt", "en")


@dataclass(frozen=True, slots=True)
class Trade:
    """One line of `trades.txt`; the first word of each language is the usual one."""

    name: str
    tags: tuple[tuple[str, str], ...]
    words: dict[str, tuple[str, ...]]


def folded(text: str) -> str:
    """Lower case, without accents, single spaces."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    return " ".join("".join(sign for sign in bare if not unicodedata.combining(sign)).split())


def _stem(word: str) -> str:
    """Singular, plural, masculine and feminine fall together; short words stay."""
    cut = word.removesuffix("s") if len(word) > 3 else word
    return cut[:-1] if len(cut) > 3 and cut[-1] in "aeo" else cut


def stems(text: str) -> tuple[str, ...]:
    return tuple(_stem(word) for word in folded(text).split())


@cache
def all_trades() -> tuple[Trade, ...]:
    text = (resources.files("scraper.sources") / "trades.txt").read_text(encoding="utf-8")
    return tuple(_read(line) for line in text.splitlines() if line and not line.startswith("#"))


def _read(line: str) -> Trade:
    name, tags, *words = (part.strip() for part in line.split("|"))
    pairs = (tag.partition("=") for tag in tags.split(", "))
    listed = (tuple(word.strip() for word in each.split(",")) for each in words)
    return Trade(name, tuple((key, value) for key, _, value in pairs), dict(zip(LANGUAGES, listed, strict=True)))


@cache
def _by_stems() -> dict[tuple[str, ...], Trade]:
    found: dict[tuple[str, ...], Trade] = {}
    for trade in all_trades():
        for words in (*trade.words.values(), (trade.name.replace("_", " "),)):
            for word in words:
                found.setdefault(stems(word), trade)
    return found


def find(what: str) -> Trade | None:
    """The trade that is named, whole ("abogada") or with more around it ("dentistas infantiles")."""
    wanted = stems(what)
    known = _by_stems()
    for size in range(len(wanted), 0, -1):
        for start in range(len(wanted) - size + 1):
            trade = known.get(wanted[start : start + size])
            if trade:
                return trade
    return None


def language_of(what: str) -> str:
    """The language in which this is a trade's word, if it is one in a single language only."""
    wanted = stems(what)
    spoken = {
        language
        for trade in all_trades()
        for language, words in trade.words.items()
        if any(stems(word) == wanted and folded(word) == folded(what) for word in words)
    }
    return spoken.pop() if len(spoken) == 1 else ""
