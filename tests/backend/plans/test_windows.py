"""Windows are the tenant's own calendar, whatever its clocks do (X26, F9)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from backend.core.database.session import Database
from backend.plans import metering
from backend.plans.enums import Window
from backend.plans.windows import resets_at
from tests.support.builders import found_business


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


CASES = [
    # Madrid: summer is UTC+2, winter UTC+1; the clocks change on 29 March and 25 October 2026.
    (Window.MONTH, "Europe/Madrid", "2026-03-31T21:59", "2026-03-31T22:00"),
    (Window.MONTH, "Europe/Madrid", "2026-12-31T22:59", "2026-12-31T23:00"),
    (Window.MONTH, "Europe/Madrid", "2026-01-31T12:00", "2026-01-31T23:00"),
    (Window.DAY, "Europe/Madrid", "2026-03-29T12:00", "2026-03-29T22:00"),
    (Window.DAY, "Europe/Madrid", "2026-03-28T23:30", "2026-03-29T22:00"),
    (Window.DAY, "Europe/Madrid", "2026-10-25T00:30", "2026-10-25T23:00"),
    # Santiago skips midnight on the first Sunday of September: the day begins at 01:00 local.
    (Window.DAY, "America/Santiago", "2026-09-05T20:00", "2026-09-06T04:00"),
    (Window.DAY, "America/Santiago", "2026-09-06T04:00", "2026-09-07T03:00"),
    # And in April it has the hour before midnight twice.
    (Window.DAY, "America/Santiago", "2026-04-05T02:30", "2026-04-05T04:00"),
    # Half-hour zones and the far side of the date line.
    (Window.DAY, "Asia/Kolkata", "2026-06-01T18:29", "2026-06-01T18:30"),
    (Window.MONTH, "Pacific/Kiritimati", "2026-06-30T09:59", "2026-06-30T10:00"),
    (Window.HOUR, "Asia/Kolkata", "2026-06-01T18:29", "2026-06-01T19:00"),
    (Window.MINUTE, "Europe/Madrid", "2026-06-01T18:29", "2026-06-01T18:30"),
]


@pytest.mark.parametrize(("window", "zone", "now", "reset"), CASES)
def test_when_a_window_begins_anew(window: Window, zone: str, now: str, reset: str) -> None:
    assert resets_at(window, zone, at(now)) == at(reset)


@pytest.mark.parametrize("window", [Window.NONE, Window.EACH])
def test_what_has_no_period_never_begins_anew(window: Window) -> None:
    assert resets_at(window, "Europe/Madrid", at("2026-06-01T12:00")) is None


@pytest.mark.parametrize(("window", "zone", "now", "reset"), CASES)
async def test_the_counters_key_changes_exactly_then(
    database: Database, window: Window, zone: str, now: str, reset: str
) -> None:
    """Postgres makes the keys and Python the reset times: they must be of one mind."""
    business = await found_business(database, preset=None)
    async with database.platform() as session:
        await session.execute(
            text("UPDATE tenants SET timezone = :zone, plan = :plan WHERE id = :id"),
            {"zone": zone, "plan": await a_plan_with(database, window), "id": business.id},
        )
    moments = [at(now), at(reset) - timedelta(seconds=1), at(reset)]
    async with database.tenant(business.id) as session:
        connection = await session.connection()
        keys = []
        for moment in moments:
            rows = await connection.exec_driver_sql(metering.DUE, {"now": moment})
            keys.append(rows.mappings().one()["period"])
    assert keys[0] == keys[1] != keys[2]


async def a_plan_with(database: Database, window: Window) -> str:
    """A plan of one metric in this window."""
    code = f"only-{window.value}"
    entitlement = (
        f'[{{"metric": "searches", "limit": 1, "window": "{window.value}", "unit": "count", "on_exceed": "block"}}]'
    )
    async with database.platform() as session:
        await session.execute(
            text(
                "INSERT INTO plans (code, names, entitlements, position, active)"
                " VALUES (:code, '{}', CAST(:entitlements AS jsonb), 99, false) ON CONFLICT DO NOTHING"
            ),
            {"code": code, "entitlements": entitlement},
        )
    return code
