"""Tells the timelines that a lead was taken out: after the file is ready, some thousand leads at a time (CRM-12)."""

import uuid
from typing import Final, LiteralString

from backend.core.database.session import driver_connection
from backend.core.jobs import OpenSession
from backend.exports import queries, service
from backend.exports.models import Export
from backend.leads.enums import EventKind
from backend.providers.storage import FileMissing, ObjectStore

# The id follows from export and lead: told twice it stands there once. Leads that went meanwhile are left out.
_TELL: Final[LiteralString] = """
INSERT INTO lead_events (id, lead_id, kind, at, actor_id, data)
SELECT md5(%(export)s::text || leads.id::text)::uuid, leads.id, %(kind)s, %(at)s, %(by)s,
       jsonb_build_object('export_id', %(export)s::text, 'format', %(format)s::text)
FROM leads WHERE leads.id = ANY(%(ids)s::uuid[])
ON CONFLICT DO NOTHING"""


async def tell(open_session: OpenSession, store: ObjectStore, export_id: uuid.UUID) -> None:
    async with open_session() as session:
        found = await queries.get_export(session, export_id)
    if found.storage_key is None:
        return
    try:
        async for ids in service.lead_ids(store, found.storage_key):
            await _tell(open_session, found, ids)
    except FileMissing:
        # The file's time was over before the timelines were told; the history of exports still knows.
        return


async def _tell(open_session: OpenSession, found: Export, ids: list[uuid.UUID]) -> None:
    values = {
        "export": found.id,
        "kind": EventKind.EXPORTED.value,
        "at": found.finished_at,
        "by": found.by_id,
        "format": found.format,
        "ids": ids,
    }
    async with open_session() as session:
        await (await driver_connection(session)).execute(_TELL, values)
