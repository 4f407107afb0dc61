"""The made-up town for tests: its websites and services on a port of their own, and the product told to ask there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from fastapi import FastAPI

from backend.providers.prospecting import Prospecting
from scraper.settings import Options
from scraper.sources.build import Access
from tools.town.server import Town

KEY = "made-up-town"


def access(town: Town) -> Access:
    """All sources with a key, none with patience."""
    return Access(
        overpass_url=f"{town.address}/overpass",
        gazetteer_url=f"{town.address}/nominatim",
        places_url=f"{town.address}/places",
        places_key=KEY,
        serp_url=f"{town.address}/serp",
        serp_key=KEY,
        waits=(0.01, 0.01),
    )


def prospecting(town: Town, cache: Path | None) -> Prospecting:
    options = Options(allow_loopback=True, delay=0, retries=0, backoff=0.01, page_seconds=5, cache_dir=cache)
    return Prospecting(access(town), options)


@asynccontextmanager
async def told(app: FastAPI, town: Town, cache: Path | None) -> AsyncIterator[None]:
    """While it lasts, the app's API and jobs look for businesses in the town."""
    before = app.state.providers
    app.state.providers = replace(before, prospecting=prospecting(town, cache))
    try:
        yield
    finally:
        app.state.providers = before
