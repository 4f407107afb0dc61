"""The name with which a person introduces themselves (DMA-01), and nothing that only stands where a name would."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

from backend.assistant.folding import folded
from backend.core.language import Language

LONGEST: Final = 4
# "me llamo X" is always a name; "soy X" only where X looks or is known as one.
SURE: Final = re.compile(
    r"(?:\bme llamo|\bmi nombre(?: completo)? es|\bllamame|\bem dic|\bem dicen|\bel meu nom(?: complet)? es"
    r"|\bm'?anomeno|\b(?:eu )?(?:me )?chamo(?:-me| me)?|\b(?:o )?meu nome(?: completo)? e"
    r"|\bmy (?:full )?name(?: is|'s)|\bname's|\bi am called|\bi go by|\bnombre:|\bnom:|\bnome:|\bname:"
    r"|\b[lt]e (?:saluda|escribe|habla))\s+"
)
LIKELY: Final = re.compile(
    r"(?:\bsoy|\bso[ck]|\bsou|\bi'?m|\bi am|\bthis is|\bit'?s|\bhere is|\baqui(?: e| es)?|\beu sou|\bhabla|\bfala)\s+"
)
# "sou de Girona?" asks in Catalan; "it's late" and "aquí" are everybody's.
ONLY_IN: Final[Mapping[str, frozenset[Language]]] = {"sou": frozenset({"pt"}), "eu sou": frozenset({"pt"})}
ONLY_KNOWN: Final = frozenset({"it's", "its", "here is", "aqui", "aqui es", "aqui e", "habla", "fala"})
_DENIED: Final = re.compile(r"\b(?:no|not|nao|n't)\s*$")
_ARTICLE: Final = re.compile(r"(?:(?:la|el|en|na|o|a)\s+|l')(?=[^\W\d_]{2})")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’·-][^\W\d_]+)*\.?")
PARTICLES: Final = frozenset({"de", "del", "da", "do", "dos", "das", "la", "las", "los", "van", "von", "der", "i", "d"})
_INNER: Final = re.compile(r"(^|[-'’])([^\W\d_])")


def introduced_name(text: str, language: Language | None = None) -> str | None:
    """ "soy marta garcía y quiero info" -> "Marta García"; "soy de Madrid" -> None. At most four words."""
    text = text[:500]
    for opening, sure in ((SURE, True), (LIKELY, False)):
        plain = folded(text).replace("’", "'")
        for found in opening.finditer(plain):
            opener = found.group().strip()
            if _DENIED.search(plain[: found.start()]):
                continue
            if language is not None and language not in ONLY_IN.get(opener, frozenset({language})):
                continue
            if name := _name(text[found.end() :], sure, opener in ONLY_KNOWN):
                return name
    return None


def _name(rest: str, sure: bool, only_known: bool) -> str | None:
    if article := _ARTICLE.match(folded(rest)):
        rest, sure = rest[article.end() :], False
    words = list(_row(rest))
    if not words or not _is_given(words[0], sure, only_known, _shouted(rest)):
        return None
    taken = [words[0]]
    for place, word in enumerate(words[1:LONGEST], 1):
        following = words[place + 1] if place + 1 < len(words) else ""
        if not _continues(word, following, _shouted(rest)):
            break
        taken.append(word)
    while folded(taken[-1]) in PARTICLES:
        taken.pop()
    return " ".join(_repaired(word, first=not place) for place, word in enumerate(taken))


def _row(rest: str) -> Iterator[str]:
    """The words that stand beside each other; a comma, a dot or a sign ends the name."""
    at = 0
    while found := _WORD.match(rest, at):
        word = found.group()
        yield word.rstrip(".")
        if word.endswith(".") or not rest[found.end() :].startswith(" "):
            return
        at = found.end() + len(rest[found.end() :]) - len(rest[found.end() :].lstrip(" "))


def _is_given(word: str, sure: bool, only_known: bool, shouted: bool) -> bool:
    plain = folded(word)
    if plain in _list("given"):
        return True
    if plain in _list("nobody") or plain in PARTICLES or len(plain) < 2 or only_known:
        return False
    return sure or (word[0].isupper() and not shouted)


def _continues(word: str, following: str, shouted: bool) -> bool:
    plain, after = folded(word), folded(following)
    if plain in PARTICLES:
        named = after in _list("family") or after in _list("given")
        inner = after in PARTICLES or (following[:1].isupper() and not shouted and after not in _list("nobody"))
        return named or (plain not in {"de", "i"} and inner) or (plain == "de" and after in {"la", "los", "las"})
    if plain in _list("nobody"):
        return False
    return plain in _list("family") or plain in _list("given") or (word[0].isupper() and not shouted)


def _shouted(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return bool(letters) and all(sign.isupper() for sign in letters)


def _repaired(word: str, *, first: bool) -> str:
    """ "NÚRIA" and "núria" become "Núria"; "McDonald" stays, and so do particles."""
    if folded(word) in PARTICLES and not first:
        return word.lower()
    if word[0].isupper() and not word.isupper() and any(sign.islower() for sign in word):
        return word
    return _INNER.sub(lambda found: found[1] + found[2].upper(), word.lower())


@cache
def _list(name: str) -> frozenset[str]:
    data = tomllib.loads((resources.files("backend.assistant.intents") / "names.toml").read_text(encoding="utf-8"))
    words: Sequence[str] = data[name].split()
    return frozenset(map(folded, words))
