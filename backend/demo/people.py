"""The invented visitors: names of each language, addresses that lead nowhere and numbers nobody should dial."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from backend.core.language import LANGUAGES, Language

# (first names, surnames); the two lengths have no common divisor, so every pair comes before one repeats.
_NAMES: Final[Mapping[Language, tuple[str, str]]] = {
    "es": (
        "Lucía Javier Carmen Álvaro Marta Sergio Elena Rubén Pilar Andrés Nuria Diego Rosa Iván Silvia Hugo",
        "García Romero Navarro Ortega Molina Delgado Castro Rubio Serrano Iglesias Medina Vega Prieto Campos Cano",
    ),
    "ca": (
        "Jordi Mireia Pere Anna Oriol Montserrat Arnau Núria Josep Laura Marc Gemma Ferran Roser Xavier Clara",
        "Puig Soler Vila Ferrer Serra Roca Bosch Mas Pujol Casals Riera Camps Font Torrent Vidal",
    ),
    "pt": (
        "Inês Tiago Beatriz Rui Catarina Nuno Sofia Miguel",
        "Ferreira Almeida Carvalho Teixeira Moreira Lopes Nogueira",
    ),
    "en": (
        "Emma James Olivia Thomas Hannah Daniel Grace Oliver Megan",
        "Walker Hughes Bennett Cooper Murray Fletcher Reid Palmer",
    ),
}
_HOSTS: Final = ("example.com", "example.org", "example.net")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who never lived."""

    name: str
    email: str
    phone: str


def person(language: Language, number: int) -> Person:
    """The same one for the same number, another for each other number."""
    firsts, surnames = (names.split() for names in _NAMES[language])
    first, surname = firsts[number % len(firsts)], surnames[number % len(surnames)]
    address = f"{_plain(first)}.{_plain(surname)}@{_HOSTS[number % len(_HOSTS)]}"
    return Person(f"{first} {surname}", address, _phone(language, number))


def _phone(language: Language, number: int) -> str:
    # A prime, so that no two people share a number; the zeros in front say that nobody is meant.
    tail = f"{(number * len(LANGUAGES) + LANGUAGES.index(language)) * 7919 % 100_000:05}"
    return f"{'+351 910' if language == 'pt' else '600'} 0{tail[:2]} {tail[2:]}"


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
