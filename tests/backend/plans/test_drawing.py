"""Long work sets aside once and uses part by part: a search holds credits and pays lead by lead (X27)."""

import asyncio
import uuid
from typing import Any

import pytest

from backend.core.database.session import Database
from backend.plans import service as plans
from backend.plans.enums import OnExceed
from backend.plans.errors import QuotaExceeded
from tests.backend.plans.conftest import Founder, limited
from tests.backend.plans.test_metering import reserve, standing


async def draw(database: Database, tenant: uuid.UUID, held: plans.Reservation, amount: Any = 1) -> bool:
    async with database.tenant(tenant) as session:
        return await plans.draw(session, held, amount)


async def test_what_is_drawn_is_used_and_the_rest_is_held_on(database: Database, founded_on: Founder) -> None:
    tenant = await founded_on(limited("searches", 10))
    held = await reserve(database, tenant, 5)
    assert await draw(database, tenant, held)
    assert await draw(database, tenant, held, 2)
    assert await standing(database, tenant) == (3, 2, 5)
    async with database.tenant(tenant) as session:
        await plans.release(session, held)
    assert await standing(database, tenant) == (3, 0, 7)
    assert not await draw(database, tenant, held)
    assert await standing(database, tenant) == (3, 0, 7)


async def test_no_more_is_drawn_than_was_held(crowd: Database, founded_on: Founder) -> None:
    """Also by many at once."""
    tenant = await founded_on(limited("searches", 100))
    held = await reserve(crowd, tenant, 5)
    drawn = await asyncio.gather(*(draw(crowd, tenant, held) for _ in range(32)))
    assert sum(drawn) == 5
    assert await standing(crowd, tenant) == (5, 0, 95)


async def test_what_ends_early_is_renewed_only_while_it_is_held(database: Database, founded_on: Founder) -> None:
    tenant = await founded_on(limited("searches", 3))
    held = await reserve(database, tenant)
    async with database.tenant(tenant) as session:
        assert await plans.renew(session, held)
        await plans.release(session, held)
        assert not await plans.renew(session, held)


async def test_a_strict_reservation_holds_to_a_limit_that_others_may_exceed(
    database: Database, founded_on: Founder
) -> None:
    """A visitor's lead is always taken in; a search's is not."""
    tenant = await founded_on(limited("searches", 2, on_exceed=OnExceed.ALLOW))
    await reserve(database, tenant, 2)
    await reserve(database, tenant)
    with pytest.raises(QuotaExceeded):
        async with database.tenant(tenant) as session:
            await plans.reserve(session, "searches", strict=True)
