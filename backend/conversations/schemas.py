"""Shapes of the chat and of the business's inbox."""

import json
import uuid
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    EmailStr,
    Field,
    JsonValue,
    StringConstraints,
    field_validator,
    model_validator,
)

from backend.channels.enums import ChannelKind
from backend.conversations.delivery_schemas import DeliveryOut
from backend.conversations.enums import ConversationStatus, MessageRole
from backend.core.language import Language

MAX_TEXT = 4_000
MAX_VALUE_BYTES = 4_000
_CONTROL = {code: None for code in range(32) if chr(code) not in "\n\t\r"} | {0x7F: None}

Line = Annotated[str, StringConstraints(max_length=2_000)]
Said = Annotated[str, StringConstraints(max_length=MAX_TEXT)]


def clean(text: str) -> str:
    """Drops control characters, which nobody types and a database may refuse; everything else is kept as text."""
    return text.translate(_CONTROL)


def _clean_value(value: JsonValue) -> JsonValue:
    """The same inside an answer of any shape."""
    match value:
        case str():
            return clean(value)
        case list():
            return [_clean_value(each) for each in value]
        case dict():
            return {clean(name): _clean_value(each) for name, each in value.items()}
    return value


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Utm(_Input):
    """Where a campaign brought the visitor from (CAT-02)."""

    source: Annotated[str, StringConstraints(max_length=200)] | None = None
    medium: Annotated[str, StringConstraints(max_length=200)] | None = None
    campaign: Annotated[str, StringConstraints(max_length=200)] | None = None
    term: Annotated[str, StringConstraints(max_length=200)] | None = None
    content: Annotated[str, StringConstraints(max_length=200)] | None = None

    @field_validator("*")
    @classmethod
    def _clean(cls, text: str | None) -> str | None:
        return clean(text) if text else None


class ChatStart(_Input):
    """Starts a conversation, or resumes the one of `session_id`."""

    session_id: uuid.UUID | None = None
    language: Language | None = None
    page_url: Line | None = None
    referrer: Line | None = None
    utm: Utm | None = None

    @field_validator("page_url", "referrer")
    @classmethod
    def _clean(cls, text: str | None) -> str | None:
        return clean(text) if text else None


class ChatSend(_Input):
    """One answer: exactly one of `text`, `option`, `value` (null skips an optional question), `file_ids`."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"session_id": "6f1d…", "text": "Unos 12,5 m2"}]}
    )

    session_id: uuid.UUID
    text: Said | None = None
    option: Annotated[str, StringConstraints(max_length=100)] | None = None
    value: JsonValue = None
    file_ids: Annotated[list[uuid.UUID], Field(max_length=20)] | None = None

    @field_validator("text", "option")
    @classmethod
    def _clean(cls, text: str | None) -> str | None:
        return None if text is None else clean(text)

    @field_validator("value")
    @classmethod
    def _clean_inside(cls, value: JsonValue) -> JsonValue:
        return _clean_value(value)

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        given = self.model_fields_set & {"text", "option", "value", "file_ids"}
        if len(given) != 1:
            raise ValueError("send exactly one of text, option, value, file_ids")
        name = given.pop()
        if name != "value" and getattr(self, name) is None:
            raise ValueError(f"{name} must not be null; send value: null to skip")
        if self.text is not None and not self.text.strip():
            raise ValueError("text is empty")
        if len(json.dumps(self.value)) > MAX_VALUE_BYTES:
            raise ValueError("value is too large")
        return self


class ChatLanguage(_Input):
    """The visitor's own choice of language."""

    session_id: uuid.UUID
    language: Language


class ChatIdentify(_Input):
    """What the page already knows of the person (`OpenSells.identify`)."""

    session_id: uuid.UUID
    name: Annotated[str, StringConstraints(max_length=120, strip_whitespace=True)] | None = None
    email: EmailStr | None = None
    phone: Annotated[str, StringConstraints(max_length=40)] | None = None

    @field_validator("name", "phone")
    @classmethod
    def _clean(cls, text: str | None) -> str | None:
        return clean(text) if text else None


class AttachmentOut(BaseModel):
    id: uuid.UUID
    name: str
    content_type: str
    size: int


class MessageOut(BaseModel):
    """`id` is the message's place in its conversation: it grows, so the last one seen is a cursor."""

    id: str
    role: MessageRole
    text: str
    created_at: datetime
    block_id: str | None = None
    author: str | None = None
    attachments: list[AttachmentOut] = []
    # What a channel adds: a reaction, an edit, a location; shown to people of the business only.
    details: dict[str, Any] = {}  # Any: JSON by kind
    deleted_at: datetime | None = None
    explained: bool = Field(default=False, description="Whether the agent's steps to this message were kept")
    delivery: DeliveryOut | None = None


class OptionOut(BaseModel):
    id: str
    label: str


class AskOut(BaseModel):
    """The question that waits for an answer."""

    block_id: str
    type: Literal["buttons", "input", "date", "range", "media", "consent"]
    format: Literal["text", "number", "email", "phone", "money"] | None = None
    options: list[OptionOut] = []
    optional: bool = False
    min: float | str | None = None
    max: float | str | None = None
    unit: str | None = None
    step: float | None = None
    max_files: int | None = None
    multiple: bool = False


class ChatOut(BaseModel):
    """Where the chat stands: what was said (new, or all when resumed) and what is asked."""

    session_id: uuid.UUID
    status: ConversationStatus
    language: Language
    messages: list[MessageOut]
    ask: AskOut | None = None


class IdentifiedOut(BaseModel):
    """The page's words were kept."""

    identified: bool


class ConversationOut(BaseModel):
    """A line of the inbox."""

    id: uuid.UUID
    status: ConversationStatus
    channel: ChannelKind
    language: Language
    lead_id: uuid.UUID | None = None
    lead_name: str | None = None
    temperature: str | None = None
    score: int | None = None
    last_message: str | None = None
    last_message_at: datetime
    unread: int
    assignee_id: uuid.UUID | None = None
    assignee_name: str | None = None
    page_url: str | None = None
    ask_block: str | None = None
    created_at: datetime
    account_id: uuid.UUID | None = None
    last_inbound_at: datetime | None = None
    waiting_since: datetime | None = Field(default=None, description="The first word that nobody has answered")
    window_ends_at: datetime | None = Field(default=None, description="After it only a template may be sent (F3)")
    returns_at: datetime | None = Field(default=None, description="When the bot answers again")
    snoozed_until: datetime | None = None


class ConversationNoteOut(BaseModel):
    """What colleagues tell each other beside a conversation; the person never sees it."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    author_id: uuid.UUID | None
    author_name: str
    body: str
    at: datetime


class ConversationDetail(ConversationOut):
    """The inbox's line with the whole transcript, and the notes beside it."""

    referrer: str | None = None
    utm: dict[str, Any] = {}  # Any: the page's own campaign words
    messages: list[MessageOut] = []
    notes: list[ConversationNoteOut] = []


class ReplyIn(_Input):
    """What a person of the business writes; files are added to the conversation first."""

    text: Said = ""
    file_ids: Annotated[list[uuid.UUID], Field(max_length=10)] = []

    @model_validator(mode="after")
    def _words(self) -> Self:
        self.text = clean(self.text).strip()
        if self.text or self.file_ids:
            return self
        raise ValueError("text is empty")


class DayOut(BaseModel):
    day: str
    conversations: int
    leads: int


class FunnelStepOut(BaseModel):
    """How many conversations reached a block, in the flow's order."""

    block_id: str
    label: str
    visitors: int


class TodayOut(BaseModel):
    conversations: int
    leads: int
    waiting: int
    ended: int


class ConversationStats(BaseModel):
    """What the panel's home draws."""

    today: TodayOut
    by_day: list[DayOut]
    funnel: list[FunnelStepOut]
