"""The table of uploads; their bytes lie sealed in the object store."""

import uuid
from datetime import datetime

from sqlalchemy import DateTime, ForeignKeyConstraint, Index, LargeBinary, String, Uuid, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import Base, EncryptedText, TenantOwned, UUIDKey


class File(UUIDKey, TenantOwned, Base):
    """One upload of one conversation."""

    __tablename__ = "files"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "conversation_id"],
            ["conversations.tenant_id", "conversations.id"],
            ondelete="CASCADE",
            name="fk_files_conversation",
        ),
        Index("ix_files_conversation", "tenant_id", "conversation_id"),
    )

    conversation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    # The name people gave it may say who they are.
    name: Mapped[str] = mapped_column(EncryptedText)
    content_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    storage_key: Mapped[str] = mapped_column(String(200))
    retention: Mapped[str] = mapped_column(String(12), server_default="attachment")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
