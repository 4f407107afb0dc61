"""Asks for an export, carries it out, and throws its file away in time.

An export is counted once (`csv_exports`): set aside when it is asked for, settled when the file is ready, given
back when it could not be made. `csv_rows` bounds the rows of each; where the plan's rows end before the leads do,
the file ends too and says so.
"""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final

from sqlalchemy import update

from backend.audit import service as audit
from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import Database, TenantSession, bound_tenant
from backend.core.http.actor import Actor
from backend.core.jobs import Job, OpenSession, enqueue
from backend.core.language import Language
from backend.exports import choosing, queries
from backend.exports.enums import Format, Scope, State
from backend.exports.errors import ExportExpired, ExportFailed, ExportNotFound, ExportNotReady
from backend.exports.making import Maker
from backend.exports.models import Export
from backend.exports.schemas import ExportCreate
from backend.files import parts
from backend.leads import choosing as leads_choosing
from backend.leads import listing, niches
from backend.leads.saved_filter_schemas import FiltersIn
from backend.plans import queries as plan_queries
from backend.plans import service as plans
from backend.plans.enums import Metric
from backend.plans.service import Reservation
from backend.providers.storage import ObjectStore

KEPT: Final = timedelta(days=30)
# So often a long export says how many rows it has.
TELLING_SECONDS: Final = 1.0
_LEADS: Final = "-leads"
_LEADS_AT_ONCE: Final = 2_500


async def ask(session: TenantSession, given: ExportCreate, job: Job, *, language: Language, by: Actor) -> Export:
    """Raises `QuotaExceeded`, `NicheNotFound`, `ExportColumnUnknown`, and what filters raise."""
    await choosing.chosen(session, given.columns, language)
    name = "leads"
    if given.niche_id:
        name = (await niches.get(session, given.niche_id)).niche.slug
    if given.filters:
        leads_choosing.filters(given.filters)
    export_id = uuid7()
    held = await plans.reserve(session, Metric.CSV_EXPORTS, subject=f"export:{export_id}")
    now = clock.now()
    found = Export(
        id=export_id,
        format=given.format,
        scope=given.scope,
        niche_id=given.niche_id,
        filters=json.dumps(given.filters.model_dump(mode="json", exclude_defaults=True) if given.filters else {}),
        columns=given.columns,
        bom=given.bom,
        language=language,
        filename=f"{name[:60]}-{now:%Y-%m-%d}.{given.format}",
        state=State.QUEUED,
        reservation_id=held,
        storage_key=f"{bound_tenant(session)}/exports/{export_id}",
        by_id=by.user_id,
        rows=0,
        bytes=0,
        limited=False,
        created_at=now,
        expires_at=now + KEPT,
    )
    session.add(found)
    await session.flush()
    await enqueue(session, job, lock=f"export:{export_id}", export_id=export_id)
    changes = {"format": given.format.value, "scope": given.scope.value}
    await audit.record(session, action="export.made", actor=by, entity="export", entity_id=export_id, changes=changes)
    return found


async def row_limit(session: TenantSession) -> int | None:
    """The plan's rows of one export; None is without limit."""
    limits = [each.limit for each in await plan_queries.list_standings(session) if each.metric == Metric.CSV_ROWS]
    return min((int(limit) for limit in limits if limit is not None), default=None)


async def make(open_session: OpenSession, store: ObjectStore, export_id: uuid.UUID, telling: Job) -> None:
    """Make the file, unless it is made; then the leads' timelines are told."""
    async with open_session() as session:
        found = await queries.get_for_change(session, export_id)
        if found.state not in (State.QUEUED, State.RUNNING) or found.storage_key is None:
            return
        found.state = State.RUNNING
    async with open_session() as session:
        maker = await _maker(session, found)
        async with _told(open_session, export_id, maker):
            made = await maker.write(store, found.storage_key, Format(found.format), bom=found.bom)
    await parts.write(store, found.storage_key + _LEADS, _once(bytes(made.leads)))
    async with open_session() as session:
        found = await queries.get_for_change(session, export_id)
        if found.state != State.RUNNING:
            return
        found.state, found.finished_at = State.READY, clock.now()
        found.rows, found.bytes, found.limited = made.rows, made.size, made.limited
        if found.reservation_id:
            await plans.settle(session, Reservation(found.reservation_id))
        await session.flush()
        await enqueue(session, telling, export_id=export_id)


@asynccontextmanager
async def _told(open_session: OpenSession, export_id: uuid.UUID, maker: Maker) -> AsyncIterator[None]:
    """While the file is made its history says how far it has come; a word that is lost harms nobody."""
    made = asyncio.Event()
    telling = asyncio.create_task(_tell(open_session, export_id, maker, made))
    try:
        yield
    finally:
        made.set()
        await asyncio.gather(telling, return_exceptions=True)


async def _tell(open_session: OpenSession, export_id: uuid.UUID, maker: Maker, made: asyncio.Event) -> None:
    told = 0
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(made.wait(), TELLING_SECONDS)
            return
        if maker.made.rows == told:
            continue
        told = maker.made.rows
        async with open_session() as session:
            running = update(Export).where(Export.id == export_id, Export.state == State.RUNNING)
            await session.execute(running.values(rows=told))


async def _maker(session: TenantSession, found: Export) -> Maker:
    chosen = await choosing.chosen(session, found.columns, found.language)
    return Maker(session, chosen, await _conditions(session, found), await row_limit(session))


async def _conditions(session: TenantSession, found: Export) -> listing.Conditions | None:
    """None is all leads that are shown."""
    if found.scope == Scope.ALL:
        return None
    filters = listing.Filters(niche_id=found.niche_id)
    if found.scope == Scope.FILTER:
        filters = leads_choosing.filters(FiltersIn.model_validate(json.loads(found.filters)))
    words = await listing.find(session, filters.q)
    return [*await listing.conditions_of(session, filters), *(words.looked_up() if words else ())]


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def fail(session: TenantSession, export_id: uuid.UUID) -> None:
    """It could not be made; what was set aside is given back."""
    found = await queries.get_for_change(session, export_id)
    if found.state in (State.QUEUED, State.RUNNING):
        found.state, found.finished_at = State.FAILED, clock.now()
        if found.reservation_id:
            await plans.release(session, Reservation(found.reservation_id))
        await session.flush()


async def readable(session: TenantSession, export_id: uuid.UUID) -> tuple[Export, str]:
    """A ready export and where its file lies.

    Raises `ExportNotFound`, `ExportNotReady`, `ExportFailed` and `ExportExpired`.
    """
    found = await queries.get_export(session, export_id)
    if found.state in (State.QUEUED, State.RUNNING):
        raise ExportNotReady()
    if found.state == State.FAILED:
        raise ExportFailed()
    if found.storage_key is None or (found.expires_at and found.expires_at < clock.now()):
        raise ExportExpired()
    return found, found.storage_key


async def lead_ids(store: ObjectStore, key: str) -> AsyncIterator[list[uuid.UUID]]:
    """The leads of a file, some thousand at a time."""
    waiting = bytearray()
    async for piece in parts.read(store, key + _LEADS):
        waiting += piece
        while len(waiting) >= 16:
            some = bytes(waiting[: _LEADS_AT_ONCE * 16])
            some = some[: len(some) // 16 * 16]
            del waiting[: len(some)]
            yield [uuid.UUID(bytes=some[at : at + 16]) for at in range(0, len(some), 16)]


async def expire(open_session: OpenSession, store: ObjectStore, export_id: uuid.UUID) -> None:
    """First the bytes, then the note of where they lay; the history stays."""
    try:
        async with open_session() as session:
            key = (await queries.get_export(session, export_id)).storage_key
    except ExportNotFound:
        return
    if key is None:
        return
    await parts.delete(store, key)
    await parts.delete(store, key + _LEADS)
    async with open_session() as session:
        found = await queries.get_for_change(session, export_id)
        found.storage_key = None
        if found.state == State.READY:
            found.state = State.EXPIRED


async def reseal(database: Database, store: ObjectStore) -> int:
    """Seal every kept file anew with the first key (SEC-03); how many parts changed."""
    async with database.platform() as session:
        keys = await queries.list_keys(session)
    return sum([await parts.reseal(store, name) for key in keys for name in (key, key + _LEADS)])
