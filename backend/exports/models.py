"""The table of exports: the history of who took what out, and where the file lies sealed."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Index, String, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import Base, EncryptedText, TenantOwned, Timestamps, UUIDKey


class Export(UUIDKey, TenantOwned, Timestamps, Base):
    """One export; `limited` says that the plan's rows ended before the leads did."""

    __tablename__ = "exports"
    __table_args__ = (
        Index("ix_exports_newest", "tenant_id", text("created_at DESC"), text("id DESC")),
        Index("ix_exports_expiring", "expires_at", postgresql_where=text("storage_key IS NOT NULL")),
    )

    format: Mapped[str] = mapped_column(String(8))
    scope: Mapped[str] = mapped_column(String(8))
    niche_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    # Encrypted JSON: what somebody searched for may be a person's email.
    filters: Mapped[str] = mapped_column(EncryptedText)
    columns: Mapped[list[Any] | None] = mapped_column(JSONB)  # Any: names of columns
    bom: Mapped[bool] = mapped_column(server_default=text("true"))
    language: Mapped[str] = mapped_column(String(2))
    filename: Mapped[str] = mapped_column(String(120))

    state: Mapped[str] = mapped_column(String(8))
    rows: Mapped[int] = mapped_column(server_default=text("0"))
    bytes: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    limited: Mapped[bool] = mapped_column(server_default=text("false"))
    reservation_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    # Beside the file lie the ids of its leads, for their timelines; null once both were thrown away.
    storage_key: Mapped[str | None] = mapped_column(String(200))
    by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
