"""The shapes of notes."""

import uuid
from datetime import datetime
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from backend.leads.cleaning import storable
from backend.leads.inputs import Input

MOST_LETTERS: Final = 100_000


def _written(text: str) -> str:
    if not storable(text):
        raise ValueError("the text holds characters that cannot be stored")
    if not text.strip():
        raise ValueError("a note needs words")
    return text


Body = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_LETTERS),
    AfterValidator(_written),
    Field(description="Markdown; HTML in it is shown as text"),
]


class NoteIn(Input):
    """A note about a lead."""

    body: Body


class NoteOut(BaseModel):
    """A note; `lead_id` is the merged lead's own where it was written there."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    lead_id: uuid.UUID
    author_id: uuid.UUID | None
    body: str
    created_at: datetime
    updated_at: datetime
