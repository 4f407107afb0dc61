"""A run of the command line: crawls what is wanted, writes each report at once, tells how it goes."""

import asyncio
import contextlib
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from scraper.crawling import Crawler
from scraper.findings import SiteReport
from scraper.mx import MailDomains
from scraper.output import Writer
from scraper.settings import Options
from scraper.tally import Progress, Tally


@dataclass(frozen=True, slots=True)
class Target:
    """Where the reports go; without a path to the standard output."""

    path: Path | None
    form: str
    append: bool

    @contextmanager
    def writer(self) -> Iterator[Writer]:
        if self.path is None:
            yield Writer(sys.stdout, self.form, begun=False)
            return
        begun = self.append and self.path.exists() and self.path.stat().st_size > 0
        with self.path.open("a" if self.append else "w", encoding="utf-8", newline="") as stream:
            yield Writer(stream, self.form, begun=begun)


async def crawl(urls: list[str], options: Options, target: Target, tally: Tally, *, check_mail: bool) -> None:
    """Ctrl-C ends it between two reports; what is written stays."""
    tally.total = len(urls)
    mail = MailDomains() if check_mail else None
    progress = Progress(tally, sys.stderr)
    with target.writer() as writer:
        async with Crawler(options) as crawler:
            ticking = asyncio.create_task(_tick(progress))
            try:
                async with contextlib.aclosing(crawler.sites(urls, on_page=tally.page)) as reports:
                    async for report in reports:
                        found = await _checked(report, mail, tally)
                        writer.write(found)
                        tally.site(found)
            finally:
                ticking.cancel()
                progress.end()


async def _checked(report: SiteReport, mail: MailDomains | None, tally: Tally) -> SiteReport:
    if mail is None or not report.findings.emails:
        return report
    kept = await mail.checked(report.findings)
    tally.skipped["emails whose domain takes no mail"] += len(report.findings.emails) - len(kept.emails)
    return replace(report, findings=kept)


async def _tick(progress: Progress) -> None:
    while True:
        progress.show()
        await asyncio.sleep(0.1)


def run(work: Coroutine[object, object, None]) -> None:
    """On uvloop where it is installed: less processor time per page."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)
