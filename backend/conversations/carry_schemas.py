"""Shapes of going on elsewhere."""

import uuid
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from backend.channels.enums import ChannelKind


class CarryIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    session_id: uuid.UUID


class WayOut(BaseModel):
    """One channel on which the conversation can go on; the address holds the code."""

    kind: ChannelKind
    url: str


class CarryOut(BaseModel):
    """Good once; without ways the business has no channel to go on with, and there is no code."""

    code: str | None = None
    expires_at: datetime | None = None
    ways: list[WayOut] = []
