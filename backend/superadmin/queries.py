"""Questions over all tenants; this floor may look at every table below it."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Row, ScalarSelect, Select, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.accounts.enums import MembershipStatus
from backend.accounts.models import Membership, User
from backend.conversations.models import Conversation
from backend.core import clock
from backend.core.database.session import PlatformSession
from backend.leads.models import Lead
from backend.superadmin.models import ErrorEntry
from backend.superadmin.schemas import AdminTenantOut, OverviewOut, PlatformDay, TenantUsage
from backend.tenants.enums import TenantStatus
from backend.tenants.errors import TenantNotFound
from backend.tenants.models import Tenant

LAST_ERRORS = 50  # SUP-03
DAYS_SHOWN = 30


async def list_tenants(
    session: PlatformSession,
    *,
    limit: int,
    before: uuid.UUID | None = None,
    q: str | None = None,
    status: TenantStatus | None = None,
) -> list[AdminTenantOut]:
    """Newest first; `q` is found in the name or the slug."""
    query = _with_usage().order_by(Tenant.id.desc()).limit(limit)
    if before is not None:
        query = query.where(Tenant.id < before)
    if q:
        query = query.where(or_(*(column.icontains(q, autoescape=True) for column in (Tenant.name, Tenant.slug))))
    if status is not None:
        query = query.where(Tenant.status == status.value)
    return [_shown(row) for row in await session.execute(query)]


async def get_tenant(session: PlatformSession, tenant_id: uuid.UUID) -> AdminTenantOut:
    """Raises `TenantNotFound`."""
    query = _with_usage().where(Tenant.id == tenant_id).execution_options(populate_existing=True)
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise TenantNotFound()
    return _shown(row)


async def get_overview(session: PlatformSession) -> OverviewOut:
    yesterday = clock.now() - timedelta(hours=24)
    active = Tenant.status == TenantStatus.ACTIVE.value
    counts = select(
        _count(Tenant.id).label("tenants"),
        select(func.count(Tenant.id)).where(active).scalar_subquery().label("active_tenants"),
        _count(User.id).label("users"),
        select(func.count(Lead.id)).where(~Lead.hidden).scalar_subquery().label("leads"),
        _count(Conversation.id).label("conversations"),
        select(func.count(ErrorEntry.id)).where(ErrorEntry.at > yesterday).scalar_subquery().label("errors"),
    )
    figures = (await session.execute(counts)).mappings().one()
    return OverviewOut(**figures, by_day=await _by_day(session))


async def list_errors(
    session: PlatformSession, *, tenant_id: uuid.UUID | None = None
) -> Sequence[Row[ErrorEntry, str]]:
    """The last 50, newest first, with the name of the company if it still exists."""
    query = select(ErrorEntry, Tenant.name).outerjoin(Tenant, Tenant.id == ErrorEntry.about_tenant_id)
    if tenant_id is not None:
        query = query.where(ErrorEntry.about_tenant_id == tenant_id)
    return (await session.execute(query.order_by(ErrorEntry.id.desc()).limit(LAST_ERRORS))).all()


def _with_usage() -> Select[Tenant, int, int, int]:
    month = func.timezone(Tenant.timezone, func.date_trunc("month", func.timezone(Tenant.timezone, clock.now())))
    conversations = select(func.count()).select_from(Conversation)
    members = select(func.count()).select_from(Membership)
    return select(
        Tenant,
        select(func.count()).select_from(Lead).where(Lead.tenant_id == Tenant.id, ~Lead.hidden).scalar_subquery(),
        conversations.where(Conversation.tenant_id == Tenant.id, Conversation.created_at >= month).scalar_subquery(),
        members.where(
            Membership.tenant_id == Tenant.id, Membership.status == MembershipStatus.ACTIVE.value
        ).scalar_subquery(),
    )


def _shown(row: Row[Tenant, int, int, int]) -> AdminTenantOut:
    tenant, leads, conversations, members = row
    usage = TenantUsage(leads=leads, conversations_this_month=conversations, members=members)
    fields = AdminTenantOut.model_fields.keys() - {"usage"}
    return AdminTenantOut(**{name: getattr(tenant, name) for name in fields}, usage=usage)


def _count(column: InstrumentedAttribute[uuid.UUID]) -> ScalarSelect[int]:
    return select(func.count(column)).scalar_subquery()


async def _by_day(session: PlatformSession) -> list[PlatformDay]:
    today = clock.now().date()
    days = [today - timedelta(days=back) for back in reversed(range(DAYS_SHOWN))]
    leads = await _per_day(session, Lead.created_at, days[0], ~Lead.hidden)
    conversations = await _per_day(session, Conversation.created_at, days[0])
    errors = await _per_day(session, ErrorEntry.at, days[0])
    return [
        PlatformDay(
            day=day, leads=leads.get(day, 0), conversations=conversations.get(day, 0), errors=errors.get(day, 0)
        )
        for day in days
    ]


# Any: a column of moments and its table's days.
async def _per_day(
    session: PlatformSession, moment: InstrumentedAttribute[Any], since: Any, *shown: ColumnElement[bool]
) -> dict[Any, int]:
    day = cast(moment, Date)
    rows = await session.execute(select(day, func.count()).where(moment >= since, *shown).group_by(day))
    return {row[0]: row[1] for row in rows}
