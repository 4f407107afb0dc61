"""The web as prospecting sees it: sources that name businesses, a crawler that reads their sites."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from backend.core.settings import ProspectingSettings
from scraper.settings import Options
from scraper.sources import access as public
from scraper.sources.access import Access
from scraper.sources.base import LeadSource

if TYPE_CHECKING:
    from scraper.crawling import Crawler
    from scraper.summaries import Summariser


@dataclass(frozen=True, slots=True)
class Prospecting:
    """Built once; each search takes a crawler of its own, for the sites' country is the search's.

    `summariser` is a language model that says better than the page itself what a business does, where there is one.
    """

    access: Access
    options: Options
    demo_town: str = ""
    summariser: "Summariser | None" = None

    def needs(self, source: str) -> str:
        """The setting that a source still lacks; empty where it can be asked."""
        return self.access.needs(source)

    def source(self, name: str, given: str = "") -> LeadSource:
        # Late, as below: only the worker asks, and the API starts without a client of the web.
        from scraper.sources.build import build as build_source

        return build_source(name, self.access, given=given)

    def crawler(self, country: str) -> "Crawler":
        from scraper.crawling import Crawler

        return Crawler(replace(self.options, country=country))


def build(settings: ProspectingSettings, summariser: "Summariser | None" = None) -> Prospecting:
    options = Options(
        product=settings.user_agent,
        contact_url=settings.contact_url,
        max_pages=settings.max_pages,
        sites_at_once=settings.sites_at_once,
        delay=settings.delay,
        page_seconds=settings.page_seconds,
        site_seconds=settings.site_seconds,
        cache_dir=Path(settings.cache_dir) if settings.cache_dir else None,
        cache_seconds=settings.cache_seconds,
        allow_loopback=settings.allow_loopback,
    )
    access = Access(
        overpass_url=settings.overpass_url or public.OVERPASS,
        gazetteer_url=settings.gazetteer_url or public.GAZETTEER,
        places_url=settings.places_url or public.PLACES,
        places_key=settings.places_key.get_secret_value(),
        serp_url=settings.serp_url or public.SERP,
        serp_key=settings.serp_key.get_secret_value(),
        user_agent=options.user_agent,
    )
    return Prospecting(access, options, settings.demo_town, summariser)
