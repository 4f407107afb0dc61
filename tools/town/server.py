"""One server for all of the town: a host name below `.localhost` is a website, any other the services."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from tools.town import pages
from tools.town.faults import METADATA, Faults
from tools.town.people import Shop, by_host, shops
from tools.town.services import PORT, SERVICES
from tools.town.wiring import TOWN

SLOW_SECONDS: Final = 1.5
_CHALLENGE: Final = (
    "<html><head><title>Just a moment...</title></head><body>Checking your browser before accessing."
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/jsch/v1"></script></body></html>'
)


@dataclass(slots=True)
class Town:
    """`served` counts the pages that were handed out whole; `faults` go wrong on demand.

    After `hold_after` pages nobody gets an answer any more; `release` lets everybody in again, save those who waited.
    """

    port: int = 0
    host: str = "127.0.0.1"
    served: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    faults: Faults = field(default_factory=Faults)
    hold_after: int | None = None
    slow_seconds: float = SLOW_SECONDS
    held: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    def release(self) -> None:
        self.hold_after = None
        self.held.clear()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Town"]:
        app = web.Application()
        app[PORT] = lambda: self.port
        app.router.add_route("*", "/{path:.*}", self.answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self.host, self.port)
            await site.start()
            self.port = runner.addresses[0][1]
            yield self
        finally:
            await runner.cleanup()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        name = request.host.rpartition(":")[0] or request.host
        if name.endswith(".localhost"):
            return await self._site(request, name)
        service = SERVICES.get(request.path)
        if service is None:
            return web.Response(
                text=_directory(self.port), content_type="text/html", status=200 if request.path == "/" else 404
            )
        label, handler = service
        self.asked[label] += 1
        return await self.faults.meet(request, label) or await handler(request)

    async def _site(self, request: web.Request, name: str) -> web.StreamResponse:
        self.asked[name] += 1
        if self.hold_after is not None and sum(self.served.values()) >= self.hold_after:
            self.held.set()
            await asyncio.Event().wait()
        shop = by_host().get(name)
        faulty = await self.faults.meet(request, name)
        if faulty is not None:
            return faulty
        if shop is None:
            return web.Response(status=404, text="No such site")
        response = await self._page(shop, request.path)
        if response.status == 200:
            self.served[f"{name}{request.path}"] += 1
        return response

    async def _page(self, shop: Shop, path: str) -> web.Response:
        if path == "/robots.txt":
            rules = "User-agent: *\nDisallow: /\n" if shop.behaviour == "robots" else "User-agent: *\nAllow: /\n"
            return web.Response(text=rules)
        if shop.behaviour == "blocked":
            return web.Response(status=403, text=_CHALLENGE, content_type="text/html", headers={"Server": "cloudflare"})
        if shop.behaviour == "down":
            return web.Response(status=500, text="Error establishing a database connection")
        if shop.behaviour == "metadata":
            return web.Response(status=302, headers={"Location": METADATA})
        if shop.behaviour == "slow":
            await asyncio.sleep(self.slow_seconds)
        content = pages.page(shop, path)
        if content is None:
            return web.Response(status=404, text="Not here")
        return web.Response(body=content, content_type="text/html", charset=pages.charset(shop))


def _directory(port: int) -> str:
    links = "".join(f'<li><a href="http://{each.host}:{port}/">{each.name}</a>' for each in shops())
    return f"<!doctype html><title>{TOWN}</title><h1>{TOWN}</h1><p>A town that does not exist.</p><ul>{links}</ul>"
