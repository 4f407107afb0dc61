"""What people do with searches: start, pause, resume, cancel, delete, and save what waits (PRO-01, PRO-03)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, update

from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.core.language import is_language
from backend.leads import niches
from backend.leads.saving import save_many
from backend.plans import service as plans
from backend.plans.enums import Metric
from backend.prospecting import crediting, harvest, jobs, keeping, queries, recording
from backend.prospecting.enums import ResultState, SearchState, SourceName
from backend.prospecting.errors import (
    NothingGiven,
    NothingToSave,
    PlaceMissing,
    SearchIsOver,
    SearchNotPaused,
    SearchUnderWay,
    SourceNotAvailable,
)
from backend.prospecting.models import Search, SearchResult
from backend.prospecting.telling import tell
from backend.prospecting.words import LIST_NICHE
from backend.tenants import queries as tenants
from scraper.sources import given as lists
from scraper.sources import queries as wording


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be searched, whoever asks: a person, the calendar or the assistant."""

    query: str
    sources: tuple[SourceName, ...] = (SourceName.OVERPASS,)
    limit: int = 50
    country: str | None = None
    language: str | None = None
    niche: str | None = None
    niche_id: uuid.UUID | None = None
    variants: tuple[str, ...] = ()
    extended: bool = False
    auto_save: bool = True
    given: str = ""


async def start(
    session: TenantSession,
    asked: Question,
    *,
    lacking: Mapping[str, str],
    by: uuid.UUID | None,
    schedule_id: uuid.UUID | None = None,
) -> Search:
    """Counts the search, sets its credits aside and queues it; `lacking` is what each source still needs.

    Raises `SourceNotAvailable`, `PlaceMissing`, `NothingGiven`, `NicheNotFound` and `QuotaExceeded`.
    """
    check(asked, lacking)
    tenant = await tenants.get_own(session)
    search = Search(
        id=uuid7(),
        query=asked.query,
        country=asked.country or tenant.country,
        language=asked.language or tenant.default_language,
        sources=list(dict.fromkeys(each.value for each in asked.sources)),
        variants=list(asked.variants),
        extended=asked.extended,
        auto_save=asked.auto_save,
        given=asked.given or None,
        wanted=await crediting.most_leads(session, asked.limit),
        niche_id=await choose_niche(session, asked),
        created_by_id=by,
        schedule_id=schedule_id,
        priority=await crediting.priority(session),
        state=SearchState.QUEUED.value,
        discovery={},
    )
    await crediting.count_search(session, search)
    search.wanted = await crediting.hold(session, search, search.wanted)
    if not asked.auto_save:
        # It was only asked whether anything is left: a person decides later what is worth its credit.
        await crediting.give_back(session, search)
    session.add(search)
    await session.flush()
    await jobs.enqueue_run(session, search)
    await tell(session, search.id)
    return search


def check(asked: Question, lacking: Mapping[str, str]) -> None:
    """Raises `SourceNotAvailable`, `PlaceMissing` and `NothingGiven`."""
    missing = {each.value: lacking[each] for each in asked.sources if lacking.get(each)}
    if missing:
        raise SourceNotAvailable(needs=missing)
    if SourceName.LIST in asked.sources and not lists.read(asked.given):
        raise NothingGiven()
    others = [each for each in asked.sources if each is not SourceName.LIST]
    if others and not wording.parse(asked.query).what:
        raise PlaceMissing()
    if SourceName.OVERPASS in others and not wording.parse(asked.query).place:
        raise PlaceMissing()


async def choose_niche(session: TenantSession, asked: Question) -> uuid.UUID:
    """The one that is named, by id or by name; else the question itself names it. Raises `NicheNotFound`."""
    if asked.niche_id:
        await niches.exists(session, asked.niche_id)
        return asked.niche_id
    spoken = (await tenants.get_own(session)).default_language
    fallback = LIST_NICHE[spoken if is_language(spoken) else "es"]
    niche, _ = await niches.ensure(session, _title(asked.niche) or _title(asked.query) or fallback)
    return niche.id


def _title(text: str | None) -> str:
    """What a niche may be called; signs alone are no name."""
    found = (text or "").strip()[:80]
    return found if any(sign.isalnum() for sign in found) else ""


async def pause(session: TenantSession, search_id: uuid.UUID) -> Search:
    """Raises `SearchNotFound`, `SearchIsOver`."""
    search = await _unfinished(session, search_id)
    search.state = SearchState.PAUSED
    # Nobody knows for how long: meanwhile others may use them.
    await crediting.give_back(session, search)
    await tell(session, search.id)
    return search


async def resume(session: TenantSession, search_id: uuid.UUID) -> Search:
    """Raises `SearchNotFound`, `SearchNotPaused` and `QuotaExceeded`."""
    search = await queries.get_search(session, search_id, lock=True)
    if search.state != SearchState.PAUSED:
        raise SearchNotPaused(state=search.state)
    if search.auto_save:
        saved = await recording.count_won(session, search)
        await crediting.hold(session, search, max(1, search.wanted - saved))
    search.state = SearchState.QUEUED
    await session.flush()
    await jobs.enqueue_run(session, search)
    await tell(session, search.id)
    return search


async def cancel(session: TenantSession, search_id: uuid.UUID) -> Search:
    """What was saved stays; the rest is left. Raises `SearchNotFound`, `SearchIsOver`."""
    search = await _unfinished(session, search_id)
    search.state, search.finished_at = SearchState.CANCELLED, clock.now()
    await crediting.give_back(session, search)
    if search.discovered_at is None and not search.started_at:
        await crediting.forgive_search(session, search)
    else:
        await crediting.settle_search(session, search)
    unread = (ResultState.FOUND, ResultState.FETCHING)
    await session.execute(
        update(SearchResult)
        .where(SearchResult.search_id == search_id, SearchResult.state.in_(unread))
        .values(state=ResultState.SKIPPED, reason="cancelled")
    )
    await tell(session, search.id)
    return search


async def _unfinished(session: TenantSession, search_id: uuid.UUID) -> Search:
    search = await queries.get_search(session, search_id, lock=True)
    if SearchState(search.state).over:
        raise SearchIsOver(state=search.state)
    return search


async def remove(session: TenantSession, search_id: uuid.UUID) -> None:
    """Its results go, its leads stay. Raises `SearchNotFound`, `SearchUnderWay`."""
    search = await queries.get_search(session, search_id, lock=True)
    if SearchState(search.state).under_way:
        raise SearchUnderWay()
    await crediting.give_back(session, search)
    await session.delete(search)
    await session.flush()


async def save(session: TenantSession, search_id: uuid.UUID, result_ids: list[uuid.UUID] | None) -> Search:
    """Make leads of results that are ready, these or all; each costs a credit if it is new.

    Raises `SearchNotFound`, `NothingToSave` and `QuotaExceeded`.
    """
    search = await queries.get_search(session, search_id, lock=True)
    ready = select(SearchResult).where(
        SearchResult.search_id == search_id, SearchResult.state == ResultState.READY, SearchResult.harvest.is_not(None)
    )
    if result_ids is not None:
        ready = ready.where(SearchResult.id.in_(result_ids))
    results = (await session.scalars(ready.order_by(SearchResult.id).with_for_update())).all()
    if not results:
        raise NothingToSave()
    held = await plans.reserve(session, Metric.LEADS, len(results), subject=f"search {search.id}", strict=True)
    rows = [keeping.as_lead(search, each, harvest.load(each.harvest or "")) for each in results]
    outcomes = await save_many(session, rows, on_duplicate="skip", by=None)
    for result, outcome in zip(results, outcomes, strict=True):
        keeping.apply(result, outcome)
    await plans.settle(session, held, sum(each.kind == "created" for each in outcomes))
    await tell(session, search.id)
    return search
