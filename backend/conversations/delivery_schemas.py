"""Shape of a message on its way."""

import uuid
from datetime import datetime

from pydantic import BaseModel, Field

from backend.conversations.enums import DeliveryStatus


class DeliveryOut(BaseModel):
    """What became of a message on its way to a platform; `cause` says why it waits or failed, in the reader's words."""

    id: uuid.UUID
    status: DeliveryStatus
    code: str | None = None
    cause: str | None = None
    category: str = Field(default="", description="What WhatsApp bills it as")
    at: datetime
