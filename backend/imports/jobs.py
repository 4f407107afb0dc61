"""Background work of imports."""

import uuid
from datetime import timedelta
from typing import Final

from backend.core import clock
from backend.core.database.session import PlatformSession
from backend.core.jobs import OpenSession, enqueue, every, job
from backend.imports import keeping, running, undoing
from backend.providers.bundle import Providers

KEPT: Final = timedelta(days=30)


@job("imports.run", opens=True)
async def run(open_session: OpenSession, providers: Providers, *, import_id: str) -> None:
    await running.run(open_session, providers.storage, uuid.UUID(import_id))


@job("imports.undo", opens=True)
async def undo(open_session: OpenSession, _providers: Providers, *, import_id: str, by: str) -> None:
    await undoing.undo(open_session, uuid.UUID(import_id), uuid.UUID(by))


@every("23 3 * * *", "imports.find_old_files")
async def find_old_files(session: PlatformSession, _providers: Providers) -> None:
    """Files go after 30 days, history and refused rows stay."""
    for tenant_id, import_id in await keeping.list_old(session, before=clock.now() - KEPT):
        await enqueue(session, forget_file, tenant_id=tenant_id, import_id=import_id)


@job("imports.forget_file", opens=True)
async def forget_file(open_session: OpenSession, providers: Providers, *, import_id: str) -> None:
    await keeping.forget(open_session, providers.storage, uuid.UUID(import_id))
