"""The shapes of tasks at the HTTP border."""

import uuid
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from backend.leads.inputs import refuse_unstorable
from backend.tasks.enums import Priority, Repeat, TaskKind

Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(refuse_unstorable)
]
Notes = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000), AfterValidator(refuse_unstorable)]
# Beyond these a calendar's arithmetic has no sense, and Postgres and Python disagree.
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))]
Instant = Annotated[AwareDatetime, Field(ge="2000-01-01T00:00:00Z", le="2200-01-01T00:00:00Z")]


class _Due(BaseModel):
    model_config = ConfigDict(extra="forbid")

    due_on: Day | None = Field(None, description="A whole day of the company's calendar")
    due_at: Instant | None = Field(None, description="A moment, where the hour matters")

    @model_validator(mode="after")
    def one_of_them(self) -> Self:
        if self.due_on and self.due_at:
            raise ValueError("give due_on or due_at, not both")
        return self


class TaskCreate(_Due):
    """A new task; its kind follows from what it is about."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"title": "Call Ana about the kitchen", "due_on": "2026-11-23"}]},
    )

    title: Title
    notes: Notes = ""
    kind: TaskKind | None = None
    priority: Priority = Priority.NORMAL
    repeat: Repeat = Repeat.NONE
    assignee_id: uuid.UUID | None = None
    lead_id: uuid.UUID | None = None
    niche_id: uuid.UUID | None = None

    @model_validator(mode="after")
    def about_one_thing(self) -> Self:
        if self.lead_id and self.niche_id:
            raise ValueError("a task is about a lead or about a niche, not both")
        meant = TaskKind.LEAD if self.lead_id else TaskKind.NICHE if self.niche_id else TaskKind.GENERAL
        if self.kind not in (None, meant):
            raise ValueError(f"a task of kind {self.kind} needs its {self.kind}_id and no other")
        self.kind = meant
        return self


class TaskUpdate(_Due):
    """Only the fields that are given change; null clears a date or an owner."""

    title: Title | None = None
    notes: Notes | None = None
    priority: Priority | None = None
    repeat: Repeat | None = None
    assignee_id: uuid.UUID | None = None


class Snooze(BaseModel):
    """Until when the task stays out of sight."""

    model_config = ConfigDict(extra="forbid")

    until: Instant


class TaskOut(BaseModel):
    """One task; `overdue` and `due_on` are seen from the company's calendar."""

    id: uuid.UUID
    title: str
    notes: str
    kind: TaskKind
    priority: Priority
    due_on: date | None
    due_at: datetime | None
    all_day: bool
    repeat: Repeat
    assignee_id: uuid.UUID | None
    lead_id: uuid.UUID | None
    lead_name: str | None
    niche_id: uuid.UUID | None
    niche_name: str | None
    snoozed_until: datetime | None
    done_at: datetime | None
    overdue: bool
    created_at: datetime
    updated_at: datetime


class NextTask(BaseModel):
    """The first open task of a lead, for its card."""

    lead_id: uuid.UUID
    id: uuid.UUID
    title: str
    due_at: datetime | None
    due_on: date | None
    overdue: bool


class TaskSummary(BaseModel):
    """How many open tasks there are and when they are due; `limit` is the plan's, null without one."""

    overdue: int
    today: int
    week: int
    later: int
    none: int
    snoozed: int
    done_today: int
    active: int
    limit: int | None
