"""The stored files of imports are thrown away in time."""

import uuid
from datetime import datetime

from sqlalchemy import select

from backend.core.database.session import PlatformSession
from backend.core.jobs import OpenSession
from backend.files import parts
from backend.imports import queries
from backend.imports.models import Import
from backend.providers.storage import ObjectStore


async def list_old(session: PlatformSession, *, before: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """(tenant, import) of every file that came before."""
    old = select(Import.tenant_id, Import.id).where(Import.storage_key.is_not(None), Import.created_at < before)
    return [(row.tenant_id, row.id) for row in await session.execute(old)]


async def forget(open_session: OpenSession, store: ObjectStore, import_id: uuid.UUID) -> None:
    """First the bytes, then the note of where they lay: a try that failed is made again."""
    async with open_session() as session:
        key = (await queries.get_import(session, import_id)).storage_key
    if key is None:
        return
    await parts.delete(store, key)
    async with open_session() as session:
        (await queries.get_for_change(session, import_id)).storage_key = None
