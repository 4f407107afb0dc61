"""Takes an import back: the leads that it created go to the bin, some thousand at a time."""

import uuid
from typing import Final

from backend.core.database.session import TenantSession, bound_tenant
from backend.core.http.actor import Actor, Role
from backend.core.jobs import OpenSession
from backend.imports import queries
from backend.imports.enums import State
from backend.leads import bulk
from backend.leads.bulk_schemas import BulkIn
from backend.leads.enums import BulkKind

BATCH: Final = 2_000


async def undo(open_session: OpenSession, import_id: uuid.UUID, by_id: uuid.UUID) -> None:
    """Leads that were only completed stay; a killed run goes on with those that are left."""
    while True:
        async with open_session() as session:
            if not await _batch(session, import_id, by_id):
                return


async def _batch(session: TenantSession, import_id: uuid.UUID, by_id: uuid.UUID) -> bool:
    found = await queries.get_import(session, import_id)
    if found.state != State.UNDOING:
        return False
    lead_ids = await queries.list_created(session, import_id, limit=BATCH)
    if not lead_ids:
        found.state = State.UNDONE
        await session.flush()
        return False
    by = Actor(by_id, uuid.UUID(int=0), bound_tenant(session), Role.ADMIN)
    await bulk.act(session, BulkIn(action=BulkKind.DELETE, lead_ids=lead_ids), by=by)
    return True
