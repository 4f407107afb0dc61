"""Questions about what platforms told us."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, text, tuple_

from backend.core.database.session import PlatformSession, TenantSession
from backend.inbox.enums import EventState
from backend.inbox.errors import EventNotFound
from backend.inbox.models import InboxEvent

Position = tuple[datetime, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Filters:
    """All that are given must hold; `until` is exclusive."""

    state: EventState | None = None
    account_id: uuid.UUID | None = None
    kind: str | None = None
    since: datetime | None = None
    until: datetime | None = None


async def get_event(session: TenantSession, event_id: uuid.UUID, *, lock: bool = False) -> InboxEvent:
    """Held until the transaction ends where `lock` says so. Raises `EventNotFound`."""
    query = select(InboxEvent).where(InboxEvent.id == event_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = await session.scalar(query)
    if found is None:
        raise EventNotFound()
    return found


def payload_of(event: InboxEvent) -> Any:  # Any: JSON of the platform
    return json.loads(event.payload)


async def list_events(
    session: TenantSession, filters: Filters, *, limit: int, after: Position | None = None
) -> Sequence[InboxEvent]:
    """Newest first."""
    query = select(InboxEvent).where(*conditions(filters))
    if after:
        query = query.where(tuple_(InboxEvent.received_at, InboxEvent.id) < after)
    query = query.order_by(InboxEvent.received_at.desc(), InboxEvent.id.desc()).limit(limit)
    return (await session.scalars(query)).all()


async def count_by_state(session: TenantSession) -> dict[str, int]:
    """What waits and what is dead; the rest is history and not worth the counting."""
    states = (EventState.WAITING.value, EventState.DEAD.value)
    query = select(InboxEvent.state, func.count()).where(InboxEvent.state.in_(states)).group_by(InboxEvent.state)
    found = {row[0]: row[1] for row in await session.execute(query)}
    return {state: found.get(state, 0) for state in states}


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    given = {
        InboxEvent.state: filters.state.value if filters.state else None,
        InboxEvent.account_id: filters.account_id,
        InboxEvent.kind: filters.kind,
    }
    found = [column == value for column, value in given.items() if value is not None]
    if filters.since:
        found.append(InboxEvent.received_at >= filters.since)
    if filters.until:
        found.append(InboxEvent.received_at < filters.until)
    return found


# A worker that died between its last failure and the note of it leaves an event that waits and no job to take it in.
_FORGOTTEN = text(
    """
    SELECT e.id, e.tenant_id, e.account_id, e.thread FROM inbox_events e
    WHERE e.state = 'waiting' AND e.tenant_id IS NOT NULL AND e.received_at < :before AND NOT EXISTS (
      SELECT FROM procrastinate_jobs j
      WHERE j.lock = 'thread:' || e.account_id || ':' || e.thread AND j.status IN ('todo', 'doing'))
    ORDER BY e.received_at LIMIT :most
    """
)


async def list_forgotten(
    session: PlatformSession, before: datetime, *, most: int
) -> Sequence[tuple[uuid.UUID, uuid.UUID, uuid.UUID, str]]:
    """(event, tenant, account, thread) of events that wait and that no job will take in."""
    rows = await session.execute(_FORGOTTEN, {"before": before, "most": most})
    return [(row[0], row[1], row[2], row[3]) for row in rows]
