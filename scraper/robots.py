"""robots.txt, obeyed as RFC 9309 says: missing allows, broken forbids."""

import asyncio
from dataclasses import dataclass
from typing import Final

from protego import Protego

from scraper.domains import origin
from scraper.fetching import Fetcher
from scraper.pacing import Pace
from scraper.settings import Options

# RFC 9309, 2.5: at least this much is read, and the rest may be left.
MAX_BYTES: Final = 500 * 1024


@dataclass(frozen=True, slots=True)
class Rules:
    """One host's: `rules` is missing where all is allowed, and `reason` tells where nothing is."""

    rules: Protego | None = None
    reason: str = ""
    crawl_delay: float = 0.0


_OPEN: Final = Rules()
# More than five redirects are taken for a missing file (RFC 9309, 2.3.1.2).
_LOST: Final = frozenset({"redirect_loop", "too_many_redirects"})


class Robots:
    """The rules of one crawl's hosts, each asked for once, also when many pages want to know at the same time."""

    def __init__(self, fetcher: Fetcher, options: Options) -> None:
        self._fetcher = fetcher
        self._options = options
        self._found: dict[str, asyncio.Task[Rules]] = {}

    async def refusal(self, url: str, pace: Pace) -> str:
        """Why this page may not be read, or nothing; "robots" is the site's will, other words mean no rules came."""
        found = await self.rules(url)
        pace.delay = max(pace.delay, found.crawl_delay)
        if found.rules is None:
            return found.reason
        return "" if found.rules.can_fetch(url, self._options.robots_name) else "robots"

    async def rules(self, url: str) -> Rules:
        host = origin(url)
        task = self._found.get(host)
        if task is None:
            task = self._found[host] = asyncio.create_task(self._asked(host))
        if task.done():
            return task.result()
        # Whoever stops waiting does not take the answer from the others.
        return await asyncio.shield(task)

    def close(self) -> None:
        """Nobody waits for the answers that are still under way."""
        for task in self._found.values():
            task.cancel()

    async def _asked(self, host: str) -> Rules:
        # A pace of its own: the page that waits for this answer may hold the site's only place.
        answer = await self._fetcher.plain(f"{host}/robots.txt", Pace(1, 0.0), MAX_BYTES)
        # "Unavailable" (RFC 9309, 2.3.1.3) allows; 429 is a site that wants fewer questions, not more.
        if (answer.reason.startswith("http_4") and answer.reason != "http_429") or answer.reason in _LOST:
            return _OPEN
        if answer.reason:
            return Rules(reason=answer.reason)
        return self._read(answer.text)

    def _read(self, text: str) -> Rules:
        lowered = text.lower()
        if "disallow" not in lowered and "crawl-delay" not in lowered:
            return _OPEN
        found = Protego.parse(text)
        delay = found.crawl_delay(self._options.robots_name) or 0.0
        return Rules(found, crawl_delay=min(delay, self._options.max_crawl_delay))
