"""Web search through ScraperAPI's structured Google results, or any endpoint that answers in that shape."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final
from urllib.parse import urlsplit

from scraper.domains import registrable, site_of
from scraper.sources.access import SERP, WAITS
from scraper.sources.asking import Caller
from scraper.sources.base import Business, Query, SourceRefused, SourceUnavailable

PAGE: Final = 10
MOST_PAGES: Final = 10
# Under which name different services list what they found.
_LISTS: Final = ("organic_results", "organic", "results", "items")


@cache
def directories() -> frozenset[str]:
    text = (resources.files("scraper.sources") / "directories.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@dataclass(slots=True)
class WebSearch:
    """Each site once, directories and networks left out."""

    key: str = field(repr=False)
    url: str = SERP
    user_agent: str = "OpenSells/1.0"
    waits: tuple[float, ...] = WAITS
    # Such services look the page up while one waits.
    seconds: float = 70.0
    name: str = field(default="web", init=False)

    async def search(self, query: Query, *, limit: int) -> AsyncIterator[Business]:
        if not self.key:
            raise SourceRefused(self.name, "key_missing")
        seen: set[str] = set()
        async with Caller(self.name, self.user_agent, self.seconds, self.waits) as caller:
            for page in range(MOST_PAGES):
                rows = await self._page(caller, query, page)
                fresh = [each for each in _businesses(rows) if _site(each.website) not in seen]
                for business in fresh:
                    if _site(business.website) in seen:
                        continue
                    seen.add(_site(business.website))
                    yield business
                    if len(seen) >= limit:
                        return
                if not rows or not fresh:
                    return

    async def _page(self, caller: Caller, query: Query, page: int) -> list[Any]:  # Any: JSON of others
        params = {"api_key": self.key, "query": query.text, "num": str(PAGE), "start": str(page * PAGE)}
        if query.country:
            params["country_code"] = query.country.lower()
        if query.language:
            params["hl"] = query.language
        found = caller.understood(await caller.ask("GET", self.url, params=params))
        for name in _LISTS:
            if isinstance(found.get(name), list):
                rows: list[Any] = found[name]
                return rows
        if "search_information" in found or "pagination" in found:
            return []
        raise SourceUnavailable(self.name, "not_results")


def _businesses(rows: Iterable[Any]) -> list[Business]:  # Any: JSON of others
    found = (_read(row) for row in rows)
    return [each for each in found if each]


def _read(row: Any) -> Business | None:  # Any: JSON of others
    if not isinstance(row, dict):
        return None
    link, title = str(row.get("link") or row.get("url") or ""), str(row.get("title") or "")
    site = _site(link)
    if not link.startswith(("http://", "https://")) or not site or site in directories():
        return None
    return Business(name=_name(title) or site, website=link, source="web", source_url=link)


def _site(link: str) -> str:
    try:
        host = (urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return host if host in directories() else registrable(host) or site_of(link)


def _name(title: str) -> str:
    """A page's title without what follows the first bar or dash."""
    for mark in (" | ", " - ", " – ", " — ", " · ", " :: "):
        title = title.split(mark, maxsplit=1)[0]
    return title.strip()[:200]
