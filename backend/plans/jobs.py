"""What plans do by the clock: usage that a killed worker held is given back (X27)."""

from typing import Any

from backend.core.database.session import PlatformSession
from backend.core.jobs import every
from backend.plans import service


@every("* * * * *", "plans.release_expired")
async def release_expired(session: PlatformSession, providers: Any) -> None:  # Any: unused
    await service.release_expired(session)


@every("17 3 * * *", "plans.forget_old_reservations")
async def forget_old_reservations(session: PlatformSession, providers: Any) -> None:  # Any: unused
    await service.forget_old_reservations(session)
