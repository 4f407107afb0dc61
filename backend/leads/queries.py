"""Questions about leads; the long list has its own file, `listing.py`."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Select, cast, func, select, text, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from backend.core import clock
from backend.core.database.session import TenantSession
from backend.leads import scoring
from backend.leads.enums import Stage, Temperature
from backend.leads.errors import LeadNotFound
from backend.leads.models import Lead, LeadEvent
from backend.tenants import queries as tenants

DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts for plots; every stage, temperature and day is there, also with zero."""

    by_stage: dict[Stage, int]
    by_temperature: dict[Temperature, int]
    by_day: list[tuple[date, int]]


async def get_lead(session: TenantSession, lead_id: uuid.UUID) -> Lead:
    """The lead, or the one that speaks for it since a merge. Raises `LeadNotFound`, also for a deleted one."""
    found = await session.get(Lead, lead_id)
    if found is not None and found.merged_into_id:
        found = await session.get(Lead, found.merged_into_id)
    if found is None or found.hidden:
        raise LeadNotFound()
    return found


async def name_of(session: TenantSession, lead_id: uuid.UUID) -> str:
    """How the person is called, by the lead that speaks for them; empty where nobody knows."""
    speaks = select(func.coalesce(Lead.merged_into_id, Lead.id)).where(Lead.id == lead_id).scalar_subquery()
    return await session.scalar(select(Lead.name).where(Lead.id == speaks)) or ""


async def has_phone(session: TenantSession, lead_id: uuid.UUID) -> bool:
    """Also through the lead that speaks for it."""
    speaks = select(func.coalesce(Lead.merged_into_id, Lead.id)).where(Lead.id == lead_id).scalar_subquery()
    return bool(await session.scalar(select(Lead.phone_index.is_not(None)).where(Lead.id == speaks)))


async def get_lead_for_change(session: TenantSession, lead_id: uuid.UUID) -> Lead:
    """The same, held until the transaction ends. Raises `LeadNotFound`."""
    query = select(Lead).where(Lead.id == lead_id).with_for_update()
    found = await session.scalar(query.execution_options(populate_existing=True))
    if found is not None and found.merged_into_id:
        return await get_lead_for_change(session, found.merged_into_id)
    if found is None or found.hidden:
        raise LeadNotFound()
    return found


async def family(session: TenantSession, lead_id: uuid.UUID) -> list[uuid.UUID]:
    """The lead and those that were merged into it: what belongs to one is shown with all. Raises `LeadNotFound`."""
    kept = (await get_lead(session, lead_id)).id
    merged = await session.scalars(select(Lead.id).where(Lead.merged_into_id == kept))
    return [kept, *merged]


async def find_by_contact(
    session: TenantSession, *, email_index: bytes | None = None, phone_index: bytes | None = None
) -> uuid.UUID | None:
    """The lead that owns this email, else the one that owns this phone; what a merged one owns is its keeper's."""
    speaks = select(func.coalesce(Lead.merged_into_id, Lead.id)).where(Lead.deleted_at.is_(None))
    for column, index in ((Lead.email_index, email_index), (Lead.phone_index, phone_index)):
        found = await session.scalar(speaks.where(column == index)) if index else None
        if found:
            return found
    return None


async def get_rules(session: TenantSession) -> scoring.Rules:
    """How the bound tenant scores."""
    tenant = await tenants.get_own(session)
    return scoring.Rules.from_json(tenant.scoring, tenant.currency)


async def list_events(
    session: TenantSession, lead_id: uuid.UUID, *, limit: int, before: tuple[datetime, uuid.UUID] | None = None
) -> Sequence[LeadEvent]:
    """The timeline of the lead and of those that speak through it, newest first. Raises `LeadNotFound`."""
    query = select(LeadEvent).where(LeadEvent.lead_id.in_(await family(session, lead_id)))
    if before:
        query = query.where(tuple_(LeadEvent.at, LeadEvent.id) < before)
    newest = query.order_by(LeadEvent.at.desc(), LeadEvent.id.desc()).limit(limit)
    return (await session.scalars(newest)).all()


async def get_stats(session: TenantSession) -> Stats:
    """Days are those of the tenant's calendar."""
    tenant = await tenants.get_own(session)
    stages = {row[0]: row[1] for row in await session.execute(_count_by(Lead.stage))}
    temperatures = {row[0]: row[1] for row in await session.execute(_count_by(Lead.temperature))}
    today = clock.now().astimezone(ZoneInfo(tenant.timezone)).date()
    days = await _count_by_day(session, tenant.timezone, today - timedelta(days=DAYS - 1))
    return Stats(
        {stage: stages.get(stage, 0) for stage in Stage},
        {band: temperatures.get(band, 0) for band in Temperature},
        [(day, days.get(day, 0)) for day in (today - timedelta(days=ago) for ago in reversed(range(DAYS)))],
    )


def _count_by(column: InstrumentedAttribute[str]) -> Select[str, int]:
    return select(column, func.count()).where(~Lead.hidden).group_by(column)


async def _count_by_day(session: TenantSession, timezone: str, first: date) -> dict[date, int]:
    start = datetime.combine(first, time.min, ZoneInfo(timezone))
    day = cast(func.timezone(timezone, Lead.created_at), Date).label("day")
    query = select(day, func.count()).where(~Lead.hidden, Lead.created_at >= start).group_by(text("day"))
    return {row[0]: row[1] for row in await session.execute(query)}
