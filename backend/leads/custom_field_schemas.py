"""The shapes of custom fields."""

import uuid
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from backend.leads.enums import FieldKind
from backend.leads.inputs import Input, Title

Options = Annotated[list[Title], Field(max_length=100)]


class CustomFieldCreate(Input):
    """A field that all leads get; its key is made from the name and never changes."""

    name: Title
    kind: FieldKind = FieldKind.TEXT
    options: Options = Field(default_factory=list, description="What can be chosen, for the kind `choice`")


class CustomFieldUpdate(Input):
    """Only what is given changes; values stay, also of options that are gone."""

    name: Title | None = None
    options: Options | None = None
    position: Annotated[int, Field(ge=0, le=1_000)] | None = None


class CustomFieldOut(BaseModel):
    """A field; `key` is its name in a lead's `custom`."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    key: str
    name: str
    kind: FieldKind
    options: list[str]
    position: int
    created_at: datetime
