"""One server for all of the platforms, the page with the phone on it, and what makes them go wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from backend.demo.lines import LINES
from tools.phones import wiring
from tools.phones.cast import Account, Person
from tools.phones.control import MOST_BYTES, Control
from tools.phones.faults import Faults
from tools.phones.graph import Graph
from tools.phones.people import Hands
from tools.phones.postman import Postman
from tools.phones.telegram_api import Bots
from tools.phones.world import Said, World

PAGE: Final = Path(__file__).with_name("page")
KINDS: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
# Pages of ours hold no inline script, and what people wrote is put in as text only.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: http: https:; "
    "media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
_SHOWN: Final = frozenset(
    {"image/png", "image/jpeg", "image/webp", "image/gif", "audio/ogg", "audio/mpeg", "video/mp4"}
)


@dataclass(slots=True)
class Phones:
    """Open it, and it listens; `hands` writes, `faults` go wrong, `world` remembers, `postman` calls us back."""

    port: int = 0
    host: str = "127.0.0.1"
    world: World = field(default_factory=World)
    faults: Faults = field(default_factory=Faults)
    postman: Postman = field(default_factory=lambda: Postman(app_secret=wiring.APP_SECRET))
    hands: Hands = field(init=False)

    def __post_init__(self) -> None:
        self.hands = Hands(self.world, self.postman)
        self.postman.answered = self.world.change

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    def account(self, kind: str) -> Account:
        """The demo's account of this kind."""
        return next(each for each in self.world.accounts.values() if each.kind == kind)

    def person(self, key: str = "nuria") -> Person:
        return self.world.people[key]

    def call_back(self, backend_url: str) -> None:
        """Where our API listens now; the demo's bot is told as if it had called setWebhook."""
        self.postman.meta_url = f"{backend_url}/v1/webhooks/meta"
        ours = {each.external_id: f"/v1/webhooks/telegram/{each.id}" for each in LINES}
        for account in self.world.accounts.values():
            path = urlsplit(account.webhook_url).path or ours.get(account.id)
            if account.kind == "telegram" and account.subscribed and path:
                account.webhook_url = backend_url + path

    def received(self, kind: str, person: Person | None = None) -> list[Said]:
        """The messages of ours that phones of this kind show, in their order."""
        return [
            said
            for thread in self.world.threads.values()
            for said in thread.said
            if thread.account.kind == kind and not said.mine and (person is None or thread.person is person)
        ]

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Phones"]:
        runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self.host, self.port)
            await site.start()
            self.port = runner.addresses[0][1]
            self.hands.address = self.address
            yield self
        finally:
            await self.postman.close()
            await runner.cleanup()

    def _app(self) -> web.Application:
        graph = Graph(self.hands, self.faults, lambda: self.address)
        bots = Bots(self.hands, self.faults)
        app = web.Application(client_max_size=2 * MOST_BYTES)
        app.add_routes(
            [
                web.get("/", self._page),
                web.get(r"/assets/{name:[a-z]+\.[a-z]+}", self._page),
                web.get(r"/lookaside/{id:\d+}", self._lookaside),
                web.get(r"/cdn/{id:\d+}", self._cdn),
                *Control(self.hands, self.faults).routes(),
                web.get(r"/file/bot{token:[^/]+}/{path:.+}", bots.file),
                web.route("*", r"/bot{token:[^/]+}/{method}", bots.answer),
                web.route("*", r"/{version:v\d+\.\d+}/{path:.+}", graph.answer),
            ]
        )
        return app

    async def _page(self, request: web.Request) -> web.Response:
        found = PAGE / request.match_info.get("name", "index.html")
        if not found.is_file() or found.suffix not in KINDS:
            raise web.HTTPNotFound
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=found.read_bytes(), content_type=KINDS[found.suffix], charset="utf-8", headers=headers)

    async def _lookaside(self, request: web.Request) -> web.Response:
        """WhatsApp's files want the token again."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        account = self.world.by_token(token)
        if account is None or not account.token_works:
            raise web.HTTPUnauthorized
        return await self._cdn(request)

    async def _cdn(self, request: web.Request) -> web.Response:
        file = self.world.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
        if file.content_type not in _SHOWN:
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=file.content, content_type=file.content_type, headers=headers)
