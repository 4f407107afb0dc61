"""Listens to a conversation's event stream as the widget does."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from httpx2 import AsyncClient

from tests.support.builders import Visitor

PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Heard:
    kind: str
    data: dict[str, Any]  # Any: an event's JSON
    id: str | None = None

    @property
    def text(self) -> str:
        """Of a message."""
        found: str = self.data["message"]["text"]
        return found


class Refused(Exception):
    """The stream did not open; says with which status."""


@dataclass(slots=True)
class Ear:
    """What came in and was not asked for yet; None is the stream's end."""

    events: "asyncio.Queue[Heard | None]" = field(default_factory=asyncio.Queue)

    async def next(self) -> Heard | None:
        return await asyncio.wait_for(self.events.get(), PATIENCE_SECONDS)

    async def next_of(self, kind: str) -> Heard:
        """The next event of this kind; others before it are passed over."""
        while (heard := await self.next()) is not None:
            if heard.kind == kind:
                return heard
        raise EOFError(kind)


@asynccontextmanager
async def listening(
    url: str, visitor: Visitor, *, last_id: str | None = None, token: str | None = None
) -> AsyncIterator[Ear]:
    """Inside, the API process at `url` is known to be listening for this conversation."""
    headers = visitor.business.widget_headers | ({"Last-Event-ID": last_id} if last_id else {})
    if token:
        headers["Authorization"] = f"Bearer {token}"
    ear, ready = Ear(), asyncio.Event()

    async def listen() -> None:
        async with AsyncClient(base_url=url, timeout=None) as client:
            path = f"/v1/chat/{visitor.session_id}/events"
            async with client.stream("GET", path, headers=headers) as answer:
                if answer.status_code != 200:
                    raise Refused(answer.status_code)
                assert answer.headers["content-type"].startswith("text/event-stream")
                await _parse(answer.aiter_lines(), ear, ready)
        await ear.events.put(None)

    task = asyncio.create_task(listen())
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({task, waiting}, timeout=PATIENCE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if task.done():
        task.result()
    try:
        yield ear
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _parse(lines: AsyncIterator[str], ear: Ear, ready: asyncio.Event) -> None:
    fields: dict[str, str] = {}
    async for line in lines:
        ready.set()
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "data" in fields:
            await ear.events.put(Heard(fields["event"], json.loads(fields["data"]), fields.get("id")))
            fields = {}
        else:
            fields = {}
