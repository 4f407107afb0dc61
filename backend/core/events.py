"""Facts and what follows from them: a fact's jobs are written in the fact's own transaction."""

import dataclasses
import uuid
from datetime import datetime
from typing import Any, ClassVar, Protocol

from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from backend.core.database.session import AnySession, bound_tenant, driver_connection
from backend.core.jobs import Job, enqueue_on


class Event(Protocol):
    """A frozen dataclass of ids and words."""

    __dataclass_fields__: ClassVar[dict[str, Any]]  # Any: that is how dataclasses type it


_reactions: dict[type[Any], tuple[Job, ...]] = {}


def connect(reactions: dict[type[Any], tuple[Job, ...]]) -> None:
    """Say what follows from what; `reactions.py` calls this once."""
    _reactions.clear()
    _reactions.update(reactions)


def reactions_to(kind: type[Any]) -> tuple[Job, ...]:
    """The jobs that follow from this kind of fact, for the roads that write them in a statement of their own."""
    return _reactions.get(kind, ())


async def announce(
    session: AnySession,
    event: Event,
    *,
    tenant_id: uuid.UUID | None = None,
    lock: str | None = None,
    at: datetime | None = None,
    priority: int = 0,
) -> None:
    """Enqueue every job that reacts to this kind of event, with the event's fields as arguments.

    `tenant_id` says whose event it is where the session is the platform's. Jobs of the same `lock` run one
    after another, in the order in which they were announced; `at` is when they begin,
    and of those that wait the ones of a higher `priority` go first.
    """
    if type(event) in _reactions:
        await announce_on(
            await driver_connection(session),
            tenant_id or bound_tenant(session),
            event,
            lock=lock,
            at=at,
            priority=priority,
        )


async def announce_on(
    connection: AsyncConnection[TupleRow],
    tenant_id: uuid.UUID,
    event: Event,
    *,
    lock: str | None = None,
    at: datetime | None = None,
    priority: int = 0,
) -> None:
    """The same for the roads that work on a bare connection."""
    fields = {each.name: getattr(event, each.name) for each in dataclasses.fields(event)}
    for reaction in _reactions.get(type(event), ()):
        await enqueue_on(connection, reaction, tenant_id, fields, lock=lock, at=at, priority=priority)
