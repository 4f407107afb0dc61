"""Shapes of what WhatsApp charges: for one template to one person, and in a month."""

import uuid
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class CostIn(BaseModel):
    """A template, and whom it would go to: where a conversation stands, or a lead who may have none yet."""

    model_config = ConfigDict(extra="forbid")

    template_id: uuid.UUID
    conversation_id: uuid.UUID | None = None
    lead_id: uuid.UUID | None = None

    @model_validator(mode="after")
    def one_of_them(self) -> Self:
        if (self.lead_id is None) == (self.conversation_id is None):
            raise ValueError("give lead_id or conversation_id, and not both")
        return self


class ChargedOut(BaseModel):
    """What an account's messages of one category came to, in one currency."""

    model_config = ConfigDict(from_attributes=True)

    account_id: uuid.UUID
    category: str
    messages: int
    amount: Decimal | None = None
    currency: str | None = Field(default=None, description="null: charged while no price was known")


class MonthCostOut(BaseModel):
    """A month of the business's own calendar; only what reached somebody and is charged."""

    month: str = Field(description="2026-11")
    items: list[ChargedOut]
