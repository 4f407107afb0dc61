"""Tables of leads. Every index starts with the tenant, and none is of a kind that row-level security forbids.

Under row-level security an index serves a condition only when its operator is leakproof. Equality and
order of text, uuid, timestamps and bytes are; `@@`, `LIKE` and array overlap are not, so a GIN index over
a tsvector would never be used and each search would read all of the tenant's rows. Words therefore have a
table of their own that is searched by range.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import (
    TENANT_SETTING,
    Base,
    EncryptedText,
    Json,
    Moment,
    TenantOwned,
    Timestamps,
    UUIDKey,
)

_BOUND_TENANT = text(f"current_setting('{TENANT_SETTING}')::uuid")
# The default pipeline's columns have ids that follow from tenant and stage (`board.default_stage_id`), so that
# a captured lead finds its column without asking. ("':new'" in one piece would be taken for a parameter.)
_FIRST_COLUMN = text(f"md5(current_setting('{TENANT_SETTING}') || ':' || 'new')::uuid")
# Byte order: the same on every server, and what prefix ranges need.
_BYTEWISE = "C"
_SPARSE = ("assignee_id", "niche_id")
_FILTERS = ("stage", "temperature", "contact_state", "source", "channel", "language", "assignee_id", "niche_id")
# What a walk along an index judges without the rows.
_INSIDE = (*_FILTERS, "stage_id")
_SORTS = ("created_at", "score", "last_activity_at", "name_key")
_NEWEST = (text("created_at DESC"), text("id DESC"))
# Merged and deleted leads are kept for the way back, and stand in no list.
_SHOWN = text("NOT hidden")
_KEPT = "deleted_at IS NULL"
# Shown leads have nothing here and so are unique; a merged one keeps what the lead that speaks for it has too.
_ITSELF = text("(CASE WHEN merged_into_id IS NOT NULL THEN id END)")


# Any: columns' names or pieces of SQL, as Index takes them.
def _ordered(name: str, order: tuple[Any, ...]) -> Index:
    """An order of the list; with the filtered columns inside, a walk along it needs no table rows."""
    # A range of days may be wanted in any order, so the index by days knows them all.
    inside = _SORTS[1:] if order is _NEWEST else _SORTS[:1]
    return Index(
        f"ix_leads_{name}", "tenant_id", *order, postgresql_include=[*_INSIDE, *inside], postgresql_where=_SHOWN
    )


def _of_lead() -> ForeignKeyConstraint:
    # No key to the tenant's own row: every visitor of a business would lock that one row.
    return ForeignKeyConstraint(["tenant_id", "lead_id"], ["leads.tenant_id", "leads.id"], ondelete="CASCADE")


class Lead(UUIDKey, TenantOwned, Timestamps, Base):
    """A person of interest (CRM-01); contact data stands encrypted beside its blind index (SEC-03)."""

    __tablename__ = "leads"
    __table_args__ = (
        # With all that a search filters and sorts by inside, the leads it found are judged without their rows.
        UniqueConstraint("tenant_id", "id", postgresql_include=[*_INSIDE, *_SORTS]),
        Index(
            "uq_leads_email",
            "tenant_id",
            "email_index",
            _ITSELF,
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text(f"email_index IS NOT NULL AND {_KEPT}"),
        ),
        Index(
            "uq_leads_phone",
            "tenant_id",
            "phone_index",
            _ITSELF,
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text(f"phone_index IS NOT NULL AND {_KEPT}"),
        ),
        Index(
            "uq_leads_domain",
            "tenant_id",
            "domain",
            _ITSELF,
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text(f"domain IS NOT NULL AND {_KEPT}"),
        ),
        _ordered("by_created", _NEWEST),
        _ordered("by_score", (text("score DESC"), text("id DESC"))),
        _ordered("by_activity", (text("last_activity_at DESC"), text("id DESC"))),
        _ordered("by_name", ("name_key", "id")),
        *(
            Index(f"ix_leads_{each}", "tenant_id", each, *_NEWEST, postgresql_where=_SHOWN)
            for each in _FILTERS
            if each not in _SPARSE
        ),
        *(
            Index(
                f"ix_leads_{each}",
                "tenant_id",
                each,
                *_NEWEST,
                postgresql_where=text(f"{each} IS NOT NULL AND NOT hidden"),
            )
            for each in _SPARSE
        ),
        # A column of the board, in each of its orders; what is counted, summed and filtered stands inside.
        Index(
            "ix_leads_board",
            "tenant_id",
            "stage_id",
            text("stage_since DESC"),
            text("id DESC"),
            postgresql_include=["value_minor", "currency", *_FILTERS],
            postgresql_where=_SHOWN,
        ),
        Index(
            "ix_leads_board_score",
            "tenant_id",
            "stage_id",
            text("score DESC"),
            text("id DESC"),
            postgresql_where=_SHOWN,
        ),
        Index("ix_leads_merged", "tenant_id", "merged_into_id", postgresql_where=text("merged_into_id IS NOT NULL")),
        Index("ix_leads_deleted", "tenant_id", "deleted_at", postgresql_where=text("deleted_at IS NOT NULL")),
        # For several filters at once: Postgres 18 skips over the columns in between that are not asked for.
        Index(
            "ix_leads_facets",
            "tenant_id",
            "stage",
            "temperature",
            "contact_state",
            "source",
            "language",
            *_NEWEST,
            postgresql_include=["score", "last_activity_at"],
            postgresql_where=_SHOWN,
        ),
        # Score decides temperature: along the score alone, cold leads would come after everybody else.
        Index(
            "ix_leads_temperature_score",
            "tenant_id",
            "temperature",
            text("score DESC"),
            text("id DESC"),
            postgresql_where=_SHOWN,
        ),
        CheckConstraint("(lost_reason IS NULL) OR stage = 'lost'", name="lost_reason_of_lost"),
        CheckConstraint("(value_minor IS NULL) = (currency IS NULL)", name="value_has_currency"),
        CheckConstraint("hidden = (merged_into_id IS NOT NULL OR deleted_at IS NOT NULL)", name="hidden_is_said"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score_range"),
        CheckConstraint("purchase_intent BETWEEN 0 AND 1", name="intent_range"),
    )

    name: Mapped[str] = mapped_column(String(200), server_default="")
    # The name as it is sorted: without case and accents; the nameless come last.
    name_key: Mapped[str] = mapped_column(String(200, collation=_BYTEWISE))
    company: Mapped[str] = mapped_column(String(200), server_default="")
    email: Mapped[str | None] = mapped_column(EncryptedText)
    email_index: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    phone_index: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    address: Mapped[str | None] = mapped_column(EncryptedText)
    # The channel's own names for the person (CRM-01, X33); the phone may be unknown there.
    username: Mapped[str | None] = mapped_column(String(200))
    channel_user_id: Mapped[str | None] = mapped_column(String(200))

    # The normalised domain of the business's website: one lead each (PRO-04).
    domain: Mapped[str | None] = mapped_column(String(253, collation=_BYTEWISE))
    website: Mapped[str | None] = mapped_column(String(2_000))
    niche_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)

    # `stage` is the column's meaning (X17), `stage_id` the column itself; leads are born in the first column.
    stage: Mapped[str] = mapped_column(String(20), server_default="new")
    stage_id: Mapped[uuid.UUID] = mapped_column(Uuid, server_default=_FIRST_COLUMN)
    stage_since: Mapped[Moment] = mapped_column(server_default=func.now())
    # Money in the currency's smallest unit (X4).
    value_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(String(3))
    lost_reason: Mapped[str | None] = mapped_column(String(200))
    # Any kind of value by the key of its custom field.
    custom: Mapped[Json]
    contact_state: Mapped[str] = mapped_column(String(20), server_default="to_contact")
    temperature: Mapped[str] = mapped_column(String(20), server_default="cold")
    score: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    score_version: Mapped[int] = mapped_column(server_default=text("0"))
    # Any: the parts of the score as JSON, see scoring.Part.
    score_breakdown: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    purchase_intent: Mapped[float] = mapped_column(server_default=text("0"))

    source: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str | None] = mapped_column(String(2))
    timezone: Mapped[str | None] = mapped_column(String(64))
    origin_page: Mapped[str | None] = mapped_column(Text)
    utm: Mapped[Json]
    qualification: Mapped[Json]
    summary: Mapped[str] = mapped_column(Text, server_default="")
    consent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    assignee_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("users.id", ondelete="SET NULL"))
    # The conversation that made this lead may correct it, others only add to it; cleared by a join or an edit.
    correctable_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    last_activity_at: Mapped[Moment] = mapped_column(server_default=func.now())

    # A merged lead points to the one that speaks for it and keeps everything of its own, so a merge can be undone.
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    hidden: Mapped[bool] = mapped_column(server_default=text("false"))


class LeadEvent(UUIDKey, Base):
    """A line of the timeline; ids and words only, never a person's data."""

    __tablename__ = "lead_events"
    __table_args__ = (
        _of_lead(),
        Index("ix_lead_events_lead", "tenant_id", "lead_id", text("at DESC"), text("id DESC")),
    )

    tenant_id: Mapped[uuid.UUID] = mapped_column(Uuid, server_default=_BOUND_TENANT)
    lead_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(30))
    at: Mapped[Moment] = mapped_column(server_default=func.now())
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    # No foreign keys: the line stays when the conversation or the person who acted is gone.
    conversation_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    data: Mapped[Json]


class LeadWord(Base):
    """A word that a lead is found by, folded as `search.words` folds it; `part` says where it stands (wording.Part)."""

    __tablename__ = "lead_words"
    __table_args__ = (_of_lead(), Index("ix_lead_words_word", "tenant_id", "word", "lead_id"))

    tenant_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, server_default=_BOUND_TENANT)
    lead_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    word: Mapped[str] = mapped_column(String(40, collation=_BYTEWISE), primary_key=True)
    part: Mapped[int] = mapped_column(SmallInteger, primary_key=True, server_default=text("0"))
