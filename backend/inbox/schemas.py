"""Shapes of the log of what platforms told us (MSG-07)."""

import uuid
from datetime import datetime
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from backend.inbox.enums import EventState, Source


class EventOut(BaseModel):
    """One event without what it said."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    account_id: uuid.UUID | None
    source: Source
    kind: str
    state: EventState
    attempts: int
    error: str | None
    received_at: datetime
    handled_at: datetime | None


class EventDetail(EventOut):
    """With what the platform sent, for somebody who looks into a failure."""

    # JSON as text: a stranger's may hold what no answer of ours can carry as JSON.
    payload: str


class EventCounts(BaseModel):
    waiting: int
    dead: int


class RetryMany(BaseModel):
    """Which dead events to take in again: these, or those of a time."""

    model_config = ConfigDict(extra="forbid")

    ids: list[uuid.UUID] = Field(default_factory=list, max_length=1_000)
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    account_id: uuid.UUID | None = None

    @model_validator(mode="after")
    def choose_something(self) -> Self:
        if not self.ids and self.since is None and self.until is None:
            raise ValueError("name events, or say since when or until when")
        return self


class RetriedOut(BaseModel):
    """How many are taken in again; where it is `most`, ask once more for the rest."""

    retried: int
    most: int
