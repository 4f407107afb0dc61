"""Usage is reserved, settled and released in single statements that nobody can overrun (X27, F8)."""

import asyncio
import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from backend.core import clock
from backend.core.database.session import Database, binding
from backend.plans import jobs, metering, queries
from backend.plans import service as plans
from backend.plans.errors import QuotaExceeded
from tests.backend.plans.conftest import Founder, limited


async def standing(database: Database, tenant: uuid.UUID, metric: str = "searches") -> tuple[Any, Any, Any]:
    """(used, reserved, remaining)."""
    async with database.tenant(tenant) as session:
        found = [each for each in await queries.list_standings(session) if each.metric == metric]
    return found[0].used, found[0].reserved, found[0].remaining


async def reserve(
    database: Database, tenant: uuid.UUID, amount: Any = 1, metric: str = "searches"
) -> plans.Reservation:
    async with database.tenant(tenant) as session:
        return await plans.reserve(session, metric, amount)


async def test_64_callers_at_once_get_exactly_what_the_plan_gives(crowd: Database, founded_on: Founder) -> None:
    tenant = await founded_on(limited("searches", 10))
    answers = await asyncio.gather(*(reserve(crowd, tenant) for _ in range(64)), return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, QuotaExceeded)]
    assert len(answers) - len(refused) == 10
    assert len(refused) == 54
    assert await standing(crowd, tenant) == (0, 10, 0)


async def test_64_callers_settling_and_releasing_leave_the_counter_right(crowd: Database, founded_on: Founder) -> None:
    tenant = await founded_on(limited("searches", None))

    async def work(number: int) -> None:
        reservation = await reserve(crowd, tenant)
        async with crowd.tenant(tenant) as session:
            await (plans.settle if number % 2 else plans.release)(session, reservation)

    await asyncio.gather(*(work(number) for number in range(64)))
    assert await standing(crowd, tenant) == (32, 0, None)


async def test_what_is_settled_is_used_and_what_is_released_is_free(database: Database, founded_on: Founder) -> None:
    tenant = await founded_on(limited("searches", 3))
    first, second = await reserve(database, tenant), await reserve(database, tenant)
    async with database.tenant(tenant) as session:
        await plans.settle(session, first)
        await plans.release(session, second)
    assert await standing(database, tenant) == (1, 0, 2)


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        (["settle", "settle"], (1, 0, 2)),
        (["release", "release"], (0, 0, 3)),
        (["settle", "release"], (1, 0, 2)),
        (["release", "settle"], (1, 0, 2)),
    ],
)
async def test_a_job_that_runs_twice_counts_once(
    database: Database, founded_on: Founder, acts: list[str], expected: tuple[int, int, int]
) -> None:
    tenant = await founded_on(limited("searches", 3))
    reservation = await reserve(database, tenant)
    for act in acts:
        async with database.tenant(tenant) as session:
            await getattr(plans, act)(session, reservation)
    assert await standing(database, tenant) == expected


async def test_money_is_settled_at_what_it_really_cost(database: Database, founded_on: Founder) -> None:
    tenant = await founded_on(limited("ai_money", 10, unit="eur"))
    reservation = await reserve(database, tenant, Decimal("0.50"), "ai_money")
    assert await standing(database, tenant, "ai_money") == (0, 0.5, 9.5)
    async with database.tenant(tenant) as session:
        await plans.settle(session, reservation, Decimal("0.1234"))
    assert await standing(database, tenant, "ai_money") == (0.1234, 0, 9.8766)


async def test_more_than_is_left_is_refused_whole(database: Database, founded_on: Founder) -> None:
    tenant = await founded_on(limited("searches", 5))
    await reserve(database, tenant, 3)
    with pytest.raises(QuotaExceeded):
        await reserve(database, tenant, 3)
    with pytest.raises(QuotaExceeded):
        await reserve(database, await founded_on(limited("searches", 2)), 3)
    assert await standing(database, tenant) == (0, 3, 2)


async def test_a_refusal_names_metric_limit_plan_and_reset(
    database: Database, founded_on: Founder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat("2026-11-21T10:00:00+00:00"))
    tenant = await founded_on(limited("searches", 1))
    await reserve(database, tenant)
    with pytest.raises(QuotaExceeded) as refusal:
        await reserve(database, tenant)
    details = refusal.value.details
    assert refusal.value.status == 402
    assert refusal.value.code == "quota_exceeded"
    assert (details["metric"], details["limit"], details["used"]) == ("searches", 1, 0)
    assert details["plan"].startswith("plan-")
    assert details["resets_at"] == "2026-11-30T23:00:00+00:00"


async def test_a_metric_that_the_plan_does_not_name_is_not_included(database: Database, founded_on: Founder) -> None:
    tenant = await founded_on(limited("searches", 1))
    with pytest.raises(QuotaExceeded) as refusal:
        await reserve(database, tenant, metric="ia_msgs")
    assert refusal.value.details["limit"] == 0


async def test_of_two_windows_the_tighter_one_wins_and_the_other_is_not_spent(
    database: Database, founded_on: Founder
) -> None:
    """X6: a day's and a month's limit hold together."""
    tenant = await founded_on(limited("ia_msgs", 2, "day"), limited("ia_msgs", 100, "month"))
    await reserve(database, tenant, 2, "ia_msgs")
    async with database.tenant(tenant) as session:
        with pytest.raises(QuotaExceeded) as refusal:
            await plans.reserve(session, "ia_msgs")
        standings = {each.window: each.reserved for each in await queries.list_standings(session)}
    assert refusal.value.details["window"] == "day"
    assert standings == {"day": 2, "month": 2}


async def test_an_allowed_metric_counts_past_its_limit(database: Database, founded_on: Founder) -> None:
    """A visitor is never turned away because the month's leads are used up."""
    tenant = await founded_on(limited("leads", 1, on_exceed="allow"))
    async with database.tenant(tenant) as session:
        for _ in range(3):
            await plans.count(session, "leads")
        await plans.reserve(session, "leads")
    assert await standing(database, tenant, "leads") == (3, 1, 0)


async def test_a_seat_that_is_given_back_is_free_again(database: Database, founded_on: Founder) -> None:
    tenant = await founded_on(limited("members", 1, "none"))
    async with database.tenant(tenant) as session:
        await plans.settle(session, await plans.reserve(session, "members"))
        with pytest.raises(QuotaExceeded) as refusal:
            await plans.reserve(session, "members")
        await plans.count(session, "members", -1)
        await plans.reserve(session, "members")
    assert refusal.value.details["resets_at"] is None


async def test_nothing_falls_below_zero(database: Database, founded_on: Founder) -> None:
    tenant = await founded_on(limited("members", 1, "none"))
    async with database.tenant(tenant) as session:
        await plans.count(session, "members", -5)
    assert await standing(database, tenant, "members") == (0, 0, 1)


async def test_a_new_month_is_a_new_counter_and_a_new_plan_is_not(
    database: Database, founded_on: Founder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BIL-03: calendar-month reset; changing plan does not reset."""
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat("2026-11-30T22:59:00+00:00"))
    tenant = await founded_on(limited("searches", 2))
    async with database.tenant(tenant) as session:
        await plans.count(session, "searches", 2)
    async with database.platform() as session:
        await session.execute(text("UPDATE tenants SET plan = 'free' WHERE id = :id"), {"id": tenant})
    assert await standing(database, tenant) == (2, 0, 2)
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat("2026-11-30T23:00:00+00:00"))
    assert await standing(database, tenant) == (0, 0, 4)


async def test_what_a_killed_worker_held_is_given_back(
    database: Database, founded_on: Founder, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = await founded_on(limited("searches", 2))
    lost, _ = await reserve(database, tenant), await reserve(database, tenant)
    later = clock.now() + plans.HOLD + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    async with database.platform() as session:
        await jobs.release_expired.work(session, None)
    assert (await standing(database, tenant))[1] == 0
    # It was not dead after all: its work still counts.
    async with database.tenant(tenant) as session:
        await plans.settle(session, lost)
    assert (await standing(database, tenant))[0] == 1


async def test_settled_reservations_are_forgotten_after_a_week(
    database: Database, founded_on: Founder, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = await founded_on(limited("searches", 5))
    settled = await reserve(database, tenant)
    async with database.tenant(tenant) as session:
        await plans.settle(session, settled)
    later = clock.now() + plans.KEEP_RESERVATIONS + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    async with database.platform() as session:
        await jobs.forget_old_reservations.work(session, None)
    async with database.tenant(tenant) as session:
        assert (await session.execute(text("SELECT count(*) FROM usage_reservations"))).scalar() == 0


async def test_every_amount_stands_in_the_events_which_nobody_changes(database: Database, founded_on: Founder) -> None:
    tenant = await founded_on(limited("leads", None, on_exceed="allow"))
    async with database.tenant(tenant) as session:
        await plans.count(session, "leads", subject="lead-1")
        await plans.count(session, "leads", 2)
        total = (await session.execute(text("SELECT sum(amount) FROM usage_events"))).scalar()
    assert total == 3
    for change in ("UPDATE usage_events SET amount = 0", "DELETE FROM usage_events"):
        with pytest.raises(Exception, match="permission denied"):
            async with database.tenant(tenant) as session:
                await session.execute(text(change))


async def test_the_chat_counts_on_its_bare_connection(database: Database, founded_on: Founder) -> None:
    tenant = await founded_on(limited("leads", 40, on_exceed="allow"))
    parameters = {"metric": "leads", "amount": 1, "subject": None, "now": clock.now()}
    async with database.pool.connection() as connection:
        await connection.execute(binding(tenant))
        await connection.execute(metering.COUNT_SQL, parameters)
        await connection.execute("COMMIT")
    assert await standing(database, tenant, "leads") == (1, 0, 39)
