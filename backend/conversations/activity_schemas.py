"""The shape of a line in a lead's whole history."""

import uuid
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from backend.leads.enums import EventKind


class ActivityOut(BaseModel):
    """A line of the timeline, or something that was said; `text` are a message's, a note's or a task's words."""

    id: str
    kind: EventKind | Literal["message"]
    at: datetime
    actor_id: uuid.UUID | None
    conversation_id: uuid.UUID | None
    data: dict[str, Any]  # Any: ids and words by kind; of a message its role, channel and number of files
    text: str | None = None
