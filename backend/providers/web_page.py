"""Reads one public web page for us, and refuses to be led to an address inside our own network.

The name is resolved here, every address it has is judged, and the connection goes to the judged address:
a name that answers differently the second time gains nothing. Each redirect is judged again.
"""

import asyncio
import codecs
import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx2

from backend.core.errors import UpstreamFailed
from backend.providers import tls

TIMEOUT_SECONDS: Final = 5.0
MAX_BYTES: Final = 1_048_576
MAX_REDIRECTS: Final = 3

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HEADERS = {
    "User-Agent": "OpenSells-InstallationCheck/1.0",
    "Accept": "text/html",
    # Packed bodies are not read: a few bytes could unpack to gigabytes.
    "Accept-Encoding": "identity",
}


class PageNotRead(UpstreamFailed):
    """The page could not be read."""


class PageAddressRefused(PageNotRead):
    """This address is not on the public web."""


class PageUnreachable(PageNotRead):
    """Nothing answers at this address."""


class PageTooSlow(PageNotRead):
    """The page took longer than five seconds."""


class PageRedirectsTooOften(PageNotRead):
    """The page sends its visitors on more than three times."""


@dataclass(frozen=True, slots=True)
class WebPage:
    """What stood at the end of the redirects; `text` is cut at one megabyte."""

    url: str
    status: int
    content_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Target:
    """An address that was judged: the URL by number, and the name it was asked for by."""

    url: httpx2.URL
    host: str
    name: str


@dataclass(frozen=True, slots=True)
class WebPages:
    """`trusted_origins` may lie on private addresses: the demo website of a development machine."""

    trusted_origins: Collection[str] = field(default_factory=frozenset)
    timeout: float = TIMEOUT_SECONDS

    async def read(self, url: str) -> WebPage:
        """Raises a kind of `PageNotRead`."""
        try:
            async with asyncio.timeout(self.timeout):
                return await self._follow(url)
        except TimeoutError as error:
            raise PageTooSlow from error

    async def _follow(self, url: str) -> WebPage:
        async with httpx2.AsyncClient(timeout=self.timeout, verify=tls.trusted(), trust_env=False) as client:
            for _ in range(MAX_REDIRECTS + 1):
                answer = await self._ask(client, url)
                if isinstance(answer, WebPage):
                    return answer
                url = answer
        raise PageRedirectsTooOften()

    async def _ask(self, client: httpx2.AsyncClient, url: str) -> WebPage | str:
        """The page, or the address it sends us on to."""
        target = await judged(url, self.trusted_origins)
        headers = {"Host": target.host, **_HEADERS}
        # The certificate is still checked against the name, although we connect by number.
        extensions = {"sni_hostname": target.name}
        try:
            async with client.stream("GET", target.url, headers=headers, extensions=extensions) as response:
                location = response.headers.get("location")
                if response.is_redirect and location:
                    return urljoin(url, location)
                return await _page(url, response)
        except httpx2.TimeoutException as error:
            raise PageTooSlow from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise PageUnreachable from error


async def judged(url: str, trusted_origins: Collection[str]) -> Target:
    """Where to connect to for this address. Raises `PageAddressRefused` or `PageUnreachable`."""
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS[parts.scheme]
        name = (parts.hostname or "").encode("idna").decode()
        literal = httpx2.URL(url)
    except (KeyError, ValueError, httpx2.InvalidURL) as error:
        raise PageAddressRefused from error
    trusted = f"{parts.scheme}://{parts.netloc}" in trusted_origins
    if not name or parts.username or (port != _DEFAULT_PORTS[parts.scheme] and not trusted):
        raise PageAddressRefused()
    addresses = await _resolve(name, port)
    if not trusted and not all(is_public(address) for address in addresses):
        raise PageAddressRefused()
    return Target(literal.copy_with(host=addresses[0]), parts.netloc, name)


def is_public(address: str) -> bool:
    """Whether an address is on the open internet, also when it hides inside an IPv6 form."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if found in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)))
    return found.is_global and not found.is_multicast


async def _resolve(name: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise PageUnreachable from error
    return [str(entry[4][0]) for entry in found]


async def _page(url: str, response: httpx2.Response) -> WebPage:
    body = bytearray()
    if response.headers.get("content-encoding", "identity") == "identity":
        async for chunk in response.aiter_raw():
            body += chunk[: MAX_BYTES - len(body)]
            if len(body) >= MAX_BYTES:
                break
    text = body.decode(_charset(response), "replace")
    return WebPage(url, response.status_code, response.headers.get("content-type", ""), text)


def _charset(response: httpx2.Response) -> str:
    try:
        return codecs.lookup(response.charset_encoding or "utf-8").name
    except LookupError:
        return "utf-8"
