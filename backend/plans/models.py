"""Tables of plans: the shared catalogue, counters per window, and the events and reservations behind them."""

import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Numeric,
    SmallInteger,
    String,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import TENANT_SETTING, Base, Json, Moment, TenantOwned, UUIDKey
from backend.plans.enums import ReservationState

Amount = Numeric(18, 6)
# Any: lists of JSON objects, read back through plans/schemas.py.
JsonList = list[dict[str, Any]]


class Plan(Base):
    """One plan of the catalogue: data, so that the superadmin may change it and add others (X3)."""

    __tablename__ = "plans"
    __table_args__ = {"info": {"rls": "shared"}}

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    names: Mapped[Json]
    prices: Mapped[JsonList] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    entitlements: Mapped[JsonList] = mapped_column(JSONB)
    features: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    queue_priority: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    position: Mapped[int] = mapped_column(SmallInteger)
    updated_at: Mapped[Moment] = mapped_column(server_default=func.now(), onupdate=func.now())


class UsageCounter(Base):
    """What a tenant used of a metric in one period; a new period is a new row (BIL-03)."""

    __tablename__ = "usage_counters"
    __table_args__ = (CheckConstraint("used >= 0 AND reserved >= 0", name="not_negative"),)

    tenant_id: Mapped[uuid.UUID] = mapped_column(
        Uuid,
        ForeignKey("tenants.id", ondelete="CASCADE"),
        primary_key=True,
        server_default=text(f"current_setting('{TENANT_SETTING}')::uuid"),
    )
    metric: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(String(16), primary_key=True)
    used: Mapped[Decimal] = mapped_column(Amount, server_default=text("0"))
    reserved: Mapped[Decimal] = mapped_column(Amount, server_default=text("0"))
    updated_at: Mapped[Moment] = mapped_column(server_default=func.now())


class UsageEvent(TenantOwned, Base):
    """Every amount that was ever counted; append-only, so that counters can be explained (X26)."""

    __tablename__ = "usage_events"
    __table_args__ = (
        Index("ix_usage_events_tenant_id_metric_at", "tenant_id", "metric", "at"),
        {"info": {"rls": {"tenant_rights": "SELECT, INSERT"}}},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    metric: Mapped[str] = mapped_column(String(40))
    amount: Mapped[Decimal] = mapped_column(Amount)
    subject: Mapped[str | None] = mapped_column(String(120))
    at: Mapped[Moment] = mapped_column(server_default=func.now())


class UsageReservation(UUIDKey, TenantOwned, Base):
    """Usage set aside while work is done; the row stays a while, so that settling twice counts once."""

    __tablename__ = "usage_reservations"
    __table_args__ = (
        Index("ix_usage_reservations_held", "expires_at", postgresql_where=text("state = 'held'")),
        Index("ix_usage_reservations_tenant_id", "tenant_id"),
    )

    metric: Mapped[str] = mapped_column(String(40))
    periods: Mapped[list[str]] = mapped_column(ARRAY(Text))
    amount: Mapped[Decimal] = mapped_column(Amount)
    subject: Mapped[str | None] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(8), server_default=ReservationState.HELD.value)
    expires_at: Mapped[Moment]
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
