"""Reads "dentistas en Girona" into what and where, and writes the same question in other words."""

import re
from dataclasses import replace
from typing import Final

from scraper.sources import trades
from scraper.sources.base import Query

MAX_VARIANTS: Final = 3

# What stands between the trade and the place, in the order in which it is looked for: sure words first.
_BETWEEN: Final = (
    ("es", r"\s+(?:cerca\s+de|alrededor\s+de)\s+"),
    ("ca", r"\s+(?:a\s+prop\s+de|al\s+voltant\s+de)\s+"),
    ("pt", r"\s+(?:perto\s+d[eoa]s?)\s+"),
    ("en", r"\s+(?:near|around)\s+"),
    ("en", r"\s+in\s+"),
    ("pt", r"\s+(?:em|no|na|nos|nas)\s+"),
    ("es", r"\s+en\s+"),
    ("ca", r"\s+(?:als?|a)\s+"),
    ("", r"\s*,\s*"),
)
_WORDS: Final = {"es": "en", "ca": "a", "pt": "em", "en": "in"}
_SURROUNDINGS: Final = {
    "es": "y alrededores",
    "ca": "i rodalia",
    "pt": "e arredores",
    "en": "and surroundings",
}
_WIDE: Final = re.compile(
    r"\s+(?:y\s+(?:sus\s+)?alrededores|i\s+(?:la\s+)?(?:seva\s+)?rodalia|i\s+voltants|e\s+arredores|and\s+surroundings)$",
    re.IGNORECASE,
)
# The languages in which businesses of a country speak of themselves.
_SPOKEN: Final = {
    "ES": ("es", "ca"),
    "AD": ("ca", "es"),
    "PT": ("pt",),
    "BR": ("pt",),
    "GB": ("en",),
    "IE": ("en",),
    "US": ("en",),
}


def parse(text: str, *, country: str = "", language: str = "") -> Query:
    """What a person wrote as a query; `what` is never empty unless the text is."""
    written = " ".join(text.split())
    bare = _WIDE.sub("", written)
    what, place, heard = _split(bare)
    spoken = trades.language_of(what) or heard or language
    return Query(text=written, what=what, place=place, country=country.upper(), language=spoken, wide=bare != written)


def _split(text: str) -> tuple[str, str, str]:
    """(what, place, language of the word between them)."""
    candidates = []
    for language, between in _BETWEEN:
        for found in re.finditer(between, text, re.IGNORECASE):
            what, place = text[: found.start()].strip(" ,"), text[found.end() :].strip(" ,")
            if what and place:
                candidates.append((what, place, language))
    known = [each for each in candidates if trades.find(each[0])]
    if known or candidates:
        return (known or candidates)[0]
    return _without_a_word_between(text)


def _without_a_word_between(text: str) -> tuple[str, str, str]:
    """ "dentists Leeds" and "Leeds dentists": the trade is the longest known beginning or end."""
    words = text.split()
    for size in range(len(words) - 1, 0, -1):
        first, rest = " ".join(words[:size]), " ".join(words[size:])
        if _is_trade(first):
            return first, rest, ""
        last, rest = " ".join(words[-size:]), " ".join(words[:-size])
        if _is_trade(last):
            return last, rest, ""
    return text, "", ""


def _is_trade(text: str) -> bool:
    return trades.stems(text) in {trades.stems(word) for word in _all_words(text)}


def _all_words(text: str) -> list[str]:
    trade = trades.find(text)
    return [word for words in trade.words.values() for word in words] if trade else []


def variants(query: Query) -> list[Query]:
    """Up to three other ways to ask the same (PRO-01), first in the same language, then in the country's others."""
    trade = trades.find(query.what)
    if trade is None:
        return []
    first = query.language if query.language in trades.LANGUAGES else "es"
    languages = list(dict.fromkeys((first, *_SPOKEN.get(query.country, ()))))
    own, *others = languages
    fresh = [word for word in trade.words[own] if trades.folded(word) != trades.folded(query.what)]
    words = [(own, word) for word in fresh]
    words[2:2] = [(language, trade.words[language][0]) for language in others]
    seen = {trades.folded(query.what)}
    found = []
    for language, word in words:
        if trades.folded(word) not in seen:
            seen.add(trades.folded(word))
            found.append(_asked(query, word, language))
    return found[:MAX_VARIANTS]


def extended(query: Query) -> Query:
    """The same with the surroundings ("búsqueda extendida")."""
    language = query.language if query.language in _SURROUNDINGS else "es"
    if query.wide or not query.place:
        return replace(query, wide=True)
    return replace(query, text=f"{query.text} {_SURROUNDINGS[language]}", wide=True)


def _asked(query: Query, what: str, language: str) -> Query:
    text = f"{what} {_WORDS[language]} {query.place}" if query.place else what
    return replace(query, text=text, what=what, language=language)
