"""May I, and count it: reserve before the work, settle after it or release; or count what has happened (X27)."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final, NewType

from sqlalchemy import CursorResult
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import AnySession, PlatformSession, TenantSession
from backend.plans import metering, queries
from backend.plans.enums import Window
from backend.plans.errors import QuotaExceeded
from backend.plans.models import Plan
from backend.plans.schemas import PlanDetails, PlanEdit
from backend.plans.windows import resets_at

# An id, so that a job can be given it and settle later.
Reservation = NewType("Reservation", uuid.UUID)
Amount = int | Decimal

# Longer than any job is let run; after that its holder is taken for dead.
HOLD: Final = timedelta(minutes=30)
KEEP_RESERVATIONS: Final = timedelta(days=7)


async def reserve(
    session: TenantSession, metric: str, amount: Amount = 1, *, subject: str | None = None, strict: bool = False
) -> Reservation:
    """Set usage aside. Raises `QuotaExceeded` with metric, limit, used, plan and resets_at.

    `strict` holds to the limit also where the plan lets it be exceeded: a search may not, a visitor may.
    """
    reservation, now = uuid7(), clock.now()
    wanted = {"metric": metric, "amount": amount, "subject": subject, "now": now, "strict": strict}
    held = await _run(session, metering.RESERVE_SQL, wanted | {"id": reservation, "expires_at": now + HOLD})
    windows = held.mappings().all()
    if windows and all(window["room"] for window in windows):
        return Reservation(reservation)
    roomy = [window["period"] for window in windows if window["room"]]
    if roomy:
        await _run(session, metering.UNDO_SQL, {"metric": metric, "amount": amount, "periods": roomy})
    raise await _refusal(session, metric, {window["period"] for window in windows if not window["room"]})


async def settle(session: TenantSession, reservation: Reservation, amount: Amount | None = None) -> None:
    """The work is done and cost what was reserved, or `amount`; a second time changes nothing."""
    await _run(session, metering.SETTLE_SQL, {"id": reservation, "amount": amount, "now": clock.now()})


async def release(session: TenantSession, reservation: Reservation) -> None:
    """The work was not done; a second time, or after settling, changes nothing."""
    await _run(session, metering.RELEASE_SQL, {"id": reservation})


async def draw(session: TenantSession, reservation: Reservation, amount: Amount = 1) -> bool:
    """A part of the work is done and used; the rest is held on. False when so much is no longer held."""
    now = clock.now()
    drawn = {"id": reservation, "amount": amount, "expires_at": now + HOLD, "now": now}
    return (await _run(session, metering.DRAW_SQL, drawn)).rowcount > 0


async def renew(session: TenantSession, reservation: Reservation) -> bool:
    """Long work goes on; false when what was held is no longer."""
    going_on = {"id": reservation, "expires_at": clock.now() + HOLD}
    return (await _run(session, metering.RENEW_SQL, going_on)).rowcount > 0


async def count(session: TenantSession, metric: str, amount: Amount = 1, *, subject: str | None = None) -> None:
    """Count what has happened, past the limit too; a negative amount gives a seat or a task back."""
    happened = {"metric": metric, "amount": amount, "subject": subject, "now": clock.now()}
    await _run(session, metering.COUNT_SQL, happened)


async def define_plan(session: PlatformSession, code: str, edit: PlanEdit) -> PlanDetails:
    """Write a plan of the catalogue, new or not; limits hold from the next act on, usage stays (BIL-03)."""
    values = edit.model_dump(mode="json")
    written = insert(Plan).values({"code": code, **values})
    written = written.on_conflict_do_update(index_elements=[Plan.code], set_=values | {"updated_at": clock.now()})
    found = await session.scalars(written.returning(Plan), execution_options={"populate_existing": True})
    return PlanDetails.model_validate(found.one())


async def release_expired(session: PlatformSession) -> int:
    """Give back what killed workers held; returns how many counters moved."""
    return (await _run(session, metering.RELEASE_EXPIRED_SQL, {"now": clock.now()})).rowcount


async def forget_old_reservations(session: PlatformSession) -> None:
    await _run(session, metering.FORGET_SQL, {"before": clock.now() - KEEP_RESERVATIONS})


async def _refusal(session: TenantSession, metric: str, full: set[str]) -> QuotaExceeded:
    standings = [each for each in await queries.list_standings(session) if each.metric == metric]
    found = min((each for each in standings if each.period in full), key=lambda each: each.remaining or 0, default=None)
    if found is None:  # the plan does not name the metric at all
        return QuotaExceeded(metric=metric, limit=0, used=0, plan=await queries.get_plan_code(session))
    reset = resets_at(Window(found.window), found.timezone, clock.now())
    return QuotaExceeded(
        metric=metric,
        limit=found.limit,
        used=found.used,
        plan=found.plan,
        window=found.window,
        resets_at=reset.isoformat() if reset else None,
    )


# Any: parameters and rows of SQL.
async def _run(session: AnySession, statement: str, parameters: dict[str, Any]) -> CursorResult[Any]:
    connection = await session.connection()
    return await connection.exec_driver_sql(statement, parameters)
