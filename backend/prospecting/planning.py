"""Searches by the calendar: "every Monday at eight" on the tenant's own clock."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.core.errors import AppError
from backend.prospecting import crediting, queries, service
from backend.prospecting.calendar import next_run
from backend.prospecting.enums import SourceName
from backend.prospecting.errors import NothingGiven
from backend.prospecting.models import SearchSchedule
from backend.prospecting.schemas import ScheduleCreate, ScheduleUpdate
from backend.prospecting.service import Question
from backend.tenants import queries as tenants


async def plan(
    session: TenantSession, given: ScheduleCreate, *, lacking: Mapping[str, str], by: uuid.UUID
) -> SearchSchedule:
    """Raises `SourceNotAvailable`, `PlaceMissing`, `NothingGiven` and `NicheNotFound`."""
    if SourceName.LIST in given.sources:
        # A list is searched once; there is nothing new in it on Mondays.
        raise NothingGiven()
    asked = Question(query=given.query, sources=tuple(given.sources), niche=given.niche, niche_id=given.niche_id)
    service.check(asked, lacking)
    tenant = await tenants.get_own(session)
    schedule = SearchSchedule(
        id=uuid7(),
        query=given.query,
        country=given.country or tenant.country,
        language=given.language or tenant.default_language,
        sources=list(dict.fromkeys(each.value for each in given.sources)),
        variants=given.variants,
        extended=given.extended,
        wanted=await crediting.most_leads(session, given.limit),
        niche_id=await service.choose_niche(session, asked),
        created_by_id=by,
        weekdays=given.weekdays,
        hour=given.hour,
        active=given.active,
        next_at=next_run(given.weekdays, given.hour, ZoneInfo(tenant.timezone), clock.now()),
    )
    session.add(schedule)
    await session.flush()
    return schedule


async def change(session: TenantSession, schedule_id: uuid.UUID, given: ScheduleUpdate) -> SearchSchedule:
    """Raises `ScheduleNotFound`, `PlaceMissing`."""
    schedule = await queries.get_schedule(session, schedule_id, lock=True)
    if given.query is not None:
        service.check(Question(query=given.query, sources=tuple(SourceName(each) for each in schedule.sources)), {})
        schedule.query = given.query
    if given.limit is not None:
        schedule.wanted = await crediting.most_leads(session, given.limit)
    schedule.weekdays = schedule.weekdays if given.weekdays is None else given.weekdays
    schedule.hour = schedule.hour if given.hour is None else given.hour
    schedule.active = schedule.active if given.active is None else given.active
    schedule.next_at = await _next(session, schedule, clock.now())
    await session.flush()
    return schedule


async def forget(session: TenantSession, schedule_id: uuid.UUID) -> None:
    """The searches that it started stay. Raises `ScheduleNotFound`."""
    await session.delete(await queries.get_schedule(session, schedule_id, lock=True))
    await session.flush()


async def run_due(session: TenantSession, schedule_id: uuid.UUID, lacking: Mapping[str, str]) -> uuid.UUID | None:
    """Starts the search if its time has come; called twice it starts once. The search's id, if one was started.

    Whoever is already a lead is found again as a duplicate, so only what is new is added. What keeps it from
    starting is noted, and the next time is tried again. Raises `ScheduleNotFound`.
    """
    schedule = await queries.get_schedule(session, schedule_id, lock=True)
    now = clock.now()
    if not schedule.active or schedule.next_at > now:
        return None
    schedule.next_at = await _next(session, schedule, now)
    schedule.last_at = now
    asked = Question(
        query=schedule.query,
        sources=tuple(SourceName(each) for each in schedule.sources),
        limit=schedule.wanted,
        country=schedule.country,
        language=schedule.language,
        niche_id=schedule.niche_id,
        variants=tuple(schedule.variants),
        extended=schedule.extended,
    )
    try:
        # What a refused start had set aside goes back with it.
        async with session.begin_nested():
            by = schedule.created_by_id
            search = await service.start(session, asked, lacking=lacking, by=by, schedule_id=schedule.id)
    except AppError as refusal:
        schedule.problem = refusal.code[:40]
        await session.flush()
        return None
    schedule.problem = ""
    await session.flush()
    return search.id


async def _next(session: TenantSession, schedule: SearchSchedule, after: datetime) -> datetime:
    tenant = await tenants.get_own(session)
    return next_run(schedule.weekdays, schedule.hour, ZoneInfo(tenant.timezone), after)
