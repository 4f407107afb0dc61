"""What people set as they work a lead, and the list's filters by it (CRM-01, CRM-11, X4)."""

import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient
from sqlalchemy import event, text

from backend.core.database.session import Database
from tests.backend.leads.calls import UNKNOWN, add, call, first_pipeline, listed, timeline
from tests.support import people
from tests.support.people import Person


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, (None, None)),
        ({"value_minor": 125_000}, (125_000, "EUR")),
        ({"value_minor": 0}, (0, "EUR")),
        ({"value_minor": 900, "currency": "CLP"}, (900, "CLP")),
        ({"currency": "CLP"}, (None, None)),
    ],
)
async def test_x4_a_value_always_has_a_currency(
    client: AsyncClient, owner: Person, given: dict[str, Any], kept: tuple[int | None, str | None]
) -> None:
    lead = await add(client, owner, name="Ana", **given)
    assert (lead["value_minor"], lead["currency"]) == kept


async def test_a_value_changes_its_amount_and_its_currency_apart(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Ana", value_minor=900, currency="CLP")
    path = f"/leads/{lead['id']}"
    for given, kept in (
        ({"value_minor": 1_000}, (1_000, "CLP")),
        ({"currency": "USD"}, (1_000, "USD")),
        ({"currency": None}, (1_000, "EUR")),
        ({"value_minor": None}, (None, None)),
    ):
        after = await call(client, owner, "PATCH", path, **given)
        assert (after["value_minor"], after["currency"]) == kept
    assert await timeline(client, owner, lead["id"]) == [*["edited"] * 4, "created"]


@pytest.mark.parametrize(
    "body",
    [
        {"value_minor": -1},
        {"value_minor": 10**15},
        {"value_minor": 1.5},
        {"currency": "EURO"},
        {"currency": "XXQ"},
        {"tags": ["x" * 41]},
        {"tags": [str(number) for number in range(31)]},
        {"lost_reason": "Caro\x00"},
        {"website": "x" * 2_001},
        {"unheard": 1},
        {"custom": {str(number): 1 for number in range(101)}},
    ],
)
async def test_what_cannot_be_is_refused(client: AsyncClient, owner: Person, body: dict[str, Any]) -> None:
    refused = await call(client, owner, "POST", "/leads", 422, name="Ana", **body)
    assert refused["error"]["code"] == "invalid_input"
    lead = await add(client, owner, name="Ana")
    await call(client, owner, "PATCH", f"/leads/{lead['id']}", 422, **body)


async def test_only_a_lost_lead_has_a_reason(client: AsyncClient, owner: Person) -> None:
    for method, path, body in (
        ("POST", "/leads", {"name": "Ana", "lost_reason": "Caro"}),
        ("PATCH", f"/leads/{(await add(client, owner, name='Ana'))['id']}", {"lost_reason": "Caro"}),
    ):
        refused = await call(client, owner, method, path, 422, **body)
        assert refused["error"]["code"] == "lead_not_lost"
    lost = await add(client, owner, name="Ben", stage="lost", lost_reason="Caro")
    assert (lost["stage"], lost["lost_reason"], lost["stage_score"]) == ("lost", "Caro", 0)
    after = await call(client, owner, "PATCH", f"/leads/{lost['id']}", stage="active")
    assert after["lost_reason"] is None


async def test_tags_and_custom_values_pass_through(client: AsyncClient, owner: Person) -> None:
    await call(client, owner, "POST", "/custom-fields", 201, name="Camas", kind="number")
    lead = await add(client, owner, name="Ana", tags=["Prisa", "prisa", "VIP"], custom={"camas": "3"})
    assert (lead["tags"], lead["custom"]) == (["Prisa", "VIP"], {"camas": 3})
    after = await call(client, owner, "PATCH", f"/leads/{lead['id']}", tags=["VIP"], custom={"camas": None})
    assert (after["tags"], after["custom"]) == (["VIP"], {})
    refused = await call(client, owner, "PATCH", f"/leads/{lead['id']}", 422, custom={"pisos": 1})
    assert refused["error"]["code"] == "unknown_field"
    assert await timeline(client, owner, lead["id"]) == ["edited", "tagged", "created"]


async def test_the_list_shows_and_filters_what_was_set(client: AsyncClient, owner: Person) -> None:
    pipeline = await first_pipeline(client, owner)
    other = await call(client, owner, "POST", "/pipelines", 201, name="Obras")
    await add(client, owner, name="Ana", website="ana.cat", tags=["Prisa", "VIP"], value_minor=100)
    await add(client, owner, name="Ben", email="ben@example.com", tags=["vip"], stage="hot")
    await add(client, owner, name="Cleo", phone="612345678", stage_id=other["stages"][0]["id"])
    await add(client, owner, name="Dora", email="dora@example.com", phone="612345679")
    shown = (await call(client, owner, "GET", "/leads", params={"tag": "prisa"}))["items"][0]
    assert (shown["domain"], shown["tags"], shown["value_minor"], shown["stage_score"]) == (
        "ana.cat",
        ["Prisa", "VIP"],
        100,
        25,
    )
    for params, names in (
        ({"tag": "VIP"}, ["Ben", "Ana"]),
        ({"tag": ["vip", "prisa"]}, ["Ana"]),
        ({"tag": "nada"}, []),
        ({"has": "email"}, ["Dora", "Ben"]),
        ({"has": ["email", "phone"]}, ["Dora"]),
        ({"has": "website"}, ["Ana"]),
        ({"stage_id": pipeline["stages"][2]["id"]}, ["Ben"]),
        ({"pipeline_id": other["id"]}, ["Cleo"]),
        ({"pipeline_id": pipeline["id"], "has": "phone"}, ["Dora"]),
        ({"pipeline_id": UNKNOWN}, []),
    ):
        assert await listed(client, owner, **params) == names, params


async def test_a_further_contact_counts_as_having_it(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Ana")
    body = {"kind": "email", "value": "info@ana.cat"}
    await call(client, owner, "POST", f"/leads/{lead['id']}/contacts", 201, **body)
    assert await listed(client, owner, has="email") == ["Ana"]


@pytest.mark.parametrize(
    "params", [{"tag": "¡!"}, {"has": "fax"}, {"stage_id": "x"}, {"tag": "a\x00"}, {"bin": "maybe"}]
)
async def test_filters_that_mean_nothing_are_refused(
    client: AsyncClient, owner: Person, params: dict[str, Any]
) -> None:
    await call(client, owner, "GET", "/leads", 422, params=params)


async def test_the_bin_lists_deleted_leads_newest_first(client: AsyncClient, owner: Person) -> None:
    leads = [await add(client, owner, name=name) for name in ("Ana", "Ben", "Cleo")]
    for lead in (leads[2], leads[0]):
        await call(client, owner, "DELETE", f"/leads/{lead['id']}", 204)
    assert await listed(client, owner) == ["Ben"]
    assert await listed(client, owner, bin="true", sort="name") == ["Ana", "Cleo"]
    first = await call(client, owner, "GET", "/leads", params={"bin": "true", "limit": 1, "with_total": "true"})
    assert first["total"] == 2
    assert first["items"][0]["deleted_at"] is not None
    second = await call(client, owner, "GET", "/leads", params={"bin": "true", "cursor": first["next_cursor"]})
    assert [each["name"] for each in second["items"]] == ["Cleo"]
    stats = await call(client, owner, "GET", "/leads/stats")
    assert (stats["by_stage"]["new"], stats["by_day"][-1]["leads"]) == (1, 1)


async def test_another_companys_columns_and_niches_filter_nothing_out_of_theirs(
    client: AsyncClient, owner: Person
) -> None:
    other = await people.register(client)
    theirs = await first_pipeline(client, other)
    await add(client, other, name="Ana")
    assert await listed(client, owner, pipeline_id=theirs["id"]) == []
    assert await listed(client, owner, stage_id=theirs["stages"][0]["id"]) == []


async def test_a_page_of_the_list_costs_one_statement(client: AsyncClient, owner: Person, database: Database) -> None:
    for number in range(3):
        await add(client, owner, name=f"Ana {number}", tags=["vip"])
    said: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", hear)
    try:
        assert len(await listed(client, owner, sort="name")) == 3
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    assert len([each for each in said if "FROM leads" in each or "lead_tags" in each]) == 1


async def test_the_owner_of_a_lead_is_a_filter(client: AsyncClient, owner: Person) -> None:
    assert await listed(client, owner, assignee_id=str(uuid.uuid4())) == []


async def test_opening_a_lead_is_told_once_an_hour(client: AsyncClient, owner: Person, database: Database) -> None:
    lead = await add(client, owner, name="Ana")
    path = f"/leads/{lead['id']}/opened"
    for _ in range(3):
        await call(client, owner, "POST", path, 204)
    assert await timeline(client, owner, lead["id"]) == ["opened", "created"]
    async with database.tenant(uuid.UUID(owner.tenant_id)) as session:
        await session.execute(text("UPDATE lead_events SET at = at - interval '61 minutes'"))
    await call(client, owner, "POST", path, 204)
    assert await timeline(client, owner, lead["id"]) == ["opened", "opened", "created"]
    await call(client, owner, "POST", f"/leads/{UNKNOWN}/opened", 404)
