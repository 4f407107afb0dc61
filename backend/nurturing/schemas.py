"""The shapes of nurturing at the HTTP border, and of the steps as they stand in the table."""

import itertools
import uuid
from datetime import datetime
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from backend.channels.enums import ChannelKind
from backend.channels.price_schemas import CostOut
from backend.conversations.enums import Decision, Refusal
from backend.core.language import Language
from backend.nurturing import wording
from backend.nurturing.enums import Condition, EnrolmentState, SequenceKind, StopReason, Trigger

MOST_STEPS: Final = 10
MOST_HOURS: Final = 2_160  # ninety days
LONGEST_TEXT: Final = 1_000
MOST_SILENCE_DAYS: Final = 365


def _sayable(text: str) -> str:
    """Raises ValueError for what cannot be stored, and for variables that nobody fills."""
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("the text holds characters that cannot be stored")
    if unknown := wording.unknown(text):
        raise ValueError(f"there is no variable {{{unknown[0]}}}; there are {{name}}, {{product}} and {{business}}")
    return text


Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT), AfterValidator(_sayable)
]
Variable = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_sayable)
]
TemplateName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,512}$")]
StepNumber = Annotated[int, Field(ge=1, le=MOST_STEPS, description="1 is the first")]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TemplateChoice(_Given):
    """An approved WhatsApp template, said where the window is closed; its variables may use ours."""

    name: TemplateName
    variables: Annotated[list[Variable], Field(max_length=10)] = []


class Step(_Given):
    """One follow-up: so many hours after the enrolment, in the person's language, on the first channel that may."""

    delay_hours: Annotated[int, Field(ge=0, le=MOST_HOURS, description="Counted from the enrolment")]
    texts: dict[Language, Words] = {}
    template: TemplateChoice | None = None
    channels: Annotated[
        list[ChannelKind],
        Field(max_length=4, description="First choice first; empty is the person's own channel, then the others"),
    ] = []
    condition: Condition = Condition.ALWAYS

    @model_validator(mode="after")
    def says_something(self) -> Self:
        if not self.texts and self.template is None:
            raise ValueError("a step needs a text or a template")
        if ChannelKind.WEB in self.channels:
            raise ValueError("nobody can be written to on the web after they left")
        if len(set(self.channels)) < len(self.channels):
            raise ValueError("a channel stands in the order once")
        return self


Steps = Annotated[list[Step], Field(min_length=1, max_length=MOST_STEPS)]
SilenceDays = Annotated[int, Field(ge=1, le=MOST_SILENCE_DAYS, description="Only of `re_engagement` (X19)")]


class SequenceUpdate(_Given):
    """The whole list of steps, in their order."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"steps": [{"delay_hours": 24, "texts": {"es": "Hola {name}, ¿seguimos?"}}]}],
        },
    )

    steps: Steps
    silence_days: SilenceDays | None = None

    @model_validator(mode="after")
    def in_order(self) -> Self:
        delays = [each.delay_hours for each in self.steps]
        if any(after <= before for before, after in itertools.pairwise(delays)):
            raise ValueError("each step comes later than the one before it")
        return self


class Toggle(_Given):
    """What it should be; left out, it becomes what it is not."""

    active: bool | None = None


class Whom(_Given):
    """A lead, written to where it was last heard, or one conversation."""

    lead_id: uuid.UUID | None = None
    conversation_id: uuid.UUID | None = None

    @model_validator(mode="after")
    def one_of_them(self) -> Self:
        if (self.lead_id is None) == (self.conversation_id is None):
            raise ValueError("give lead_id or conversation_id, and not both")
        return self


class PreviewIn(Whom):
    """A step as this person would get it."""

    step: StepNumber


class TestIn(_Given):
    """Send a step to a conversation of your own."""

    __test__ = False  # not a test of pytest's

    step: StepNumber
    conversation_id: uuid.UUID


class Counts(BaseModel):
    """Of people, except `pending`, `sent`, `delivered` and `skipped`, which are of messages."""

    enrolled: int = 0
    in_progress: int = 0
    pending: int = 0
    sent: int = 0
    delivered: int = 0
    replied: int = 0
    converted: int = 0
    cancelled: int = 0
    skipped: int = 0


class SequenceOut(BaseModel):
    """A sequence with its steps and how it goes."""

    type: SequenceKind
    active: bool
    is_default: bool
    silence_days: int | None
    steps: list[Step]
    counts: Counts
    updated_at: datetime | None


class StepStats(BaseModel):
    """What became of one step."""

    step: int
    pending: int = 0
    sent: int = 0
    delivered: int = 0
    replied: int = 0
    skipped: int = 0
    cancelled: int = 0


class SequenceStats(Counts):
    """One sequence's figures, step by step."""

    type: SequenceKind
    active: bool
    steps: list[StepStats]


class StatsOut(BaseModel):
    """Those enrolled in the last `days` days (NUR-04)."""

    days: int
    active_sequences: int
    totals: Counts
    by_sequence: list[SequenceStats]


class EnrolmentOut(BaseModel):
    """Somebody in a sequence; `next_step` is what comes, at `next_at`."""

    id: uuid.UUID
    type: SequenceKind
    conversation_id: uuid.UUID
    channel: ChannelKind
    lead_id: uuid.UUID | None
    lead_name: str | None
    trigger: Trigger
    state: EnrolmentState
    reason: StopReason | None
    sent: int
    next_step: int | None
    next_at: datetime | None
    enrolled_at: datetime
    ended_at: datetime | None
    replied_at: datetime | None
    converted_at: datetime | None


class PreviewOut(BaseModel):
    """What would go out now, where, and whether it may; without a conversation there is only the text."""

    text: str
    language: str = Field(description="Of the text; a template may have one of its own, such as `pt_BR`")
    template: str | None = None
    conversation_id: uuid.UUID | None = None
    channel: ChannelKind | None = None
    decision: Decision | None = None
    refusal: Refusal | None = None
    retry_at: datetime | None = None
    cost: CostOut | None = Field(default=None, description="Of the template; free words cost nothing of their own")


class TestOut(BaseModel):
    """The message that went out."""

    __test__ = False

    message_id: str
    text: str


class Cancelled(BaseModel):
    """How many enrolments ended."""

    cancelled: int
