"""What the clock does for prospecting: planned searches start, and runs whose job was lost go on."""

import uuid
from typing import Any, Final

from sqlalchemy import text

from backend.core.database.session import PlatformSession
from backend.core.jobs import OpenSession, enqueue, every, job
from backend.prospecting import planning
from backend.prospecting.enums import SourceName
from backend.prospecting.errors import ScheduleNotFound
from backend.prospecting.jobs import run
from backend.providers.bundle import Providers

# Enough for any real installation in one minute; the rest waits for the next round.
BATCH: Final = 500

_DUE: Final = text(
    "SELECT id, tenant_id FROM search_schedules WHERE active AND next_at <= now() ORDER BY next_at LIMIT :batch"
)
# A run touches its row in every slice; one that has not for so long has no job any more. A second job is harmless.
_LOST: Final = text(
    "UPDATE searches SET updated_at = now() WHERE id IN (SELECT id FROM searches"
    " WHERE state = 'running' AND updated_at < now() - interval '5 minutes'"
    " OR state = 'queued' AND updated_at < now() - interval '1 hour' LIMIT :batch)"
    " RETURNING id, tenant_id, priority"
)


@every("* * * * *", "prospecting.find_due", queue="default")
async def find_due(session: PlatformSession, providers: Any) -> None:  # Any: unused
    """One small job for each planned search whose time has come; a second one finds nothing to do."""
    for schedule_id, tenant_id in (await session.execute(_DUE, {"batch": BATCH})).all():
        await enqueue(session, run_due, tenant_id=tenant_id, lock=f"schedule {schedule_id}", schedule_id=schedule_id)
    for search_id, tenant_id, priority in (await session.execute(_LOST, {"batch": BATCH})).all():
        lock = f"search {search_id}"
        await enqueue(session, run, tenant_id=tenant_id, lock=lock, priority=priority, search_id=search_id)


@job("prospecting.run_due", opens=True)
async def run_due(open_session: OpenSession, providers: Providers, *, schedule_id: str) -> None:
    lacking = {each.value: providers.prospecting.needs(each) for each in SourceName}
    async with open_session() as session:
        try:
            await planning.run_due(session, uuid.UUID(schedule_id), lacking)
        except ScheduleNotFound:
            return
