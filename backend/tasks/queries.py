"""Questions about tasks."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, String, and_, func, or_, select, true, tuple_
from sqlalchemy.dialects.postgresql import distinct_on

from backend.core import clock
from backend.core.database.session import TenantSession
from backend.leads.detail_models import Niche
from backend.leads.models import Lead
from backend.tasks.calendar import Horizon, horizon
from backend.tasks.enums import Priority, State, TaskKind, When
from backend.tasks.errors import TaskNotFound
from backend.tasks.models import Task
from backend.tenants import queries as tenants

# Stands for "no date": after every deadline.
NEVER = datetime.fromisoformat("9999-01-01T00:00:00+00:00")
_OPEN, _DONE = Task.done_at.is_(None), Task.done_at.is_not(None)
_DUE = func.coalesce(Task.due_at, NEVER)

Position = tuple[datetime, int, uuid.UUID]
# A task with the names of what it is about.
Named = tuple[Task, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Filters:
    """All that are given must hold (CRM-11)."""

    state: State = State.OPEN
    when: When | None = None
    kind: TaskKind | None = None
    priority: Priority | None = None
    assignee_id: uuid.UUID | None = None
    lead_ids: tuple[uuid.UUID, ...] = ()
    niche_id: uuid.UUID | None = None
    q: str | None = None


async def zone(session: TenantSession) -> ZoneInfo:
    """The bound tenant's calendar."""
    return ZoneInfo((await tenants.get_own(session)).timezone)


async def get_task(session: TenantSession, task_id: uuid.UUID) -> Task:
    """Held until the transaction ends. Raises `TaskNotFound`."""
    query = select(Task).where(Task.id == task_id).with_for_update()
    found = await session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise TaskNotFound()
    return found


async def get_named(session: TenantSession, task_id: uuid.UUID) -> Named:
    """Raises `TaskNotFound`."""
    row = (await session.execute(_named().where(Task.id == task_id))).one_or_none()
    if row is None:
        raise TaskNotFound()
    return _as_named(row)


async def list_tasks(
    session: TenantSession, filters: Filters, *, limit: int, after: Position | None = None
) -> Sequence[Named]:
    """By deadline, then by priority; what has no date comes last. Done ones: the newest first."""
    query = _named().where(*_conditions(filters, horizon(clock.now(), await zone(session))))
    if filters.state is State.DONE:
        order: tuple[Any, ...] = (Task.done_at.desc(), Task.id.desc())  # Any: columns to sort by
        if after:
            query = query.where(tuple_(Task.done_at, Task.id) < (after[0], after[2]))
    else:
        order = (_DUE, Task.rank, Task.id)
        if after:
            query = query.where(tuple_(_DUE, Task.rank, Task.id) > after)
    rows = await session.execute(query.order_by(*order).limit(limit))
    return [_as_named(row) for row in rows]


async def list_next(session: TenantSession, lead_ids: Sequence[uuid.UUID]) -> Sequence[Task]:
    """The first open task of each of these leads."""
    query = select(Task).where(Task.lead_id.in_(lead_ids), _OPEN, _awake(clock.now()))
    first = query.ext(distinct_on(Task.lead_id)).order_by(Task.lead_id, _DUE, Task.rank, Task.id)
    return (await session.scalars(first)).all()


async def count_by_deadline(session: TenantSession, assignee_id: uuid.UUID | None) -> dict[str, int]:
    """Open tasks by `When`, and those that sleep or were done today; one statement."""
    part = horizon(clock.now(), await zone(session))
    mine = Task.assignee_id == assignee_id if assignee_id else true()
    counts = {each.value: and_(_OPEN, _awake(part.now), _due(each, part)) for each in When}
    counts["snoozed"] = and_(_OPEN, Task.snoozed_until > part.now)
    counts["done_today"] = Task.done_at >= part.day_begins
    counts["active"] = _OPEN
    columns = [func.count().filter(condition).label(name) for name, condition in counts.items()]
    row = (await session.execute(select(*columns).where(mine, or_(_OPEN, counts["done_today"])))).one()
    return dict(row._mapping)


def _named() -> Select[Task, str | None, str | None]:
    name = func.coalesce(func.nullif(Lead.name, ""), func.nullif(Lead.company, ""), Lead.domain)
    return (
        select(Task, name.cast(String), Niche.name)
        .join(Lead, Lead.id == Task.lead_id, isouter=True)
        .join(Niche, Niche.id == Task.niche_id, isouter=True)
    )


def _as_named(row: Row[Task, str | None, str | None]) -> Named:
    return row[0], row[1], row[2]


def _conditions(filters: Filters, part: Horizon) -> list[ColumnElement[bool]]:
    found = [_state(filters.state, part.now)]
    if filters.when:
        found.append(_due(filters.when, part))
    for column, value in (
        (Task.kind, filters.kind),
        (Task.priority, filters.priority),
        (Task.assignee_id, filters.assignee_id),
        (Task.niche_id, filters.niche_id),
    ):
        if value is not None:
            found.append(column == value)
    if filters.lead_ids:
        found.append(Task.lead_id.in_(filters.lead_ids))
    if filters.q:
        # A company's tasks are hundreds; no index would serve words in the middle under row-level security.
        found.append(func.strpos(func.lower(Task.title), filters.q.lower()) > 0)
    return found


def _state(state: State, now: datetime) -> ColumnElement[bool]:
    return {
        State.OPEN: and_(_OPEN, _awake(now)),
        State.SNOOZED: and_(_OPEN, Task.snoozed_until > now),
        State.DONE: _DONE,
        State.ALL: true(),
    }[state]


def _awake(now: datetime) -> ColumnElement[bool]:
    return or_(Task.snoozed_until.is_(None), Task.snoozed_until <= now)


def _due(when: When, part: Horizon) -> ColumnElement[bool]:
    return {
        When.OVERDUE: Task.due_at <= part.now,
        When.TODAY: and_(Task.due_at > part.now, Task.due_at <= part.day_ends),
        When.WEEK: and_(Task.due_at > part.day_ends, Task.due_at <= part.week_ends),
        When.LATER: Task.due_at > part.week_ends,
        When.NONE: Task.due_at.is_(None),
    }[when]
