"""Servers that speak broken HTTP, byte by byte: each gives a stable word and never an exception."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.crawling import Crawler
from scraper.findings import SiteReport, SiteStatus
from tests.scraper.served import QUICK

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
MOVED = b"HTTP/1.1 302 Found\r\n"
BODY = b"<html><body>Write to hola@dental-girona.cat</body></html>"
PATIENCE = replace(QUICK, retries=0, max_pages=1)


@asynccontextmanager
async def _server(raw: bytes) -> AsyncIterator[str]:
    """Answers every request but robots.txt with these bytes, then hangs up."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n" if b"/robots.txt" in request else raw)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def _crawled(raw: bytes, cache: Path | None = None) -> SiteReport:
    async with _server(raw) as url, Crawler(replace(PATIENCE, cache_dir=cache)) as crawler:
        return await crawler.site(url)


@pytest.mark.parametrize(
    "raw",
    [
        OK + b"\r\n" + BODY,
        OK + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY,
        OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(BODY) + BODY + b"\r\n0\r\n\r\n",
        OK + b"ETag: \xe9\xff\r\nLast-Modified: \xe9\r\n\r\n" + BODY,
        OK.replace(b"text/html", b"text/html; charset=\xff\xfe") + b"\r\n" + BODY,
        b"HTTP/1.0 200\r\nContent-Type: text/html\r\n\r\n" + BODY,
        OK + b"Set-Cookie: a=\xff; domain=\r\n\r\n" + BODY,
        OK + b"\r\n\0\xff\xfe" + BODY + b"\0",
    ],
    ids=["no length", "length", "chunks", "bad marks", "bad charset", "old", "bad cookie", "garbage around"],
)
async def test_odd_and_yet_readable(raw: bytes, tmp_path: Path) -> None:
    report = await _crawled(raw, tmp_path)
    assert (report.status, report.findings.emails[0].value) == (SiteStatus.OK, "hola@dental-girona.cat")


BROKEN = {
    "silence": b"",
    "garbage": b"garbage\r\n\r\n",
    "zeros": b"\0" * 100_000,
    "a header of a megabyte": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n" + BODY,
    "a hundred thousand headers": b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 100_000 + b"\r\n" + BODY,
    "no such status": b"HTTP/1.1 99999 OK\r\n\r\n",
    "no such version": b"HTTP/9.9 200 OK\r\n\r\n",
    "less than nothing": OK + b"Content-Length: -1\r\n\r\n" + BODY,
    "two lengths": OK + b"Content-Length: 10, 20\r\n\r\n" + BODY,
    "endless length": OK + b"Content-Length: 999999999999999999999999\r\n\r\n" + BODY,
    "cut short": OK + b"Content-Length: 1000\r\n\r\n" + BODY,
    "endless chunk": OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + BODY,
    "chunk without length": OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + BODY,
    "packed thrice": OK + b"Content-Encoding: gzip, gzip, deflate\r\n\r\n" + BODY,
    "to no scheme": MOVED + b"Location: \xff\xfe://\xff\r\nContent-Length: 0\r\n\r\n",
    "to half a number": MOVED + b"Location: http://[::\r\nContent-Length: 0\r\n\r\n",
    "to a zero": MOVED + b"Location: http://%00/\r\nContent-Length: 0\r\n\r\n",
    "to no host": MOVED + b"Location: //\r\nContent-Length: 0\r\n\r\n",
    "to nowhere": MOVED + b"Content-Length: 0\r\n\r\n",
    "continue for ever": b"HTTP/1.1 100 Continue\r\n\r\n" * 3,
    "unchanged since never": b"HTTP/1.1 304 Not Modified\r\n\r\n",
    "nothing": b"HTTP/1.1 204 No Content\r\n\r\n",
    "another protocol": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN.keys())
async def test_broken_is_told_in_a_word(raw: bytes) -> None:
    report = await _crawled(raw)
    assert report.status in (SiteStatus.UNREACHABLE, SiteStatus.REFUSED, SiteStatus.EMPTY)
    assert report.reason.replace("_", "").isalnum()
    assert not report.findings.emails


async def test_a_redirect_to_a_name_in_latin_letters_is_followed() -> None:
    """The bytes of a Location are no UTF-8: what can be saved is."""
    report = await _crawled(b"HTTP/1.1 302 Found\r\nLocation: /caf\xe9\r\nContent-Length: 0\r\n\r\n")
    assert report.reason == "redirect_loop" or report.reason.startswith("http_")
