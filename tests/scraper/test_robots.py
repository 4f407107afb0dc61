"""robots.txt is obeyed (RFC 9309): what is missing allows, what is broken forbids."""

from dataclasses import replace

import pytest

from scraper.crawling import Crawler
from scraper.findings import SiteReport, SiteStatus
from scraper.settings import Options
from tests.scraper.served import QUICK, Behaviour, Said, Site, in_turn, moved, page

LINKS = page("/contact", "/private/contact", text="hello")


async def _crawled(
    robots: Behaviour, options: Options = QUICK, more: dict[str, Behaviour] | None = None
) -> tuple[SiteReport, Site]:
    answers: dict[str, Behaviour] = {"/": LINKS, "/contact": page(), "/private/contact": page(), **(more or {})}
    async with Site({**answers, "/robots.txt": robots}) as site, Crawler(options) as crawler:
        return await crawler.site(site.url()), site


def _said(text: str) -> Said:
    return Said(text, kind="text/plain")


async def test_forbidden_pages_are_not_asked() -> None:
    report, site = await _crawled(_said("User-agent: *\nDisallow: /private"))
    assert set(site.pages) == {"/", "/contact"}
    assert [each.reason for each in report.pages if "private" in each.url] == ["robots"]


async def test_a_rule_for_us_goes_before_the_rule_for_all() -> None:
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: OpenSellsBot\nDisallow: /contact"
    _, site = await _crawled(_said(rules))
    assert set(site.pages) == {"/", "/private/contact"}


async def test_a_site_that_forbids_all_is_blocked() -> None:
    report, site = await _crawled(_said("User-agent: *\nDisallow: /"))
    assert (report.status, report.reason) == (SiteStatus.BLOCKED, "robots")
    assert not site.pages


async def test_a_forbidden_contact_page_behind_an_empty_home_page_is_blocked() -> None:
    report, _ = await _crawled(_said("User-agent: *\nDisallow: /contact\nDisallow: /private"))
    assert (report.status, report.reason) == (SiteStatus.BLOCKED, "robots")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
async def test_rules_that_are_missing_allow(status: int) -> None:
    _, site = await _crawled(Said("Disallow: /", status, kind="text/plain"))
    assert site.pages["/contact"] == 1


@pytest.mark.parametrize("status", [500, 503])
async def test_rules_that_are_broken_forbid(status: int) -> None:
    report, site = await _crawled(Said("", status))
    assert (report.status, report.reason) == (SiteStatus.UNREACHABLE, f"http_{status}")
    assert not site.pages


async def test_a_host_that_has_enough_of_questions_is_asked_none() -> None:
    report, site = await _crawled(Said("", 429))
    assert (report.status, report.reason) == (SiteStatus.BLOCKED, "http_429")
    assert not site.pages


async def test_rules_are_asked_for_again_when_the_host_is_busy() -> None:
    _, site = await _crawled(in_turn(Said("", 503), _said("User-agent: *\nDisallow: /private")))
    assert set(site.pages) == {"/", "/contact"}


async def test_rules_are_asked_for_once() -> None:
    _, site = await _crawled(_said("User-agent: *\nDisallow: /x"), replace(QUICK, requests_per_site=8))
    assert site.asked["/robots.txt"] == 1


async def test_rules_that_moved_are_followed() -> None:
    _, site = await _crawled(moved("/rules"), more={"/rules": _said("User-agent: *\nDisallow: /private")})
    assert "/private/contact" not in site.pages


async def test_rules_without_end_are_read_to_the_cap() -> None:
    long = "User-agent: *\nDisallow: /private\n" + "# x\n" * 1_000_000
    _, site = await _crawled(_said(long))
    assert set(site.pages) == {"/", "/contact"}


@pytest.mark.parametrize("text", ["<html>not found</html>", "\0\xff", "Disallow", "User-agent\n:::", "Crawl-delay: x"])
async def test_nonsense_forbids_nothing(text: str) -> None:
    _, site = await _crawled(_said(text))
    assert site.pages["/contact"] == 1


@pytest.mark.parametrize(("asked", "kept"), [("0.002", 0.002), ("86400", 0.003)])
async def test_the_pause_a_site_asks_for_is_kept_up_to_a_cap(asked: str, kept: float) -> None:
    answers: dict[str, Behaviour] = {"/": LINKS, "/robots.txt": _said(f"User-agent: *\nCrawl-delay: {asked}")}
    async with Site(answers) as site, Crawler(replace(QUICK, max_crawl_delay=0.003)) as crawler:
        pace = crawler._paces.of(f"127.0.0.1:{site.port}")
        await crawler.site(site.url())
        assert pace.delay == kept


async def test_a_redirect_goes_through_the_rules_of_where_it_leads() -> None:
    answers: dict[str, Behaviour] = {"/robots.txt": _said("User-agent: *\nDisallow: /secret"), "/secret": page()}
    async with Site({**answers, "/": moved("/secret")}) as site, Crawler(QUICK) as crawler:
        report = await crawler.site(site.url())
    assert (report.status, report.reason) == (SiteStatus.BLOCKED, "robots")
    assert "/secret" not in site.asked
