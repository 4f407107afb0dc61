"""Pasted lines become entries of the bound tenant's list."""

from backend.assistant.knowledge import lines, service
from backend.assistant.knowledge.errors import NothingToImport
from backend.assistant.knowledge.schemas import ImportIn, ImportOut
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.core.language import Language
from backend.tenants import queries as tenants


async def take_over(session: TenantSession, given: ImportIn, reader: Language, *, by: Actor | None) -> ImportOut:
    """What is wrong with a line is told in `reader`. Raises `NothingToImport`, `TooManyItems`."""
    read = lines.read(given, (await tenants.get_own(session)).currency, reader)
    if not read.items and not read.errors:
        raise NothingToImport()
    created, updated = await service.take_over(session, read.items, by=by)
    return ImportOut(created=created, updated=updated, errors=read.errors)
