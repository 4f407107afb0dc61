"""Runs an import: a chunk of rows and the place it reached are saved in one transaction, so nothing is done twice.

A killed run goes on where the last chunk ended; two runs of one import cannot both save the same rows.
"""

import asyncio
import json
import tempfile
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO, Any, Final

import structlog
from psycopg import errors as pg
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from backend.core import clock
from backend.core.database.session import TenantSession, bound_tenant
from backend.core.errors import AppError, UpstreamFailed
from backend.core.http.actor import Actor, Role
from backend.core.jobs import OpenSession
from backend.imports import planning, queries, service, tables_reading
from backend.imports.enums import State
from backend.imports.errors import ImportNotFound
from backend.imports.interpreting import Meaning, Plan, Problem, interpret
from backend.imports.models import Import, ImportLead, ImportRefusal
from backend.imports.rows import Row
from backend.imports.schemas import ImportPlan
from backend.leads import niches, saving
from backend.leads.errors import NicheNameEmpty, TooManyNiches
from backend.leads.saving import NewLead, Outcome
from backend.plans import service as plans
from backend.plans.enums import Metric
from backend.providers.storage import ObjectStore

log = structlog.get_logger()

CHUNK: Final = 1_000
_TRIES: Final = 4
_KEPT_LETTERS: Final = 10_000
_IN_THE_WAY: Final = (pg.DeadlockDetected, pg.SerializationFailure, pg.UniqueViolation, pg.LockNotAvailable)


@dataclass(slots=True)
class _Run:
    """An import that has begun, as it stood then; `niches` are found or made as rows name them."""

    open_session: OpenSession
    found: Import
    plan: Plan
    mode: saving.OnDuplicate
    position: int
    niches: dict[str, uuid.UUID]


async def run(open_session: OpenSession, store: ObjectStore, import_id: uuid.UUID) -> None:
    """From where it stands to the end, or until somebody pauses or cancels it."""
    begun = await _begin(open_session, import_id)
    if begun is None:
        return
    try:
        with tempfile.TemporaryFile() as file:
            await service.fetch(store, begun.found, file)
            await _work(begun, file)
    except (UpstreamFailed, DBAPIError, pg.Error):
        # The store or the database is away: the job comes back, and goes on.
        raise
    except AppError as error:
        await _fail(open_session, import_id, error.code)
    except Exception as error:  # noqa: BLE001 - a person sees that it failed, and may let it go on
        log.error("import_failed", error=type(error).__name__)
        await _fail(open_session, import_id, "internal_error")


async def _begin(open_session: OpenSession, import_id: uuid.UUID) -> _Run | None:
    with suppress(ImportNotFound):
        async with open_session() as session:
            found = await queries.get_for_change(session, import_id)
            if found.state not in (State.QUEUED, State.RUNNING) or found.plan is None:
                return None
            found.state = State.RUNNING
            found.started_at = found.started_at or clock.now()
            given = ImportPlan.model_validate(found.plan)
            plan = await planning.ready(session, given, service.width_of(found))
            return _Run(open_session, found, plan, given.on_duplicate.value, found.position, {})
    return None


async def _work(begun: _Run, file: IO[bytes]) -> None:
    rows = tables_reading.rows(file, service.shape_of(begun.found))
    done = begun.position + (1 if begun.found.has_header else 0)
    await asyncio.to_thread(lambda: next(islice(rows, done, done), None))
    while True:
        meanings = await asyncio.to_thread(_next, rows, begun.plan)
        if not await _save(begun, meanings) or len(meanings) < CHUNK:
            return


def _next(rows: Iterator[Row], plan: Plan) -> list[tuple[Row, Meaning]]:
    return [(row, interpret(row, plan)) for row in islice(rows, CHUNK)]


async def _save(begun: _Run, meanings: Sequence[tuple[Row, Meaning]]) -> bool:
    """Whether to go on. What was in the way of the database is tried again from the start of the chunk."""
    for attempt in range(_TRIES):
        try:
            async with begun.open_session() as session:
                return await _save_chunk(session, begun, meanings)
        except (DBAPIError, pg.Error) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            if not isinstance(cause, _IN_THE_WAY) or attempt == _TRIES - 1:
                raise
            begun.niches.clear()
    return False


async def _save_chunk(session: TenantSession, begun: _Run, meanings: Sequence[tuple[Row, Meaning]]) -> bool:
    found = await queries.get_for_change(session, begun.found.id)
    if found.state != State.RUNNING or found.position != begun.position:
        return False
    refused: dict[int, Problem] = {place: each.refusal for place, (_, each) in enumerate(meanings) if each.refusal}
    by = Actor(found.by_id, uuid.UUID(int=0), bound_tenant(session), Role.AGENT) if found.by_id else None
    async with _perhaps_undone(session, begun):
        leads = await _with_niches(session, begun, meanings, refused)
        outcomes = await saving.save_many(session, list(leads.values()), on_duplicate=begun.mode, by=by)
    results = dict(zip(leads, outcomes, strict=True))
    refused |= {place: Problem(each.problem) for place, each in results.items() if each.kind == "refused"}
    await _note(session, found, meanings, results, refused)
    begun.position = found.position
    return True


@asynccontextmanager
async def _perhaps_undone(session: TenantSession, begun: _Run) -> AsyncIterator[None]:
    """A dry run does everything and takes it back."""
    if not begun.found.dry_run:
        yield
        return
    nested = await session.begin_nested()
    yield
    await nested.rollback()
    begun.niches.clear()


async def _with_niches(
    session: TenantSession, begun: _Run, meanings: Sequence[tuple[Row, Meaning]], refused: dict[int, Problem]
) -> dict[int, NewLead]:
    leads: dict[int, NewLead] = {}
    for place, (_, meaning) in enumerate(meanings):
        if place in refused or meaning.lead is None:
            continue
        lead = meaning.lead
        if meaning.niche:
            try:
                lead = replace(lead, niche_id=await _niche(session, begun, meaning.niche))
            except TooManyNiches:
                refused[place] = Problem("too_many_niches", "niche")
                continue
            except NicheNameEmpty:
                refused[place] = Problem("unusable_niche", "niche")
                continue
        leads[place] = lead
    return leads


async def _niche(session: TenantSession, begun: _Run, name: str) -> uuid.UUID:
    if name not in begun.niches:
        niche, _ = await niches.ensure(session, name)
        begun.niches[name] = niche.id
    return begun.niches[name]


async def _note(
    session: TenantSession,
    found: Import,
    meanings: Sequence[tuple[Row, Meaning]],
    results: dict[int, Outcome],
    refused: dict[int, Problem],
) -> None:
    """What became of the chunk: who was created, who was refused and why, and how far the import has come."""
    created = [each.lead_id for each in results.values() if each.kind == "created" and each.lead_id]
    if created and not found.dry_run:
        rows = [{"import_id": found.id, "lead_id": lead_id} for lead_id in created]
        await session.execute(insert(ImportLead).on_conflict_do_nothing(), rows)
        await plans.count(session, Metric.LEADS, len(created), subject=f"import:{found.id}")
    if refused:
        lines = [_refusal(found.id, meanings[place], problem) for place, problem in sorted(refused.items())]
        await session.execute(insert(ImportRefusal).on_conflict_do_nothing(), lines)
    kinds: Counter[str] = Counter(each.kind for each in results.values() if each.kind != "refused")
    kinds["refused"] = len(refused)
    found.counts = {
        name: found.counts.get(name, 0) + kinds[name] for name in ("created", "updated", "duplicate", "refused")
    }
    found.position += len(meanings)
    if len(meanings) < CHUNK:
        found.state, found.finished_at = State.DONE, clock.now()
    await session.flush()


# Any: a row of the table.
def _refusal(import_id: uuid.UUID, read: tuple[Row, Meaning], problem: Problem) -> dict[str, Any]:
    row, _ = read
    cells = [cell.encode("utf-8", "replace").decode().replace("\x00", "") for cell in row.cells]
    room = _KEPT_LETTERS
    kept = []
    for cell in cells:
        kept.append(cell[:room])
        room -= len(cell[:room])
    original = json.dumps(kept, ensure_ascii=False)
    column = problem.column[:60]
    return {"import_id": import_id, "row": row.number, "reason": problem.reason, "column": column, "original": original}


async def _fail(open_session: OpenSession, import_id: uuid.UUID, reason: str) -> None:
    async with open_session() as session:
        found = await queries.get_for_change(session, import_id)
        if found.state in (State.QUEUED, State.RUNNING):
            found.state, found.reason, found.finished_at = State.FAILED, reason[:40], clock.now()
