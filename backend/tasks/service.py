"""What people do to tasks: add, change, complete, open again, put off, delete (CRM-07, CRM-08)."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete

from backend.accounts import queries as accounts
from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.leads import contacts, niches
from backend.leads import queries as leads
from backend.leads import service as lead_service
from backend.leads.enums import EventKind
from backend.leads.errors import LeadNotFound, NicheNotFound
from backend.plans import service as plans
from backend.plans.enums import Metric
from backend.tasks import queries
from backend.tasks.calendar import Deadline, following, moment, whole_day
from backend.tasks.enums import Repeat, TaskKind
from backend.tasks.errors import RepeatNeedsDate, TaskAssigneeNotInTeam, TaskIsDone, TaskWithoutTarget
from backend.tasks.models import Task
from backend.tasks.schemas import TaskCreate, TaskUpdate

_AS_GIVEN = ("title", "notes", "assignee_id")


async def create(session: TenantSession, given: TaskCreate, *, by: Actor | None) -> Task:
    """Counts in the month and among the active ones, whose number the plan bounds (BIL-01, BIL-05).

    Raises `QuotaExceeded`, `TaskWithoutTarget`, `TaskAssigneeNotInTeam`, `RepeatNeedsDate`.
    """
    zone = await queries.zone(session)
    lead_id = await _target(session, given.lead_id, given.niche_id)
    await _check_assignee(session, given.assignee_id)
    task = Task(
        id=uuid7(),
        title=given.title,
        notes=given.notes,
        kind=given.kind or TaskKind.GENERAL,
        priority=given.priority,
        rank=given.priority.rank,
        assignee_id=given.assignee_id,
        lead_id=lead_id,
        niche_id=given.niche_id,
        created_by_id=by.user_id if by else None,
        repeat=given.repeat,
    )
    _set_deadline(task, _deadline(given, zone))
    _set_series(task)
    await _take_place(session)
    await plans.count(session, Metric.TASKS, subject=str(task.id))
    session.add(task)
    await session.flush()
    await _tell(session, task, EventKind.TASK_ADDED, by)
    if lead_id is not None:
        await contacts.establish(session, lead_id)
    return task


async def update(session: TenantSession, task_id: uuid.UUID, given: TaskUpdate) -> Task:
    """Change the given fields of an open task. Raises `TaskNotFound`, `TaskIsDone` and what `create` raises."""
    task = await _open(session, task_id)
    fields = given.model_fields_set
    if "assignee_id" in fields:
        await _check_assignee(session, given.assignee_id)
    for name in _AS_GIVEN:
        # Null is a value for the owner only; a title or a note is never null.
        if name in fields and (name == "assignee_id" or getattr(given, name) is not None):
            setattr(task, name, getattr(given, name))
    if given.priority is not None:
        task.priority, task.rank = given.priority, given.priority.rank
    if given.repeat is not None:
        task.repeat = given.repeat
    if {"due_on", "due_at"} & fields:
        _set_deadline(task, _deadline(given, await queries.zone(session)))
        task.snoozed_until = None
    _set_series(task)
    await session.flush()
    return task


async def complete(session: TenantSession, task_id: uuid.UUID, *, by: Actor) -> Task:
    """Done now; what repeats comes back on its next day. A second time changes nothing. Raises `TaskNotFound`."""
    task = await queries.get_task(session, task_id)
    if task.done_at is not None:
        return task
    task.done_at = clock.now()
    if task.repeat != Repeat.NONE:
        task.followed_by_id = await _follow(session, task, task.done_at)
    else:
        await plans.count(session, Metric.TASKS_ACTIVE, -1)
    await session.flush()
    await _tell(session, task, EventKind.TASK_COMPLETED, by)
    return task


async def reopen(session: TenantSession, task_id: uuid.UUID) -> Task:
    """Takes a completion back, with the task that followed it if that is still open.

    Raises `TaskNotFound` and `QuotaExceeded`, for an open task needs a place again.
    """
    task = await queries.get_task(session, task_id)
    if task.done_at is None:
        return task
    gone = await session.execute(
        delete(Task).where(Task.id == task.followed_by_id, Task.done_at.is_(None)).returning(Task.id)
    )
    if gone.one_or_none() is None:
        await _take_place(session)
    task.done_at = task.followed_by_id = None
    await session.flush()
    return task


async def snooze(session: TenantSession, task_id: uuid.UUID, until: datetime) -> Task:
    """Out of sight until then; the deadline stays. Raises `TaskNotFound`, `TaskIsDone`."""
    task = await _open(session, task_id)
    task.snoozed_until = until
    await session.flush()
    return task


async def remove(session: TenantSession, task_id: uuid.UUID) -> None:
    """Raises `TaskNotFound`."""
    task = await queries.get_task(session, task_id)
    if task.done_at is None:
        await plans.count(session, Metric.TASKS_ACTIVE, -1)
    await session.delete(task)
    await session.flush()


async def _open(session: TenantSession, task_id: uuid.UUID) -> Task:
    task = await queries.get_task(session, task_id)
    if task.done_at is not None:
        raise TaskIsDone()
    return task


async def _take_place(session: TenantSession) -> None:
    """One more active task, if the plan has room for it. Raises `QuotaExceeded`."""
    await plans.settle(session, await plans.reserve(session, Metric.TASKS_ACTIVE))


async def _target(session: TenantSession, lead_id: uuid.UUID | None, niche_id: uuid.UUID | None) -> uuid.UUID | None:
    """The lead that the task is for: of a merged one, the lead that speaks for it."""
    try:
        if niche_id is not None:
            await niches.exists(session, niche_id)
        if lead_id is None:
            return None
        return (await leads.get_lead(session, lead_id)).id
    except (LeadNotFound, NicheNotFound) as error:
        raise TaskWithoutTarget from error


async def _check_assignee(session: TenantSession, user_id: uuid.UUID | None) -> None:
    if user_id is not None and await accounts.find_member(session, user_id) is None:
        raise TaskAssigneeNotInTeam()


def _deadline(given: TaskCreate | TaskUpdate, zone: ZoneInfo) -> Deadline | None:
    if given.due_at:
        return moment(given.due_at, zone)
    return whole_day(given.due_on, zone) if given.due_on else None


def _set_deadline(task: Task, due: Deadline | None) -> None:
    task.due_on, task.due_at = (due.on, due.at) if due else (None, None)
    task.all_day = due.all_day if due else True
    task.repeat_day = None


def _set_series(task: Task) -> None:
    if task.repeat != Repeat.NONE and task.due_on is None:
        raise RepeatNeedsDate()
    if task.repeat != Repeat.MONTHLY or task.due_on is None:
        task.repeat_day = None
    elif task.repeat_day is None:
        task.repeat_day = task.due_on.day


async def _follow(session: TenantSession, task: Task, now: datetime) -> uuid.UUID:
    """The next of the series takes the place of the one that was done."""
    assert task.due_on is not None and task.due_at is not None  # noqa: PT018 - both stand or neither does
    due = Deadline(task.due_on, task.due_at, task.all_day)
    kept = ("title", "notes", "kind", "priority", "rank", "assignee_id", "lead_id", "niche_id", "created_by_id")
    successor = Task(id=uuid7(), repeat=task.repeat, **{name: getattr(task, name) for name in kept})
    zone = await queries.zone(session)
    _set_deadline(successor, following(due, Repeat(task.repeat), zone, now=now, day_of_month=task.repeat_day))
    successor.repeat_day = task.repeat_day
    session.add(successor)
    await session.flush()
    return successor.id


async def _tell(session: TenantSession, task: Task, kind: EventKind, by: Actor | None) -> None:
    """On the timeline of the task's lead."""
    if task.lead_id is not None:
        await lead_service.tell(session, task.lead_id, kind, by, {"task": str(task.id)})
