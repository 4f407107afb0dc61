"""Asks a source for businesses, for the command line."""

import os
from collections.abc import Mapping
from typing import Final

from scraper.settings import from_environment
from scraper.sources import queries
from scraper.sources.base import SourceRefused
from scraper.sources.build import Access, build
from scraper.tally import Tally

# What the operator may set, and what it is for a source.
_SET: Final = {
    "OVERPASS_URL": "overpass_url",
    "GAZETTEER_URL": "gazetteer_url",
    "PLACES_URL": "places_url",
    "GOOGLE_PLACES_API_KEY": "places_key",
    "SERP_URL": "serp_url",
    "SCRAPERAPI_KEY": "serp_key",
}


def access(environment: Mapping[str, str]) -> Access:
    given = {name: environment[variable] for variable, name in _SET.items() if environment.get(variable)}
    return Access(user_agent=from_environment(environment).user_agent, **given)  # type: ignore[arg-type]  # all strings


async def websites(text: str, source: str, limit: int, country: str, tally: Tally) -> list[str]:
    """The sites of what was found; raises `SourceError`."""
    allowed = access(os.environ)
    if lacking := allowed.needs(source):
        raise SourceRefused(source, f"it needs {lacking}")
    query = queries.parse(text, country=country)
    found = []
    async for business in build(source, allowed).search(query, limit=limit):
        if business.website:
            found.append(business.website)
        else:
            tally.skipped["without a website"] += 1
    return found
