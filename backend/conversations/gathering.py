"""Turns that come while a write is under way are written together: one transaction for many visitors.

Each process has at most one write under way for each tenant; whoever comes meanwhile waits for the next.
Alone, a turn takes the single road at once. What is not plain (a lead changes, a repeat, a refusal, a
conversation that moved meanwhile) takes the single road too, in a transaction of its own. Measured: 2.5
times the turns at many visitors (performance notes), since a commit costs the same for one and for fifty.
"""

import asyncio
import uuid
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

import structlog

from backend.conversations import ledger, turn
from backend.conversations.schemas import ChatOut
from backend.conversations.turn import Draft, Said
from backend.core.database.session import Database
from backend.core.errors import AppError

log = structlog.get_logger()

# Past this one write grows long enough for the first to notice.
LARGEST: Final = 64


@dataclass(frozen=True, slots=True)
class _Waiting:
    origin: str
    said: Said
    answer: "asyncio.Future[ChatOut]"


@dataclass(slots=True)
class TurnGatherer:
    """The door to turns; one for each process."""

    database: Database
    _queues: dict[uuid.UUID, deque[_Waiting]] = field(default_factory=dict)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    async def take(self, tenant_id: uuid.UUID, origin: str, said: Said) -> ChatOut:
        """The same as `turn.take`; a caller that goes away does not undo the turn."""
        waiting = _Waiting(origin, said, asyncio.get_running_loop().create_future())
        queue = self._queues.get(tenant_id)
        if queue is None:
            self._queues[tenant_id] = deque([waiting])
            self._spawn(self._drain(tenant_id))
        else:
            queue.append(waiting)
        return await waiting.answer

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, tenant_id: uuid.UUID) -> None:
        queue = self._queues[tenant_id]
        while queue:
            batch = _next(queue)
            if len(batch) == 1:
                await self._alone(tenant_id, batch[0])
            else:
                await self._together(tenant_id, batch)
        del self._queues[tenant_id]

    async def _alone(self, tenant_id: uuid.UUID, waiting: _Waiting) -> None:
        try:
            answer = await turn.take(self.database, tenant_id, waiting.origin, waiting.said)
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to the one who waits
            if not waiting.answer.done():
                waiting.answer.set_exception(error)
        else:
            _give(waiting, answer)

    async def _together(self, tenant_id: uuid.UUID, batch: list[_Waiting]) -> None:
        try:
            done = await self._write(tenant_id, batch)
        except Exception as error:  # noqa: BLE001 - one visitor's trouble must not become everybody's
            log.warning("gathered_turns_failed", error=type(error).__name__, turns=len(batch))
            done = {}
        for waiting in batch:
            drafted = done.get(waiting.said.conversation_id)
            if drafted is None:
                # Not awaited: those who come next need not wait for it.
                self._spawn(self._alone(tenant_id, waiting))
            else:
                _give(waiting, drafted.answer())

    async def _write(self, tenant_id: uuid.UUID, batch: list[_Waiting]) -> dict[uuid.UUID, Draft]:
        asked = {waiting.said.conversation_id: waiting.said.key for waiting in batch}
        async with ledger.opened_all(self.database, tenant_id, asked) as (connection, found):
            drafts = {}
            for waiting in batch:
                drafted = await self._plain(connection, found.get(waiting.said.conversation_id), waiting)
                if drafted is not None:
                    drafts[waiting.said.conversation_id] = drafted
            written = await ledger.write(connection, [drafted.entry for drafted in drafts.values()])
        return {each: drafted for each, drafted in drafts.items() if each in written}

    async def _plain(
        self, connection: ledger.Connection, opened: ledger.Opened | None, waiting: _Waiting
    ) -> Draft | None:
        """The turn, where it is a plain one; everything else is for the single road."""
        try:
            found = turn.allowed(opened, waiting.origin)
        except AppError:
            return None
        if found.replay_turn is not None:
            return None
        drafted = turn.draft(await turn.prepare(connection, found), waiting.said)
        return drafted if drafted.lead is None else None


def _next(queue: deque[_Waiting]) -> list[_Waiting]:
    """The longest-waiting turns, one of each conversation; a conversation's second waits for its first."""
    batch: dict[uuid.UUID, _Waiting] = {}
    left: list[_Waiting] = []
    while queue and len(batch) < LARGEST:
        waiting = queue.popleft()
        if waiting.said.conversation_id in batch:
            left.append(waiting)
        else:
            batch[waiting.said.conversation_id] = waiting
    queue.extendleft(reversed(left))
    return list(batch.values())


def _give(waiting: _Waiting, answer: ChatOut) -> None:
    # Done already where the visitor went away; the turn stands, and the repeat of its key finds it.
    if not waiting.answer.done():
        waiting.answer.set_result(answer)
