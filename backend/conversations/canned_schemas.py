"""Shapes of ready answers."""

import uuid
from datetime import datetime
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from backend.conversations.enums import CannedPurpose
from backend.conversations.schemas import clean
from backend.core.language import Language

MOST_LETTERS: Final = 2_000


def _words(text: str) -> str:
    cleaned = clean(text).strip()
    if not cleaned:
        raise ValueError("text is empty")
    return cleaned


Title = Annotated[str, StringConstraints(max_length=80), AfterValidator(_words)]
Text = Annotated[str, StringConstraints(max_length=MOST_LETTERS), AfterValidator(_words)]
Texts = Annotated[dict[Language, Text], Field(min_length=1)]


class CannedReplyIn(BaseModel):
    """One text is enough; a language without one borrows the business's own."""

    model_config = ConfigDict(extra="forbid")

    purpose: CannedPurpose
    title: Title
    texts: Texts


class CannedReplyUpdate(BaseModel):
    """What is left out stays."""

    model_config = ConfigDict(extra="forbid")

    purpose: CannedPurpose | None = None
    title: Title | None = None
    texts: Texts | None = None


class CannedReplyOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    purpose: CannedPurpose
    title: str
    texts: dict[Language, str]
    created_at: datetime
    updated_at: datetime


class RenderIn(BaseModel):
    """For whom it is filled in."""

    model_config = ConfigDict(extra="forbid")

    conversation_id: uuid.UUID


class RenderedOut(BaseModel):
    """In the person's language; `missing` are the variables that were left out, for nobody knows them."""

    text: str
    language: Language
    missing: list[str]
