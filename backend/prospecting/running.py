"""A search as a machine of states: discover, read many sites at once, save. Killed anywhere, it goes on there.

Nothing is remembered but what stands in rows; what was fetched stands in the crawler's own cache. A run works in
slices, so that searches of the same plan take turns and a better plan's comes first.
"""

import asyncio
import uuid
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

import structlog

from backend.core.jobs import OpenSession
from backend.plans.errors import QuotaExceeded
from backend.prospecting import discovering, harvest, keeping, recording
from backend.prospecting.discovering import Stopped
from backend.prospecting.enums import ResultState
from backend.prospecting.recording import Brief, Candidate
from backend.providers.prospecting import Prospecting
from scraper import summaries
from scraper.findings import SiteReport, SiteStatus

if TYPE_CHECKING:
    from scraper.crawling import Crawler

log = structlog.get_logger()
Answer = TypeVar("Answer")

SLICE_SECONDS: Final = 30.0
# So soon a pause or a cancellation is felt, also in the middle of a site.
LOOK_SECONDS: Final = 1.0
SUMMARY_SECONDS: Final = 20.0


async def work(
    open_session: OpenSession, web: Prospecting, search_id: uuid.UUID, *, seconds: float = SLICE_SECONDS
) -> bool:
    """One slice of the run; true when there is more to do."""
    async with open_session() as session:
        brief = await recording.begin(session, search_id)
    if brief is None:
        return False
    run = _Run(open_session, web, brief, asyncio.get_running_loop().time() + seconds)
    watching = asyncio.create_task(run.watch())
    try:
        return await run.go()
    except Stopped:
        return False
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


@dataclass(slots=True)
class _Run:
    open_session: OpenSession
    web: Prospecting
    brief: Brief
    ends: float
    won: int = 0
    out_of_credit: bool = False
    exhausted: bool = False
    stopped: asyncio.Event = field(default_factory=asyncio.Event)

    async def watch(self) -> None:
        """Sees within a second that somebody stopped the search."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            async with self.open_session() as session:
                if not await recording.goes_on(session, self.brief.id):
                    self.stopped.set()
                    return

    async def outside(self, work: Awaitable[Answer], /) -> Answer:
        """Waits for the outside world no longer than the search goes on. Raises `Stopped`."""
        working = asyncio.ensure_future(work)
        waiting = asyncio.create_task(self.stopped.wait())
        try:
            await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                raise Stopped()
            return working.result()
        finally:
            for each in (working, waiting):
                each.cancel()
            await asyncio.gather(working, waiting, return_exceptions=True)

    async def go(self) -> bool:
        self.won = self.brief.won
        if not self.brief.discovered:
            await discovering.discover(self.open_session, self.web, self.brief, self.outside)
            async with self.open_session() as session:
                if not await recording.note_discovered(session, self.brief.id):
                    return False
        async with self.web.crawler(self.brief.country) as crawler:
            await self._read_all(crawler)
        if self.stopped.is_set():
            return False
        if self.exhausted or self.out_of_credit or self.won >= self.brief.wanted:
            async with self.open_session() as session:
                await recording.finish(session, self.brief.id, "quota" if self.out_of_credit else "")
            return False
        return True

    async def _read_all(self, crawler: "Crawler") -> None:
        """Many sites at once, until enough are won, none is left, or the slice is over."""
        under_way: set[asyncio.Task[None]] = set()
        try:
            while True:
                while self._has_room(len(under_way), crawler.options.sites_at_once):
                    async with self.open_session() as session:
                        candidate = await recording.claim(session, self.brief.id)
                    if candidate is None:
                        self.exhausted = not under_way
                        break
                    under_way.add(asyncio.create_task(self._read(crawler, candidate)))
                if not under_way:
                    return
                done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                for each in done:
                    each.result()
        finally:
            for each in under_way:
                each.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    def _has_room(self, under_way: int, most: int) -> bool:
        """No more are read at once than could still be saved."""
        over = self.stopped.is_set() or self.out_of_credit or asyncio.get_running_loop().time() >= self.ends
        return not over and under_way < min(most, self.brief.wanted - self.won)

    async def _read(self, crawler: "Crawler", candidate: Candidate) -> None:
        try:
            report = await self.outside(crawler.site(candidate.url)) if candidate.url else None
            found = await self._reap(candidate, report)
        except Stopped:
            return
        except Exception as error:
            # One site's fault must not end the others.
            log.exception("site_not_read", search_id=str(self.brief.id), error=type(error).__name__)
            async with self.open_session() as session:
                await keeping.give_up(session, candidate, "internal")
            return
        try:
            async with self.open_session() as session:
                state = await keeping.keep(session, self.brief.id, candidate, report, found)
        except QuotaExceeded:
            self.out_of_credit = True
            return
        if state is (ResultState.SAVED if self.brief.auto_save else ResultState.READY):
            self.won += 1

    async def _reap(self, candidate: Candidate, report: SiteReport | None) -> harvest.Harvest:
        found = harvest.reap(candidate.told, report)
        if report is None or report.status is not SiteStatus.OK:
            return found
        plain = report.summary or summaries.summary(report.findings)
        own = harvest.digested(found, plain, report.sector or summaries.sector(report.findings))
        return await self._better(own, report)

    async def _better(self, own: harvest.Harvest, report: SiteReport) -> harvest.Harvest:
        """In a model's words where there is one; its absence or failure leaves what the page itself says."""
        text = summaries.text_for_model(report.findings)
        if self.web.summariser is None or not text:
            return own
        try:
            async with asyncio.timeout(SUMMARY_SECONDS):
                return harvest.digested(own, *await self.web.summariser.summarise(text, self.brief.language))
        except Exception as error:  # noqa: BLE001 - the model is a luxury
            log.warning("summary_failed", error=type(error).__name__)
            return own
