"""Nothing is asked twice while it is fresh; later only whether it has changed; and it never outgrows its size."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.answers import Answer
from scraper.cache import Cache
from scraper.crawling import Crawler
from scraper.findings import SiteReport
from scraper.settings import Options
from tests.scraper.served import QUICK, Behaviour, Said, Site, in_turn, moved, page

MARKED = Said(page("/contact").body, headers={"ETag": '"v1"', "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT"})


@pytest.fixture
def kept(tmp_path: Path) -> Options:
    return replace(QUICK, cache_dir=tmp_path / "cache")


async def _crawled(site: Site, options: Options) -> SiteReport:
    async with Crawler(options) as crawler:
        return await crawler.site(site.url())


async def test_a_second_run_asks_nothing(kept: Options) -> None:
    answers: dict[str, Behaviour] = {"/": moved("/es"), "/es": page("/contact", "/gone"), "/contact": page()}
    async with Site(answers) as site:
        first = await _crawled(site, kept)
        asked = dict(site.asked)
        second = await _crawled(site, kept)
        assert dict(site.asked) == asked
    assert {each.url for each in first.pages} == {each.url for each in second.pages}
    assert all(each.from_cache for each in second.pages)
    assert first.findings == second.findings


async def test_a_stale_page_is_asked_whether_it_changed(kept: Options) -> None:
    async with Site({"/": in_turn(MARKED, Said(status=304))}) as site:
        await _crawled(site, kept)
        second = await _crawled(site, replace(kept, cache_seconds=0.0))
        asked = [headers for path, headers in site.headers if path == "/"][-1]
    assert asked["If-None-Match"] == '"v1"'
    assert asked["If-Modified-Since"] == "Thu, 01 Jan 2026 00:00:00 GMT"
    assert second.pages[0].from_cache
    assert second.pages[0].status == 200


async def test_an_unchanged_page_is_fresh_again(kept: Options) -> None:
    async with Site({"/": in_turn(MARKED, Said(status=304), Said("broken", 500))}) as site:
        await _crawled(site, kept)
        await _crawled(site, replace(kept, cache_seconds=0.0))
        third = await _crawled(site, kept)
    assert not third.pages[0].reason


async def test_a_changed_page_replaces_the_old_one(kept: Options) -> None:
    async with Site({"/": in_turn(MARKED, page(text="new"))}) as site:
        await _crawled(site, kept)
        second = await _crawled(site, replace(kept, cache_seconds=0.0))
    assert not second.pages[0].from_cache


async def test_what_is_forbidden_today_is_not_read_from_yesterday(kept: Options, tmp_path: Path) -> None:
    rules = Said("User-agent: *\nDisallow: /contact", kind="text/plain")
    async with Site({"/": page("/contact"), "/contact": page(), "/robots.txt": rules}) as site:
        cache = Cache(tmp_path / "cache", seconds=3600, most_bytes=10**9)
        cache.keep(site.url("/contact"), Answer(site.url("/contact"), 200, "<p>old@example.cat</p>"))
        cache.close()
        report = await _crawled(site, kept)
    assert [each.reason for each in report.pages if "contact" in each.url] == ["robots"]


@pytest.mark.parametrize("status", [403, 429, 500, 503])
async def test_refusals_and_faults_are_not_remembered(kept: Options, status: int) -> None:
    async with Site({"/": Said("no", status)}) as site:
        await _crawled(site, kept)
        site.answers["/"] = page(text="open again")
        second = await _crawled(site, kept)
    assert not second.pages[0].reason


def _filled(cache: Cache, count: int) -> None:
    for number in range(count):
        cache.keep(f"http://a.es/{number}", Answer(f"http://a.es/{number}", 200, "x" * 10_000))


def test_the_oldest_leave_when_room_is_needed(tmp_path: Path) -> None:
    cache = Cache(tmp_path, seconds=3600, most_bytes=1_000_000)
    _filled(cache, 500)
    assert cache._total() <= 1_000_000
    assert cache.find("http://a.es/0") is None
    assert cache.find("http://a.es/499") is not None
    cache.close()
    assert sum(each.stat().st_size for each in tmp_path.iterdir()) < 8_000_000


def test_two_processes_may_share_it(tmp_path: Path) -> None:
    one, other = (Cache(tmp_path, seconds=3600, most_bytes=10**9) for _ in range(2))
    _filled(one, 3)
    assert other.find("http://a.es/1") is not None
    one.close()
    other.close()


@pytest.mark.parametrize("damage", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "pages.sqlite3").write_bytes(damage)
    cache = Cache(tmp_path, seconds=3600, most_bytes=10**9)
    _filled(cache, 1)
    assert cache.find("http://a.es/0") is not None
    cache.close()


def test_a_file_that_is_held_by_another_is_no_fault(tmp_path: Path) -> None:
    cache = Cache(tmp_path, seconds=3600, most_bytes=10**9)
    cache._rows.execute("PRAGMA busy_timeout = 0")
    holder = sqlite3.connect(tmp_path / "pages.sqlite3", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    _filled(cache, 1)
    holder.execute("ROLLBACK")
    holder.close()
    assert cache.find("http://a.es/0") is None
    cache.close()


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "deep" / "cache", seconds=3600, most_bytes=10**9)
    cache.close()
    assert (tmp_path / "deep" / "cache").stat().st_mode & 0o077 == 0
    assert (tmp_path / "deep" / "cache" / "pages.sqlite3").stat().st_mode & 0o077 == 0
