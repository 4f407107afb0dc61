"""GET /v1/plan keeps the shape of the first panel's /mi_plan (BIL-04), with ruling X6 on what is left."""

import re
import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from backend.plans import service as plans
from backend.plans.catalogue import first_plans
from backend.plans.enums import Metric
from backend.plans.schemas import PlanDetails, PlanEdit
from tests.support.people import register

# The example of the source, key by key; None stands for "any number or null".
MI_PLAN: dict[str, Any] = {
    "limits": {
        "searches_per_month",
        "leads_cap_per_search",
        "csv_exports_per_month",
        "csv_rows_cap_free",
        "lead_credits_month",
        "tasks_active_max",
        "ai_daily_limit",
    },
    "usage": {
        "leads": {"used", "remaining", "period"},
        "ia_msgs": {"used", "period"},
        "tasks": {"used", "period"},
        "csv_exports": {"used", "remaining", "period"},
        "tasks_active": {"current", "limit"},
    },
    "remaining": {"leads", "csv_exports", "tasks_active", "ia_msgs", "tasks"},
}


async def plan_of(client: AsyncClient, database: Database, code: str) -> tuple[dict[str, Any], Any]:
    owner = await register(client)
    async with database.platform() as session:
        await session.execute(
            text("UPDATE tenants SET plan = :plan WHERE id = :id"), {"plan": code, "id": owner.tenant_id}
        )
    answer = await client.get("/v1/plan", headers=owner.headers)
    assert answer.status_code == 200, answer.text
    return answer.json(), owner


async def test_the_old_panel_finds_every_key_where_it_was(client: AsyncClient, database: Database) -> None:
    found, _ = await plan_of(client, database, "starter")
    assert found["plan"] == "starter"
    assert set(found["limits"]) >= MI_PLAN["limits"]
    assert set(found["remaining"]) >= MI_PLAN["remaining"]
    for metric, keys in MI_PLAN["usage"].items():
        assert set(found["usage"][metric]) == keys, metric
    assert re.fullmatch(r"\d{6}", found["usage"]["leads"]["period"])
    assert re.fullmatch(r"\d{8}", found["usage"]["ia_msgs"]["period"])


async def test_what_was_used_is_subtracted(client: AsyncClient, database: Database) -> None:
    _, owner = await plan_of(client, database, "starter")
    async with database.tenant(uuid.UUID(owner.tenant_id)) as session:
        for metric, amount in (("leads", 30), ("ia_msgs", 5), ("tasks", 2), ("csv_exports", 1), ("tasks_active", 2)):
            await plans.count(session, metric, amount)
    found = (await client.get("/v1/plan", headers=owner.headers)).json()
    assert found["usage"]["leads"]["used"] == 30
    assert found["usage"]["leads"]["remaining"] == 120
    assert found["usage"]["tasks_active"] == {"current": 2, "limit": 20}
    assert found["usage"]["csv_exports"]["remaining"] is None
    expected = {"leads": 120, "csv_exports": None, "tasks_active": 18, "ia_msgs": 15, "tasks": None}
    assert {name: found["remaining"][name] for name in expected} == expected
    assert (await client.get("/v1/plan/usage", headers=owner.headers)).json() == found["usage"]
    assert (await client.get("/v1/plan/limits", headers=owner.headers)).json() == found["limits"]


@pytest.mark.parametrize(
    ("code", "limits"),
    [
        # searches, leads a search, exports, rows, leads, tasks, AI a day (BIL-01), seats, EUR, writes (X3, X11)
        ("free", [4, 10, 1, 10, 40, 3, 5, 1, 0, 120]),
        ("starter", [None, None, None, None, 150, 20, 20, 1, 10, 300]),
        ("pro", [None, None, None, None, 600, 100, 100, 2, 25, 600]),
        ("business", [None, None, None, None, 2000, 500, 500, 5, 100, 1200]),
    ],
)
async def test_limits_of_each_step(client: AsyncClient, database: Database, code: str, limits: list[Any]) -> None:
    names = (
        "searches_per_month leads_cap_per_search csv_exports_per_month csv_rows_cap_free lead_credits_month"
        " tasks_active_max ai_daily_limit members_max ai_money_per_month writes_per_minute"
    )
    found, _ = await plan_of(client, database, code)
    assert [found["limits"][name] for name in names.split()] == limits


@pytest.mark.parametrize(
    ("code", "limits"),
    [
        ("free", [2, 50, 5, 0]),
        ("starter", [5, 200, 30, 0]),
        ("pro", [10, 1000, None, 0]),
        ("business", [None, None, None, 100]),
    ],
)
def test_tender_limits_of_each_step(code: str, limits: list[int | None]) -> None:
    """X3, BIL-07: analyses, searches and API calls a day, saved ones at a time."""
    plan = PlanDetails.model_validate(next(each for each in first_plans() if each["code"] == code))
    by_metric = {each.metric: each for each in plan.entitlements}
    tenders = [Metric.TENDER_ANALYSES, Metric.TENDER_SEARCHES, Metric.TENDERS_SAVED, Metric.TENDER_API_CALLS]
    assert [by_metric[metric].limit for metric in tenders] == limits


def test_every_plan_of_the_first_catalogue_could_have_been_written_by_the_superadmin() -> None:
    for plan in first_plans():
        edit = PlanEdit.model_validate({key: value for key, value in plan.items() if key != "code"})
        assert {each.metric for each in edit.entitlements} == set(Metric)


async def test_the_catalogue_is_read_in_its_order(client: AsyncClient) -> None:
    owner = await register(client)
    catalogue = ["free", "starter", "pro", "business"]
    # Tests of the superadmin write plans of their own.
    found = [
        plan for plan in (await client.get("/v1/plans", headers=owner.headers)).json() if plan["code"] in catalogue
    ]
    assert [plan["code"] for plan in found] == catalogue
    assert [plan["queue_priority"] for plan in found] == [0, 1, 2, 3]
    assert all(set(plan["names"]) == {"es", "ca", "pt", "en"} for plan in found)
    assert {"api_keys", "webhooks", "teams_alerts"} <= set(found[3]["features"])
    assert all("two_factor" in plan["features"] for plan in found)


async def test_a_registered_owner_takes_the_free_plans_one_seat(client: AsyncClient) -> None:
    owner = await register(client)
    found = (await client.get("/v1/plan", headers=owner.headers)).json()
    assert found["usage"]["members"] == {"current": 1, "limit": 1}
    assert found["remaining"]["members"] == 0


async def test_a_plan_is_for_people_of_the_company(client: AsyncClient) -> None:
    assert (await client.get("/v1/plan")).status_code == 401
