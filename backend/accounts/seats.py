"""Seats: each active member takes one of the plan's (X2, X3)."""

from typing import Final

from backend.core.database.session import TenantSession
from backend.plans import service as plans

METRIC: Final = "members"


async def take(session: TenantSession) -> None:
    """Kept with the transaction in which the person joins. Raises `QuotaExceeded`."""
    await plans.settle(session, await plans.reserve(session, METRIC))


async def give_back(session: TenantSession) -> None:
    await plans.count(session, METRIC, -1)


async def look(session: TenantSession) -> None:
    """Whether one is left, without taking it: an invitation is only an offer. Raises `QuotaExceeded`."""
    await plans.release(session, await plans.reserve(session, METRIC))
