"""What is remembered of a person, in memory and as JSON."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

# Bounded, so that a talkative person does not grow a row without end; the oldest goes first.
MOST_FACTS: Final = 40
MOST_PRODUCTS: Final = 20
MOST_SLOTS: Final = 40
MOST_ENTRIES: Final = 200
LONGEST_VALUE: Final = 500
LONGEST_NAME: Final = 60
# As JSON; thirty intents with their moments fit.
LARGEST_SLOT: Final = 4_000


class Fact(BaseModel):
    """Something that the person said, with the message it comes from; a later one of the same name replaces it."""

    model_config = ConfigDict(frozen=True)

    fact: Annotated[str, Field(min_length=1)]
    value: str
    source: str | None = None
    at: datetime


class Discussed(BaseModel):
    """A product that came up."""

    model_config = ConfigDict(frozen=True)

    item_id: uuid.UUID
    name: str
    at: datetime


class Entry(BaseModel):
    """A line of the person's own log of wellbeing (CAT-03)."""

    model_config = ConfigDict(frozen=True)

    activity: str
    amount: float
    unit: str
    at: datetime


class Kept(BaseModel):
    """What stands encrypted."""

    facts: list[Fact] = []
    products: list[Discussed] = []
    # Any: whatever JSON a flow or a skill keeps between two messages (FLW-11).
    slots: dict[str, Any] = {}
    log: list[Entry] = []


class Memory(Kept):
    """All that is remembered of one conversation's person; empty where nothing is."""

    conversation_id: uuid.UUID
    lead_id: uuid.UUID | None = None
    last_intent: str | None = None
    purchase_intent: float = 0.0
    total_messages: int = 0
    no_match_count: int = 0
    updated_at: datetime | None = None

    def value(self, fact: str) -> str | None:
        """The last known value of a fact."""
        return next((each.value for each in reversed(self.facts) if each.fact == fact), None)
