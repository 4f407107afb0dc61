"""Tasks over HTTP."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Query, status

from backend.core import clock
from backend.core.database import session as sessions
from backend.core.http import pagination
from backend.core.http.dependencies import Agent, TenantSession, Viewer
from backend.core.http.pagination import Cursor, Limit, Page
from backend.leads import queries as leads
from backend.leads.errors import LeadNotFound
from backend.plans import queries as plans
from backend.plans.enums import Metric
from backend.tasks import queries, service
from backend.tasks.enums import Priority, State, TaskKind, When
from backend.tasks.models import Task
from backend.tasks.queries import Filters, Named, Position
from backend.tasks.schemas import NextTask, Snooze, TaskCreate, TaskOut, TaskSummary, TaskUpdate

router = APIRouter(prefix="/tasks", tags=["tasks"])


async def _filters(
    session: TenantSession,
    state: State = State.OPEN,
    when: When | None = None,
    kind: TaskKind | None = None,
    priority: Priority | None = None,
    assignee_id: uuid.UUID | None = None,
    lead_id: uuid.UUID | None = None,
    niche_id: uuid.UUID | None = None,
    q: Annotated[str | None, Query(max_length=200, pattern="^[^\x00]*$", description="Part of the title")] = None,
) -> Filters:
    family = await _family(session, lead_id) if lead_id else ()
    return Filters(state, when, kind, priority, assignee_id, family, niche_id, q)


async def _family(session: sessions.TenantSession, lead_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """A filter on a lead that is not there finds nothing; it is no error."""
    try:
        return tuple(await leads.family(session, lead_id))
    except LeadNotFound:
        return (lead_id,)


@router.get("", summary="List tasks")
async def list_tasks(
    _: Viewer,
    session: TenantSession,
    filters: Annotated[Filters, Depends(_filters)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[TaskOut]:
    """Open ones by deadline, done ones with the newest first."""
    found = await queries.list_tasks(session, filters, limit=limit + 1, after=_position(cursor))
    shown = found[:limit]
    last = shown[-1][0] if len(found) > limit else None
    return Page(items=[_out(each) for each in shown], next_cursor=last and _cursor(last, filters))


@router.post("", status_code=status.HTTP_201_CREATED, summary="Add a task")
async def create(body: TaskCreate, actor: Agent, session: TenantSession) -> TaskOut:
    return await _named(session, (await service.create(session, body, by=actor)).id)


@router.get("/summary", summary="How many tasks are due, and when")
async def summary(_: Viewer, session: TenantSession, assignee_id: uuid.UUID | None = None) -> TaskSummary:
    counts = await queries.count_by_deadline(session, assignee_id)
    limits = [each.limit for each in await plans.list_standings(session) if each.metric == Metric.TASKS_ACTIVE]
    tightest = min((limit for limit in limits if limit is not None), default=None)
    return TaskSummary(**counts, limit=None if tightest is None else int(tightest))


@router.get("/next", summary="The next task of each of these leads")
async def next_tasks(
    _: Viewer,
    session: TenantSession,
    lead_ids: Annotated[list[uuid.UUID], Query(max_length=200)] = [],  # noqa: B006 - FastAPI copies it
) -> list[NextTask]:
    now = clock.now()
    return [
        NextTask(
            lead_id=task.lead_id,
            id=task.id,
            title=task.title,
            due_at=task.due_at,
            due_on=task.due_on,
            overdue=task.due_at is not None and task.due_at <= now,
        )
        for task in await queries.list_next(session, lead_ids)
        if task.lead_id is not None
    ]


@router.get("/{task_id}", summary="One task")
async def read(task_id: uuid.UUID, _: Viewer, session: TenantSession) -> TaskOut:
    return await _named(session, task_id)


@router.patch("/{task_id}", summary="Change a task")
async def update(task_id: uuid.UUID, body: TaskUpdate, _: Agent, session: TenantSession) -> TaskOut:
    await service.update(session, task_id, body)
    return await _named(session, task_id)


@router.delete("/{task_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Delete a task")
async def remove(task_id: uuid.UUID, _: Agent, session: TenantSession) -> None:
    await service.remove(session, task_id)


@router.post("/{task_id}/complete", summary="Mark a task as done")
async def complete(task_id: uuid.UUID, actor: Agent, session: TenantSession) -> TaskOut:
    """A task that repeats comes back with its next date."""
    await service.complete(session, task_id, by=actor)
    return await _named(session, task_id)


@router.post("/{task_id}/reopen", summary="Open a done task again")
async def reopen(task_id: uuid.UUID, _: Agent, session: TenantSession) -> TaskOut:
    await service.reopen(session, task_id)
    return await _named(session, task_id)


@router.post("/{task_id}/snooze", summary="Put a task off")
async def snooze(task_id: uuid.UUID, body: Snooze, _: Agent, session: TenantSession) -> TaskOut:
    await service.snooze(session, task_id, body.until)
    return await _named(session, task_id)


async def _named(session: sessions.TenantSession, task_id: uuid.UUID) -> TaskOut:
    return _out(await queries.get_named(session, task_id))


def _out(named: Named) -> TaskOut:
    task, lead_name, niche_name = named
    late = task.done_at is None and task.due_at is not None and task.due_at <= clock.now()
    fields = {name: getattr(task, name) for name in TaskOut.model_fields if hasattr(task, name)}
    return TaskOut(**fields, lead_name=lead_name, niche_name=niche_name, overdue=late)


def _cursor(last: Task, filters: Filters) -> str:
    at = last.done_at if filters.state is State.DONE else last.due_at
    return pagination.encode([(at or queries.NEVER).isoformat(), last.rank, last.id])


def _position(cursor: str | None) -> Position | None:
    if cursor is None:
        return None
    at, rank, task_id = pagination.decode(cursor, length=3)
    if type(rank) is not int or not 0 <= rank <= 2:
        raise pagination.BadCursor()
    found = pagination.moment(at)
    if found.tzinfo is None:
        raise pagination.BadCursor()
    return found, rank, pagination.identifier(task_id)
