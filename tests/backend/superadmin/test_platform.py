"""The platform's figures, its last errors and its catalogue of plans (SUP-03, X3)."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import AsyncClient

from backend.core import clock
from backend.core.database.session import Database
from backend.superadmin import jobs
from backend.superadmin.service import KEEP_ERRORS, record_error
from tests.support.builders import Visitor, found_business
from tests.support.people import Person, register
from tests.support.roles import super_admin


@pytest.fixture
async def staff(client: AsyncClient, database: Database) -> Person:
    return await super_admin(client, database)


async def read(client: AsyncClient, staff: Person, path: str) -> Any:
    answer = await client.get(f"/v1/admin/{path}", headers=staff.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def fail(database: Database, tenant: uuid.UUID | None, code: str = "internal_error") -> None:
    async with database.platform() as session:
        await record_error(session, code, "/v1/leads/{lead_id}", "request-1", tenant)


async def test_the_overview_counts_what_happens(client: AsyncClient, database: Database, staff: Person) -> None:
    before = await read(client, staff, "overview")
    business = await found_business(database)
    await Visitor(client, business).start()
    await fail(database, business.id)
    after = await read(client, staff, "overview")
    for figure, more in {"tenants": 1, "active_tenants": 1, "conversations": 1, "errors": 1, "users": 0}.items():
        assert after[figure] - before[figure] == more, figure
    assert len(after["by_day"]) == 30
    today = after["by_day"][-1]
    assert today["day"] == clock.now().date().isoformat()
    assert today["conversations"] - before["by_day"][-1]["conversations"] == 1
    assert today["errors"] - before["by_day"][-1]["errors"] == 1


async def test_usage_of_the_month_is_shown_beside_the_company(
    client: AsyncClient, database: Database, staff: Person
) -> None:
    business = await found_business(database)
    await Visitor(client, business).start()
    found = await read(client, staff, f"tenants/{business.id}")
    assert found["usage"] == {"leads": 0, "conversations_this_month": 1, "members": 0}


async def test_the_last_50_errors_can_be_asked_of_one_company(
    client: AsyncClient, database: Database, staff: Person
) -> None:
    owner = await register(client)
    tenant = uuid.UUID(owner.tenant_id)
    for number in range(52):
        await fail(database, tenant, f"fault_{number}")
    await fail(database, None, "of_nobody")
    found = await read(client, staff, f"errors?tenant_id={tenant}")
    assert [each["code"] for each in found] == [f"fault_{number}" for number in range(51, 1, -1)]
    assert found[0]["route"] == "/v1/leads/{lead_id}"
    assert found[0]["tenant_name"].startswith("Cuines")
    newest = (await read(client, staff, "errors"))[0]
    assert (newest["code"], newest["tenant_id"], newest["tenant_name"]) == ("of_nobody", None, None)


async def test_errors_are_forgotten_with_the_logs(
    client: AsyncClient, database: Database, staff: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SEC-02: 30 days."""
    tenant = uuid.uuid4()
    await fail(database, tenant)
    later = clock.now() + KEEP_ERRORS + timedelta(minutes=1)
    with monkeypatch.context() as moved:
        moved.setattr(clock, "now", lambda: later)
        async with database.platform() as session:
            await jobs.forget_old_errors.work(session, None)
    assert await read(client, staff, f"errors?tenant_id={tenant}") == []


def plan(**changes: Any) -> dict[str, Any]:
    return {
        "names": {"es": "Gran", "ca": "Gran", "pt": "Grande", "en": "Large"},
        "prices": [{"amount_minor": 9900, "currency": "EUR", "interval": "month"}],
        "entitlements": [{"metric": "members", "limit": None, "window": "none"}],
        "features": ["api_keys"],
        "queue_priority": 3,
        "position": 90,
        "active": False,
    } | changes


async def test_the_superadmin_adds_a_plan_and_changes_it(client: AsyncClient, staff: Person) -> None:
    code = f"large-{uuid.uuid4().hex[:6]}"
    for limit in (None, 25):
        body = plan(entitlements=[{"metric": "members", "limit": limit, "window": "none"}])
        answer = await client.put(f"/v1/admin/plans/{code}", json=body, headers=staff.headers)
        assert answer.status_code == 200, answer.text
    found = next(each for each in await read(client, staff, "plans") if each["code"] == code)
    assert found["entitlements"][0]["limit"] == 25

    owner = await register(client)
    await client.patch(f"/v1/admin/tenants/{owner.tenant_id}", json={"plan": code}, headers=staff.headers)
    mine = (await client.get("/v1/plan", headers=owner.headers)).json()
    assert mine["usage"]["members"] == {"current": 1, "limit": 25}
    assert mine["limits"]["lead_credits_month"] == 0
    offered = (await client.get("/v1/plans", headers=owner.headers)).json()
    assert code not in {each["code"] for each in offered}
    trail = (await read(client, staff, "audit?action=plan.defined"))["items"]
    assert (trail[0]["entity_id"], trail[0]["tenant_id"]) == (code, None)


@pytest.mark.parametrize(
    "change",
    [
        {"names": {"es": "Sola"}},
        {"entitlements": [{"metric": "moons", "limit": 1, "window": "month"}]},
        {"entitlements": [{"metric": "leads", "limit": -1, "window": "month"}]},
        {"entitlements": [{"metric": "leads", "limit": 1, "window": "month"}] * 2},
        {"prices": [{"amount_minor": 9.5, "currency": "EUR", "interval": "month"}]},
        {"prices": [{"amount_minor": 9, "currency": "euro", "interval": "month"}]},
        {"position": None},
    ],
)
async def test_a_bad_plan_is_refused(client: AsyncClient, staff: Person, change: dict[str, Any]) -> None:
    answer = await client.put("/v1/admin/plans/bad-plan", json=plan(**change), headers=staff.headers)
    assert answer.status_code == 422
