"""The shapes of merges and of leads that may be one."""

import uuid
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.leads.enums import ContactState, DuplicateState, Stage
from backend.leads.inputs import Input


class MergeIn(Input):
    """The lead that shall speak through this one."""

    other_id: uuid.UUID


class MergeOut(BaseModel):
    """A merge; `undone_at` says that it was taken back. The chat merges too, then `by_id` is null."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    kept_id: uuid.UUID
    merged_id: uuid.UUID
    by_id: uuid.UUID | None
    fields: list[str] = Field(description="What the kept lead took over")
    created_at: datetime
    undone_at: datetime | None


class KeepIn(Input):
    """Which of the two stays."""

    keep_id: uuid.UUID


class PairLeadOut(BaseModel):
    """One of two leads that may be one."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    name: str
    company: str
    email: str | None
    phone: str | None
    domain: str | None
    stage: Stage
    contact_state: ContactState
    source: str
    score: int
    summary: str
    created_at: datetime
    last_activity_at: datetime


class PairOut(BaseModel):
    """Two leads that may be one, and what they share."""

    id: uuid.UUID
    reason: Literal["email", "phone", "domain", "name"]
    state: DuplicateState
    one: PairLeadOut
    other: PairLeadOut
    created_at: datetime
