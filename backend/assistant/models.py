"""Tables of the assistant: what was said, what it should remember, what waits for a yes; all of one person's own."""

import uuid
from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index, String, Uuid, func
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import Base, EncryptedText, Moment, TenantOwned, UUIDKey


class AssistantMessage(UUIDKey, TenantOwned, Base):
    """A line of one person's talk with the assistant."""

    __tablename__ = "assistant_messages"
    __table_args__ = (Index("ix_assistant_messages_talk", "tenant_id", "user_id", sql("id DESC")),)

    user_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("users.id", ondelete="CASCADE"))
    speaker: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(EncryptedText)
    mode: Mapped[str] = mapped_column(String(10))
    at: Mapped[Moment] = mapped_column(server_default=func.now())


class AssistantMemory(TenantOwned, Base):
    """What one person asked the assistant to remember (CRM-13)."""

    __tablename__ = "assistant_memories"

    tenant_id: Mapped[uuid.UUID] = mapped_column(
        Uuid,
        ForeignKey("tenants.id", ondelete="CASCADE"),
        primary_key=True,
        server_default=sql("current_setting('app.tenant_id')::uuid"),
    )
    user_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(EncryptedText)
    updated_at: Mapped[Moment] = mapped_column(server_default=func.now())


class PendingAct(UUIDKey, TenantOwned, Base):
    """Something destructive that waits for its person's yes; its id is the token, good once and for minutes."""

    __tablename__ = "assistant_pending_acts"
    __table_args__ = (Index("ix_assistant_pending_acts_user", "tenant_id", "user_id", sql("id DESC")),)

    user_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("users.id", ondelete="CASCADE"))
    act: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[str] = mapped_column(EncryptedText)
    expires_at: Mapped[Moment]
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
