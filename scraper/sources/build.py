"""Puts a source together from its name and what the operator set."""

from typing import Final

from scraper.sources.access import Access
from scraper.sources.base import LeadSource
from scraper.sources.given import Given
from scraper.sources.overpass import Overpass
from scraper.sources.places import Places
from scraper.sources.web_search import WebSearch

__all__ = ["NAMES", "Access", "build"]

NAMES: Final = ("overpass", "places", "web", "list")


def build(name: str, access: Access, *, given: str = "") -> LeadSource:
    """Raises ValueError for a name that is none of `NAMES`. `given` is the text of the list."""
    match name:
        case "overpass":
            return Overpass(access.overpass_url, access.gazetteer_url, access.user_agent, access.waits)
        case "places":
            return Places(access.places_key, access.places_url, access.user_agent, access.waits)
        case "web":
            return WebSearch(access.serp_key, access.serp_url, access.user_agent, access.waits)
        case "list":
            return Given(given, finder=_finder(access))
    raise ValueError(f"no source is called {name!r}")


def _finder(access: Access) -> LeadSource | None:
    """Who finds a business by its name: whoever has a key."""
    return next((build(name, access) for name in ("places", "web") if not access.needs(name)), None)
