"""What people do with an import: upload, plan, start, pause, go on, cancel, undo.

Imported leads count as saved leads (BIL-05), past the plan's limit too: credits are for the leads of a search, and
a file of one's own is never refused for its size.
"""

import asyncio
import json
import tempfile
import uuid
from collections.abc import AsyncIterator
from itertools import islice
from typing import IO, Any, Final

from sqlalchemy import delete

from backend.audit import service as audit
from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import Database, TenantSession
from backend.core.http.actor import Actor
from backend.core.jobs import Job, enqueue
from backend.files import parts
from backend.imports import planning, queries, tables_reading
from backend.imports.enums import Kind, OnDuplicate, State
from backend.imports.errors import (
    ImportBusy,
    ImportFileEmpty,
    ImportFileGone,
    ImportFileTooLarge,
    ImportNotPlanned,
)
from backend.imports.interpreting import Meaning, Plan, interpret
from backend.imports.models import Import, ImportRefusal
from backend.imports.rows import MAX_BYTES
from backend.imports.schemas import ImportPlan
from backend.imports.tables_reading import Analysis, Shape
from backend.leads import niches
from backend.providers.storage import FileMissing, ObjectStore

PREVIEWED: Final = 20
JUDGED: Final = 1_000
_MOST_NAME: Final = 120
_BLOCK: Final = 1024 * 1024

_STARTABLE: Final = frozenset({State.PLANNED, State.DONE})
_STOPPABLE: Final = frozenset({State.QUEUED, State.RUNNING})
_RESUMABLE: Final = frozenset({State.PAUSED, State.FAILED})
_CANCELLABLE: Final = _STOPPABLE | _RESUMABLE
_UNDOABLE: Final = frozenset({State.DONE, State.CANCELLED, State.PAUSED, State.FAILED})


async def upload(
    database: Database, store: ObjectStore, tenant_id: uuid.UUID, *, name: str, file: IO[bytes], by: Actor
) -> Import:
    """Look at the file, seal it, store it, then note it.

    Raises `ImportFileEmpty`, `ImportFileTooLarge`, `ImportKindRefused`, `ImportFileDamaged`, `ImportFileSwells`,
    `ImportTooManyColumns` and `StorageFailed`.
    """
    size = file.seek(0, 2)
    if size > MAX_BYTES:
        raise ImportFileTooLarge(max_bytes=MAX_BYTES)
    if not size:
        raise ImportFileEmpty()
    async with database.tenant(tenant_id) as session:
        custom = await planning.custom_names(session)
    analysis = await asyncio.to_thread(tables_reading.analyse, file, size, custom)
    found = _noted(analysis, name=name, size=size, by=by)
    found.storage_key = f"{tenant_id}/imports/{found.id}"
    await parts.write(store, found.storage_key, _blocks(file))
    async with database.tenant(tenant_id) as session:
        session.add(found)
    return found


def _noted(analysis: Analysis, *, name: str, size: int, by: Actor) -> Import:
    base = "".join(char for char in name.replace("\\", "/").rsplit("/", 1)[-1] if char.isprintable())
    return Import(
        id=uuid7(),
        filename=base[:_MOST_NAME] or f"leads.{analysis.shape.kind}",
        kind=analysis.shape.kind,
        encoding=analysis.shape.encoding,
        delimiter=analysis.shape.delimiter,
        has_header=analysis.has_header,
        provider=analysis.provider,
        size=size,
        columns=json.dumps(analysis.columns),
        rows_estimate=analysis.rows_estimate,
        state=State.UPLOADED,
        by_id=by.user_id,
        counts={},
        position=0,
        dry_run=False,
        created_at=clock.now(),
    )


async def _blocks(file: IO[bytes]) -> AsyncIterator[bytes]:
    file.seek(0)
    while block := await asyncio.to_thread(file.read, _BLOCK):
        yield block


async def plan(session: TenantSession, import_id: uuid.UUID, given: ImportPlan) -> Import:
    """Raises `ImportNotFound`, `ImportBusy`, `ImportMappingWrong` and `NicheNotFound`."""
    found = await queries.get_for_change(session, import_id)
    if found.state not in {State.UPLOADED, State.PLANNED} and not (found.state == State.DONE and found.dry_run):
        raise ImportBusy(state=found.state)
    await planning.check(session, given, width_of(found))
    if given.niche:
        niche, _ = await niches.ensure(session, given.niche)
        given = given.model_copy(update={"niche_id": niche.id, "niche": None})
    found.plan = given.model_dump(mode="json")
    found.has_header = given.has_header
    found.state = State.PLANNED
    await session.flush()
    return found


async def preview(store: ObjectStore, found: Import, ready: Plan) -> tuple[list[Meaning], int, int]:
    """The first rows, how many were looked at, and how many of them would be refused. Raises `ImportFileGone`."""
    with tempfile.TemporaryFile() as file:
        # A text file shows its first rows long before its end.
        await fetch(store, found, file, most=None if found.kind == Kind.XLSX else 4)
        meanings = await asyncio.to_thread(_meanings, file, found, ready)
    refused = sum(each.refusal is not None for each in meanings)
    return meanings[:PREVIEWED], len(meanings), refused


def _meanings(file: IO[bytes], found: Import, ready: Plan) -> list[Meaning]:
    skipped = 1 if found.has_header else 0
    return [
        interpret(row, ready) for row in islice(tables_reading.rows(file, shape_of(found)), skipped, skipped + JUDGED)
    ]


async def fetch(store: ObjectStore, found: Import, file: IO[bytes], *, most: int | None = None) -> None:
    """The stored file, or its first parts, opened into `file`. Raises `ImportFileGone` and `StorageFailed`."""
    if found.storage_key is None:
        raise ImportFileGone()
    number = 0
    try:
        async for piece in parts.read(store, found.storage_key):
            await asyncio.to_thread(file.write, piece)
            number += 1
            if number == most:
                break
    except FileMissing as error:
        raise ImportFileGone from error


async def start(session: TenantSession, import_id: uuid.UUID, job: Job, *, dry_run: bool, by: Actor) -> Import:
    """Raises `ImportNotFound`, `ImportNotPlanned`, `ImportBusy` and `ImportFileGone`."""
    found = await queries.get_for_change(session, import_id)
    if found.plan is None:
        raise ImportNotPlanned()
    if found.state not in _STARTABLE or (found.state == State.DONE and not found.dry_run):
        raise ImportBusy(state=found.state)
    if found.storage_key is None:
        raise ImportFileGone()
    await session.execute(delete(ImportRefusal).where(ImportRefusal.import_id == import_id))
    found.state, found.dry_run, found.by_id = State.QUEUED, dry_run, by.user_id
    found.position, found.counts, found.reason = 0, {}, None
    found.started_at, found.finished_at = None, None
    await session.flush()
    await _go(session, found, job)
    if not dry_run:
        changes = {"mode": OnDuplicate(found.plan["on_duplicate"]).value, "rows": found.rows_estimate}
        await audit.record(
            session, action="import.started", actor=by, entity="import", entity_id=found.id, changes=changes
        )
    return found


async def pause(session: TenantSession, import_id: uuid.UUID) -> Import:
    """It stops after the rows that it has in hand. Raises `ImportNotFound` and `ImportBusy`."""
    return await _turn(session, import_id, _STOPPABLE, State.PAUSED)


async def resume(session: TenantSession, import_id: uuid.UUID, job: Job) -> Import:
    """Where it stopped. Raises `ImportNotFound`, `ImportBusy` and `ImportFileGone`."""
    found = await _turn(session, import_id, _RESUMABLE, State.QUEUED)
    if found.storage_key is None:
        raise ImportFileGone()
    await _go(session, found, job)
    return found


async def cancel(session: TenantSession, import_id: uuid.UUID) -> Import:
    """What was imported stays, and can be undone. Raises `ImportNotFound` and `ImportBusy`."""
    found = await _turn(session, import_id, _CANCELLABLE, State.CANCELLED)
    found.finished_at = clock.now()
    await session.flush()
    return found


async def undo(session: TenantSession, import_id: uuid.UUID, job: Job, *, by: Actor) -> Import:
    """The leads that it created go to the bin, in the background. Raises `ImportNotFound` and `ImportBusy`."""
    found = await queries.get_for_change(session, import_id)
    if found.state not in _UNDOABLE or found.dry_run:
        raise ImportBusy(state=found.state)
    found.state = State.UNDOING
    await session.flush()
    await enqueue(session, job, lock=f"import:{found.id}", import_id=found.id, by=by.user_id)
    await audit.record(session, action="import.undone", actor=by, entity="import", entity_id=found.id)
    return found


async def _turn(session: TenantSession, import_id: uuid.UUID, allowed: frozenset[State], to: State) -> Import:
    found = await queries.get_for_change(session, import_id)
    if found.state not in allowed:
        raise ImportBusy(state=found.state)
    found.state, found.reason = to, None
    await session.flush()
    return found


async def _go(session: TenantSession, found: Import, job: Job) -> None:
    # One after another: a run that is about to stop must be out of the way before the next one begins.
    await enqueue(session, job, lock=f"import:{found.id}", import_id=found.id)


def width_of(found: Import) -> int:
    columns: list[Any] = json.loads(found.columns)  # Any: JSON
    return len(columns)


def shape_of(found: Import) -> Shape:
    return Shape(Kind(found.kind), found.encoding, found.delimiter)


async def reseal(database: Database, store: ObjectStore) -> int:
    """Seal every kept file anew with the first key (SEC-03); how many parts changed."""
    async with database.platform() as session:
        keys = await queries.list_keys(session)
    return sum([await parts.reseal(store, key) for key in keys])
