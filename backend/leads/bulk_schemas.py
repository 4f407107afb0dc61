"""The shapes of bulk actions."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.leads.enums import BulkKind, ContactState
from backend.leads.inputs import Input, Line, Tag
from backend.leads.saved_filter_schemas import FiltersIn

MOST_LEADS: Final = 10_000


class BulkParameters(Input):
    """What the action needs: `stage_id` (and `lost_reason`), `contact_state`, `assignee_id`, `niche_id` or `tag`."""

    stage_id: uuid.UUID | None = None
    lost_reason: Line | None = None
    contact_state: ContactState | None = None
    assignee_id: uuid.UUID | None = None
    niche_id: uuid.UUID | None = None
    tag: Tag | None = None


class BulkIn(Input):
    """Either the leads themselves or the filters that choose them; an assignee or niche of null takes it away."""

    action: BulkKind
    lead_ids: Annotated[list[uuid.UUID], Field(min_length=1, max_length=MOST_LEADS)] | None = None
    filters: FiltersIn | None = None
    parameters: BulkParameters = Field(default_factory=BulkParameters)

    @model_validator(mode="after")
    def chosen_one_way(self) -> Self:
        if (self.lead_ids is None) == (self.filters is None):
            raise ValueError("give either lead_ids or filters")
        return self


class BulkOut(BaseModel):
    """Something that was done to `count` leads at once."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    action: BulkKind
    parameters: dict[str, Any]  # Any: what BulkParameters takes, as JSON
    by_id: uuid.UUID | None
    count: int
    created_at: datetime
    undone_at: datetime | None


class BulkUndoOut(BaseModel):
    """How many leads are as they were; `skipped` were changed since, or are gone."""

    count: int
    skipped: int
