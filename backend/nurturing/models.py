"""Tables of nurturing: a company's sequences, who is in them, and each follow-up of theirs."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import TENANT_SETTING, Base, Moment, TenantOwned, Timestamps, UUIDKey

_OF_CONVERSATION: dict[str, Any] = {  # Any: keyword arguments of ForeignKeyConstraint
    "columns": ["tenant_id", "conversation_id"],
    "refcolumns": ["conversations.tenant_id", "conversations.id"],
    "ondelete": "CASCADE",
}


class Sequence(Timestamps, Base):
    """What a company made of a sequence; one without a row is as it came, and off (NUR-01)."""

    __tablename__ = "nurturing_sequences"

    tenant_id: Mapped[uuid.UUID] = mapped_column(
        Uuid,
        ForeignKey("tenants.id", ondelete="CASCADE"),
        primary_key=True,
        server_default=sql(f"current_setting('{TENANT_SETTING}')::uuid"),
    )
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    active: Mapped[bool] = mapped_column(server_default=sql("false"))
    # Any: a list of `schemas.Step` as JSON; null is the default's.
    steps: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    silence_days: Mapped[int | None] = mapped_column(SmallInteger)


class Enrolment(UUIDKey, TenantOwned, Base):
    """A person's way through a sequence. A conversation is in one at a time: the newest reason to write wins."""

    __tablename__ = "nurturing_enrolments"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        ForeignKeyConstraint(**_OF_CONVERSATION, name="fk_nurturing_enrolments_conversation"),
        ForeignKeyConstraint(
            ["tenant_id", "lead_id"],
            ["leads.tenant_id", "leads.id"],
            ondelete="SET NULL (lead_id)",
            name="fk_nurturing_enrolments_lead",
        ),
        Index(
            "uq_nurturing_enrolments_active",
            "tenant_id",
            "conversation_id",
            unique=True,
            postgresql_where=sql("state = 'active'"),
        ),
        Index("ix_nurturing_enrolments_conversation", "tenant_id", "conversation_id", "kind"),
        Index("ix_nurturing_enrolments_lead", "tenant_id", "lead_id", postgresql_where=sql("lead_id IS NOT NULL")),
        Index("ix_nurturing_enrolments_kind", "tenant_id", "kind", sql("enrolled_at DESC"), sql("id DESC")),
    )

    conversation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    lead_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(20))
    trigger: Mapped[str] = mapped_column(String(8))
    by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("users.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(9), server_default="active")
    reason: Mapped[str | None] = mapped_column(String(16))
    # The person's last word that led here; a later one ends it.
    heard_at: Mapped[Moment]
    enrolled_at: Mapped[Moment]
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    replied_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    converted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class FollowUp(UUIDKey, TenantOwned, Base):
    """One step for one person (NUR-03). The next one comes into being when this one is done with."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "enrolment_id"],
            ["nurturing_enrolments.tenant_id", "nurturing_enrolments.id"],
            ondelete="CASCADE",
            name="fk_follow_ups_enrolment",
        ),
        ForeignKeyConstraint(**_OF_CONVERSATION, name="fk_follow_ups_conversation"),
        # A step is said once, whatever happens.
        UniqueConstraint("tenant_id", "enrolment_id", "step", name="uq_follow_ups_step"),
        Index("ix_follow_ups_due", "scheduled_at", postgresql_where=sql("status = 'pending'")),
        Index("ix_follow_ups_conversation", "tenant_id", "conversation_id", sql("sent_at DESC")),
    )

    enrolment_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    # Where it goes: the enrolled conversation, until another channel of the person's was taken.
    conversation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    step: Mapped[int] = mapped_column(SmallInteger)
    status: Mapped[str] = mapped_column(String(9), server_default="pending")
    reason: Mapped[str | None] = mapped_column(String(16))
    template: Mapped[str | None] = mapped_column(String(512))
    # When the plan wanted it; `scheduled_at` moves on where it may not be sent yet.
    due_at: Mapped[Moment]
    scheduled_at: Mapped[Moment]
    # Handed to a worker then; handed out again when nothing came of it.
    handed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=sql("0"))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    replied_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[Moment] = mapped_column(server_default=sql("now()"))

    @property
    def key(self) -> str:
        """Under which the door out sends it once."""
        return f"followup:{self.id}"
