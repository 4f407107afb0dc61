"""Background work of exports."""

import uuid

import psycopg
import structlog
from sqlalchemy.exc import DBAPIError

from backend.core import clock
from backend.core.database.session import PlatformSession
from backend.core.errors import UpstreamFailed
from backend.core.jobs import OpenSession, enqueue, every, job
from backend.exports import queries, service, telling
from backend.providers.bundle import Providers

log = structlog.get_logger()


@job("exports.tell", opens=True)
async def tell(open_session: OpenSession, providers: Providers, *, export_id: str) -> None:
    await telling.tell(open_session, providers.storage, uuid.UUID(export_id))


@job("exports.make", opens=True)
async def make(open_session: OpenSession, providers: Providers, *, export_id: str) -> None:
    try:
        await service.make(open_session, providers.storage, uuid.UUID(export_id), tell)
    except (UpstreamFailed, DBAPIError, psycopg.Error):
        # The store or the database is away: the job comes back.
        raise
    except Exception as error:  # noqa: BLE001 - a person sees that it failed and may ask again
        log.error("export_failed", error=type(error).__name__)
        async with open_session() as session:
            await service.fail(session, uuid.UUID(export_id))


@every("41 3 * * *", "exports.find_expired")
async def find_expired(session: PlatformSession, _providers: Providers) -> None:
    for tenant_id, export_id in await queries.list_expired(session, clock.now()):
        await enqueue(session, expire, tenant_id=tenant_id, export_id=export_id)


@job("exports.expire", opens=True)
async def expire(open_session: OpenSession, providers: Providers, *, export_id: str) -> None:
    await service.expire(open_session, providers.storage, uuid.UUID(export_id))
