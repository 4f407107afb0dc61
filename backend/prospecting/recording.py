"""What a run writes down, each in one short transaction: its rows are the only memory it has."""

import json
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.plans.errors import QuotaExceeded
from backend.prospecting import crediting, queries, suppressing
from backend.prospecting.enums import ResultState, SearchState
from backend.prospecting.harvest import Told
from backend.prospecting.models import Search, SearchResult
from backend.prospecting.telling import tell


@dataclass(frozen=True, slots=True)
class Brief:
    """A search as its run needs it, read once."""

    id: uuid.UUID
    query: str
    country: str
    language: str
    sources: tuple[str, ...]
    variants: tuple[str, ...]
    extended: bool
    given: str
    auto_save: bool
    wanted: int
    asked: frozenset[str]
    discovered: bool
    # How many leads were saved so far, or in a search that waits for a person: are ready.
    won: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A result whose site is to be read; `told` is what the source knew."""

    id: uuid.UUID
    url: str
    told: Told


async def begin(session: TenantSession, search_id: uuid.UUID) -> Brief | None:
    """The next slice of the run starts; None when there is nothing to do any more."""
    search = await under_way(session, search_id)
    if search is None:
        return None
    if search.auto_save and not await crediting.still_held(session, search):
        won = await count_won(session, search)
        try:
            await crediting.hold(session, search, max(1, search.wanted - won))
        except QuotaExceeded:
            await finish(session, search_id, "quota")
            return None
    search.state = SearchState.RUNNING
    search.started_at = search.started_at or clock.now()
    search.updated_at = clock.now()
    # What a killed run had in its hands.
    await session.execute(
        update(SearchResult)
        .where(SearchResult.search_id == search_id, SearchResult.state == ResultState.FETCHING)
        .values(state=ResultState.FOUND)
    )
    await tell(session, search_id)
    return await _brief(session, search)


async def under_way(session: TenantSession, search_id: uuid.UUID) -> Search | None:
    """The search, held until the transaction ends; none where somebody stopped it."""
    query = select(Search).where(Search.id == search_id).with_for_update()
    search = await session.scalar(query.execution_options(populate_existing=True))
    return search if search and SearchState(search.state).under_way else None


async def count_won(session: TenantSession, search: Search) -> int:
    """How many leads were saved so far, or in a search that waits for a person: are ready."""
    state = ResultState.SAVED if search.auto_save else ResultState.READY
    query = select(func.count()).where(SearchResult.search_id == search.id, SearchResult.state == state)
    return await session.scalar(query) or 0


async def _brief(session: TenantSession, search: Search) -> Brief:
    return Brief(
        id=search.id,
        query=search.query,
        country=search.country,
        language=search.language,
        sources=tuple(search.sources),
        variants=tuple(search.variants),
        extended=search.extended,
        given=search.given or "",
        auto_save=search.auto_save,
        wanted=search.wanted,
        asked=frozenset(search.discovery.get("asked", ())),
        discovered=search.discovered_at is not None,
        won=await count_won(session, search),
    )


async def goes_on(session: TenantSession, search_id: uuid.UUID) -> bool:
    """Whether nobody paused, cancelled or deleted it."""
    return await session.scalar(select(Search.state).where(Search.id == search_id)) == SearchState.RUNNING


async def note(session: TenantSession, search_id: uuid.UUID, found: Sequence[Told]) -> int:
    """Write down what a source named, each once; returns how many sites are now waiting to be read.

    Who is a lead already, or is never to be saved, is told apart before anything is fetched (PRO-04, X30).
    """
    if await under_way(session, search_id) is None:
        return 0
    named = {each.domain for each in found if each.domain}
    known = await queries.known_domains(session, named)
    unwanted = await suppressing.unwanted_domains(session, named)
    # Of two with one site the first named stays; ids in the order of the source, which ranks better than we can.
    firsts = {each.key: each for each in reversed(found)}
    now = time.time()
    rows = [
        _row(each, search_id, known, unwanted) | {"id": uuid7(now + place / 1000)}
        for place, each in enumerate(reversed(firsts.values()))
    ]
    if rows:
        written = insert(SearchResult).values(rows)
        await session.execute(written.on_conflict_do_nothing(index_elements=["tenant_id", "search_id", "key"]))
        await tell(session, search_id)
    waiting = select(func.count()).where(SearchResult.search_id == search_id, SearchResult.state == ResultState.FOUND)
    return await session.scalar(waiting) or 0


def _row(
    each: Told, search_id: uuid.UUID, known: dict[str, queries.Known], unwanted: set[str]
) -> dict[str, Any]:  # Any: columns of all kinds
    names = "name domain url city country lat lon category source source_url"
    row: dict[str, Any] = {name: getattr(each, name) for name in names.split()}
    row |= {
        "id": uuid7(),
        "search_id": search_id,
        "key": each.key,
        "told": each.dump(),
    }
    row |= {"state": ResultState.FOUND, "reason": "", "lead_id": None, "niche_id": None}
    there = known.get(each.domain or "")
    if there:
        row |= {
            "state": ResultState.DUPLICATE,
            "reason": "domain",
            "lead_id": there.lead_id,
            "niche_id": there.niche_id,
        }
    elif each.domain in unwanted:
        row |= {"state": ResultState.SUPPRESSED, "reason": "domain"}
    elif not each.domain and not each.reachable:
        row |= {"state": ResultState.SKIPPED, "reason": "no_website"}
    return row


async def note_asked(
    session: TenantSession, search_id: uuid.UUID, question: str, problem: tuple[str, str] | None
) -> None:
    """A source was asked this and is not asked again; `problem` is (source, why it gave nothing)."""
    search = await under_way(session, search_id)
    if search is None:
        return
    before = search.discovery
    problems = before.get("problems", {}) | (dict([problem]) if problem else {})
    search.discovery = {"asked": [*before.get("asked", ()), question], "problems": problems}
    await tell(session, search_id)


async def note_discovered(session: TenantSession, search_id: uuid.UUID) -> bool:
    """Everybody was asked; false where nobody answered and the search has failed for it (F10)."""
    search = await under_way(session, search_id)
    if search is None:
        return False
    search.discovered_at = clock.now()
    found = await session.scalar(select(func.count()).where(SearchResult.search_id == search_id))
    problems = search.discovery.get("problems", {})
    if not found and problems:
        await crediting.forgive_search(session, search)
        await _end(session, search, SearchState.FAILED, next(iter(problems.values())))
        return False
    await crediting.settle_search(session, search)
    return True


async def claim(session: TenantSession, search_id: uuid.UUID) -> Candidate | None:
    """The next business whose site is to be read."""
    first = (
        select(SearchResult.id)
        .where(SearchResult.search_id == search_id, SearchResult.state == ResultState.FOUND)
        .order_by(SearchResult.id)
        .limit(1)
    )
    taken = (
        update(SearchResult)
        .where(SearchResult.id == first.scalar_subquery())
        .values(state=ResultState.FETCHING)
        .returning(SearchResult.id, SearchResult.url, SearchResult.told)
    )
    row = (await session.execute(taken.execution_options(synchronize_session=False))).one_or_none()
    if row is None:
        return None
    known = Told(**json.loads(row[2]))
    # Without a site of its own there is nothing to read but what the source told.
    return Candidate(row[0], row[1] if known.domain else "", known)


async def finish(session: TenantSession, search_id: uuid.UUID, reason: str) -> None:
    """The run has done what it could; what was not read is left out and says why."""
    search = await under_way(session, search_id)
    if search is None:
        return
    await session.execute(
        update(SearchResult)
        .where(
            SearchResult.search_id == search_id,
            SearchResult.state.in_([ResultState.FOUND, ResultState.FETCHING]),
        )
        .values(state=ResultState.SKIPPED, reason=reason or "limit")
    )
    await _end(session, search, SearchState.DONE, reason)


async def _end(session: TenantSession, search: Search, state: SearchState, reason: str) -> None:
    search.state, search.reason, search.finished_at = state, reason[:40], clock.now()
    await crediting.give_back(session, search)
    await tell(session, search.id)
