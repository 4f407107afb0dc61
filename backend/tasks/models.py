"""The table of tasks."""

import uuid
from datetime import date, datetime

from sqlalchemy import (
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import Base, EncryptedText, TenantOwned, Timestamps, UUIDKey

_OPEN = text("done_at IS NULL")


class Task(UUIDKey, TenantOwned, Timestamps, Base):
    """A to-do. `due_at` is its deadline: for a whole day the midnight that ends it in the tenant's zone."""

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        ForeignKeyConstraint(["tenant_id", "lead_id"], ["leads.tenant_id", "leads.id"], ondelete="SET NULL (lead_id)"),
        ForeignKeyConstraint(
            ["tenant_id", "niche_id"], ["niches.tenant_id", "niches.id"], ondelete="SET NULL (niche_id)"
        ),
        Index("ix_tasks_open", "tenant_id", "due_at", "rank", "id", postgresql_where=_OPEN),
        Index("ix_tasks_done", "tenant_id", text("done_at DESC"), "id", postgresql_where=text("done_at IS NOT NULL")),
        Index("ix_tasks_lead", "tenant_id", "lead_id", "due_at"),
        Index("ix_tasks_niche", "tenant_id", "niche_id"),
        Index("ix_tasks_assignee", "tenant_id", "assignee_id", "due_at", postgresql_where=_OPEN),
    )

    title: Mapped[str] = mapped_column(String(200))
    notes: Mapped[str] = mapped_column(EncryptedText)
    kind: Mapped[str] = mapped_column(String(10))
    rank: Mapped[int] = mapped_column(SmallInteger)
    priority: Mapped[str] = mapped_column(String(10))
    # The day of the deadline in the tenant's calendar; what repeats counts from it.
    due_on: Mapped[date | None] = mapped_column(Date)
    due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    all_day: Mapped[bool] = mapped_column(server_default=text("true"))
    repeat: Mapped[str] = mapped_column(String(10))
    # The day of the month that a monthly task began with: the 31st stays the 31st after a February.
    repeat_day: Mapped[int | None] = mapped_column(SmallInteger)
    snoozed_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    assignee_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("users.id", ondelete="SET NULL"))
    lead_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    niche_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    done_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # The next of a series, made when this one was completed: undoing the completion takes it back.
    followed_by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
