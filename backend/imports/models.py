"""Tables of imports. What the file says stands encrypted; the file itself lies sealed in the store."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import Base, EncryptedText, Json, TenantOwned, Timestamps, UUIDKey


def _of_import() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant_id", "import_id"], ["imports.tenant_id", "imports.id"], ondelete="CASCADE")


class Import(UUIDKey, TenantOwned, Timestamps, Base):
    """A file on its way to being leads; `position` counts the rows that are done with."""

    __tablename__ = "imports"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        Index("ix_imports_newest", "tenant_id", text("created_at DESC"), text("id DESC")),
    )

    # The name people gave it may say who they are.
    filename: Mapped[str] = mapped_column(EncryptedText)
    kind: Mapped[str] = mapped_column(String(8))
    encoding: Mapped[str] = mapped_column(String(16))
    delimiter: Mapped[str] = mapped_column(String(1))
    has_header: Mapped[bool]
    provider: Mapped[str | None] = mapped_column(String(16))
    size: Mapped[int]
    # Encrypted JSON: headers and samples are the file's own words.
    columns: Mapped[str] = mapped_column(EncryptedText)
    rows_estimate: Mapped[int]
    # Null once the file was thrown away.
    storage_key: Mapped[str | None] = mapped_column(String(200))

    state: Mapped[str] = mapped_column(String(16))
    # See schemas.ImportPlan; null until it was made.
    plan: Mapped[dict[str, Any] | None] = mapped_column(JSONB)  # Any: JSON
    dry_run: Mapped[bool] = mapped_column(server_default=text("false"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    counts: Mapped[Json]
    reason: Mapped[str | None] = mapped_column(String(40))
    by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    started_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ImportLead(TenantOwned, Base):
    """A lead that an import created, for the way back."""

    __tablename__ = "import_leads"
    __table_args__ = (
        _of_import(),
        ForeignKeyConstraint(["tenant_id", "lead_id"], ["leads.tenant_id", "leads.id"], ondelete="CASCADE"),
        Index("ix_import_leads_lead", "tenant_id", "lead_id"),
    )

    import_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    lead_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)


class ImportRefusal(TenantOwned, Base):
    """A row that was not imported, why, and what stood there: its cells as encrypted JSON."""

    __tablename__ = "import_refusals"
    __table_args__ = (_of_import(),)

    import_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    row: Mapped[int] = mapped_column(Integer, primary_key=True)
    reason: Mapped[str] = mapped_column(String(40))
    column: Mapped[str] = mapped_column(String(60), server_default="")
    original: Mapped[str] = mapped_column(EncryptedText)
