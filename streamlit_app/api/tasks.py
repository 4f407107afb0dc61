"""Tasks: what is to be done, by whom and when."""

import builtins
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.tasks.enums import Priority, State, TaskKind, When
from backend.tasks.schemas import NextTask, Snooze, TaskCreate, TaskOut, TaskSummary, TaskUpdate
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class TaskFilters:
    """What a list shows; None is everything."""

    state: State = State.OPEN
    when: When | None = None
    kind: TaskKind | None = None
    priority: Priority | None = None
    assignee_id: uuid.UUID | None = None
    lead_id: uuid.UUID | None = None
    niche_id: uuid.UUID | None = None
    q: str = ""


@dataclass(frozen=True)
class TasksApi:
    transport: Transport

    def list(self, filters: TaskFilters, *, limit: int = 50, cursor: str | None = None) -> Page[TaskOut]:
        return self.transport.get(
            "/v1/tasks",
            Page[TaskOut],
            state=filters.state,
            when=filters.when,
            kind=filters.kind,
            priority=filters.priority,
            assignee_id=filters.assignee_id,
            lead_id=filters.lead_id,
            niche_id=filters.niche_id,
            q=filters.q,
            limit=limit,
            cursor=cursor,
        )

    def get(self, task_id: uuid.UUID) -> TaskOut:
        return self.transport.get(f"/v1/tasks/{task_id}", TaskOut)

    def summary(self, assignee_id: uuid.UUID | None = None) -> TaskSummary:
        return self.transport.get("/v1/tasks/summary", TaskSummary, assignee_id=assignee_id)

    def next(self, lead_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, NextTask]:
        """By lead; asked in pieces, for an address has an end."""
        found: builtins.list[NextTask] = []
        for start in range(0, len(lead_ids), 100):
            some = [str(each) for each in lead_ids[start : start + 100]]
            found += self.transport.get("/v1/tasks/next", builtins.list[NextTask], lead_ids=some)
        return {each.lead_id: each for each in found}

    def create(self, task: TaskCreate) -> TaskOut:
        return self.transport.post("/v1/tasks", TaskOut, task)

    def update(self, task_id: uuid.UUID, changes: TaskUpdate) -> TaskOut:
        return self.transport.patch(f"/v1/tasks/{task_id}", TaskOut, changes)

    def delete(self, task_id: uuid.UUID) -> None:
        self.transport.call("DELETE", f"/v1/tasks/{task_id}")

    def complete(self, task_id: uuid.UUID) -> TaskOut:
        return self.transport.post(f"/v1/tasks/{task_id}/complete", TaskOut)

    def reopen(self, task_id: uuid.UUID) -> TaskOut:
        return self.transport.post(f"/v1/tasks/{task_id}/reopen", TaskOut)

    def snooze(self, task_id: uuid.UUID, until: datetime) -> TaskOut:
        return self.transport.post(f"/v1/tasks/{task_id}/snooze", TaskOut, Snooze(until=until))
