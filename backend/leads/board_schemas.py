"""The shapes of pipelines and the board at the HTTP border."""

import uuid
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, computed_field

from backend.leads import stages
from backend.leads.enums import Source, Stage, Temperature
from backend.leads.inputs import Input, Line, Title

MOST_STAGES = 30
RotDays = Annotated[int, Field(ge=1, le=3_650, description="A card that stays longer is marked; null never is")]


class StageOut(BaseModel):
    """A column; `name` is the tenant's own, or else the kind's in the reader's language."""

    id: uuid.UUID
    kind: Stage
    name: str
    renamed: bool
    position: int
    rot_days: int | None
    deletable: bool

    @computed_field(description="CRM-04")
    def stage_score(self) -> int:
        return stages.score(self.kind)


class PipelineOut(BaseModel):
    """A way of working leads, with its columns in their order."""

    id: uuid.UUID
    name: str
    is_default: bool
    position: int
    stages: list[StageOut]


class StageCreate(Input):
    """A further column."""

    name: Title
    kind: Stage = Stage.ACTIVE
    rot_days: RotDays | None = None


class StageUpdate(Input):
    """Only the fields that are given change; a null name gives the column its kind's own name back."""

    name: Title | None = None
    kind: Stage = Stage.ACTIVE
    rot_days: RotDays | None = None


class PipelineCreate(Input):
    """A further pipeline; without columns it gets the five usual ones."""

    name: Title
    stages: list[StageCreate] = Field(default_factory=list, max_length=MOST_STAGES)


class PipelineUpdate(Input):
    name: Title


class StageOrder(Input):
    """All columns of the pipeline, each once."""

    stage_ids: list[uuid.UUID] = Field(min_length=1, max_length=MOST_STAGES)


class Move(Input):
    """Where a card goes."""

    stage_id: uuid.UUID
    lost_reason: Line | None = Field(None, description="Why, when the column means lost")


class CardOut(BaseModel):
    """A lead as the board shows it."""

    id: uuid.UUID
    name: str
    company: str
    score: int
    temperature: Temperature
    source: Source
    channel: str
    stage: Stage
    stage_id: uuid.UUID
    stage_since: datetime
    days_in_stage: int
    rotting: bool
    value_minor: int | None
    currency: str | None
    lost_reason: str | None
    assignee_id: uuid.UUID | None
    niche_id: uuid.UUID | None
    tags: list[str]
    updated_at: datetime

    @computed_field(description="CRM-04")
    def stage_score(self) -> int:
        return stages.score(self.stage)


class TotalOut(BaseModel):
    """What a column is worth in one currency, in its smallest unit."""

    currency: str
    minor: int


class ColumnOut(BaseModel):
    """A column with its first cards."""

    stage: StageOut
    count: int
    totals: list[TotalOut]
    cards: list[CardOut]
    next_cursor: str | None


class BoardOut(BaseModel):
    """A pipeline as it stands."""

    pipeline: PipelineOut
    columns: list[ColumnOut]
