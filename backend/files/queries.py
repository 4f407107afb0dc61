"""Questions about uploads."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select

from backend.core.database.session import PlatformSession, TenantSession
from backend.files.errors import FileNotFound
from backend.files.models import File


async def get_file(session: TenantSession, file_id: uuid.UUID) -> File:
    """Raises `FileNotFound`, also for a file of another tenant."""
    found = await session.get(File, file_id)
    if found is None:
        raise FileNotFound()
    return found


async def count_of(session: TenantSession, conversation_id: uuid.UUID) -> int:
    counted = await session.scalar(select(func.count()).where(File.conversation_id == conversation_id))
    return counted or 0


async def list_of(session: TenantSession, conversation_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> list[File]:
    """Those of the ids that belong to this conversation, in the order of the ids."""
    rows = await session.scalars(select(File).where(File.conversation_id == conversation_id, File.id.in_(ids)))
    found = {each.id: each for each in rows}
    return [found[each] for each in dict.fromkeys(ids) if each in found]


async def list_keys(
    session: PlatformSession, *, after: uuid.UUID | None, limit: int = 200
) -> list[tuple[uuid.UUID, str]]:
    """Every tenant's files and where their bytes lie, a page at a time."""
    query = select(File.id, File.storage_key).order_by(File.id).limit(limit)
    if after is not None:
        query = query.where(File.id > after)
    return [(row.id, row.storage_key) for row in await session.execute(query)]
