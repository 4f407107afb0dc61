"""One address in, one answer out: capped in size, time and redirects, tried again where that may help."""

import random
import ssl
import time
from asyncio import Semaphore
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import count
from socket import EAI_AGAIN, gaierror
from typing import Final
from urllib.parse import urljoin

import aiohttp
from aiohttp import ClientResponse, ClientSession, ClientTimeout
from w3lib.url import safe_url_string
from yarl import URL

from scraper.answers import (
    BLOCKED,
    PASSING,
    REFUSED,
    Answer,
    BodyRefused,
    decoded,
    is_page,
    looks_like_page,
    unpacked,
    wait_asked,
)
from scraper.cache import Cache, Kept
from scraper.challenges import is_challenge
from scraper.guard import AddressRefused, Guard
from scraper.pacing import Pace
from scraper.settings import Options

# Why an address may not be asked by this errand, or nothing: robots.txt, or another site's door.
Judge = Callable[[str], Awaitable[str]]

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
# Of an answer that is no page, so much is read to tell a wall from a refusal, and to keep the connection.
_ERROR_BYTES: Final = 65_536
_LONGEST_URL: Final = 4_096
_LONGEST_MARK: Final = 256


class Fetcher:
    """Asks through one session; `cache` may be missing."""

    def __init__(self, session: ClientSession, options: Options, guard: Guard, cache: Cache | None) -> None:
        self._session = session
        self._options = options
        self._guard = guard
        self._cache = cache
        self._slots = Semaphore(options.requests_at_once)
        self._timeout = ClientTimeout(total=options.page_seconds, sock_connect=options.connect_seconds)

    async def page(self, url: str, pace: Pace, judge: Judge) -> Answer:
        """Never raises for what a site does: the answer's `reason` tells."""
        return await self._read(url, pace, judge, self._options.max_bytes)

    async def plain(self, url: str, pace: Pace, most: int) -> Answer:
        """A text of any kind (robots.txt), cut at `most` bytes."""
        return await self._read(url, pace, None, most)

    async def _read(self, url: str, pace: Pace, judge: Judge | None, most: int) -> Answer:
        kept = self._cache.find(url) if self._cache else None
        if kept and kept.fresh:
            # A page that was allowed yesterday may be forbidden by robots.txt today.
            reason = await judge(url) if judge else ""
            return replace(kept.answer, text="", reason=reason) if reason else kept.answer
        answer = await self._persist(url, pace, _Errand(judge, most, kept))
        if self._cache and answer.status and _is_settled(answer.reason):
            self._cache.keep(url, answer)
        return answer

    async def _persist(self, url: str, pace: Pace, errand: "_Errand") -> Answer:
        for turn in count():
            async with pace:
                answer = await self._follow(url, errand)
            if answer.reason not in PASSING or turn == self._options.retries:
                return answer
            wait = self._wait(answer, turn)
            if wait is None:
                return answer
            # The next turn waits for it, and so does everyone else who asks this site.
            pace.hold(wait)
        raise AssertionError("a count has no end")

    def _wait(self, answer: Answer, turn: int) -> float | None:
        """Doubled each time, and never the same twice, so that refused clients do not come back together."""
        if answer.retry_after is not None:
            return answer.retry_after if answer.retry_after <= self._options.max_retry_after else None
        wait: float = self._options.backoff * 2**turn * random.uniform(0.5, 1.5)  # noqa: S311  # no secret
        return min(wait, self._options.max_retry_after)

    async def _follow(self, url: str, errand: "_Errand") -> Answer:
        seen = {url}
        for _ in range(self._options.max_redirects + 1):
            answer = await self._judged(url, errand)
            if not answer.location:
                return answer
            url = answer.location
            if url in seen:
                return Answer(url, answer.status, reason="redirect_loop")
            seen.add(url)
        return Answer(url, reason="too_many_redirects")

    async def _judged(self, url: str, errand: "_Errand") -> Answer:
        try:
            target = URL(url, encoded=True)
            reason = self._guard.refusal(target) if len(url) <= _LONGEST_URL else "bad_url"
        except ValueError:
            return Answer(url, reason="bad_url")
        if not reason and errand.judge:
            reason = await errand.judge(url)
        return Answer(url, reason=reason) if reason else await self._ask(target, url, errand)

    async def _ask(self, target: URL, url: str, errand: "_Errand") -> Answer:
        try:
            async with (
                self._slots,
                self._session.get(
                    target, allow_redirects=False, timeout=self._timeout, headers=errand.conditions(url)
                ) as response,
            ):
                if response.status in _REDIRECTS and (place := response.headers.get("Location")):
                    return Answer(url, response.status, location=_absolute(url, place))
                return await self._answer(url, response, errand)
        except BodyRefused as error:
            return Answer(url, 200, reason=error.reason)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Answer(url, reason=reason_of(error))

    async def _answer(self, url: str, response: ClientResponse, errand: "_Errand") -> Answer:
        status, headers = response.status, response.headers
        if status == 304:
            return errand.unchanged(url)
        good = 200 <= status < 300
        kind = headers.get("Content-Type", "")
        if good and errand.judge and not is_page(kind):
            return Answer(url, status, reason="not_html")
        body = await self._body(response, errand.most, cut=errand.judge is None or not good)
        text = decoded(body, kind)
        if errand.judge and is_challenge(status, headers, text):
            return Answer(url, status, reason="challenge", bytes=len(body))
        if not good:
            wait = wait_asked(headers, time.time())
            return Answer(url, status, reason=f"http_{status}", bytes=len(body), retry_after=wait)
        if errand.judge and not looks_like_page(kind, body):
            return Answer(url, status, reason="not_html" if body.strip() else "no_content", bytes=len(body))
        etag, modified = _plain(headers.get("ETag", "")), _plain(headers.get("Last-Modified", ""))
        return Answer(url, status, text, bytes=len(body), etag=etag, last_modified=modified)

    async def _body(self, response: ClientResponse, most: int, *, cut: bool) -> bytes:
        """Unpacked; raises `BodyRefused` beyond `most`, or stops there where half a text will do."""
        length = response.content_length
        limit = min(most, _ERROR_BYTES) if response.status != 200 else most
        if length is not None and length <= limit:
            packed = await response.content.read()
        else:
            packed = await _begun(response, limit, cut=cut)
        encoding = response.headers.get("Content-Encoding", "")
        if not encoding:
            return packed
        return unpacked(packed, encoding, limit, cut=cut)


class _Errand:
    """What one page's requests have in common, over redirects and retries."""

    __slots__ = ("_kept", "judge", "most")

    def __init__(self, judge: Judge | None, most: int, kept: Kept | None) -> None:
        self.judge = judge
        self.most = most
        self._kept = kept.answer if kept and not kept.answer.reason else None

    def conditions(self, url: str) -> dict[str, str] | None:
        """The headers that ask "has it changed?", for the address that gave the kept page."""
        if self._kept is None or self._kept.url != url:
            return None
        given = {"If-None-Match": self._kept.etag, "If-Modified-Since": self._kept.last_modified}
        return {name: value for name, value in given.items() if value} or None

    def unchanged(self, url: str) -> Answer:
        return self._kept or Answer(url, 304, reason="http_304")


async def _begun(response: ClientResponse, limit: int, *, cut: bool) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > limit:
            if not cut:
                raise BodyRefused("too_large")
            del body[limit:]
            break
    return bytes(body)


def _absolute(url: str, place: str) -> str:
    """Browsers take spaces and letters beyond ASCII in a Location, and so do we; raises ValueError."""
    # What is no UTF-8 comes from the client as half characters, which nothing can write again.
    whole = place.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return safe_url_string(urljoin(url, whole.strip())).partition("#")[0]


def _plain(header: str) -> str:
    """A mark that is to be sent back, if it is what the standard allows."""
    return header if header.isascii() and len(header) <= _LONGEST_MARK else ""


def _is_settled(reason: str) -> bool:
    """Whether the answer is the site's last word, and worth keeping."""
    return reason not in PASSING and reason not in BLOCKED and reason not in REFUSED


# In this order: a certificate's error is a connector's error too, and a timeout an OSError.
_CAUSES: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (AddressRefused, AddressRefused.reason),
    (TimeoutError, "timeout"),
    (ssl.SSLError, "tls"),
    (aiohttp.ClientSSLError, "tls"),
    (aiohttp.InvalidURL, "bad_url"),
    (ConnectionRefusedError, "refused"),
    (gaierror, "dns"),
    (aiohttp.ClientResponseError, "bad_answer"),
    (aiohttp.ClientConnectorError, "unreachable"),
    (aiohttp.ClientError, "connection"),
    (ConnectionError, "connection"),
    (ValueError, "bad_url"),
)


def reason_of(error: Exception) -> str:
    """The stable word for what went wrong on the way."""
    cause: BaseException = getattr(error, "os_error", None) or error
    if isinstance(cause, gaierror) and cause.errno == EAI_AGAIN:
        return "dns_temporary"
    return next((word for kind, word in _CAUSES if isinstance(cause, kind)), "unreachable")
