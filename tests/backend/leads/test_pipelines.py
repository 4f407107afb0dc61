"""Pipelines and their columns: the first one, renaming, order, adding and taking away (CRM-03, CRM-04)."""

import asyncio
import uuid
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from backend.core.http.actor import Role
from backend.leads import board, stages
from backend.leads.enums import Stage
from tests.backend.leads.calls import UNKNOWN, add, call, columns, first_pipeline, timeline
from tests.support import people
from tests.support.people import Person, run_jobs
from tests.support.roles import member

KINDS = ["new", "active", "hot", "customer", "lost"]


async def test_a_new_company_has_five_columns_in_its_language(client: AsyncClient, owner: Person) -> None:
    pipeline = await first_pipeline(client, owner)
    assert (pipeline["name"], pipeline["is_default"]) == ("Ventas", True)
    assert [each["kind"] for each in pipeline["stages"]] == KINDS
    assert [each["name"] for each in pipeline["stages"]] == ["Nuevo", "En curso", "Caliente", "Cliente", "Perdido"]
    assert [each["stage_score"] for each in pipeline["stages"]] == [25, 50, 75, 100, 0]
    english = {**owner.headers, "Accept-Language": "en"}
    again = (await client.get("/v1/pipelines", headers=english)).json()[0]
    assert [each["name"] for each in again["stages"]] == ["New", "Active", "Hot", "Customer", "Lost"]


async def test_the_board_is_ready_before_anybody_asks(
    client: AsyncClient, app: FastAPI, owner: Person, database: Database
) -> None:
    await run_jobs(app)
    async with database.tenant(uuid.UUID(owner.tenant_id)) as session:
        assert await session.scalar(text("SELECT count(*) FROM pipeline_stages")) == 5
        await board.ensure_default(session)
        assert await session.scalar(text("SELECT count(*) FROM pipeline_stages")) == 5


async def test_two_first_looks_at_once_make_one_board(client: AsyncClient, owner: Person) -> None:
    found = await asyncio.gather(*(call(client, owner, "GET", "/pipelines") for _ in range(4)))
    assert [len(each) for each in found] == [1, 1, 1, 1]


async def test_postgres_and_python_know_the_same_first_column(owner: Person, database: Database) -> None:
    tenant_id = uuid.UUID(owner.tenant_id)
    async with database.tenant(tenant_id) as session:
        made = text(
            "INSERT INTO leads (id, name_key, source, channel) VALUES (:id, '', 'web', 'web') RETURNING stage_id"
        )
        assert await session.scalar(made, {"id": uuid.uuid4()}) == stages.default_id(tenant_id, Stage.NEW)


@pytest.mark.parametrize(("kind", "points"), [*zip(KINDS, [25, 50, 75, 100, 0], strict=True), ("unheard", 25)])
def test_crm_04_a_column_says_something_of_the_chance(kind: str, points: int) -> None:
    assert stages.score(kind) == points


async def test_columns_are_renamed_reordered_added_and_taken_away(client: AsyncClient, owner: Person) -> None:
    pipeline = await first_pipeline(client, owner)
    path = f"/pipelines/{pipeline['id']}"
    first = pipeline["stages"][0]
    renamed = await call(client, owner, "PATCH", f"{path}/stages/{first['id']}", name="Entrada")
    assert (renamed["name"], renamed["renamed"], renamed["deletable"]) == ("Entrada", True, False)
    added = await call(client, owner, "POST", f"{path}/stages", 201, name="Presupuesto", kind="hot", rot_days=3)
    assert (added["position"], added["deletable"]) == (5, True)
    order = [added["id"], *[each["id"] for each in pipeline["stages"]]]
    after = await call(client, owner, "PUT", f"{path}/order", stage_ids=order)
    assert [each["id"] for each in after["stages"]] == order
    back = await call(client, owner, "PATCH", f"{path}/stages/{first['id']}", name=None)
    assert (back["name"], back["renamed"]) == ("Nuevo", False)
    await call(client, owner, "DELETE", f"{path}/stages/{added['id']}", 204)
    assert len((await first_pipeline(client, owner))["stages"]) == 5


async def test_leads_of_a_column_that_goes_go_where_they_are_told(client: AsyncClient, owner: Person) -> None:
    pipeline = await first_pipeline(client, owner)
    path = f"/pipelines/{pipeline['id']}"
    added = await call(client, owner, "POST", f"{path}/stages", 201, name="Descartado", kind="lost")
    lead = await add(client, owner, name="Ana", stage_id=added["id"], lost_reason="Caro")
    stage = f"{path}/stages/{added['id']}"
    refused = await call(client, owner, "DELETE", stage, 409)
    assert (refused["error"]["code"], refused["error"]["details"]) == ("stage_has_leads", {"leads": 1})
    for wrong in (UNKNOWN, added["id"]):
        refused = await call(client, owner, "DELETE", stage, 422, params={"move_to": wrong})
        assert refused["error"]["code"] == "stage_to_move_to_missing"
    hot = pipeline["stages"][2]["id"]
    await call(client, owner, "DELETE", stage, 204, params={"move_to": hot})
    after = await call(client, owner, "GET", f"/leads/{lead['id']}")
    assert (after["stage_id"], after["stage"], after["lost_reason"]) == (hot, "hot", None)
    assert await timeline(client, owner, lead["id"]) == ["stage_changed", "created"]


async def test_a_columns_new_meaning_is_its_leads(client: AsyncClient, owner: Person) -> None:
    path = f"/pipelines/{(await first_pipeline(client, owner))['id']}"
    added = await call(client, owner, "POST", f"{path}/stages", 201, name="Fuera", kind="lost")
    lead = await add(client, owner, name="Ana", stage_id=added["id"], lost_reason="Caro")
    await call(client, owner, "PATCH", f"{path}/stages/{added['id']}", kind="customer")
    after = await call(client, owner, "GET", f"/leads/{lead['id']}")
    assert (after["stage"], after["stage_score"], after["lost_reason"]) == ("customer", 100, None)
    assert after["stage_since"] == lead["stage_since"]


async def test_a_pipeline_that_goes_gives_its_leads_to_the_first_one(client: AsyncClient, owner: Person) -> None:
    other = await call(client, owner, "POST", "/pipelines", 201, name="Obras")
    assert [each["kind"] for each in other["stages"]] == KINDS
    lead = await add(client, owner, name="Ana", stage_id=other["stages"][2]["id"])
    await call(client, owner, "DELETE", f"/pipelines/{other['id']}", 204)
    after = await call(client, owner, "GET", f"/leads/{lead['id']}")
    assert after["stage_id"] == str(stages.default_id(uuid.UUID(owner.tenant_id), "hot"))
    assert [each["name"] for each in await call(client, owner, "GET", "/pipelines")] == ["Ventas"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("DELETE", "/pipelines/{own}", {}, 409, "default_pipeline"),
        ("DELETE", "/pipelines/{own}/stages/{stage}", {}, 409, "usual_stage"),
        ("PATCH", "/pipelines/{own}/stages/{stage}", {"kind": "lost"}, 409, "usual_stage"),
        ("PUT", "/pipelines/{own}/order", {"stage_ids": [UNKNOWN]}, 422, "stage_order_incomplete"),
        ("DELETE", "/pipelines/{unknown}", {}, 404, "pipeline_not_found"),
        ("GET", "/pipelines/{unknown}/board", {}, 404, "pipeline_not_found"),
        ("PATCH", "/pipelines/{own}/stages/{unknown}", {"name": "x"}, 404, "stage_not_found"),
        ("GET", "/pipelines/{own}/stages/{unknown}/cards", {}, 404, "stage_not_found"),
        ("GET", "/pipelines/{own}/stages/{stage}/cards?cursor=zzz", {}, 422, "bad_cursor"),
        ("GET", "/pipelines/{own}/board?sort=name", {}, 422, "invalid_input"),
        ("POST", "/pipelines", {"name": " "}, 422, "invalid_input"),
        ("POST", "/pipelines", {"name": "a\x00b"}, 422, "invalid_input"),
        ("POST", "/pipelines/{own}/stages", {"name": "x", "rot_days": 0}, 422, "invalid_input"),
        ("POST", "/pipelines/{own}/stages", {"name": "x", "kind": "won"}, 422, "invalid_input"),
    ],
)
async def test_what_cannot_be_is_refused(
    client: AsyncClient, owner: Person, method: str, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    pipeline = await first_pipeline(client, owner)
    path = path.format(own=pipeline["id"], stage=pipeline["stages"][0]["id"], unknown=UNKNOWN)
    answer = await client.request(method, f"/v1{path}", json=body or None, headers=owner.headers)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["code"] == code


async def test_another_companys_board_is_not_there(client: AsyncClient, owner: Person) -> None:
    other = await people.register(client)
    theirs, lead = await first_pipeline(client, other), await add(client, owner, name="Ana")
    stage_id = theirs["stages"][1]["id"]
    await call(client, owner, "GET", f"/pipelines/{theirs['id']}/board", 404)
    await call(client, owner, "POST", f"/leads/{lead['id']}/move", 404, stage_id=stage_id)
    await call(client, owner, "PATCH", f"/leads/{lead['id']}", 404, stage_id=stage_id)
    await call(client, owner, "POST", "/leads", 404, name="Ben", stage_id=stage_id)


@pytest.mark.parametrize(
    ("role", "method", "path", "status"),
    [
        (Role.VIEWER, "GET", "/pipelines", 200),
        (Role.VIEWER, "POST", "/leads/{lead}/move", 403),
        (Role.AGENT, "POST", "/leads/{lead}/move", 404),
        (Role.AGENT, "POST", "/pipelines", 403),
        (Role.ADMIN, "POST", "/pipelines", 201),
    ],
)
async def test_viewers_read_agents_move_admins_build(
    client: AsyncClient, database: Database, role: Role, method: str, path: str, status: int
) -> None:
    person = await member(client, database, role)
    body = {"name": "Obras"} if path == "/pipelines" else {"stage_id": UNKNOWN}
    json = None if method == "GET" else body
    answer = await client.request(method, f"/v1{path.format(lead=UNKNOWN)}", json=json, headers=person.headers)
    assert answer.status_code == status


async def test_a_column_that_goes_while_cards_come_leaves_no_card_behind(client: AsyncClient, owner: Person) -> None:
    pipeline = await first_pipeline(client, owner)
    path = f"/pipelines/{pipeline['id']}/stages"
    added = await call(client, owner, "POST", path, 201, name="Breve")
    leads = [await add(client, owner, name=f"Ana {number}") for number in range(6)]

    async def move(lead: dict[str, Any]) -> int:
        url = f"/v1/leads/{lead['id']}/move"
        return (await client.post(url, json={"stage_id": added["id"]}, headers=owner.headers)).status_code

    async def remove() -> int:
        params = {"move_to": pipeline["stages"][2]["id"]}
        return (await client.delete(f"/v1{path}/{added['id']}", params=params, headers=owner.headers)).status_code

    moves = [move(each) for each in leads]
    assert set(await asyncio.gather(*moves[:3], remove(), *moves[3:])) <= {200, 204, 404}
    found = await columns(client, owner, pipeline["id"])
    assert sum(each["count"] for each in found.values()) == 6
