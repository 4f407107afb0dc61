"""The last errors, kept in a table so that the panel can show them (SUP-03)."""

import uuid

from sqlalchemy import Index, String, Text, Uuid, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import Base, Moment, UUIDKey


class ErrorEntry(UUIDKey, Base):
    """One answer that was a fault of ours: never what the person sent."""

    __tablename__ = "error_entries"
    __table_args__ = (
        Index("ix_error_entries_recent", text("id DESC")),
        Index("ix_error_entries_about_tenant", "about_tenant_id", text("id DESC")),
        {"info": {"rls": "platform"}},
    )

    code: Mapped[str] = mapped_column(String(64))
    route: Mapped[str] = mapped_column(Text)
    request_id: Mapped[str | None] = mapped_column(String(64))
    # Not `tenant_id`: the row is the platform's; a tenant never reads it, and it outlives the tenant.
    about_tenant_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    at: Mapped[Moment] = mapped_column(server_default=func.now(), index=True)
