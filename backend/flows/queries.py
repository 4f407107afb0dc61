"""Questions about flows and their versions."""

import uuid
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased, defer

from backend.core.database.session import TenantSession
from backend.flows.enums import VersionStatus
from backend.flows.errors import FlowNotFound, FlowVersionNotFound
from backend.flows.models import Flow, FlowVersion
from backend.flows.schemas import FlowDefinition

CACHE_SIZE: Final = 256
# Published versions never change, so each process reads one once; keys are unguessable and tenant-checked on reading.
_definitions: OrderedDict[uuid.UUID, FlowDefinition] = OrderedDict()


async def walkable(connection: AsyncConnection[TupleRow], version_id: uuid.UUID) -> FlowDefinition:
    """The definition a running conversation walks. Raises `FlowVersionNotFound`."""
    if version_id in _definitions:
        _definitions.move_to_end(version_id)
        return _definitions[version_id]
    cursor = await connection.execute("SELECT definition FROM flow_versions WHERE id = %s", [version_id])
    row = await cursor.fetchone()
    if row is None:
        raise FlowVersionNotFound()
    _definitions[version_id] = FlowDefinition.model_validate(row[0])
    if len(_definitions) > CACHE_SIZE:
        _definitions.popitem(last=False)
    return _definitions[version_id]


async def published_default(connection: AsyncConnection[TupleRow]) -> uuid.UUID | None:
    """The version that greets new visitors: the published one of the tenant's default flow."""
    cursor = await connection.execute(
        "SELECT v.id FROM flow_versions v JOIN flows f ON f.id = v.flow_id"
        " WHERE f.is_default AND v.status = 'published'"
    )
    row = await cursor.fetchone()
    return row[0] if row else None


@dataclass(frozen=True, slots=True)
class Standing:
    """A flow with the version that visitors meet and the one being written, both without their definitions."""

    flow: Flow
    published: FlowVersion | None
    draft: FlowVersion | None


async def list_flows(session: TenantSession) -> list[Standing]:
    """The one that greets visitors first, then by name."""
    rows = await session.execute(_standings().order_by(Flow.is_default.desc(), Flow.name))
    return [Standing(flow, published, draft) for flow, published, draft in rows]


async def get_standing(session: TenantSession, flow_id: uuid.UUID) -> Standing:
    """Raises `FlowNotFound`."""
    row = (await session.execute(_standings().where(Flow.id == flow_id))).one_or_none()
    if row is None:
        raise FlowNotFound()
    flow, published, draft = row
    return Standing(flow, published, draft)


def _standings() -> Select[Flow, FlowVersion | None, FlowVersion | None]:
    published, draft = aliased(FlowVersion), aliased(FlowVersion)
    return (
        select(Flow, published, draft)
        .outerjoin(published, and_(published.flow_id == Flow.id, published.status == VersionStatus.PUBLISHED))
        .outerjoin(draft, and_(draft.flow_id == Flow.id, draft.status == VersionStatus.DRAFT))
        .options(defer(published.definition), defer(draft.definition))
    )


async def list_names(session: TenantSession) -> set[str]:
    return set(await session.scalars(select(Flow.name)))


async def get_for_change(session: TenantSession, flow_id: uuid.UUID) -> Flow:
    """The flow, held so that changes to its versions follow one another. Raises `FlowNotFound`."""
    locked = select(Flow).where(Flow.id == flow_id).with_for_update(key_share=True)
    found = await session.scalar(locked.execution_options(populate_existing=True))
    if found is None:
        raise FlowNotFound()
    return found


async def list_versions(
    session: TenantSession, flow_id: uuid.UUID, *, limit: int, below: int | None = None
) -> Sequence[FlowVersion]:
    """Newest first, without their definitions; `below` is the number at which the page before ended."""
    query = _versions(flow_id).options(defer(FlowVersion.definition)).limit(limit)
    if below is not None:
        query = query.where(FlowVersion.number < below)
    return (await session.scalars(query)).all()


async def count_versions(session: TenantSession, flow_id: uuid.UUID) -> int:
    """Also the newest one's number: numbers have no gaps, for no version goes alone."""
    counted = select(func.count()).select_from(FlowVersion).where(FlowVersion.flow_id == flow_id)
    return await session.scalar(counted) or 0


async def get_version(session: TenantSession, flow_id: uuid.UUID, number: int) -> FlowVersion:
    """Raises `FlowVersionNotFound`."""
    found = await session.scalar(_versions(flow_id).where(FlowVersion.number == number))
    if found is None:
        raise FlowVersionNotFound(version=number)
    return found


async def find_version_in(session: TenantSession, flow_id: uuid.UUID, status: VersionStatus) -> FlowVersion | None:
    """The draft or the published one; of archived ones the newest."""
    return await session.scalar(_versions(flow_id).where(FlowVersion.status == status).limit(1))


async def find_last_published(session: TenantSession, flow_id: uuid.UUID) -> FlowVersion | None:
    """The one that greets visitors, else the one that did so last."""
    ever = select(FlowVersion).where(FlowVersion.flow_id == flow_id, FlowVersion.published_at.is_not(None))
    is_present = FlowVersion.status == VersionStatus.PUBLISHED
    return await session.scalar(ever.order_by(is_present.desc(), FlowVersion.published_at.desc()).limit(1))


async def editable(session: TenantSession, flow_id: uuid.UUID) -> FlowDefinition:
    """What an editor opens: the draft, else the published one, else the newest. Raises `FlowVersionNotFound`."""
    for status in (VersionStatus.DRAFT, VersionStatus.PUBLISHED, VersionStatus.ARCHIVED):
        found = await find_version_in(session, flow_id, status)
        if found is not None:
            return FlowDefinition.model_validate(found.definition)
    raise FlowVersionNotFound()


def _versions(flow_id: uuid.UUID) -> Select[FlowVersion]:
    return select(FlowVersion).where(FlowVersion.flow_id == flow_id).order_by(FlowVersion.number.desc())
