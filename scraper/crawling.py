"""Crawls sites, one or many at once: each gives a report, whatever it does to us."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Final, Self

from aiohttp import ClientSession, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver

from scraper.cache import Cache
from scraper.domains import completed, site_of
from scraper.fetching import Fetcher
from scraper.findings import SiteReport
from scraper.guard import Guard, GuardedResolver, SystemResolver
from scraper.pacing import Paces
from scraper.rules import Rules
from scraper.settings import Options
from scraper.visiting import OnPage, Visit

_ACCEPTED: Final = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
_KEEP_ALIVE_SECONDS: Final = 20.0


class Crawler:
    """`async with Crawler(options) as crawler`; one serves a whole process, for connections and places are shared.

    `resolver` stands below the guard and replaces the machine's own.
    """

    def __init__(self, options: Options | None = None, *, resolver: AbstractResolver | None = None) -> None:
        self.options = options or Options()
        self._resolver = resolver
        self._paces = Paces(self.options)
        self._open = AsyncExitStack()
        self._fetcher: Fetcher | None = None

    async def __aenter__(self) -> Self:
        guard = Guard(self.options)
        resolver = GuardedResolver(guard, self._resolver or SystemResolver())
        self._open.push_async_callback(resolver.close)
        session = await self._open.enter_async_context(self._session(guard, resolver))
        cache = Cache.of(self.options)
        if cache:
            self._open.callback(cache.close)
        self._fetcher = Fetcher(session, self.options, guard, cache)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._fetcher = None
        await self._open.aclose()

    def _session(self, guard: Guard, resolver: AbstractResolver) -> ClientSession:
        connector = TCPConnector(
            # The fetcher's own places bound the number: a request that queues here would use up its time.
            limit=0,
            resolver=resolver,
            socket_factory=guard.socket,
            keepalive_timeout=_KEEP_ALIVE_SECONDS,
        )
        languages = "es,ca;q=0.9,pt;q=0.8,en;q=0.7,*;q=0.5"
        return ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            headers={
                "User-Agent": self.options.user_agent,
                "Accept": _ACCEPTED,
                "Accept-Encoding": "gzip, deflate",
                "Accept-Language": languages,
            },
        )

    async def site(self, url: str, *, on_page: OnPage | None = None, rules: Rules | None = None) -> SiteReport:
        """`on_page` is told of every page as it comes; `rules` say what is junk. Raises only for our own faults."""
        if self._fetcher is None:
            raise RuntimeError("the crawler is not open: use `async with`")
        pace = self._paces.of(site_of(completed(url)))
        return await Visit(self._fetcher, self.options, pace, on_page, rules).run(url)

    async def sites(
        self, urls: Iterable[str], *, on_page: OnPage | None = None, rules: Rules | None = None
    ) -> AsyncGenerator[SiteReport, None]:
        """The reports as they come, `sites_at_once` under way; what is not asked for yet takes no memory."""
        waiting = iter(urls)
        under_way: set[asyncio.Task[SiteReport]] = set()
        try:
            while True:
                while len(under_way) < self.options.sites_at_once and (url := next(waiting, None)) is not None:
                    under_way.add(asyncio.create_task(self.site(url, on_page=on_page, rules=rules)))
                if not under_way:
                    return
                done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    yield task.result()
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)
