"""The shapes of filters: those that are kept under a name, and those that choose leads for a bulk action."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.core.language import Language
from backend.leads.enums import ContactState, Reach, Sort, Source, Stage, Temperature
from backend.leads.inputs import Input, Line, Tag, Title


class FiltersIn(Input):
    """The list's filters, as `GET /leads` takes them; null does not matter."""

    stage: Stage | None = None
    temperature: Temperature | None = None
    contact_state: ContactState | None = None
    source: Source | None = None
    channel: Source | None = None
    language: Language | None = None
    assignee_id: uuid.UUID | None = None
    niche_id: uuid.UUID | Literal["none"] | None = None
    stage_id: uuid.UUID | None = None
    pipeline_id: uuid.UUID | None = None
    tag: Annotated[list[Tag], Field(max_length=10)] = []
    has: Annotated[list[Reach], Field(max_length=3)] = []
    created_from: datetime | None = None
    created_to: datetime | None = None
    q: Line | None = None


class NamedFilters(FiltersIn):
    """The same with an order, as a saved filter keeps it."""

    sort: Sort | None = None


class SavedFilterCreate(Input):
    """A combination of filters under a name (CRM-11), one's own unless shared."""

    name: Title
    filters: NamedFilters
    shared: bool = False


class SavedFilterUpdate(Input):
    """Only what is given changes."""

    name: Title | None = None
    filters: NamedFilters | None = None
    shared: bool | None = None


class SavedFilterOut(BaseModel):
    """A saved filter; `filters` holds only what matters, as `GET /leads` takes it."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    name: str
    owner_id: uuid.UUID | None
    shared: bool
    filters: dict[str, Any]  # Any: what FiltersIn takes, as JSON
    created_at: datetime
