"""What a country brings with it until somebody says otherwise: its currency and its first time zone."""

from functools import cache
from importlib import resources
from typing import Final
from zoneinfo import available_timezones

from babel import Locale
from babel.numbers import get_territory_currencies

DEFAULT_COUNTRY: Final = "ES"
DEFAULT_TIMEZONE: Final = "Europe/Madrid"
DEFAULT_CURRENCY: Final = "EUR"

# tzdata lists these from east to west, so the first one is hardly anybody's.
_POPULOUS = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "RU": "Europe/Moscow",
}
_AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@cache
def zones() -> frozenset[str]:
    """The zones a company may live in: `Area/City` and UTC, which Postgres knows by the same names."""
    named = (name for name in available_timezones() if name.startswith(tuple(f"{area}/" for area in _AREAS)))
    return frozenset({"UTC", *named})


@cache
def countries() -> frozenset[str]:
    """ISO 3166 codes of two letters."""
    return frozenset(code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha())


@cache
def currencies() -> frozenset[str]:
    """ISO 4217 codes."""
    return frozenset(Locale("en").currencies)


def currency_of(country: str) -> str:
    found = get_territory_currencies(country)
    return str(found[0]) if found else DEFAULT_CURRENCY


def timezone_of(country: str) -> str:
    """The zone in which most of the country's people live."""
    return _POPULOUS.get(country) or _first_zones().get(country, DEFAULT_TIMEZONE)


@cache
def _first_zones() -> dict[str, str]:
    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            found.setdefault(country, zone)
    return found
