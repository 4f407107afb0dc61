"""A step's text as one person reads it: variables filled, and no hole where one is not known. Pure."""

import re
from collections.abc import Mapping
from typing import Final

from backend.core.language import LANGUAGES, Language, is_language

VARIABLES: Final = ("name", "product", "business")
LONGEST_NAME: Final = 40

_PLACE: Final = re.compile(r"\{([a-z_]{1,40})\}")
# What stands before a name that is not known goes with it: «Hola {name},» becomes «Hola,», «Gracias, {name}!»
# becomes «Gracias!».
_IN_PLACE: Final = re.compile(r"(,?[ \t]*)\{([a-z_]{1,40})\}(?=([!?.,]?))")
_ORPHAN: Final = re.compile(r"^[\s,;:.–-]+")
# Said instead of a product that nobody named.
OFFER: Final[Mapping[Language, str]] = {
    "es": "lo que ofrecemos",
    "ca": "la nostra oferta",
    "pt": "a nossa oferta",
    "en": "what we offer",
}


def unknown(text: str) -> list[str]:
    """Variables of a text that nobody fills."""
    return [name for name in _PLACE.findall(text) if name not in VARIABLES]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Every variable replaced once: braces that came in with a value stay words."""

    def put(found: re.Match[str]) -> str:
        before, name, after = found.groups()
        value = values.get(name, "")
        if value:
            return before + value
        return "" if after or "," not in before else ","

    said = _IN_PLACE.sub(put, text)
    first = _PLACE.match(text)
    return _as_sentence(said) if first and not values.get(first[1]) else said.strip()


def _as_sentence(said: str) -> str:
    """It began with a name that is not known: what came after begins it now."""
    said = _ORPHAN.sub("", said).strip()
    at = 1 if said[:1] in "¿¡" else 0
    return said[:at] + said[at : at + 1].upper() + said[at + 1 :]


def choose(texts: Mapping[Language, str], wanted: str, fallback: str) -> tuple[Language, str] | None:
    """The person's language, else the company's, else any."""
    for language in (wanted, fallback, *LANGUAGES):
        for each, text in texts.items():
            if each == language:
                return each, text
    return None


def first_name(name: str | None) -> str:
    """How somebody is spoken to; nothing where the name is a number, an address or a handle."""
    first = next(iter((name or "").split()), "").strip(",;:()\"'")
    if not first or len(first) > LONGEST_NAME or any(char.isdigit() or char in "@/\\_{}<>" for char in first):
        return ""
    return first if any(char.isalpha() for char in first) else ""


def values(*, name: str | None, product: str | None, business: str, language: str) -> dict[str, str]:
    """A template may speak a language that is none of ours: English then."""
    spoken = language if is_language(language) else "en"
    return {
        "name": first_name(name),
        "product": " ".join((product or "").split())[:200] or OFFER[spoken],
        "business": business,
    }
