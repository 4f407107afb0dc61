"""Shape of a message on its way."""

import uuid
from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel, Field

from backend.conversations.enums import DeliveryStatus


class DeliveryOut(BaseModel):
    """What became of a message on its way to a platform; `cause` says why it waits or failed, in the reader's words."""

    id: uuid.UUID
    status: DeliveryStatus
    code: str | None = None
    cause: str | None = None
    category: str = Field(default="", description="What WhatsApp bills it as")
    billable: bool | None = Field(default=None, description="Whether WhatsApp charges it; null until it says so")
    cost: Decimal | None = Field(default=None, description="By the number's price list, as it was then")
    currency: str | None = None
    at: datetime
