"""One site and many: what is read, how much, how fast, and what the report says."""

import asyncio
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import replace

import pytest
from aiohttp import web

from scraper import pages
from scraper.crawling import Crawler
from scraper.findings import PageSeen, SiteReport, SiteStatus
from scraper.settings import Options
from tests.scraper.served import QUICK, Behaviour, Said, Site, in_turn, moved, page

CONTACT = "Write to hola@dental-girona.cat or call +34 972 20 00 00"


async def _report(answers: dict[str, Behaviour], options: Options = QUICK, path: str = "/") -> tuple[SiteReport, Site]:
    async with Site(answers) as site, Crawler(options) as crawler:
        return await crawler.site(site.url(path)), site


async def test_a_contact_is_found_behind_the_home_page_with_its_proof() -> None:
    report, site = await _report({"/": page("/blog", "/contact"), "/contact": page(text=CONTACT), "/blog": page()})
    assert report.status == SiteStatus.OK
    assert [each.value for each in report.findings.emails] == ["hola@dental-girona.cat"]
    assert report.findings.emails[0].evidence[0].url == site.url("/contact")
    assert report.domain == f"127.0.0.1:{site.port}"


async def test_a_site_without_contacts_is_empty() -> None:
    report, _ = await _report({"/": page(text="Welcome")})
    assert (report.status, report.reason) == (SiteStatus.EMPTY, "")


async def test_a_contact_page_that_blocks_makes_an_empty_site_blocked() -> None:
    report, _ = await _report({"/": page("/contact"), "/contact": Said("no", 403)})
    assert (report.status, report.reason) == (SiteStatus.BLOCKED, "http_403")


async def test_a_blocked_page_beside_good_ones_is_told_in_its_place() -> None:
    answers: dict[str, Behaviour] = {"/": page("/contact", text=CONTACT), "/contact": Said("no", 403)}
    report, _ = await _report(answers)
    assert report.status == SiteStatus.OK
    assert [each.reason for each in report.pages if "contact" in each.url] == ["http_403"]


@pytest.mark.parametrize("most", [1, 3, 6])
async def test_reads_at_most_so_many_pages(most: int) -> None:
    many = {f"/p{number}": page(text=str(number)) for number in range(20)}
    _, site = await _report({"/": page(*many), **many}, replace(QUICK, max_pages=most))
    assert site.pages.total() == most


async def test_reads_whole_sites_where_it_is_told_to() -> None:
    chain: dict[str, Behaviour] = {f"/p{n}": page(f"/p{n + 1}", f"/p{n // 2}") for n in range(200)}
    report, site = await _report({"/": page("/p0"), **chain}, replace(QUICK, max_pages=0))
    assert set(site.pages) == {"/", *chain, "/p200"}
    assert max(site.pages.values()) == 1
    assert len(report.pages) == 202


async def test_no_page_is_read_twice_whatever_it_is_called() -> None:
    answers: dict[str, Behaviour] = {
        "/": page("/a#1", "/a#2", "/a?", "/b", "http://127.0.0.1/"),
        "/a": page("/a", "/", text="one"),
        "/b": moved("/a"),
    }
    report, site = await _report(answers, replace(QUICK, max_pages=0))
    assert site.pages["/"] == 1
    assert [each.reason for each in report.pages if each.url == site.url("/a")].count("") == 1


async def test_well_known_addresses_are_tried_where_no_link_leads_to_contact() -> None:
    report, site = await _report({"/": page(text="drawn by scripts"), "/contacto": page(text=CONTACT)})
    assert report.findings.emails
    assert {"/contacto", "/contact", "/aviso-legal"} <= set(site.pages)


async def test_well_known_addresses_are_left_where_a_link_leads_to_contact() -> None:
    _, site = await _report({"/": page("/kontakt"), "/kontakt": page()})
    assert set(site.pages) == {"/", "/kontakt"}


async def test_other_sites_are_left() -> None:
    async with Site({"/contact": page()}) as other:
        _, site = await _report({"/": page(other.url("/contact"), "/away"), "/away": moved(other.url("/contact"))})
        assert not other.pages
    assert site.pages["/away"] == 1


async def test_a_site_that_moved_is_read_where_it_lives_now() -> None:
    async with Site({"/": page("/contact"), "/contact": page(text=CONTACT)}) as new:
        report, old = await _report({"/": moved(new.url())})
    assert report.status == SiteStatus.OK
    assert report.domain == f"127.0.0.1:{old.port}"


async def test_a_page_that_only_sends_on_is_followed() -> None:
    onward = Said('<html><meta http-equiv="refresh" content="0; url=/es/"></html>')
    report, _ = await _report({"/": onward, "/es/": page(text=CONTACT)})
    assert report.findings.emails


async def test_a_dead_end_leads_to_the_front_door() -> None:
    report, _ = await _report({"/": page(text=CONTACT)}, path="/old/address.html")
    assert report.status == SiteStatus.OK


async def test_one_page_that_cannot_be_understood_takes_nothing_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pages.parse

    def parse(html: str, url: str) -> pages.Page:
        if url.endswith("/broken"):
            raise RecursionError
        return whole(html, url)

    monkeypatch.setattr(pages, "parse", parse)
    answers: dict[str, Behaviour] = {
        "/": page("/broken", "/contact"),
        "/broken": page(),
        "/contact": page(text=CONTACT),
    }
    report, _ = await _report(answers)
    assert report.status == SiteStatus.OK
    assert [each.reason for each in report.pages if "broken" in each.url] == ["unreadable"]


async def _never(request: web.BaseRequest) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def test_what_was_found_before_the_time_was_over_is_told() -> None:
    report, _ = await _report(
        {"/": page("/contact", text=CONTACT), "/contact": _never}, replace(QUICK, site_seconds=3.0)
    )
    assert (report.status, report.reason) == (SiteStatus.OK, "timeout")


async def test_every_page_is_told_as_it_comes() -> None:
    told: list[PageSeen] = []
    async with Site({"/": page("/contact"), "/contact": page()}) as site, Crawler(QUICK) as crawler:
        report = await crawler.site(site.url(), on_page=told.append)
    assert tuple(told) == report.pages


@pytest.mark.parametrize("most", [1, 2, 5])
async def test_a_site_is_asked_so_much_at_once_and_no_more(most: int) -> None:
    many = {f"/p{number}": page() for number in range(30)}
    options = replace(QUICK, max_pages=0, requests_per_site=most)
    async with Site({"/": page(*many), **many}) as site, Crawler(options) as crawler:
        # Two who crawl the same site share its places.
        await asyncio.gather(crawler.site(site.url()), crawler.site(site.url()))
    # robots.txt is beside the pages.
    assert site.busiest <= most + 2


async def test_all_sites_together_are_asked_so_much_at_once_and_no_more() -> None:
    many = {f"/p{number}": page() for number in range(10)}
    options = replace(QUICK, max_pages=0, requests_per_site=4, requests_at_once=3, sites_at_once=8)
    async with Site({"/": page(*many), **many}) as site, Crawler(options) as crawler:
        urls = [site.url(host=f"s{number}.localhost") for number in range(8)]
        reports = [each async for each in crawler.sites(urls)]
    assert len(reports) == 8
    assert site.pages["/p3"] == 8
    assert site.busiest <= 3


async def test_many_sites_come_as_they_are_done() -> None:
    gate = asyncio.Event()

    async def slow(request: web.BaseRequest) -> web.StreamResponse:
        if request.host.startswith("slow."):
            await gate.wait()
        return await page(text=CONTACT)(request)

    async with Site({"/": slow}) as site, Crawler(replace(QUICK, max_pages=1)) as crawler:
        urls = [site.url(host=f"{name}.localhost") for name in ("slow", "quick", "fast")]
        domains = []
        async for report in crawler.sites(urls):
            domains.append(report.domain.partition(".")[0])
            if len(domains) == 2:
                gate.set()
    assert set(domains[:2]) == {"quick", "fast"}
    assert domains[2] == "slow"


async def test_no_more_sites_are_begun_than_may_be_at_once() -> None:
    begun = 0

    def urls() -> Iterator[str]:
        nonlocal begun
        for number in range(50):
            begun += 1
            yield site.url(host=f"s{number}.localhost")

    async with (
        Site({"/": page()}) as site,
        Crawler(replace(QUICK, max_pages=1, sites_at_once=4)) as crawler,
        aclosing(crawler.sites(urls())) as reports,
    ):
        await anext(reports)
        assert begun == 4


async def test_leaving_early_leaves_nothing_behind() -> None:
    async with Site({"/": in_turn(page(), _never)}) as site, Crawler(replace(QUICK, max_pages=1)) as crawler:
        async with aclosing(crawler.sites([site.url(host=f"s{n}.localhost") for n in range(5)])) as reports:
            await anext(reports)
        assert len([each for each in asyncio.all_tasks() if "site" in repr(each.get_coro())]) == 0


async def test_the_pause_between_two_requests_is_kept() -> None:
    """The n-th request may begin n pauses after the first."""
    many = {f"/p{number}": page() for number in range(5)}
    async with Site({"/": page(*many), **many}) as site, Crawler(replace(QUICK, max_pages=0, delay=0.01)) as crawler:
        loop = asyncio.get_running_loop()
        began = loop.time()
        await crawler.site(site.url())
        assert loop.time() - began >= 0.01 * 5


async def test_a_crawler_that_is_not_open_says_so() -> None:
    with pytest.raises(RuntimeError, match="not open"):
        await Crawler(QUICK).site("https://example.cat/")
