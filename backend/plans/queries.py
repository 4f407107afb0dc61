"""Questions about plans and about how a tenant stands with its own."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from backend.core import clock
from backend.core.database.session import AnySession, Database, TenantSession, bound_tenant
from backend.plans import metering
from backend.plans.enums import Metric, OnExceed, Unit, Window
from backend.plans.errors import UnknownPlan
from backend.plans.models import Plan
from backend.plans.standing import Standing, plain
from backend.tenants import queries as tenants

_REMEMBERED: Final = timedelta(minutes=1)
_WRITES_OF_FREE: Final = 120


async def list_plans(session: AnySession, *, everything: bool = False) -> Sequence[Plan]:
    """The catalogue in its own order; withdrawn plans only for the platform."""
    query = select(Plan).order_by(Plan.position, Plan.code)
    return (await session.scalars(query if everything else query.where(Plan.active))).all()


async def get_plan(session: AnySession, code: str) -> Plan:
    """Raises `UnknownPlan`."""
    found = await session.get(Plan, code)
    if found is None:
        raise UnknownPlan(plan=code)
    return found


async def get_plan_code(session: TenantSession) -> str:
    return (await tenants.get(session, bound_tenant(session))).plan


async def list_standings(session: TenantSession) -> list[Standing]:
    """Every entitlement of the tenant's plan with what was used of it in the present period."""
    connection = await session.connection()
    rows = await connection.exec_driver_sql(metering.STANDING_SQL, {"now": clock.now()})
    return [_standing(dict(row)) for row in rows.mappings()]


@dataclass(slots=True)
class WriteLimits:
    """How many writes a minute each tenant's plan gives; remembered, so that the chat's hot road asks nobody.

    A change of plan is felt within a minute. A plan that does not name the metric gives what `free` gives.
    """

    database: Database
    _known: dict[uuid.UUID, tuple[datetime, int | float | None]] = field(default_factory=dict)

    async def of(self, tenant_id: uuid.UUID) -> int | float | None:
        """None is without limit (X11)."""
        now = clock.now()
        asked, limit = self._known.get(tenant_id, (now, None))
        if tenant_id in self._known and now - asked < _REMEMBERED:
            return limit
        self._known = {each: known for each, known in self._known.items() if now - known[0] < _REMEMBERED}
        async with self.database.tenant(tenant_id) as session:
            limit = await _writes_a_minute(session)
        self._known[tenant_id] = (now, limit)
        return limit


async def _writes_a_minute(session: TenantSession) -> int | float | None:
    limits = [each.limit for each in await list_standings(session) if each.metric == Metric.WRITES_PER_MINUTE]
    if not limits:
        return _WRITES_OF_FREE
    return min((limit for limit in limits if limit is not None), default=None)


def _standing(row: dict[str, Any]) -> Standing:  # Any: a row of SQL
    return Standing(
        metric=row["metric"],
        window=Window(row["window"]),
        unit=Unit(row["unit"]),
        on_exceed=OnExceed(row["on_exceed"]),
        limit=None if row["limit"] is None else plain(row["limit"]),
        used=plain(row["used"]),
        reserved=plain(row["reserved"]),
        period=row["period"],
        plan=row["plan"],
        timezone=row["timezone"],
    )
