"""What the clock does in the inbox."""

from typing import Any

import structlog

from backend.core.database.session import PlatformSession
from backend.core.jobs import every
from backend.inbox import service

log = structlog.get_logger()


@every("*/5 * * * *", "inbox.remember_forgotten")
async def remember_forgotten(session: PlatformSession, _providers: Any) -> None:  # Any: no provider is asked
    found = await service.remember_forgotten(session)
    if found:
        log.warning("inbox_events_without_a_job", events=found)


@every("23 4 * * *", "inbox.forget_old")
async def forget_old(session: PlatformSession, _providers: Any) -> None:  # Any: as above
    while await service.forget_old(session):
        pass
