"""The event stream of one conversation: what others say in it, as it is said."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from typing import Any, Final

from backend.conversations import ledger, starting, transcript
from backend.conversations.enums import MessageRole
from backend.conversations.errors import TenantPaused
from backend.conversations.schemas import MessageOut
from backend.core import clock
from backend.core.database.listener import Listener
from backend.core.database.session import Database
from backend.core.http.actor import VisitorActor

# Proxies drop silent connections after half a minute; a comment keeps them.
HEARTBEAT_SECONDS: Final = 15
MAX_SECONDS: Final = 3600


async def stream(
    database: Database, listener: Listener, visitor: VisitorActor, session_id: uuid.UUID, last_id: str | None
) -> AsyncIterator[str]:
    """SSE text: `message`, `typing` and `status` events; a message's id is its place in the conversation.

    `last_id` is the last message the page has; whatever came after it is told first.
    """
    seen = position(last_id)
    # Not past the token's own end: the widget comes back with a new one.
    left = min(MAX_SECONDS, visitor.expires_at - clock.now().timestamp())
    now = asyncio.get_running_loop().time
    ends = now() + left
    async with listener.to(session_id) as queue:
        yield "retry: 2000\n\n"
        heard: dict[str, Any] | None = {"kind": "look"}
        while now() < ends:
            if heard is None:
                yield ": still here\n\n"
            elif heard["kind"] == "typing":
                yield _event("typing", {"author": heard.get("author", "")})
            elif heard["kind"] == "status":
                yield await _status(database, visitor, session_id)
            else:
                messages, seen = await _news(database, visitor, session_id, seen)
                for message in messages:
                    yield _event("message", {"message": message.model_dump(mode="json")}, message.id)
            heard = await _next(queue, min(HEARTBEAT_SECONDS, ends - now()))


async def _next(queue: "asyncio.Queue[dict[str, Any]]", patience: float) -> dict[str, Any] | None:
    try:
        return await asyncio.wait_for(queue.get(), patience)
    except TimeoutError:
        return None


async def _status(database: Database, visitor: VisitorActor, session_id: uuid.UUID) -> str:
    try:
        chat = await starting.find(database, visitor, session_id)
    except TenantPaused:
        chat = None
    if chat is None:
        return _event("status", {"status": "ended", "ask": None})
    ask = chat.ask.model_dump(mode="json") if chat.ask else None
    return _event("status", {"status": chat.status.value, "ask": ask})


async def _news(
    database: Database, visitor: VisitorActor, session_id: uuid.UUID, after: tuple[int, int]
) -> tuple[list[MessageOut], tuple[int, int]]:
    async with ledger.tenant_transaction(database, visitor.tenant_id) as connection:
        found = await transcript.messages(connection, session_id, after=after)
    latest = position(found[-1].id) if found else after
    return [message for message in found if message.role is not MessageRole.VISITOR], latest


def position(message_id: str | None) -> tuple[int, int]:
    """A message's place from its id; anything else is the beginning."""
    turn, _, place = (message_id or "").partition(".")
    if (
        not (turn.isascii() and turn.isdigit() and place.isascii() and place.isdigit())
        or len(turn) > 9
        or len(place) > 4
    ):
        return (0, 0)
    return (int(turn), int(place))


def _event(kind: str, data: dict[str, Any], event_id: str | None = None) -> str:
    head = f"id: {event_id}\n" if event_id else ""
    return f"{head}event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
