"""What happens in a story, each act at its moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from backend.core.language import Language
from backend.flows.engine.state import Reply
from backend.leads.enums import ContactState, Stage


class Staff(StrEnum):
    """The two people of the studio."""

    OWNER = "owner"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Says:
    """The visitor answers the block that asks, or speaks to people (`asked` is None)."""

    at: datetime
    reply: Reply
    asked: str | None = None


@dataclass(frozen=True, slots=True)
class FallsSilent:
    """The visitor has been away for as long as the block waits."""

    at: datetime


@dataclass(frozen=True, slots=True)
class TakesOver:
    at: datetime
    by: Staff


@dataclass(frozen=True, slots=True)
class Answers:
    at: datetime
    by: Staff
    text: str


@dataclass(frozen=True, slots=True)
class GivesBack:
    at: datetime


@dataclass(frozen=True, slots=True)
class Closes:
    at: datetime


@dataclass(frozen=True, slots=True)
class Reads:
    at: datetime


@dataclass(frozen=True, slots=True)
class Moves:
    """The studio notes in the lead how far it has come."""

    at: datetime
    by: Staff
    stage: Stage
    contact_state: ContactState


Act: TypeAlias = Says | FallsSilent | TakesOver | Answers | GivesBack | Closes | Reads | Moves
# These add a turn to the conversation.
SPOKEN = (Says, FallsSilent, Answers, GivesBack)


@dataclass(frozen=True, slots=True)
class Story:
    """One visit to the studio's page, from the greeting to what came of it."""

    at: datetime
    language: Language
    path: str
    referrer: str | None
    utm: Mapping[str, str]
    acts: tuple[Act, ...]
