"""Asks a service for JSON: patient with the busy, never with the endless, and never led astray."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp

from scraper.sources.access import WAITS
from scraper.sources.base import SourceBlocked, SourceRefused, SourceUnavailable

BUSY: Final = frozenset({429, 502, 503, 504})
# A service that wants to be left alone for longer is not asked again.
LONGEST_WAIT: Final = 60.0
MAX_BYTES: Final = 32_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back with a status below 500 that is not 429; `data` is None where it is not JSON."""

    status: int
    data: Any  # Any: JSON of others, judged by the one who asked


@dataclass(slots=True)
class Caller:
    """One client for one source; close it, or use it with `async with`."""

    source: str
    user_agent: str = "OpenSells/1.0"
    seconds: float = 60.0
    waits: tuple[float, ...] = WAITS
    max_bytes: int = MAX_BYTES
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _session: aiohttp.ClientSession | None = field(default=None, repr=False)

    async def __aenter__(self) -> "Caller":
        timeout = aiohttp.ClientTimeout(total=self.seconds, sock_connect=10)
        # Proxies of the shell are the operator's business; redirects of a service are nobody's.
        self._session = aiohttp.ClientSession(
            timeout=timeout, headers={"User-Agent": self.user_agent, "Accept": "application/json"}
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def ask(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        body: Any = None,  # Any: JSON to send
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Raises `SourceBlocked` when it stays busy, `SourceUnavailable` when it cannot be understood."""
        last = ""
        for wait in (*self.waits, None):
            said = None
            try:
                reply, said = await self._once(method, url, params=params, data=data, json=body, headers=headers)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                last = "timeout" if isinstance(error, TimeoutError) else "unreachable"
            else:
                if reply.status < 500 and reply.status != 429:
                    return reply
                last = f"http_{reply.status}"
                if reply.status not in BUSY:
                    break
            if wait is None or (said is not None and said > LONGEST_WAIT):
                break
            await self.sleep(wait if said is None else said)
        raise SourceBlocked(self.source, last) if last == "http_429" else SourceUnavailable(self.source, last)

    async def _once(self, method: str, url: str, **given: Any) -> tuple[Reply, float | None]:  # Any: aiohttp's own
        assert self._session is not None, "use it with `async with`"
        async with self._session.request(method, url, allow_redirects=False, **given) as answer:
            if 300 <= answer.status < 400:
                raise SourceUnavailable(self.source, "redirect")
            content = await self._read(answer)
            return Reply(answer.status, _json(content)), _retry_after(answer.headers.get("Retry-After", ""))

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        content = bytearray()
        async for piece in answer.content.iter_chunked(65_536):
            content += piece
            if len(content) > self.max_bytes:
                raise SourceUnavailable(self.source, "too_large")
        return bytes(content)

    def understood(self, reply: Reply) -> dict[str, Any]:  # Any: JSON
        """The object in a good answer. Raises `SourceRefused`, `SourceBlocked` or `SourceUnavailable`."""
        if reply.status in {401, 402, 403}:
            raise SourceRefused(self.source, f"http_{reply.status}")
        if reply.status != 200:
            raise SourceUnavailable(self.source, f"http_{reply.status}")
        if not isinstance(reply.data, dict):
            raise SourceUnavailable(self.source, "not_json")
        return reply.data


def _json(content: bytes) -> Any:  # Any: JSON
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _retry_after(header: str) -> float | None:
    """Seconds or a date (RFC 9110); None where nothing sensible stands."""
    if header.strip().isascii() and header.strip().isdigit():
        return float(header.strip()[:9])
    try:
        moment = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
