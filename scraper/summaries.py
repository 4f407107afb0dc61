"""Two sentences about a business and its sector, made from its own words; a model may do it better."""

import re
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final, Protocol

from scraper.findings import Findings, first
from scraper.names import of_title, tidy

MAX_SENTENCE: Final = 220
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÁÉÍÓÚÀÈÒÜÇÑ¿¡\d])")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[·'’][^\W\d_]+)*")
_OFFERS: Final = {
    "es": "Su web habla de {topics}.",
    "ca": "El seu web parla de {topics}.",
    "pt": "O seu site fala de {topics}.",
    "en": "Its website covers {topics}.",
}
_AND: Final = {"es": "y", "ca": "i", "pt": "e", "en": "and"}
_TITLE_WEIGHT: Final = 4


class Summariser(Protocol):
    """Written by whoever has a model: two sentences, and the sector in a word or two."""

    async def summarise(self, text: str, language: str) -> tuple[str, str]: ...


def summary(found: Findings) -> str:
    """At most two sentences, taken from the description, else from title and headings; never a word of our own
    beside the one that joins the headings."""
    said = [_short(each) for each in _SENTENCE_END.split(found.description.strip()) if len(each) > 20]
    if not said and found.title:
        said = [_short(found.title)]
    topics = _topics(found)
    if len(said) < 2 and topics:
        language = found.language if found.language in _OFFERS else "en"
        said.append(_OFFERS[language].format(topics=_listed(topics, _AND[language])))
    return " ".join(said[:2])


def _short(sentence: str) -> str:
    sentence = " ".join(sentence.split())
    if len(sentence) > MAX_SENTENCE:
        sentence = sentence[:MAX_SENTENCE].rpartition(" ")[0] + "…"
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _topics(found: Findings) -> list[str]:
    """Headings that say something which title and name do not."""
    name = first(found.names) or of_title(found.title, "")[0]
    taken = {found.title.casefold(), name.casefold()}
    topics = (tidy(each) for each in found.headings)
    return [each for each in topics if each and each.casefold() not in taken and 4 < len(each) < 60][:3]


def _listed(topics: list[str], joined: str) -> str:
    quoted = [f"«{each}»" for each in topics]
    return f"{', '.join(quoted[:-1])} {joined} {quoted[-1]}" if len(quoted) > 1 else quoted[0]


def text_for_model(found: Findings) -> str:
    """What a summariser is given: public words of the business, no contact data."""
    return "\n".join(each for each in (found.title, found.description, *found.headings) if each)


def sector(found: Findings) -> str:
    """The sector whose words the page says most, as its key in `data/sectors.txt`; empty when none is said."""
    scores: dict[str, int] = {}
    for text, weight in ((found.title, _TITLE_WEIGHT), (found.description, 2), (" ".join(found.headings), 1)):
        words = [each.lower() for each in _WORD.findall(text[:2_000])]
        for key in _spoken(words):
            scores[key] = scores.get(key, 0) + weight
    return max(scores, key=lambda key: scores[key]) if scores else ""


def _spoken(words: list[str]) -> list[str]:
    """The sectors of these words, as often as they are said."""
    known = _words()
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    found = []
    for each in (*words, *pairs):
        key = known.get(each) or next(
            (known[f"{each[:length]}*"] for length in range(len(each), 3, -1) if f"{each[:length]}*" in known), ""
        )
        if key:
            found.append(key)
    return found


@cache
def _words() -> dict[str, str]:
    """Each word with its sector; `odontol*` stands for every word that begins so."""
    lines = files("scraper").joinpath("data/sectors.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return {word.strip(): key.strip() for key, _, said in pairs for word in said.split(",")}
