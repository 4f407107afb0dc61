"""What the simulator's page and the tests ask of the phones: write, press, read, and make things go wrong."""

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import web

from tools.phones import rewriting, showing
from tools.phones.cast import Account, Json, Person
from tools.phones.faults import Faults
from tools.phones.people import Hands, NotPossible
from tools.phones.world import Said

MOST_BYTES: Final = 16 * 1_048_576
HEARTBEAT: Final = 15.0
_KINDS: Final = frozenset({"image", "audio", "video", "document", "sticker"})


@dataclass(slots=True)
class Control:
    """Answers `/control/...` with JSON; only pages of this server may ask."""

    hands: Hands
    faults: Faults

    def routes(self) -> list[web.RouteDef]:
        acts = (
            *(self.write, self.file, self.location, self.press, self.react, self.read, self.edit, self.delete),
            *(self.block, self.window, self.business, self.unsupported, self.token, self.fault, self.switches),
            *(self.newcomer, self.flush, self.clock, self.clear),
        )
        return [
            web.get("/control/state", self.state),
            web.get("/control/thread", self.thread),
            web.get("/control/received", self.received),
            web.get("/control/events", self.events),
            *(web.post(f"/control/{act.__name__}", self._guarded(act)) for act in acts),
        ]

    def _guarded(self, act: Callable[[Json], Any]) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def run(request: web.Request) -> web.Response:
            _refuse_strangers(request)
            try:
                found = act(await request.json())
            except (KeyError, ValueError, TypeError, NotPossible) as fault:
                return web.json_response({"fault": str(fault)}, status=400)
            return web.json_response(found if found is not None else {"done": True})

        return run

    async def state(self, request: web.Request) -> web.Response:
        return web.json_response(showing.overview(self.hands, self.faults))

    async def thread(self, request: web.Request) -> web.Response:
        try:
            account, person = self._ends(dict(request.query))
        except KeyError as fault:
            return web.json_response({"fault": f"nobody is called {fault}"}, status=404)
        return web.json_response(showing.thread(self.hands.world, self.hands.world.thread(account, person)))

    async def received(self, request: web.Request) -> web.Response:
        """Every message of ours that a phone shows, for whoever counts."""
        return web.json_response(showing.received(self.hands.world))

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent: the number of the last change, as soon as there is one."""
        world = self.hands.world
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        seen = -1
        try:
            while True:
                if await world.changed_since(seen, HEARTBEAT):
                    seen = world.revision
                    await response.write(f"data: {seen}\n\n".encode())
                else:
                    await response.write(b": still here\n\n")
        except (ConnectionError, asyncio.CancelledError):
            return response

    def write(self, asked: Json) -> Json:
        said = self.hands.write(*self._ends(asked), _text(asked, "text"), reply_to=str(asked.get("reply_to") or ""))
        return _id(said)

    def file(self, asked: Json) -> Json:
        if asked["kind"] not in _KINDS:
            raise ValueError("this is no kind of file")
        try:
            content = base64.b64decode(asked["content"], validate=True)
        except binascii.Error as fault:
            raise ValueError("the content is not in base64") from fault
        file = self.hands.world.keep(content, str(asked["content_type"]), str(asked.get("name") or ""))
        return _id(self.hands.send_file(*self._ends(asked), file, asked["kind"], str(asked.get("text") or "")))

    def location(self, asked: Json) -> Json:
        return _id(self.hands.send_location(*self._ends(asked), float(asked["latitude"]), float(asked["longitude"])))

    def press(self, asked: Json) -> Json:
        return _id(self.hands.press(*self._ends(asked), str(asked["message"]), str(asked["choice"])))

    def react(self, asked: Json) -> None:
        self.hands.react(*self._ends(asked), str(asked["message"]), str(asked.get("emoji") or ""))

    def read(self, asked: Json) -> None:
        self.hands.read(*self._ends(asked))

    def edit(self, asked: Json) -> None:
        rewriting.edit(self.hands, *self._ends(asked), str(asked["message"]), _text(asked, "text"))

    def delete(self, asked: Json) -> None:
        rewriting.delete(self.hands, *self._ends(asked), str(asked["message"]))

    def block(self, asked: Json) -> None:
        self.hands.block(*self._ends(asked), bool(asked["blocked"]))

    def window(self, asked: Json) -> None:
        """As if so many hours had gone by since the person wrote; negative ones bring them back."""
        self.hands.age(*self._ends(asked), float(asked["hours"]) * 3600)

    def business(self, asked: Json) -> Json:
        return _id(rewriting.write_as_business(self.hands, *self._ends(asked), _text(asked, "text")))

    def unsupported(self, asked: Json) -> Json:
        return _id(rewriting.send_unsupported(self.hands, *self._ends(asked)))

    def token(self, asked: Json) -> None:
        self.hands.world.accounts[asked["account"]].token_works = bool(asked["works"])
        self.hands.world.change()

    def fault(self, asked: Json) -> None:
        self.faults.order(
            str(asked["kind"]),
            int(asked.get("times", 1)),
            account=str(asked.get("account") or ""),
            verb=str(asked.get("verb") or ""),
            retry_after=int(asked.get("retry_after", 1)),
        )
        self.hands.world.change()

    def switches(self, asked: Json) -> None:
        """Of the webhooks: `hold`, `twice`, `delay`; of the platforms: `receipts`, `late_refusals`."""
        postman = self.hands.postman
        postman.hold = bool(asked.get("hold", postman.hold))
        postman.twice = bool(asked.get("twice", postman.twice))
        postman.delay = float(asked.get("delay", postman.delay))
        self.hands.receipts = bool(asked.get("receipts", self.hands.receipts))
        self.faults.late_refusals = bool(asked.get("late_refusals", self.faults.late_refusals))
        self.hands.world.change()

    def newcomer(self, asked: Json) -> Json:
        phone = str(asked["phone"]) if asked.get("phone") else None
        person = self.hands.world.newcomer(_text(asked, "name"), str(asked.get("language") or "es"), phone)
        self.hands.world.change()
        return {"person": person.key}

    def flush(self, asked: Json) -> Json:
        sent = self.hands.postman.flush(str(asked.get("order") or "same"), twice=bool(asked.get("twice")))
        self.hands.world.change()
        return {"sent": sent}

    def clock(self, asked: Json) -> None:
        self.hands.world.ahead += float(asked["seconds"])
        self.hands.world.change()

    def clear(self, asked: Json) -> None:
        """Everything works again."""
        self.faults.clear()
        for account in self.hands.world.accounts.values():
            account.token_works = True
        self.hands.world.change()

    def _ends(self, asked: Json) -> tuple[Account, Person]:
        return self.hands.world.accounts[asked["account"]], self.hands.world.people[asked["person"]]


def _id(said: Said) -> Json:
    return {"id": said.id}


def _text(asked: Json, name: str) -> str:
    text = asked[name]
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{name} is empty")
    return text[:20_000]


def _refuse_strangers(request: web.Request) -> None:
    """A page of another site must not play with the phones: it cannot send JSON here without asking first."""
    origin = request.headers.get("Origin")
    if request.content_type != "application/json" or (origin and urlsplit(origin).netloc != request.host):
        raise web.HTTPForbidden(text="Only the phones' own page may do this.")
