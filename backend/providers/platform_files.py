"""Fetches a file that somebody sent over a platform: never more than asked for, never from inside our own network."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx2

from backend.providers.messaging import Failure, Media, SendFailed
from backend.providers.web_page import PageAddressRefused, PageNotRead, judged

SECONDS: Final = 60.0
MAX_REDIRECTS: Final = 3
# Packed bodies are not read: a few bytes could unpack to gigabytes.
_UNPACKED: Final = {"Accept-Encoding": "identity", "User-Agent": "OpenSells/1.0"}


async def fetch(
    opened: httpx2.AsyncClient,
    url: str,
    *,
    most: int,
    trusted_origins: Collection[str],
    headers: Mapping[str, str] | None = None,
) -> Media:
    """`headers` go to the first host only. Raises `SendFailed`: `rejected` for good, `temporary` else."""
    try:
        async with asyncio.timeout(SECONDS):
            return await _follow(opened, url, most, trusted_origins, headers or {})
    except PageAddressRefused as error:
        raise SendFailed(Failure.REJECTED, "address_refused") from error
    except (TimeoutError, PageNotRead, httpx2.HTTPError) as error:
        raise SendFailed(Failure.TEMPORARY, "unreachable", type(error).__name__) from error


async def _follow(
    opened: httpx2.AsyncClient, url: str, most: int, trusted_origins: Collection[str], headers: Mapping[str, str]
) -> Media:
    for _ in range(MAX_REDIRECTS + 1):
        target = await judged(url, trusted_origins)
        sent = {**_UNPACKED, **headers, "Host": target.host}
        # The certificate is still checked against the name, although we connect by number.
        extensions = {"sni_hostname": target.name}
        async with opened.stream("GET", target.url, headers=sent, extensions=extensions) as response:
            location = response.headers.get("location")
            if not (response.is_redirect and location):
                return await read(response, most)
        following = urljoin(url, location)
        if urlsplit(following).netloc != urlsplit(url).netloc:
            headers = {}
        url = following
    raise SendFailed(Failure.REJECTED, "redirects")


async def read(response: httpx2.Response, most: int) -> Media:
    """The body, as long as it is no longer than `most`."""
    if response.status_code != 200:
        raise _refused(response.status_code)
    if response.headers.get("content-encoding", "identity") != "identity":
        raise SendFailed(Failure.REJECTED, "packed")
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise too_large()
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > most:
            raise too_large()
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Media(bytes(body), kind or "application/octet-stream")


def too_large() -> SendFailed:
    return SendFailed(Failure.REJECTED, "too_large")


def _refused(status: int) -> SendFailed:
    if status == 401:
        return SendFailed(Failure.UNAUTHORIZED, str(status))
    if status == 429:
        return SendFailed(Failure.RATE_LIMITED, str(status))
    return SendFailed(Failure.TEMPORARY if status >= 500 else Failure.REJECTED, str(status))
