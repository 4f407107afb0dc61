"""Questions about searches, their results, planned searches and the suppression list."""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, tuple_

from backend.core.database.session import TenantSession
from backend.core.http.pagination import Page, after_id, decode, encode, identifier, moment
from backend.leads.detail_models import Niche
from backend.leads.models import Lead
from backend.plans.enums import ReservationState
from backend.plans.models import UsageReservation
from backend.prospecting import harvest
from backend.prospecting.enums import ResultState
from backend.prospecting.errors import ScheduleNotFound, SearchNotFound
from backend.prospecting.models import Search, SearchResult, SearchSchedule, Suppression
from backend.prospecting.schemas import (
    Counts,
    NicheName,
    ResultOut,
    ScheduleOut,
    SearchOut,
    SuppressionOut,
)


@dataclass(frozen=True, slots=True)
class Known:
    """A lead that has a domain already."""

    lead_id: uuid.UUID
    niche_id: uuid.UUID | None


async def get_search(session: TenantSession, search_id: uuid.UUID, *, lock: bool = False) -> Search:
    """Raises `SearchNotFound`, also for one of another tenant."""
    query = select(Search).where(Search.id == search_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = await session.scalar(query)
    if found is None:
        raise SearchNotFound()
    return found


async def get_schedule(session: TenantSession, schedule_id: uuid.UUID, *, lock: bool = False) -> SearchSchedule:
    """Raises `ScheduleNotFound`."""
    query = select(SearchSchedule).where(SearchSchedule.id == schedule_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = await session.scalar(query)
    if found is None:
        raise ScheduleNotFound()
    return found


async def known_domains(session: TenantSession, domains: Iterable[str]) -> dict[str, Known]:
    """The leads that these domains already belong to; of a merged one the lead that speaks for it."""
    query = select(Lead.domain, func.coalesce(Lead.merged_into_id, Lead.id), Lead.niche_id).where(
        Lead.domain.in_(list(domains)), Lead.deleted_at.is_(None)
    )
    return {str(domain): Known(lead_id, niche_id) for domain, lead_id, niche_id in await session.execute(query)}


async def show(session: TenantSession, search: Search) -> SearchOut:
    return (await _shown(session, [search]))[0]


async def list_searches(
    session: TenantSession, *, limit: int, cursor: str | None, schedule_id: uuid.UUID | None = None
) -> Page[SearchOut]:
    """Newest first."""
    query = select(Search).order_by(Search.created_at.desc(), Search.id.desc()).limit(limit + 1)
    if schedule_id:
        query = query.where(Search.schedule_id == schedule_id)
    if cursor:
        at, last_id = decode(cursor, length=2)
        query = query.where(tuple_(Search.created_at, Search.id) < (moment(at), identifier(last_id)))
    found = (await session.scalars(query)).all()
    more = encode([found[limit - 1].created_at.isoformat(), found[limit - 1].id]) if len(found) > limit else None
    return Page(items=await _shown(session, found[:limit]), next_cursor=more)


async def _shown(session: TenantSession, searches: Sequence[Search]) -> list[SearchOut]:
    counts = await _counts(session, [each.id for each in searches])
    niches = await _niches(session, [each.niche_id for each in searches])
    held = await _held(session, [each.credit_hold for each in searches])
    return [
        SearchOut(
            **_fields(each, "id query country sources variants extended auto_save state reason schedule_id"),
            **_fields(each, "created_at started_at finished_at"),
            niche=niches.get(each.niche_id),
            limit=each.wanted,
            problems=each.discovery.get("problems", {}),
            counts=counts[each.id],
            reserved=held.get(each.credit_hold, 0),
        )
        for each in searches
    ]


def _fields(row: Any, names: str) -> dict[str, Any]:  # Any: a row of ours and its columns
    return {name: getattr(row, name) for name in names.split()}


async def _counts(session: TenantSession, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Counts]:
    found = {each: Counts() for each in ids}
    query = (
        select(SearchResult.search_id, SearchResult.state, func.count(), func.count(SearchResult.fetched_at))
        .where(SearchResult.search_id.in_(ids))
        .group_by(SearchResult.search_id, SearchResult.state)
    )
    for search_id, state, count, fetched in await session.execute(query):
        counts = found[search_id]
        counts.found += count
        counts.fetched += fetched
        if state not in {ResultState.FOUND, ResultState.FETCHING}:
            setattr(counts, state, count)
    return found


async def _niches(session: TenantSession, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, NicheName]:
    wanted = {each for each in ids if each}
    if not wanted:
        return {}
    rows = await session.execute(select(Niche.id, Niche.name).where(Niche.id.in_(wanted)))
    return {row[0]: NicheName(id=row[0], name=row[1]) for row in rows}


async def _held(session: TenantSession, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, int]:
    wanted = [each for each in ids if each]
    if not wanted:
        return {}
    query = select(UsageReservation.id, UsageReservation.amount).where(
        UsageReservation.id.in_(wanted), UsageReservation.state == ReservationState.HELD.value
    )
    return {row[0]: int(row[1]) for row in await session.execute(query)}


async def list_results(
    session: TenantSession, search_id: uuid.UUID, *, states: Sequence[ResultState], limit: int, cursor: str | None
) -> Page[ResultOut]:
    """In the order in which they were found. Raises `SearchNotFound`."""
    await get_search(session, search_id)
    query = select(SearchResult).where(SearchResult.search_id == search_id).order_by(SearchResult.id).limit(limit + 1)
    if states:
        query = query.where(SearchResult.state.in_([each.value for each in states]))
    last = after_id(cursor)
    if last:
        query = query.where(SearchResult.id > last)
    found = (await session.scalars(query)).all()
    niches = await _niches(session, [each.niche_id for each in found])
    items = [_result(each, niches.get(each.niche_id)) for each in found[:limit]]
    return Page(items=items, next_cursor=encode([found[limit - 1].id]) if len(found) > limit else None)


def _result(row: SearchResult, niche: NicheName | None) -> ResultOut:
    told = json.loads(row.told)
    contacts = harvest.load(row.harvest).contacts if row.harvest else ()
    return ResultOut(
        **_fields(row, "id state reason name domain url city country lat lon category source source_url"),
        **_fields(row, "summary sector lead_id fetched_at"),
        **{name: told.get(name, "") for name in ("phone", "email", "address")},
        contacts=list(contacts),
        niche=niche,
    )


async def list_schedules(session: TenantSession, *, limit: int, cursor: str | None) -> Page[ScheduleOut]:
    query = select(SearchSchedule).order_by(SearchSchedule.id).limit(limit + 1)
    last = after_id(cursor)
    if last:
        query = query.where(SearchSchedule.id > last)
    found = (await session.scalars(query)).all()
    items = await _planned(session, found[:limit])
    return Page(items=items, next_cursor=encode([found[limit - 1].id]) if len(found) > limit else None)


async def show_schedule(session: TenantSession, schedule: SearchSchedule) -> ScheduleOut:
    return (await _planned(session, [schedule]))[0]


async def _planned(session: TenantSession, schedules: Sequence[SearchSchedule]) -> list[ScheduleOut]:
    niches = await _niches(session, [each.niche_id for each in schedules])
    return [
        ScheduleOut(
            **_fields(each, "id query country sources variants extended weekdays hour active"),
            **_fields(each, "next_at last_at problem created_at"),
            niche=niches.get(each.niche_id),
            limit=each.wanted,
        )
        for each in schedules
    ]


async def list_suppressions(session: TenantSession, *, limit: int, cursor: str | None) -> Page[SuppressionOut]:
    """Newest first."""
    query = select(Suppression).order_by(Suppression.id.desc()).limit(limit + 1)
    last = after_id(cursor)
    if last:
        query = query.where(Suppression.id < last)
    found = (await session.scalars(query)).all()
    items = [SuppressionOut(**_fields(each, "id kind value created_at")) for each in found[:limit]]
    return Page(items=items, next_cursor=encode([found[limit - 1].id]) if len(found) > limit else None)
