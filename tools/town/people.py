"""Who has a business in Valldemar: read from `businesses.txt`, the same at every start."""

import math
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Final

from scraper.sources import trades

CENTRE: Final = (42.1532, 3.0871)
# Its number among the map's areas.
RELATION: Final = 99_000_017
POSTCODE: Final = "17999"
_STREETS: Final = ("Carrer Major", "Carrer de la Mar", "Plaça de l'Om", "Passeig dels Til·lers", "Avinguda del Port")
_ENDINGS: Final = {"ca": "cat", "es": "es", "pt": "pt", "en": "com"}


@dataclass(frozen=True)
class Shop:
    """One business. `behaviour` says how its website treats a visitor; `known` is what the map tells of it."""

    number: int
    slug: str
    trade: str
    name: str
    language: str
    shape: str
    behaviour: str
    known: frozenset[str]

    @property
    def host(self) -> str:
        """Browsers and our resolver know that names below localhost are this machine (RFC 6761)."""
        twin = self.behaviour.removeprefix("same:")
        return f"{self.slug if twin == self.behaviour else twin}.localhost"

    @property
    def email(self) -> str:
        box = {"contact_page": "hola", "structured": "contacte", "legal": "administracio"}.get(self.shape, "info")
        return (
            "" if self.behaviour in {"no_email", "empty"} else f"{box}@{self.slug}-valldemar.{_ENDINGS[self.language]}"
        )

    @property
    def phone(self) -> str:
        return "" if self.behaviour == "empty" else f"+3497200{self.number:02}{(self.number * 37) % 100:02}"[:12]

    @property
    def mobile(self) -> str:
        return f"+346000{self.number:02}{(self.number * 53) % 1000:03}"

    @property
    def street(self) -> str:
        return f"{_STREETS[self.number % len(_STREETS)]}, {self.number + 1}"

    @property
    def place(self) -> tuple[float, float]:
        """Spread over the town as seeds in a sunflower, shuffled so that a trade has no street of its own."""
        seed = (self.number * 37) % 61 + 1
        distance, angle = 0.0022 * math.sqrt(seed), seed * 2.39996
        north, east = distance * math.sin(angle), distance * 1.3 * math.cos(angle)
        return round(CENTRE[0] + north, 6), round(CENTRE[1] + east, 6)

    @cached_property
    def tags(self) -> tuple[tuple[str, str], ...]:
        found = trades.find(self.trade.replace("_", " "))
        assert found is not None, self.trade
        return found.tags[:1]

    @property
    def tax_id(self) -> str:
        """A CIF with its right check digit."""
        digits = f"17{self.number:05}"
        odd = sum(sum(divmod(2 * int(each), 10)) for each in digits[::2])
        return f"B{digits}{(10 - (odd + sum(map(int, digits[1::2]))) % 10) % 10}"


@cache
def shops() -> tuple[Shop, ...]:
    text = (resources.files("tools.town") / "businesses.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(_read(number, line) for number, line in enumerate(lines))


def _read(number: int, line: str) -> Shop:
    slug, trade, name, language, shape, behaviour, known = (part.strip() for part in line.split("|"))
    return Shop(number, slug, trade, name, language, shape, behaviour, frozenset(known.split()))


@cache
def by_host() -> dict[str, Shop]:
    return {each.host: each for each in reversed(shops()) if not each.behaviour.startswith("same:")}
