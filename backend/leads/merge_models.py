"""Tables of what can be taken back: merges, duplicates that wait for a person, bulk actions."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKeyConstraint, Index, String, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import Base, Json, TenantOwned, Timestamps, UUIDKey


def _of_lead(column: str = "lead_id") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant_id", column], ["leads.tenant_id", "leads.id"], ondelete="CASCADE")


class LeadMerge(UUIDKey, TenantOwned, Timestamps, Base):
    """`merged_id` now speaks through `kept_id`; what was filled in stands here, for the way back."""

    __tablename__ = "lead_merges"
    __table_args__ = (
        _of_lead("kept_id"),
        _of_lead("merged_id"),
        Index("ix_lead_merges_kept", "tenant_id", "kept_id", text("created_at DESC")),
        Index("ix_lead_merges_merged", "tenant_id", "merged_id"),
    )

    kept_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    merged_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    # Any: leads that already spoke through the merged one, as ids.
    followers: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    # The kept lead's fields before and after, by name; personal values encrypted as in the lead.
    before: Mapped[Json]
    after: Mapped[Json]
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class DuplicatePair(UUIDKey, TenantOwned, Timestamps, Base):
    """Two leads that may be one; `one_id` is the smaller id. Stays decided once a person decided."""

    __tablename__ = "duplicate_pairs"
    __table_args__ = (
        _of_lead("one_id"),
        _of_lead("other_id"),
        UniqueConstraint("tenant_id", "one_id", "other_id"),
        Index("ix_duplicate_pairs_open", "tenant_id", "state", text("created_at DESC"), text("id DESC")),
        Index("ix_duplicate_pairs_other", "tenant_id", "other_id"),
    )

    one_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    other_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    # email, phone, domain, name: what they share.
    reason: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), server_default="open")


class BulkAction(UUIDKey, TenantOwned, Timestamps, Base):
    """Something done to many leads at once, which can be undone as a whole."""

    __tablename__ = "bulk_actions"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        Index("ix_bulk_actions_newest", "tenant_id", text("created_at DESC"), text("id DESC")),
    )

    action: Mapped[str] = mapped_column(String(30))
    parameters: Mapped[Json]
    by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    count: Mapped[int] = mapped_column(server_default=text("0"))
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class BulkItem(TenantOwned, Base):
    """What one lead was before a bulk action."""

    __tablename__ = "bulk_items"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "bulk_id"], ["bulk_actions.tenant_id", "bulk_actions.id"], ondelete="CASCADE"
        ),
        _of_lead(),
        Index("ix_bulk_items_lead", "tenant_id", "lead_id"),
    )

    bulk_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    lead_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    before: Mapped[Json]
