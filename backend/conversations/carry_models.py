"""The table of codes with which a conversation goes on on another channel."""

import uuid
from datetime import datetime

from sqlalchemy import DateTime, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from backend.conversations.models import OF_CONVERSATION
from backend.core.database.base import Base, Moment, TenantOwned, UUIDKey


class CarryCode(UUIDKey, TenantOwned, Base):
    """Good once and for a while; only its hash is kept, for it opens what a visitor said."""

    __tablename__ = "carry_codes"
    __table_args__ = (
        ForeignKeyConstraint(**OF_CONVERSATION, name="fk_carry_codes_conversation"),
        UniqueConstraint("tenant_id", "code_hash", name="uq_carry_codes_hash"),
        Index("ix_carry_codes_conversation", "tenant_id", "conversation_id"),
    )

    conversation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    expires_at: Mapped[Moment]
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
