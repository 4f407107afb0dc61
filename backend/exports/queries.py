"""Questions about exports."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, tuple_

from backend.accounts.models import User
from backend.core.database.session import PlatformSession, TenantSession
from backend.exports.errors import ExportNotFound
from backend.exports.models import Export
from backend.leads.listing import Conditions
from backend.leads.models import Lead

Named = tuple[Export, str | None]


async def get_export(session: TenantSession, export_id: uuid.UUID) -> Export:
    """Raises `ExportNotFound`."""
    found = await session.get(Export, export_id, populate_existing=True)
    if found is None:
        raise ExportNotFound()
    return found


async def get_for_change(session: TenantSession, export_id: uuid.UUID) -> Export:
    """The same, held until the transaction ends. Raises `ExportNotFound`."""
    found = await session.get(Export, export_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise ExportNotFound()
    return found


async def get_named(session: TenantSession, export_id: uuid.UUID) -> Named:
    """With the name of who made it. Raises `ExportNotFound`."""
    found = await get_export(session, export_id)
    return found, await session.scalar(select(User.full_name).where(User.id == found.by_id))


async def list_exports(
    session: TenantSession, *, limit: int, before: tuple[datetime, uuid.UUID] | None = None
) -> Sequence[Named]:
    """The history, newest first: who took out what, and when."""
    query = select(Export, User.full_name).outerjoin(User, User.id == Export.by_id)
    if before:
        query = query.where(tuple_(Export.created_at, Export.id) < before)
    rows = await session.execute(query.order_by(Export.created_at.desc(), Export.id.desc()).limit(limit))
    return [(export, name) for export, name in rows]


async def list_expired(session: PlatformSession, now: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """(tenant, export) of every file whose time is over."""
    query = select(Export.tenant_id, Export.id).where(Export.storage_key.is_not(None), Export.expires_at < now)
    return [(row.tenant_id, row.id) for row in await session.execute(query)]


async def list_keys(session: PlatformSession) -> list[str]:
    keys = await session.scalars(select(Export.storage_key).where(Export.storage_key.is_not(None)))
    return [key for key in keys if key]


async def list_leads(
    session: TenantSession, conditions: Conditions | None, *, after: uuid.UUID, limit: int
) -> list[uuid.UUID]:
    """The next leads in the order of their ids; without conditions all that are shown."""
    wanted = [~Lead.hidden] if conditions is None else conditions
    query = select(Lead.id).where(*wanted, Lead.id > after).order_by(Lead.id).limit(limit)
    return list(await session.scalars(query))
