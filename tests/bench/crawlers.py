"""The crawlers that are compared, each in a process of its own: `python -m tests.bench.crawlers NAME URL...`.

Each prints one line of JSON: pages read, seconds from the first request to the last page and of
processor time, peak memory in MB;
`memory` is ours with the peak after a tenth of 20,000 pages beside it.
"""

import asyncio
import importlib
import json
import resource
import sys
import time
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urldefrag, urljoin

import uvloop

AT_ONCE: Final = 32
# Of the 20,000 pages over which memory must stay flat.
EARLY: Final = 2_000


def ours(urls: list[str], *, sites: int = 1, early: list[float] | None = None) -> int:
    """Whole sites, with robots, guards, redirects and extraction; `early` gets the peak after a tenth of the pages."""
    from scraper.crawling import Crawler
    from scraper.findings import PageSeen
    from scraper.settings import Options

    options = Options(
        max_pages=0,
        delay=0.0,
        requests_per_site=AT_ONCE // sites,
        requests_at_once=AT_ONCE,
        sites_at_once=sites,
        site_seconds=0.0,
        allow_loopback=True,
    )

    async def crawl() -> int:
        read = 0

        def count(page: PageSeen) -> None:
            nonlocal read
            read += not page.reason
            if early is not None and not early and read == EARLY:
                early.append(_peak())

        async with Crawler(options) as crawler:
            async for _ in crawler.sites(urls, on_page=count):
                pass
        return read

    return uvloop.run(crawl())


def bare(urls: list[str]) -> int:
    """The least: aiohttp downloads, selectolax finds the links, nothing else is done."""
    return uvloop.run(_bare(urls[0]))


async def _bare(home: str) -> int:
    from aiohttp import ClientSession, DummyCookieJar, TCPConnector
    from selectolax.lexbor import LexborHTMLParser

    seen = {home}
    waiting: asyncio.Queue[str] = asyncio.Queue()
    waiting.put_nowait(home)
    read = 0

    async def work(session: ClientSession) -> None:
        nonlocal read
        while True:
            url = await waiting.get()
            async with session.get(url) as response:
                text = await response.text()
                if response.status == 200:
                    read += 1
                    for node in LexborHTMLParser(text).css("a[href]"):
                        link = urldefrag(urljoin(url, node.attributes["href"] or ""))[0]
                        if link not in seen and link.startswith(home):
                            seen.add(link)
                            waiting.put_nowait(link)
            waiting.task_done()

    async with ClientSession(cookie_jar=DummyCookieJar(), connector=TCPConnector(limit=0)) as session:
        workers = [asyncio.create_task(work(session)) for _ in range(AT_ONCE)]
        await waiting.join()
        for each in workers:
            each.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    return read


def scrapy(urls: list[str]) -> int:
    """A spider that drops links it has seen, obeys robots.txt and extracts with the same functions as ours."""
    from scraper import pages

    # Any: Scrapy is installed for the benchmark only, so the type checker does not know it.
    library: Any = importlib.import_module("scrapy")
    processes: Any = importlib.import_module("scrapy.crawler")

    home = urls[0]
    read = 0

    class Whole(library.Spider):  # type: ignore[misc]  # as above
        name = "whole"
        start_urls = [home]
        seen = {home}

        def parse(self, response: Any) -> Iterator[Any]:
            nonlocal read
            read += 1
            page = pages.parse(response.text, response.url)
            pages.findings(page, country="")
            for link in page.links:
                if link.url not in self.seen and link.url.startswith(home):
                    self.seen.add(link.url)
                    yield library.Request(link.url, callback=self.parse)

    process = processes.CrawlerProcess(
        {
            "ROBOTSTXT_OBEY": True,
            "CONCURRENT_REQUESTS": AT_ONCE,
            "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
            "DOWNLOAD_DELAY": 0,
            "COOKIES_ENABLED": False,
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "ASYNCIO_EVENT_LOOP": "uvloop.Loop",
        }
    )
    process.crawl(Whole)
    process.start()
    return read


CRAWLERS: Final = {"ours": ours, "bare": bare, "scrapy": scrapy}


# Loaded before the clock starts.
_NEEDED: Final = {
    "ours": ("scraper.crawling",),
    "memory": ("scraper.crawling",),
    "bare": ("aiohttp", "selectolax.lexbor"),
    "scrapy": ("scrapy.crawler", "scraper.pages"),
}


def main(name: str, urls: list[str]) -> None:
    for each in _NEEDED[name]:
        importlib.import_module(each)
    began, used = time.perf_counter(), time.process_time()
    early: list[float] = []
    read = ours(urls, sites=2, early=early) if name == "memory" else CRAWLERS[name](urls)
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    memory = {"peak_mb": _peak(), "early_mb": early[0] if early else 0.0}
    print(json.dumps({"pages": read, "seconds": seconds, "cpu_seconds": cpu, **memory}))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
