"""Which task a person means by a few words, and what the assistant tells of it."""

from datetime import date, datetime
from typing import Any, Final

from backend.assistant.acts.base import NotFoundByName, SeveralByName
from backend.assistant.folding import folded
from backend.core.database.session import TenantSession
from backend.tasks import queries
from backend.tasks.models import Task

SHOWN: Final = 10
_SEARCHED: Final = 500


# Any: facts are JSON.
def describe(task: Task, lead_name: str | None) -> dict[str, Any]:
    due = task.due_on.isoformat() if task.due_on else ""
    return {"id": str(task.id), "title": task.title, "due_on": due, "lead": lead_name or ""}


async def resolve_task(session: TenantSession, what: str) -> Task:
    """The one open task that is meant. Raises `NotFoundByName` or `SeveralByName`."""
    found = [task for task, *_ in await queries.list_tasks(session, queries.Filters(), limit=_SEARCHED)]
    chosen = [task for task in found if str(task.id) == what or folded(task.title) == folded(what)]
    chosen = chosen or [task for task in found if folded(what) in folded(task.title)]
    if not chosen:
        raise NotFoundByName(name=what)
    if len(chosen) > 1:
        raise SeveralByName(name=what, names=[task.title for task in chosen[:SHOWN]])
    return chosen[0]


async def today(session: TenantSession, now: datetime) -> date:
    return now.astimezone(await queries.zone(session)).date()
