"""The shapes of the assistant at the HTTP border."""

import uuid
from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from backend.assistant.enums import Mode, Notice, Speaker
from backend.leads.inputs import refuse_unstorable

MAX_TEXT = 4_000
MAX_MEMORY = 10_000


class MessageIn(BaseModel):
    """Something said to the assistant, or a yes to what it asked."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "hottest leads"}]})

    text: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=MAX_TEXT), AfterValidator(refuse_unstorable)
    ] = ""
    confirm: uuid.UUID | None = Field(None, description="The token of `needs_confirmation`")

    @model_validator(mode="after")
    def something(self) -> Self:
        if not self.text and self.confirm is None:
            raise ValueError("say something, or confirm")
        return self


class ConfirmationOut(BaseModel):
    """What would be done on a yes; the token is good once, for ten minutes."""

    token: uuid.UUID
    what: str


class ActOut(BaseModel):
    """One thing that was done, with the lead or task it touched."""

    name: str
    lead_id: uuid.UUID | None = None
    task_id: uuid.UUID | None = None
    search_id: uuid.UUID | None = None


class AnswerOut(BaseModel):
    """The assistant's answer."""

    reply: str
    acts: list[ActOut]
    needs_confirmation: ConfirmationOut | None = None
    mode: Mode
    notice: Notice | None = None


class LineOut(BaseModel):
    """A line of the talk so far."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    speaker: Speaker
    text: str
    mode: Mode
    at: datetime


class CommandOut(BaseModel):
    """A sentence that is understood without a model."""

    act: str
    example: str
    what: str


class StandingOut(BaseModel):
    """Which way messages are understood here, and what is understood without a model."""

    mode: Mode
    extraction_enabled: bool
    commands: list[CommandOut]


class Memory(BaseModel):
    """What the assistant should know of the person's business."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=MAX_MEMORY), AfterValidator(refuse_unstorable)
    ]
