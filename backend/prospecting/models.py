"""Tables of prospecting: searches, what they found, searches by the calendar, and what is never saved again."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
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
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import Base, EncryptedText, Json, TenantOwned, Timestamps, UUIDKey

_BYTEWISE = "C"
# Any: lists of words, as the schemas wrote them.
_Words = list[Any]
_NO_WORDS = text("'[]'::jsonb")


def _of_niche() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["tenant_id", "niche_id"], ["niches.tenant_id", "niches.id"], ondelete="SET NULL (niche_id)"
    )


class Asked:
    """What a search asks; a planned one keeps the same for each time."""

    query: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    language: Mapped[str] = mapped_column(String(2))
    sources: Mapped[_Words] = mapped_column(JSONB)
    variants: Mapped[_Words] = mapped_column(JSONB, server_default=_NO_WORDS)
    extended: Mapped[bool] = mapped_column(server_default=text("false"))
    # How many leads are wanted, as the plan allowed it.
    wanted: Mapped[int]
    niche_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("users.id", ondelete="SET NULL"))


class Search(UUIDKey, TenantOwned, Timestamps, Asked, Base):
    """One run. The row is the truth about it: a killed worker's successor reads here where to go on."""

    __tablename__ = "searches"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        _of_niche(),
        ForeignKeyConstraint(
            ["tenant_id", "schedule_id"],
            ["search_schedules.tenant_id", "search_schedules.id"],
            ondelete="SET NULL (schedule_id)",
        ),
        Index("ix_searches_recent", "tenant_id", text("created_at DESC"), text("id DESC")),
        Index("ix_searches_niche", "tenant_id", "niche_id"),
        Index("ix_searches_schedule", "tenant_id", "schedule_id", postgresql_where=text("schedule_id IS NOT NULL")),
        Index(
            "uq_searches_idempotency_key",
            "tenant_id",
            "idempotency_key",
            unique=True,
            postgresql_where=text("idempotency_key IS NOT NULL"),
        ),
    )

    # The pasted list; names and emails may stand in it.
    given: Mapped[str | None] = mapped_column(EncryptedText)
    auto_save: Mapped[bool] = mapped_column(server_default=text("true"))
    state: Mapped[str] = mapped_column(String(10), server_default="queued")
    reason: Mapped[str] = mapped_column(String(40), server_default="")
    priority: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    schedule_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    # What is set aside of the plan: the search itself, and a credit for each lead that it may still save (X27).
    search_hold: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    credit_hold: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    # {"asked": ["overpass dentistas en Girona", ...], "problems": {"places": "source_blocked"}}
    discovery: Mapped[Json]
    discovered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    started_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # Of the request that started it, so that a repeat starts no other.
    idempotency_key: Mapped[str | None] = mapped_column(String(64))
    request_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class SearchResult(UUIDKey, TenantOwned, Timestamps, Base):
    """A business that a search found, once whatever the number of sources that know it."""

    __tablename__ = "search_results"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "search_id"], ["searches.tenant_id", "searches.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["tenant_id", "lead_id"], ["leads.tenant_id", "leads.id"], ondelete="SET NULL (lead_id)"),
        _of_niche(),
        UniqueConstraint("tenant_id", "search_id", "key"),
        Index("ix_search_results_state", "tenant_id", "search_id", "state", "id"),
        Index("ix_search_results_lead", "tenant_id", "lead_id", postgresql_where=text("lead_id IS NOT NULL")),
        Index("ix_search_results_niche", "tenant_id", "niche_id", postgresql_where=text("niche_id IS NOT NULL")),
    )

    search_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    # The normalised domain, else the page of the source that knows the business.
    key: Mapped[str] = mapped_column(String(300, collation=_BYTEWISE))
    state: Mapped[str] = mapped_column(String(10), server_default="found")
    reason: Mapped[str] = mapped_column(String(40), server_default="")
    name: Mapped[str] = mapped_column(String(200))
    domain: Mapped[str | None] = mapped_column(String(253, collation=_BYTEWISE))
    url: Mapped[str] = mapped_column(String(2_000), server_default="")
    city: Mapped[str] = mapped_column(String(120), server_default="")
    country: Mapped[str] = mapped_column(String(2), server_default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    category: Mapped[str] = mapped_column(String(80), server_default="")
    source: Mapped[str] = mapped_column(String(10))
    source_url: Mapped[str] = mapped_column(String(2_000), server_default="")
    # What the source told, and what the site proved: JSON, encrypted for it holds contacts (SEC-03).
    told: Mapped[str] = mapped_column(EncryptedText)
    harvest: Mapped[str | None] = mapped_column(EncryptedText)
    summary: Mapped[str] = mapped_column(Text, server_default="")
    sector: Mapped[str] = mapped_column(String(120), server_default="")
    language: Mapped[str] = mapped_column(String(2), server_default="")
    fetched_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # Of a saved one its lead; of a duplicate the lead that was there, and the niche in which it was.
    lead_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    niche_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)


class SearchSchedule(UUIDKey, TenantOwned, Timestamps, Asked, Base):
    """A search that runs by itself on some weekdays at an hour of the tenant's clock; it adds what is new."""

    __tablename__ = "search_schedules"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        _of_niche(),
        Index("ix_search_schedules_due", "next_at", postgresql_where=text("active")),
        Index("ix_search_schedules_tenant", "tenant_id", "created_at"),
        Index("ix_search_schedules_niche", "tenant_id", "niche_id"),
    )

    # 0 is Monday.
    weekdays: Mapped[_Words] = mapped_column(JSONB)
    hour: Mapped[int] = mapped_column(SmallInteger)
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    next_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # Why the last time found nothing to do: the error's code.
    problem: Mapped[str] = mapped_column(String(40), server_default="")


class Suppression(UUIDKey, TenantOwned, Timestamps, Base):
    """A domain or email that is never saved again (X30); found by its blind index."""

    __tablename__ = "suppressions"
    __table_args__ = (UniqueConstraint("tenant_id", "kind", "value_index"),)

    kind: Mapped[str] = mapped_column(String(6))
    value: Mapped[str] = mapped_column(EncryptedText)
    value_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("users.id", ondelete="SET NULL"))
