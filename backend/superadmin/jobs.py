"""What the platform does by the clock."""

from typing import Any

from backend.core.database.session import PlatformSession
from backend.core.jobs import every
from backend.superadmin import service


@every("41 3 * * *", "superadmin.forget_old_errors")
async def forget_old_errors(session: PlatformSession, providers: Any) -> None:  # Any: unused
    await service.forget_old_errors(session)
