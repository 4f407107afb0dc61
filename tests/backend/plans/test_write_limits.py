"""A tenant's writes a minute are an entitlement of its plan (X11)."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from backend.core import clock
from backend.core.database.session import Database
from backend.plans.queries import WriteLimits
from tests.backend.plans.conftest import Founder, limited


@pytest.mark.parametrize(
    ("entitlements", "expected"),
    [
        ([limited("writes_per_minute", 300, "minute")], 300),
        ([limited("writes_per_minute", None, "minute")], None),
        ([limited("leads", 1)], 120),
    ],
)
async def test_the_plan_says_how_many(
    database: Database, founded_on: Founder, entitlements: list[dict[str, object]], expected: int | None
) -> None:
    assert await WriteLimits(database).of(await founded_on(*entitlements)) == expected


async def test_a_change_of_plan_is_felt_after_a_minute(
    database: Database, founded_on: Founder, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits, tenant = WriteLimits(database), await founded_on(limited("writes_per_minute", 7, "minute"))
    assert await limits.of(tenant) == 7
    async with database.platform() as session:
        await session.execute(text("UPDATE tenants SET plan = 'business' WHERE id = :id"), {"id": tenant})
    assert await limits.of(tenant) == 7
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert await limits.of(tenant) == 1200
