"""Questions about imports."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, tuple_

from backend.core.database.session import PlatformSession, TenantSession
from backend.imports.errors import ImportNotFound
from backend.imports.models import Import, ImportLead, ImportRefusal
from backend.leads.board_models import PipelineStage
from backend.leads.models import Lead


async def get_import(session: TenantSession, import_id: uuid.UUID) -> Import:
    """Raises `ImportNotFound`."""
    found = await session.get(Import, import_id, populate_existing=True)
    if found is None:
        raise ImportNotFound()
    return found


async def get_for_change(session: TenantSession, import_id: uuid.UUID) -> Import:
    """The same, held until the transaction ends. Raises `ImportNotFound`."""
    found = await session.get(Import, import_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise ImportNotFound()
    return found


async def list_imports(
    session: TenantSession, *, limit: int, before: tuple[datetime, uuid.UUID] | None = None
) -> Sequence[Import]:
    """Newest first."""
    query = select(Import).order_by(Import.created_at.desc(), Import.id.desc()).limit(limit)
    if before:
        query = query.where(tuple_(Import.created_at, Import.id) < before)
    return (await session.scalars(query)).all()


async def list_refusals(
    session: TenantSession, import_id: uuid.UUID, *, limit: int, after: int = 0
) -> Sequence[ImportRefusal]:
    """In the file's order. Raises `ImportNotFound`."""
    await get_import(session, import_id)
    query = select(ImportRefusal).where(ImportRefusal.import_id == import_id, ImportRefusal.row > after)
    return (await session.scalars(query.order_by(ImportRefusal.row).limit(limit))).all()


async def list_created(session: TenantSession, import_id: uuid.UUID, *, limit: int) -> list[uuid.UUID]:
    """Leads that it created and that are still shown."""
    query = select(ImportLead.lead_id).join(Lead, Lead.id == ImportLead.lead_id)
    query = query.where(ImportLead.import_id == import_id, ~Lead.hidden).order_by(ImportLead.lead_id).limit(limit)
    return list(await session.scalars(query))


async def list_stages(session: TenantSession) -> list[tuple[str, uuid.UUID]]:
    """The columns that somebody gave a name."""
    rows = await session.execute(select(PipelineStage.name, PipelineStage.id).where(PipelineStage.name.is_not(None)))
    return [(name, stage_id) for name, stage_id in rows if name]


async def list_keys(session: PlatformSession) -> list[str]:
    """Where every tenant's kept files lie."""
    keys = await session.scalars(select(Import.storage_key).where(Import.storage_key.is_not(None)))
    return [key for key in keys if key]
