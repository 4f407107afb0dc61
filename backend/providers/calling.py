"""One call to a messaging platform over HTTP, and what its failing means for a message that may be on its way."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx2

from backend.providers import tls
from backend.providers.messaging import Failure, SendFailed

# A send that takes longer than 20 s is not waited for: its worker has others to send.
TIMEOUTS: Final = httpx2.Timeout(20.0, connect=5.0, pool=5.0)
LIMITS: Final = httpx2.Limits(max_connections=50, max_keepalive_connections=20, keepalive_expiry=5.0)
# Answers are small; a longer one is cut off and then no JSON.
MOST_BYTES: Final = 2_097_152
LONGEST_WAIT: Final = 86_400.0

# Nothing was sent yet: it may be tried again without asking whether the message went out.
_BEFORE: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
# Written so that no server could read it; another try would be written the same.
_UNSPEAKABLE: Final = (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpx2.LocalProtocolError, UnicodeError)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `body` is empty where it was no JSON object."""

    status: int
    headers: Mapping[str, str]
    body: Mapping[str, Any]  # Any: JSON of the platform

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


def client() -> httpx2.AsyncClient:
    """Without proxies of the environment, and without redirects: no platform's API sends one."""
    return httpx2.AsyncClient(
        timeout=TIMEOUTS, limits=LIMITS, verify=tls.trusted(), trust_env=False, follow_redirects=False
    )


async def call(
    opened: httpx2.AsyncClient,
    method: str,
    url: str,
    *,
    sending: bool = False,
    **request: Any,  # Any: what httpx2 takes: json, params, headers, files, data
) -> Answer:
    """Any answer at all, also a refusal. Raises `SendFailed` where none came.

    While `sending`, a request that left us and was not answered is `unknown`: the message may have gone out.
    """
    try:
        async with opened.stream(method, url, **request) as response:
            content = await _read(response)
            return Answer(response.status_code, response.headers, _object(content))
    except _BEFORE as error:
        raise SendFailed(Failure.TEMPORARY, "unreachable", type(error).__name__) from error
    except _UNSPEAKABLE as error:
        raise SendFailed(Failure.REJECTED, "unspeakable", type(error).__name__) from error
    except httpx2.HTTPError as error:
        kind = Failure.UNKNOWN if sending else Failure.TEMPORARY
        raise SendFailed(kind, "no_answer", type(error).__name__) from error


def without_words(answer: Answer, *, sending: bool) -> SendFailed:
    """For an answer that names no error of the platform's own: only the status speaks."""
    code, wait = str(answer.status), retry_after(answer.headers)
    match answer.status:
        case 429:
            return SendFailed(Failure.RATE_LIMITED, code, retry_after=wait)
        case 401 | 403:
            return SendFailed(Failure.UNAUTHORIZED, code)
        case status if 400 <= status < 500 and status != 408:
            return SendFailed(Failure.REJECTED, code)
        case status if 300 <= status < 400 or not sending:
            return SendFailed(Failure.TEMPORARY, code, retry_after=wait)
    # A gateway's 502 does not say what became of the request behind it, nor does a 200 that cannot be read.
    return SendFailed(Failure.UNKNOWN, code, retry_after=wait)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, from either form of RFC 9110's header; None where there is none that can be read."""
    text = headers.get("retry-after", "").strip()
    try:
        seconds = float(text) if text.isdecimal() else _until(text)
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _until(text: str) -> float:
    moment = parsedate_to_datetime(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - time.time()


def moment(seconds: object) -> datetime | None:
    """A platform's Unix time; 0 means never."""
    if not isinstance(seconds, int) or not 0 < seconds < 32_503_680_000:
        return None
    return datetime.fromtimestamp(seconds, UTC)


async def _read(response: httpx2.Response) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MOST_BYTES:
            return b""
    return bytes(body)


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
