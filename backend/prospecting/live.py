"""The event stream of one search: how far it has come, as it comes further."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from typing import Any, Final

from backend.core.database.listener import Listener
from backend.core.database.session import Database
from backend.prospecting import queries
from backend.prospecting.errors import SearchNotFound
from backend.prospecting.schemas import SearchOut

# Proxies drop silent connections after half a minute; a comment keeps them.
HEARTBEAT_SECONDS: Final = 15
MAX_SECONDS: Final = 1_800
# Progress is for eyes: a hundred results in a second are one look.
PAUSE_SECONDS: Final = 0.25


async def stream(
    database: Database, listener: Listener, tenant_id: uuid.UUID, search_id: uuid.UUID
) -> AsyncIterator[str]:
    """SSE text: `search` events whose data is `SearchOut`; the last one is the one that says it is over."""
    now = asyncio.get_running_loop().time
    ends = now() + MAX_SECONDS
    async with listener.to(search_id) as queue:
        yield "retry: 2000\n\n"
        while now() < ends:
            found = await _look(database, tenant_id, search_id)
            if found is None:
                return
            yield f"event: search\ndata: {found.model_dump_json()}\n\n"
            if found.state.over:
                return
            while not await _heard(queue):
                yield ": still here\n\n"
            await asyncio.sleep(PAUSE_SECONDS)
            while not queue.empty():
                queue.get_nowait()


async def _look(database: Database, tenant_id: uuid.UUID, search_id: uuid.UUID) -> SearchOut | None:
    async with database.tenant(tenant_id) as session:
        try:
            return await queries.show(session, await queries.get_search(session, search_id))
        except SearchNotFound:
            return None


async def _heard(queue: "asyncio.Queue[dict[str, Any]]") -> bool:  # Any: a word of the listener
    try:
        await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
    except TimeoutError:
        return False
    return True
