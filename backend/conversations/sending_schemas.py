"""Shapes of the door out: what may be said, templates, beginnings, closing windows and opt-outs."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, EmailStr, Field, StringConstraints, field_validator, model_validator

from backend.channels.enums import AccountStatus, ChannelKind
from backend.conversations.enums import ConversationStatus, Decision, OptOutReason, Refusal
from backend.conversations.schemas import MAX_TEXT, clean

Words = Annotated[str, StringConstraints(max_length=MAX_TEXT)]
Variable = Annotated[str, StringConstraints(min_length=1, max_length=1_024)]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TemplateIn(_Input):
    """A template and what stands in its gaps, in their order."""

    template_id: uuid.UUID
    variables: Annotated[list[Variable], Field(max_length=30)] = []

    @field_validator("variables")
    @classmethod
    def _clean(cls, values: list[str]) -> list[str]:
        # WhatsApp refuses line breaks, tabs and long gaps in a variable.
        cleaned = [" ".join(clean(each).split()) for each in values]
        if not all(cleaned):
            raise ValueError("a variable is empty")
        return cleaned


class StartIn(_Input):
    """Write to a lead first: a template where they never wrote, else words."""

    lead_id: uuid.UUID
    account_id: uuid.UUID
    template: TemplateIn | None = None
    text: Words | None = None

    @field_validator("text")
    @classmethod
    def _clean(cls, text: str | None) -> str | None:
        return (clean(text).strip() or None) if text else None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.template is None) == (self.text is None):
            raise ValueError("give either a template or a text")
        return self


class StartedOut(BaseModel):
    conversation_id: uuid.UUID
    message_id: str


class SendingOut(BaseModel):
    """Whether a person may write now, until when, and if not, why and what to do."""

    channel: ChannelKind
    decision: Decision
    reason: Refusal | None = None
    sentence: str | None = Field(default=None, description="The reason, in the reader's language")
    retry_at: datetime | None = None
    closes_at: datetime | None = Field(default=None, description="Until when a person may write freely")
    bot_closes_at: datetime | None = Field(default=None, description="Until when the bot may")
    seconds_left: int | None = None
    human_agent_tag: bool = Field(default=False, description="Past the first day: marked as written by a person")
    takes_templates: bool = False
    account_id: uuid.UUID | None = None
    account_status: AccountStatus | None = None
    waiting: int = Field(default=0, description="Messages that are still on their way")


class ClosingPart(BaseModel):
    """Where the points come from: of score at most 40, of value 30, of time 30."""

    score: float
    value: float
    time: float


class ClosingOut(BaseModel):
    """A conversation whose window shuts soon."""

    id: uuid.UUID
    channel: ChannelKind
    status: ConversationStatus
    lead_id: uuid.UUID | None
    lead_name: str | None
    score: int
    value_minor: int | None
    currency: str | None
    assignee_id: uuid.UUID | None
    last_message: str | None
    waiting_since: datetime | None
    closes_at: datetime
    minutes_left: int
    points: float
    parts: ClosingPart


class OptOutIn(_Input):
    """Who wants nothing more: a phone, an email, or whoever a conversation is with."""

    phone: Annotated[str, StringConstraints(max_length=40)] | None = None
    email: EmailStr | None = None
    conversation_id: uuid.UUID | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(each is not None for each in (self.phone, self.email, self.conversation_id)) != 1:
            raise ValueError("give exactly one of phone, email, conversation_id")
        return self


class OptOutOut(BaseModel):
    """No contact stands here, only that somebody opted out; `conversation_id` and `lead_id` where they are known."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    reason: OptOutReason
    at: datetime
    conversation_id: uuid.UUID | None = None
    lead_id: uuid.UUID | None = None

    @model_validator(mode="before")
    @classmethod
    def _flat(cls, row: Any) -> Any:  # Any: a row or a dict
        if isinstance(row, dict):
            return row
        known = {name: row.details.get(name) for name in ("conversation_id", "lead_id")}
        return {"id": row.id, "reason": row.reason, "at": row.at, **known}
