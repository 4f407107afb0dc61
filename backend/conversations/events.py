"""What happens in conversations and has consequences elsewhere; ids and words only, never what was said."""

import uuid
from dataclasses import dataclass
from typing import Final

# What follows from these is nobody's answer: it is done when no answer waits.
AFTERWARDS: Final = -1


@dataclass(frozen=True, slots=True)
class MessageHeard:
    """A person wrote."""

    conversation_id: uuid.UUID
    lead_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class AnswerWanted:
    """The agent should look whether a conversation waits for it; announced for when the burst is over (F5)."""

    conversation_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class IntentHeard:
    """What a person wants was understood (DMA-02)."""

    conversation_id: uuid.UUID
    lead_id: uuid.UUID | None
    intent: str
    language: str


@dataclass(frozen=True, slots=True)
class OptedOut:
    """A person wants nothing more from this business."""

    conversation_id: uuid.UUID
    lead_id: uuid.UUID | None
