"""What can be asked of the town's services to go wrong, so often as told."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

METADATA: Final = "http://169.254.169.254/latest/meta-data/"
KINDS: Final = frozenset({"429", "429-long", "403", "500", "504", "garbage", "not-json", "endless", "slow", "redirect"})
# An endless body ends here, so that a client without a limit fails its test instead of the machine.
MOST_BYTES: Final = 200_000_000


@dataclass(slots=True)
class Faults:
    """`order` some, and the next requests to that service meet them."""

    waiting: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def order(self, service: str, kind: str, times: int = 1) -> None:
        if kind not in KINDS:
            raise ValueError(f"no fault is called {kind!r}")
        self.waiting[service] += [kind] * times

    def clear(self) -> None:
        self.waiting.clear()

    async def meet(self, request: web.Request, service: str) -> web.StreamResponse | None:
        """The faulty answer that is due, if one is."""
        if not self.waiting[service]:
            return None
        kind = self.waiting[service].pop(0)
        if kind in {"endless", "slow"}:
            return await _pour(request, endless=kind == "endless")
        return _answer(kind)


def _answer(kind: str) -> web.Response:
    if kind.startswith("429"):
        patience = {"Retry-After": "3600" if kind == "429-long" else "0"}
        return web.Response(status=429, headers=patience, text="Too many requests")
    if kind == "redirect":
        return web.Response(status=302, headers={"Location": METADATA})
    if kind == "garbage":
        return web.Response(body=b'{"elements": [{"type": "no\x00de", \xff\xfe', content_type="application/json")
    if kind == "not-json":
        return web.Response(text="<html><body>Welcome</body></html>", content_type="text/html")
    return web.Response(status=int(kind), text="<html>Something is wrong</html>")


async def _pour(request: web.Request, *, endless: bool) -> web.StreamResponse:
    """A body without end: as fast as it is read, or a byte now and then."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    sent = 0
    try:
        await response.write(b'{"elements": [')
        while sent < MOST_BYTES:
            await response.write(b" " * 65_536 if endless else b" ")
            sent += 65_536
            if not endless:
                await asyncio.sleep(0.2)
    except (ConnectionError, asyncio.CancelledError):
        pass
    return response
