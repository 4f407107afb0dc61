"""A small twin of the chat API that speaks the same JSON, with faults that a test can switch on."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.support.chat_shapes import BRANDING, TEXTS, Json, error, readable


@dataclass
class Step:
    """What the bot says, and the question that waits after it."""

    says: list[str]
    ask: Json | None = None


@dataclass
class Conversation:
    id: str
    steps: list[Step]
    language: str
    started_with: Json
    moments: list[str]
    status: str = "open"
    turn: int = 0
    at: int = 0
    messages: list[Json] = field(default_factory=list)
    answers: dict[str, tuple[Json, Json]] = field(default_factory=dict)
    events: "asyncio.Queue[str]" = field(default_factory=asyncio.Queue)

    @property
    def ask(self) -> Json | None:
        return None if self.status == "human" else self.steps[self.at].ask

    def write(self, role: str, text: str, position: int, **more: Any) -> Json:  # Any: as a message's own fields
        message = {
            "id": f"{self.turn}.{position}",
            "role": role,
            "text": text,
            "created_at": self.moments.pop(0) if self.moments else datetime.now(UTC).isoformat(),
            **more,
        }
        self.messages.append(message)
        return message

    def next_step(self, first: int) -> list[Json]:
        says = self.steps[self.at].says
        return [self.write("bot", text, first + index) for index, text in enumerate(says)]

    def out(self, messages: list[Json]) -> Json:
        shown = [*messages]
        return {
            "session_id": self.id,
            "status": self.status,
            "language": self.language,
            "messages": shown,
            "ask": self.ask,
        }


@dataclass
class Twin:
    """Its fields are switches; what it heard is in `conversations`, `calls` and `identified`.

    `moments` is when the next messages are said, `lose_answers` how many answers break after their message was kept,
    `refuse_next` what the next message sent is refused with.
    """

    script: list[Step]
    bundle: Path
    branding: Json = field(default_factory=lambda: dict(BRANDING))
    texts: dict[str, Json] = field(default_factory=lambda: dict(TEXTS))
    languages: list[str] = field(default_factory=lambda: ["es", "ca", "pt", "en"])
    status: str = "open"
    config_refusal: int = 0
    outage: int = 0
    lose_answers: int = 0
    refuse_next: tuple[int, str] | None = None
    expired: bool = False
    moments: list[str] = field(default_factory=list)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    carriers: list[str] = field(default_factory=list)
    identified: list[Json] = field(default_factory=list)
    tokens: int = 0

    def app(self) -> Starlette:
        routes = [
            Route("/widget.js", lambda _: FileResponse(self.bundle, media_type="text/javascript")),
            Route("/v1/widget/config", self._config),
            Route("/v1/chat/start", self._start, methods=["POST"]),
            Route("/v1/chat/send", self._send, methods=["POST"]),
            Route("/v1/chat/language", self._language, methods=["POST"]),
            Route("/v1/chat/identify", self._identify, methods=["POST"]),
            Route("/v1/chat/carry", self._carry, methods=["POST"]),
            Route("/v1/chat/{id}", self._read),
            Route("/v1/chat/{id}/events", self._events),
            Route("/v1/chat/{id}/files", self._upload, methods=["POST"]),
        ]
        cors = Middleware(
            CORSMiddleware,
            allow_origins=["*"],
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=["Retry-After"],
        )
        return Starlette(routes=routes, middleware=[cors])

    def conversation(self) -> Conversation:
        """The only one."""
        (found,) = self.conversations.values()
        return found

    def heard(self) -> list[str]:
        """What visitors said, in order."""
        return [each["text"] for each in self.conversation().messages if each["role"] == "visitor"]

    async def _carry(self, request: Request) -> Response:
        self.calls.append("carry")
        ways = [{"kind": kind, "url": f"{request.base_url}{kind}?code=ABCD-EFGH"} for kind in self.carriers]
        return JSONResponse({"code": "ABCD-EFGH" if ways else None, "expires_at": None, "ways": ways})

    async def _config(self, request: Request) -> Response:
        self.calls.append("config")
        if self.config_refusal:
            return error(self.config_refusal, {403: "origin_not_allowed"}.get(self.config_refusal, "tenant_unknown"))
        if self.outage:
            return error(self.outage, "unavailable")
        self.tokens += 1
        self.expired = False
        return JSONResponse(
            {
                "tenant": {"name": "Cuines Mar", "slug": request.query_params["tenant"]},
                "branding": self.branding,
                "texts": self.texts,
                "languages": self.languages,
                "default_language": "es",
                "status": self.status,
                "carry": self.carriers,
                "token": f"token-{self.tokens}",
                "expires_in": 3600,
                "token_expires_at": (datetime.now(UTC) + timedelta(hours=1)).isoformat(),
            }
        )

    def _refusal(self, request: Request) -> Response | None:
        self.calls.append(request.url.path.rsplit("/", 1)[-1])
        if self.outage:
            return error(self.outage, "unavailable")
        if self.expired or request.headers.get("authorization") != f"Bearer token-{self.tokens}":
            return error(401, "token_expired")
        return None

    async def _start(self, request: Request) -> Response:
        body = await request.json()
        if refusal := self._refusal(request):
            return refusal
        if known := self.conversations.get(body.get("session_id", "")):
            return JSONResponse(known.out(known.messages))
        begun = Conversation(str(uuid.uuid4()), self.script, body.get("language") or "es", body, self.moments)
        begun.status = "closed" if self.status == "maintenance" else "open"
        self.conversations[begun.id] = begun
        return JSONResponse(begun.out(begun.next_step(1)))

    async def _send(self, request: Request) -> Response:
        body = await request.json()
        if refusal := self._refusal(request):
            return refusal
        if self.refuse_next:
            (status, code), self.refuse_next = self.refuse_next, None
            return error(status, code)
        found = self.conversations.get(body.pop("session_id"))
        if found is None:
            return error(404, "conversation_not_found")
        key = request.headers["idempotency-key"]
        if key not in found.answers:
            found.answers[key] = (body, self._turn(found, body))
        before, answer = found.answers[key]
        if before != body:
            return error(409, "idempotency_conflict")
        if self.lose_answers:
            self.lose_answers -= 1
            return error(502, "lost_on_the_way")
        return JSONResponse(answer)

    def _turn(self, found: Conversation, body: Json) -> Json:
        found.turn += 1
        found.write("visitor", readable(body, found.ask), 1)
        if found.status == "human":
            return found.out([])
        found.at = min(found.at + 1, len(found.steps) - 1)
        return found.out(found.next_step(2))

    async def _language(self, request: Request) -> Response:
        body = await request.json()
        if refusal := self._refusal(request):
            return refusal
        found = self.conversations[body["session_id"]]
        found.language = body["language"]
        found.turn += 1
        return JSONResponse(found.out([found.write("bot", f"[{found.language}]", 1)]))

    async def _identify(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        self.identified.append(await request.json())
        return JSONResponse({"identified": True})

    async def _read(self, request: Request) -> Response:
        found = self.conversations[request.path_params["id"]]
        return self._refusal(request) or JSONResponse(found.out(found.messages))

    async def _upload(self, request: Request) -> Response:
        async with request.form() as form:
            file = form["file"]
            assert not isinstance(file, str)
            content = await file.read()
            shape = {
                "id": str(uuid.uuid4()),
                "name": file.filename,
                "content_type": file.content_type,
                "size": len(content),
            }
        return self._refusal(request) or JSONResponse(shape, status_code=201)

    async def _events(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        found = self.conversations[request.path_params["id"]]

        async def stream() -> AsyncIterator[str]:
            yield "retry: 2000\n\n"
            while True:
                yield await found.events.get()

        return StreamingResponse(stream(), media_type="text/event-stream")

    def tell(self, kind: str, data: Json, event_id: str = "") -> None:
        """Send an event to whoever listens; called in the server's own loop."""
        head = f"id: {event_id}\n" if event_id else ""
        self.conversation().events.put_nowait(f"{head}event: {kind}\ndata: {json.dumps(data)}\n\n")

    def agent_says(self, text: str, author: str = "Marta") -> None:
        found = self.conversation()
        found.turn += 1
        message = found.write("agent", text, 1, author=author)
        self.tell("message", {"message": message}, message["id"])

    def take_over(self) -> None:
        self.conversation().status = "human"
        self.tell("status", {"status": "human", "ask": None})
