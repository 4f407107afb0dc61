"""Webhooks that come while a write is under way are written together: one commit for many.

Each process has at most one write under way; whoever comes meanwhile waits for the next. Alone, a webhook is written
at once. Measured at 16 clients: a statement of ten events costs hardly more than one of a single event, for most of
it is the commit.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog
from psycopg import DataError

from backend.core.database.session import Database
from backend.inbox.receiving import receive
from backend.inbox.told import Told

log = structlog.get_logger()

# Past this one write grows long enough for the first to notice.
MOST_EVENTS: Final = 256


@dataclass(frozen=True, slots=True)
class _Waiting:
    told: Sequence[Told]
    kept: "asyncio.Future[None]"


@dataclass(slots=True)
class EventGatherer:
    """The door to the inbox; one for each process."""

    database: Database
    _queue: deque[_Waiting] = field(default_factory=deque)
    _task: "asyncio.Task[None] | None" = None

    async def keep(self, told: Sequence[Told]) -> None:
        """Returns once the events stand in the database; a platform that hangs up does not undo it."""
        waiting = _Waiting(told, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._drain())
        await waiting.kept

    async def _drain(self) -> None:
        try:
            while self._queue:
                await self._write(self._next())
        finally:
            self._task = None

    def _next(self) -> list[_Waiting]:
        batch = [self._queue.popleft()]
        count = len(batch[0].told)
        while self._queue and count + len(self._queue[0].told) <= MOST_EVENTS:
            batch.append(self._queue.popleft())
            count += len(batch[-1].told)
        return batch

    async def _write(self, batch: list[_Waiting]) -> None:
        try:
            await receive(self.database, [told for waiting in batch for told in waiting.told])
        except DataError as error:
            # Somebody's event cannot be stored: that must not become everybody's trouble.
            log.warning("gathered_events_failed", error=type(error).__name__, webhooks=len(batch))
            await self._one_by_one(batch, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to those who wait
            for waiting in batch:
                _fail(waiting, error)
        else:
            for waiting in batch:
                _give(waiting)

    async def _one_by_one(self, batch: list[_Waiting], error: Exception) -> None:
        if len(batch) == 1:
            _fail(batch[0], error)
            return
        for waiting in batch:
            await self._write([waiting])


def _give(waiting: _Waiting) -> None:
    # Done already where the platform hung up.
    if not waiting.kept.done():
        waiting.kept.set_result(None)


def _fail(waiting: _Waiting, error: Exception) -> None:
    if not waiting.kept.done():
        waiting.kept.set_exception(error)
