"""The table of what is remembered of a person; its words stand encrypted, for they are the person's own."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKeyConstraint, Index, String, Uuid, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import TENANT_SETTING, Base, EncryptedText, TenantOwned


class PersonMemory(TenantOwned, Base):
    """One conversation's memory (DMA-02, FLW-11); `content` is a `memory.schemas.Kept` as JSON."""

    __tablename__ = "person_memories"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "conversation_id"],
            ["conversations.tenant_id", "conversations.id"],
            ondelete="CASCADE",
            name="fk_person_memories_conversation",
        ),
        ForeignKeyConstraint(
            ["tenant_id", "lead_id"],
            ["leads.tenant_id", "leads.id"],
            ondelete="SET NULL (lead_id)",
            name="fk_person_memories_lead",
        ),
        Index("ix_person_memories_lead", "tenant_id", "lead_id", postgresql_where=text("lead_id IS NOT NULL")),
        CheckConstraint("purchase_intent BETWEEN 0 AND 1", name="intent_range"),
    )

    tenant_id: Mapped[uuid.UUID] = mapped_column(
        Uuid, primary_key=True, server_default=text(f"current_setting('{TENANT_SETTING}')::uuid")
    )
    conversation_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    lead_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    content: Mapped[str] = mapped_column(EncryptedText)
    last_intent: Mapped[str | None] = mapped_column(String(30))
    purchase_intent: Mapped[float] = mapped_column(server_default=text("0"))
    total_messages: Mapped[int] = mapped_column(server_default=text("0"))
    # How often in a row nothing was understood; enough of it calls a person.
    no_match_count: Mapped[int] = mapped_column(server_default=text("0"))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
