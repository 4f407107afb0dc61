"""Only the public web is asked: addresses are judged as written, after DNS, and where the socket is opened.

The socket is the last word: a literal address never passes through a resolver, and a name that answers
differently the second time (rebinding) is judged by the number that is truly dialled.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from aiohttp import AddrInfoType
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from scraper.domains import is_local
from scraper.settings import Options

_NAT64: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
# Within ::/96: IPv4-compatible addresses, long deprecated, still routed by some stacks.
_COMPATIBLE: Final = ipaddress.ip_network("::/96")
# Numbers that look public and are a cloud's own inside (Oracle's metadata with the rest of its block, Azure's host).
_INSIDE: Final = (ipaddress.ip_network("192.0.0.0/24"), ipaddress.ip_network("168.63.129.16/32"))
_LOOKUPS_AT_ONCE: Final = 32


class AddressRefused(OSError):
    """This address is not on the public web."""

    reason = "private_address"


@lru_cache(maxsize=4096)
def is_public(address: str) -> bool:
    """Whether a number is on the open internet, also when an IPv4 number hides inside an IPv6 form."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and any(found in each for each in (*_NAT64, _COMPATIBLE)):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(str(inner)) and found not in _COMPATIBLE
    # is_global is false for private, loopback, link-local (with the clouds' metadata), CGNAT and reserved ones.
    return found.is_global and not found.is_multicast and not any(found in each for each in _INSIDE)


@dataclass(frozen=True, slots=True)
class Guard:
    """Judges by the options; `look_up` stands below it, so that tests can bring names of their own."""

    options: Options

    def refusal(self, url: URL) -> str:
        """Why this address may not be asked, as a stable word; empty where it may."""
        if url.scheme not in ("http", "https"):
            return "bad_scheme"
        host = url.host
        if not host:
            return "bad_url"
        if url.raw_user is not None or url.raw_password is not None:
            return "credentials"
        local = self.options.allow_loopback and is_local(host)
        if url.port not in self.options.allowed_ports and not local:
            return "bad_port"
        if is_number(host) and not self._allows(host, url.port or 0):
            return AddressRefused.reason
        return ""

    def socket(self, info: AddrInfoType) -> socket.socket:
        """The connector's socket factory: raises `AddressRefused` instead of opening one."""
        family, kind, protocol, _, address = info
        if not self._allows(str(address[0]), int(address[1])):
            raise AddressRefused(f"not on the public web: {address[0]}")
        return socket.socket(family, kind, protocol)

    def judge(self, answers: list[ResolveResult]) -> list[ResolveResult]:
        """One private number among the answers condemns the name."""
        for each in answers:
            if not self._allows(each["host"], each["port"]):
                raise AddressRefused(f"{each['hostname']} is not on the public web")
        return answers

    def _allows(self, address: str, port: int) -> bool:
        if self.options.allow_loopback and is_local(address.partition("%")[0]):
            return True
        return is_public(address) and port in self.options.allowed_ports


@lru_cache(maxsize=4096)
def is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


class GuardedResolver(AbstractResolver):
    """A resolver that gives public addresses only, whatever the resolver below it says."""

    def __init__(self, guard: Guard, below: AbstractResolver) -> None:
        self._guard = guard
        self._below = below

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return self._guard.judge(await self._below.resolve(host, port, family))

    async def close(self) -> None:
        await self._below.close()


@dataclass(slots=True)
class SystemResolver(AbstractResolver):
    """The machine's own name service, in threads of its own: a loop's default ones (uvloop has four) would
    make every site wait behind a few dead names. Names under `.localhost` are this machine's (RFC 6761)."""

    ask: Callable[..., list[tuple[int, int, int, str, tuple[str | int, ...]]]] = socket.getaddrinfo  # type: ignore[assignment]  # its overloads
    _threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(_LOOKUPS_AT_ONCE, thread_name_prefix="names")
    )

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if is_local(host):
            return [_result(host, "127.0.0.1", port, socket.AF_INET)]
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(
            self._threads, lambda: self.ask(host, port, family=family, type=socket.SOCK_STREAM)
        )
        return [_result(host, str(each[4][0]), port, socket.AddressFamily(each[0])) for each in found]

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _result(name: str, address: str, port: int, family: socket.AddressFamily) -> ResolveResult:
    return ResolveResult(hostname=name, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)
