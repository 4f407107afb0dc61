"""One site: its home page, then the pages that are worth it, and what they hold together."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.html import get_meta_refresh

from scraper import pages, summaries
from scraper.answers import BLOCKED, REFUSED, Answer
from scraper.choosing import WELL_KNOWN, Choice, is_promising
from scraper.domains import completed, site_of
from scraper.fetching import Fetcher
from scraper.findings import Findings, PageSeen, SiteReport, SiteStatus
from scraper.gathering import Gathering
from scraper.pacing import Pace
from scraper.robots import Robots
from scraper.rules import Rules
from scraper.settings import Options

OnPage = Callable[[PageSeen], None]

# Home pages that only send on are this short.
_SHORT: Final = 8_192
# Links that robots.txt forbids take no page's place, up to so many.
_MOST_FORBIDDEN: Final = 20
# A report that is longer than this names no more pages that robots.txt forbids.
_MOST_TOLD: Final = 1_000


class Visit:
    """The crawl of one site, from its address to its report. Used once."""

    def __init__(
        self, fetcher: Fetcher, options: Options, pace: Pace, on_page: OnPage | None, rules: Rules | None
    ) -> None:
        self._fetcher = fetcher
        self._options = options
        self._pace = pace
        self._on_page = on_page
        self._rules = rules
        # Of the business: as told, else as the first page that says it.
        self._country = options.country
        self._robots = Robots(fetcher, options)
        self._seen: list[PageSeen] = []
        self._left = options.max_pages or -1
        self._forbidden = 0
        self._busy = 0
        self._idle = asyncio.Event()
        self._choice: Choice | None = None
        self._gathered: Gathering | None = None

    async def run(self, url: str) -> SiteReport:
        address = completed(url)
        late = False
        try:
            async with asyncio.timeout(self._options.site_seconds or None):
                await self._crawl(address)
        except TimeoutError:
            late = True
        finally:
            self._robots.close()
        return self._report(url, site_of(address), late=late)

    async def _crawl(self, address: str) -> None:
        home = await self._home(address)
        if home is None:
            return
        self._choice = Choice(home.url, ordered=self._options.max_pages > 0)
        self._choice.meet(address)
        self._gathered = Gathering(self._choice.site, self._rules)
        self._left -= 1
        if self._read(home, self._choice, self._gathered).reason:
            self._seen[-1] = replace(self._seen[-1], reason="unreadable")
        if self._options.max_pages and not self._choice.knows_contact_page():
            self._choice.offer([pages.Link(urljoin(home.url, path), path) for path in WELL_KNOWN])
        async with asyncio.TaskGroup() as group:
            for _ in range(self._options.requests_per_site):
                group.create_task(self._work(self._choice, self._gathered))

    # --- the way in

    async def _home(self, address: str) -> Answer | None:
        """The first page that answers, at the given address or beside it."""
        answer = await self._landed(address)
        for other in _beside(address, answer.reason):
            if not answer.reason:
                break
            answer = await self._landed(other)
        return None if answer.reason else answer

    async def _landed(self, address: str) -> Answer:
        """The page where the address leads, also over a page that only says "go there"."""
        answer = await self._entered(address)
        onward = _sent_on(answer)
        return await self._entered(onward) if onward and onward != address else answer

    async def _entered(self, address: str) -> Answer:
        answer = await self._fetcher.page(address, self._pace, self._judge_home)
        self._note(answer)
        return answer

    async def _judge_home(self, url: str) -> str:
        return await self._robots.refusal(url, self._pace)

    # --- the pages behind it

    async def _work(self, choice: Choice, gathered: Gathering) -> None:
        while (url := await self._next(choice)) is not None:
            try:
                await self._visit(url, choice, gathered)
            finally:
                self._busy -= 1
                self._idle.set()

    async def _next(self, choice: Choice) -> str | None:
        """Waits while other pages, still under way, may bring links; nothing when the crawl is over."""
        while self._left:
            url = choice.next()
            if url is not None:
                self._left -= 1
                self._busy += 1
                return url
            if not self._busy:
                break
            self._idle.clear()
            await self._idle.wait()
        return None

    async def _visit(self, url: str, choice: Choice, gathered: Gathering) -> None:
        answer = await self._fetcher.page(url, self._pace, self._judge_page)
        if not answer.reason and answer.url != url and not choice.meet(answer.url):
            answer = replace(answer, text="", reason="duplicate")
        elif not answer.reason:
            answer = self._read(answer, choice, gathered)
        self._note(answer)
        if answer.reason == "robots" and self._forbidden < _MOST_FORBIDDEN:
            # Nothing was asked, so nothing was spent.
            self._forbidden += 1
            self._left += 1

    async def _judge_page(self, url: str) -> str:
        if self._choice is not None and site_of(url) != self._choice.site:
            return "other_site"
        return await self._robots.refusal(url, self._pace)

    def _read(self, answer: Answer, choice: Choice, gathered: Gathering) -> Answer:
        """The same answer, or one that says that its page could not be understood."""
        try:
            page = pages.parse(answer.text, answer.url)
            self._country = self._country or page.country
            gathered.add(pages.findings(page, country=self._country, rules=self._rules))
        except Exception:  # noqa: BLE001 - one page in a thousand must not take its site, or the whole run, with it
            return replace(answer, text="", reason="unreadable")
        choice.offer(page.links)
        return answer

    def _note(self, answer: Answer) -> None:
        seen = PageSeen(answer.url, answer.status, answer.bytes, answer.from_cache, answer.reason)
        # Whole sites can forbid more pages than they show.
        if answer.reason != "robots" or len(self._seen) < _MOST_TOLD:
            self._seen.append(seen)
        if self._on_page:
            self._on_page(seen)

    # --- the end

    def _report(self, url: str, domain: str, *, late: bool) -> SiteReport:
        found = self._gathered.whole() if self._gathered else Findings()
        status, reason = self._judged(found)
        if late and status is not SiteStatus.BLOCKED:
            status = status if self._gathered else SiteStatus.UNREACHABLE
            reason = "timeout"
        return SiteReport(
            url,
            domain,
            status,
            reason,
            tuple(self._seen),
            found,
            country=self._country,
            summary=summaries.summary(found),
            sector=summaries.sector(found),
        )

    def _judged(self, found: Findings) -> tuple[SiteStatus, str]:
        if self._gathered is None:
            return _failed(self._seen[-1].reason if self._seen else "")
        if _holds_contact(found):
            return SiteStatus.OK, ""
        # What stands behind a closed door is not known to be missing.
        closed = next((each.reason for each in self._seen if _is_closed_door(each)), "")
        return (SiteStatus.BLOCKED, closed) if closed else (SiteStatus.EMPTY, "")


def _failed(reason: str) -> tuple[SiteStatus, str]:
    if reason in BLOCKED:
        return SiteStatus.BLOCKED, reason
    if reason in REFUSED:
        return SiteStatus.REFUSED, reason
    if reason in ("not_html", "no_content"):
        return SiteStatus.EMPTY, reason
    return SiteStatus.UNREACHABLE, reason


def _is_closed_door(page: PageSeen) -> bool:
    """robots.txt closes many doors behind which nobody would look: only those that promise a contact count."""
    return page.reason in BLOCKED and (page.reason != "robots" or is_promising(urlsplit(page.url).path))


def _holds_contact(found: Findings) -> bool:
    return any((found.emails, found.phones, found.whatsapp, found.profiles, found.addresses))


def _sent_on(answer: Answer) -> str:
    """The target of a `<meta http-equiv="refresh">` that is all a page is for."""
    if answer.reason or len(answer.text) > _SHORT or "http-equiv" not in answer.text.lower():
        return ""
    wait, target = get_meta_refresh(answer.text, answer.url)
    return target if wait is not None and wait <= 5 and target else ""


def _beside(address: str, reason: str) -> Iterator[str]:
    """Where else a site's home page may be, after `reason` at the address that was given."""
    parts = urlsplit(address)
    if parts.port is None and reason in ("dns", "tls", "refused", "unreachable", "timeout", "connection"):
        host = parts.netloc.removeprefix("www.") if parts.netloc.startswith("www.") else f"www.{parts.netloc}"
        if reason == "dns":
            yield urlunsplit(parts._replace(netloc=host))
        elif parts.scheme == "https":
            yield urlunsplit(parts._replace(scheme="http"))
    if reason in ("http_404", "http_410") and parts.path.strip("/"):
        yield f"{parts.scheme}://{parts.netloc}/"
