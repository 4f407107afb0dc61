"""Hears Postgres' NOTIFY on one connection a process and hands each word to those who wait for it.

Works over any number of API processes, since the word goes through the database. It carries ids only:
whoever hears it reads the rows with rights of their own.
"""

import asyncio
import contextlib
import json
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import psycopg
import structlog
from psycopg import AsyncConnection

from backend.core.database.session import PLATFORM_ROLE

log = structlog.get_logger()

CHANNEL: Final = "opensells_live"
# A listener that falls behind is told to look again instead of being fed for ever.
QUEUE_SIZE: Final = 100
RECONNECT_SECONDS: Final = 1.0

Word = dict[str, Any]  # Any: small JSON objects of ids and kinds


def word(topic: uuid.UUID, kind: str, **more: Any) -> str:
    """The payload of a notification about `topic`."""
    return json.dumps({"topic": str(topic), "kind": kind, **more}, default=str)


class Listener:
    """Start it in the lifespan; subscribe with `async with listener.to(topic) as queue`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._queues: dict[str, set[asyncio.Queue[Word]]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._listen_for_ever(), name="listener")

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    @asynccontextmanager
    async def to(self, topic: uuid.UUID) -> AsyncIterator[asyncio.Queue[Word]]:
        queue: asyncio.Queue[Word] = asyncio.Queue(QUEUE_SIZE)
        key = str(topic)
        self._queues[key].add(queue)
        try:
            yield queue
        finally:
            self._queues[key].discard(queue)
            if not self._queues[key]:
                del self._queues[key]

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                log.warning("listener_lost", error=type(error).__name__)
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self) -> None:
        connection = await AsyncConnection.connect(
            self._url, autocommit=True, options=f"-c role={PLATFORM_ROLE}", connect_timeout=5
        )
        async with connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            # What was said while we were away was missed: everyone looks again.
            self._tell_all({"kind": "look"})
            async for notification in connection.notifies():
                self._dispatch(notification.payload)

    def _dispatch(self, payload: str) -> None:
        heard: Word = json.loads(payload)
        for queue in self._queues.get(heard["topic"], ()):
            self._put(queue, heard)

    def _tell_all(self, heard: Word) -> None:
        for queues in self._queues.values():
            for queue in queues:
                self._put(queue, heard)

    @staticmethod
    def _put(queue: "asyncio.Queue[Word]", heard: Word) -> None:
        if queue.full():
            queue.get_nowait()
            heard = {"kind": "look"}
        queue.put_nowait(heard)
