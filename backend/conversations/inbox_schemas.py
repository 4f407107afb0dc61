"""Shapes of what people do at the inbox beside answering: assign, put off, pause, note, correct."""

import uuid
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from backend.assistant.knowledge.schemas import Answer, Name
from backend.conversations.schemas import clean
from backend.core import clock

# Longer is no pause but a decision: the bot of an account can be turned off for good.
LONGEST_PAUSE: Final = timedelta(days=30)
LONGEST_SNOOZE: Final = timedelta(days=366)
MOST_LETTERS: Final = 4_000


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _words(text: str) -> str:
    cleaned = clean(text).strip()
    if not cleaned:
        raise ValueError("text is empty")
    return cleaned


def _ahead(longest: timedelta) -> AfterValidator:
    def check(moment: datetime) -> datetime:
        now = clock.now()
        # Compared before anything is added: the last year of the calendar has no tomorrow.
        if not now < moment or moment - now > longest:
            raise ValueError(f"choose a moment between now and {longest.days} days from now")
        return moment

    return AfterValidator(check)


Words = Annotated[str, StringConstraints(max_length=MOST_LETTERS), AfterValidator(_words)]


class AssignIn(_Input):
    """Null takes the conversation from everybody."""

    user_id: uuid.UUID | None


class SnoozeIn(_Input):
    until: Annotated[AwareDatetime, _ahead(LONGEST_SNOOZE)]


class PauseIn(_Input):
    until: Annotated[AwareDatetime, _ahead(LONGEST_PAUSE)]


class NoteIn(_Input):
    """`@` and a colleague's name tells them."""

    body: Words


class CorrectionIn(_Input):
    """What the assistant should have known; it goes to the knowledge list."""

    question: Name
    answer: Annotated[Answer, StringConstraints(min_length=1)]


class CorrectionOut(BaseModel):
    """Whether the knowledge list has a line more, or one that was changed."""

    created: bool


class InboxCounts(BaseModel):
    """How many conversations stand behind each tab; counting stops at `most`."""

    unread: int
    mine: int
    unassigned: int
    waiting: int
    closing: int
    snoozed: int
    mentions: int
    most: int = Field(description="Where counting stops")
