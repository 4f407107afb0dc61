"""The table of what platforms told us; it holds people's words, so the payload stands encrypted."""

import uuid
from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint, Uuid, func
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import Base, EncryptedText, Moment, UUIDKey


class InboxEvent(UUIDKey, Base):
    """One event of a platform, kept once by its provider's id (F4).

    `tenant_id` is null where nobody of ours owns the account it was sent to: kept for the superadmin's eyes.
    """

    __tablename__ = "inbox_events"
    __table_args__ = (
        UniqueConstraint("source", "account_key", "external_id", name="uq_inbox_events_external"),
        Index("ix_inbox_events_state", "tenant_id", "state", sql("received_at DESC"), sql("id DESC")),
        Index("ix_inbox_events_log", "tenant_id", sql("received_at DESC"), sql("id DESC")),
        Index("ix_inbox_events_waiting", "received_at", postgresql_where=sql("state = 'waiting'")),
    )

    tenant_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("tenants.id", ondelete="CASCADE"))
    # No foreign key: what was said stays when the account is gone.
    account_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    source: Mapped[str] = mapped_column(String(16))
    # The platform's own id of the account it was sent to: phone_number_id, page, Instagram account, bot.
    account_key: Mapped[str] = mapped_column(String(80))
    external_id: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(40))
    # Whose thread it is, as a blind index: events of one thread are handled in order.
    thread: Mapped[str] = mapped_column(String(64), server_default="")
    payload: Mapped[str] = mapped_column(EncryptedText)
    state: Mapped[str] = mapped_column(String(8), server_default="waiting")
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=sql("0"))
    error: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[Moment] = mapped_column(server_default=func.now())
    handled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
