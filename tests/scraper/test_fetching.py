"""One page, whatever a site does: caps on size, time and redirects, patience with the busy, walls told from pages."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp import web

from scraper.answers import Answer, decoded, wait_asked
from scraper.challenges import is_challenge
from scraper.crawling import Crawler
from scraper.findings import SiteStatus
from scraper.settings import Options
from tests.scraper.served import QUICK, Behaviour, Names, Said, Site, in_turn, moved, page

HTML = "<html><title>Good</title><body>Hola</body></html>"


class Asked:
    """What one address gave, and how often it was asked."""

    def __init__(self, answer: Answer, site: Site) -> None:
        self.answer = answer
        self.site = site


async def _allowed(url: str) -> str:
    return ""


@asynccontextmanager
async def _page(answers: dict[str, Behaviour], options: Options = QUICK, path: str = "/") -> AsyncIterator[Asked]:
    async with Site(answers) as site, Crawler(options) as crawler:
        assert crawler._fetcher is not None
        yield Asked(await crawler._fetcher.page(site.url(path), crawler._paces.of("x"), _allowed), site)


async def test_says_who_it_is() -> None:
    async with _page({"/": Said(HTML)}) as asked:
        headers = dict(asked.site.headers)["/"]
    assert headers["User-Agent"] == "OpenSellsBot/1.0 (+https://bot.example/about)"
    assert "Cookie" not in headers


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"/": Said("no", 404)}, "http_404"),
        ({"/": Said("no", 500)}, "http_500"),
        ({"/": Said("no", 401)}, "http_401"),
        ({"/": Said("no", 451)}, "http_451"),
        ({"/": Said("{}", kind="application/json")}, "not_html"),
        ({"/": Said("%PDF-1.7", kind="application/pdf")}, "not_html"),
        ({"/": Said(b"\x89PNG\r\n", kind="application/octet-stream")}, "not_html"),
        ({"/": Said("just words", kind="text/plain")}, "not_html"),
        ({"/": Said(" ", kind="")}, "no_content"),
        ({"/": moved("/")}, "redirect_loop"),
        ({"/": moved("/a"), "/a": moved("/b"), "/b": moved("/a")}, "redirect_loop"),
        ({f"/{'a' * n}": moved(f"/{'a' * (n + 1)}") for n in range(9)}, "too_many_redirects"),
        ({"/": Said(b"garbage", headers={"Content-Encoding": "gzip"})}, "encoding"),
        ({"/": Said(b"brotli", headers={"Content-Encoding": "br"})}, "encoding"),
        ({"/": moved("http://[broken")}, "bad_url"),
        ({"/": moved("https://" + "x" * 300 + ".es/")}, "bad_url"),
        ({"/": moved("/" + "long" * 2000)}, "bad_url"),
    ],
)
async def test_tells_why_there_is_no_page(answers: dict[str, Behaviour], reason: str) -> None:
    async with _page(answers, replace(QUICK, retries=0)) as asked:
        assert asked.answer.reason == reason
        assert not asked.answer.text


@pytest.mark.parametrize("kind", ["text/html", "application/xhtml+xml; charset=utf-8", "TEXT/HTML", "", "text/plain"])
async def test_reads_what_is_html_by_header_or_by_look(kind: str) -> None:
    async with _page({"/": Said(HTML, kind=kind)}) as asked:
        assert asked.answer.text == HTML


async def test_follows_redirects_to_the_end() -> None:
    answers: dict[str, Behaviour] = {"/": moved("/a b", 301), "/a%20b": moved("é?x=1", 307), "/%C3%A9?x=1": Said(HTML)}
    async with _page(answers) as asked:
        assert asked.answer.text == HTML
        assert asked.answer.url.endswith("/%C3%A9?x=1")


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(HTML.encode()), "gzip"),
        (gzip.compress(HTML.encode()), "x-gzip"),
        (zlib.compress(HTML.encode()), "deflate"),
        (zlib.compress(HTML.encode())[2:-4], "deflate"),
        (HTML.encode(), "identity"),
    ],
    ids=["gzip", "x-gzip", "deflate", "deflate without its head", "nothing"],
)
async def test_unpacks(body: bytes, encoding: str) -> None:
    async with _page({"/": Said(body, headers={"Content-Encoding": encoding})}) as asked:
        assert asked.answer.text == HTML


async def test_a_bomb_stops_at_the_cap() -> None:
    bomb = gzip.compress(b"<html>" + b"\0" * 200_000_000)
    async with _page(
        {"/": Said(bomb, headers={"Content-Encoding": "gzip"})}, replace(QUICK, max_bytes=1_000_000)
    ) as it:
        assert it.answer.reason == "too_large"


async def _endless(request: web.BaseRequest) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    try:
        while True:
            await response.write(b"<p>more</p>" * 1000)
    except ConnectionError:
        return response


async def _trickling(request: web.BaseRequest) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/html", "Content-Length": "1000000"})
    await response.prepare(request)
    try:
        while True:
            await response.write(b"<")
            await asyncio.sleep(0.01)
    except ConnectionError:
        return response


async def _hanging_up(request: web.BaseRequest) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def test_an_endless_body_stops_at_the_cap() -> None:
    async with _page({"/": _endless}, replace(QUICK, max_bytes=100_000)) as asked:
        assert asked.answer.reason == "too_large"


async def test_a_body_that_is_announced_too_large_is_not_read() -> None:
    async with _page({"/": Said(b"<html>" + b"x" * 200_000)}, replace(QUICK, max_bytes=100_000)) as asked:
        assert asked.answer.reason == "too_large"


async def test_slow_bytes_end_with_the_time() -> None:
    async with _page({"/": _trickling}, replace(QUICK, page_seconds=0.1, retries=0)) as asked:
        assert asked.answer.reason == "timeout"


async def test_nobody_listening_is_refused() -> None:
    async with Site({}) as site:
        gone = site.url()
    async with Crawler(QUICK) as crawler:
        report = await crawler.site(gone)
    assert (report.status, report.reason) == (SiteStatus.UNREACHABLE, "refused")


async def test_an_unknown_name_is_unreachable() -> None:
    async with Crawler(QUICK, resolver=Names()) as crawler:
        report = await crawler.site("https://nobody.example/")
    assert (report.status, report.reason) == (SiteStatus.UNREACHABLE, "dns")


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_asks_the_busy_again(status: int) -> None:
    answers = {"/": in_turn(Said("busy", status), Said("busy", status), Said(HTML))}
    async with _page(answers) as asked:
        assert asked.answer.text == HTML
        assert asked.site.asked["/"] == 3


async def test_asks_again_when_a_connection_breaks() -> None:
    async with _page({"/": in_turn(_hanging_up, _hanging_up, Said(HTML))}, replace(QUICK, retries=4)) as asked:
        assert asked.answer.text == HTML


@pytest.mark.parametrize("status", [400, 403, 404, 410])
async def test_takes_no_for_an_answer(status: int) -> None:
    async with _page({"/": Said("no", status)}) as asked:
        assert asked.site.asked["/"] == 1


async def test_gives_up_after_the_retries() -> None:
    async with _page({"/": Said("busy", 503)}) as asked:
        assert asked.site.asked["/"] == 1 + QUICK.retries
        assert asked.answer.reason == "http_503"


async def test_waits_as_long_as_it_is_asked_to() -> None:
    answers = {"/": in_turn(Said("busy", 429, {"Retry-After": "0"}), Said(HTML))}
    # A back-off of an hour: only the site's own word can make this test end.
    async with _page(answers, replace(QUICK, backoff=3600, max_retry_after=3600)) as asked:
        assert asked.answer.text == HTML


async def test_who_asks_for_a_long_absence_is_not_asked_again() -> None:
    async with _page({"/": Said("busy", 429, {"Retry-After": "86400"})}) as asked:
        assert asked.answer.reason == "http_429"
        assert asked.site.asked["/"] == 1


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120.0),
        (" 5 ", 5.0),
        ("Thu, 01 Jan 1970 00:02:00 GMT", 60.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("٣", None),
    ],
)
def test_reads_retry_after(said: str, seconds: float | None) -> None:
    assert wait_asked({"Retry-After": said}, now=60.0) == seconds


@pytest.mark.parametrize(
    ("body", "header"),
    [
        ("Peluquería".encode(), "text/html; charset=utf-8"),
        ("Peluquería".encode(), "text/html"),
        ("Peluquería".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        ("Peluquería".encode("cp1252"), "text/html"),
        (b'<meta charset="iso-8859-1">' + "Peluquería".encode("latin-1"), "text/html"),
        (b'<meta charset="iso-8859-1">' + "Peluquería".encode(), "text/html"),
        ("Peluquería".encode("latin-1"), "text/html; charset=utf-8"),
        ("Peluquería".encode(), "text/html; charset=no-such-thing"),
        ("Peluquería".encode("latin-1"), "text/html; charset=no-such-thing"),
        ("\ufeffPeluquería".encode(), "text/html; charset=latin-1"),
        ("Peluquería".encode("utf-16"), "text/html"),
        ("Peluquería".encode(), "text/html; charset='utf-8"),
    ],
)
def test_reads_letters_as_they_were_meant(body: bytes, header: str) -> None:
    assert decoded(body, header).endswith("Peluquería")


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"\x00\x01\x02\xfe", bytes(range(256)), b"\xef\xbb\xbf\xff"])
def test_garbage_is_text_of_some_kind(body: bytes) -> None:
    decoded(body, "text/html; charset=utf-8").encode()


WALLS = [
    (403, {"cf-mitigated": "challenge"}, "<title>Just a moment...</title>"),
    (200, {}, "<html><head><title>Just a moment...</title>"),
    (503, {}, "<title>Attention Required! | Cloudflare</title>"),
    (200, {}, '<script src="/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fffd425f7e032f3"></script>'),
    (403, {"x-datadome": "protected"}, "<html>"),
    (200, {}, '<script src="https://geo.captcha-delivery.com/c.js"></script>'),
    (200, {}, "<script>var sucuri_cloudproxy_js='';</script>"),
    (202, {}, '<meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F">'),
    (403, {}, "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD>"),
    (202, {"x-amzn-waf-action": "challenge"}, ""),
    (200, {}, "<title> Vercel Security Checkpoint</title>"),
    (200, {}, "<title>DDoS-Guard</title>"),
    (200, {}, "<title>Captcha</title>"),
]
PAGES = [
    (200, {}, '<title>Clínica</title><script src="https://www.google.com/recaptcha/api.js"></script>'),
    (200, {}, "<title>Clínica</title><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"),
    (200, {"server": "cloudflare", "x-sucuri-id": "1", "x-datadome": "ok"}, "<title>Clínica</title>"),
    (200, {}, "<title>Un momento para ti | Spa</title>"),
    (200, {}, "<title>Captcha solving for your shop</title>"),
    (404, {"server": "cloudflare"}, "<title>Not found</title>"),
]


@pytest.mark.parametrize(("status", "headers", "text"), WALLS)
def test_a_wall_is_a_wall(status: int, headers: dict[str, str], text: str) -> None:
    assert is_challenge(status, headers, text)


@pytest.mark.parametrize(("status", "headers", "text"), PAGES)
def test_a_page_is_no_wall(status: int, headers: dict[str, str], text: str) -> None:
    assert not is_challenge(status, headers, text)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Said("<title>Just a moment...</title>", 403, {"cf-mitigated": "challenge"}), "challenge"),
        (page(text="no", title="Just a moment..."), "challenge"),
        (Said("no", 403), "http_403"),
        (Said("no", 401), "http_401"),
        (Said("no", 429), "http_429"),
    ],
)
async def test_a_site_that_blocks_is_blocked_and_never_empty(answer: Said, reason: str) -> None:
    async with Site({"/": answer}) as site, Crawler(QUICK) as crawler:
        report = await crawler.site(site.url())
    assert (report.status, report.reason) == (SiteStatus.BLOCKED, reason)
