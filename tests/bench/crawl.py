"""Crawling a site of 2,000 pages of 11 KB, beside Scrapy and beside a loop that only downloads.

Goals: at least 4 times the pages per second of a Scrapy spider that drops links it has seen and extracts the same,
with robots, guards and redirects on; at least half of a bare aiohttp loop that downloads and parses links only;
and memory that does not grow from 2,000 pages to 20,000. Scrapy is no dependency: without it its line is skipped
(`uv pip install --target DIR scrapy`, then PYTHONPATH=DIR).
"""

import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from statistics import median
from typing import Final

from tests.bench.processes import Program, running
from tests.bench.report import Figure, tell
from tests.support.product import free_ports

PAGES: Final = 2_000
SITES: Final = 10
ROUNDS: Final = 3
TIMES_SCRAPY: Final = 4.0
OF_BARE: Final = 0.5
MEMORY: Final = 1.25


@dataclass(frozen=True, slots=True)
class Run:
    """What one crawl gave."""

    pages: int
    seconds: float
    cpu_seconds: float
    peak_mb: float
    early_mb: float

    @property
    def speed(self) -> float:
        return self.pages / self.seconds


def _crawl(name: str, *urls: str) -> Run:
    command = [sys.executable, "-m", "tests.bench.crawlers", name, *urls]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def _site(port: int, pages: int) -> Program:
    return Program(("-m", "tests.bench.crawl_site", str(port), str(pages)), f"http://127.0.0.1:{port}/")


def _speeds(names: list[str]) -> dict[str, float]:
    """Interleaved, so that a busy moment of the machine meets all; each crawl must read every page."""
    (port,) = free_ports(1)
    runs: dict[str, list[Run]] = {name: [] for name in names}
    with running(_site(port, PAGES), {}):
        for _ in range(ROUNDS):
            for name in names:
                runs[name].append(_crawl(name, f"http://127.0.0.1:{port}/"))
    for name, found in runs.items():
        each_page = median(each.cpu_seconds / each.pages for each in found) * 1e6
        print(f"{name}: {', '.join(f'{each.speed:,.0f}/s' for each in found)}; {each_page:,.0f} us of processor a page")
        assert min(each.pages for each in found) >= PAGES, name
    return {name: median(each.speed for each in found) for name, found in runs.items()}


def _memory() -> tuple[Run, Run]:
    """Ten sites of 2,000 pages, and one of 20,000."""
    port, large = free_ports(2)
    with running(_site(port, PAGES), {}), running(_site(large, PAGES * SITES), {}):
        urls = [f"http://s{number}.localhost:{port}/" for number in range(SITES)]
        return _crawl("memory", *urls), _crawl("memory", f"http://127.0.0.1:{large}/")


def main() -> bool:
    """Prints the table; True where the goals are met."""
    with_scrapy = importlib.util.find_spec("scrapy") is not None
    speeds = _speeds(["ours", "bare", *(["scrapy"] if with_scrapy else [])])
    many, large = _memory()
    figures = [Figure("ours, beside a bare download loop", speeds["ours"], "p/s", speeds["bare"], least=OF_BARE)]
    if with_scrapy:
        figures.append(Figure("ours, beside Scrapy", speeds["ours"], "p/s", speeds["scrapy"], least=TIMES_SCRAPY))
    else:
        print("Scrapy: skipped (not installed)")
    names = ("ten sites of 2,000 pages", "one site of 20,000 pages")
    figures += [
        Figure(f"peak memory, {name}, beside 2,000 pages", run.peak_mb, "MB", run.early_mb, most=MEMORY)
        for name, run in zip(names, (many, large), strict=True)
    ]
    return tell("beside", figures)
