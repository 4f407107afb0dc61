"""Who may touch flows, whose flows they are, and the one that every business is founded with."""

import asyncio
import uuid
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from backend.flows import service as flows
from backend.flows.enums import Preset
from backend.flows.presets import load
from tests.support import people
from tests.support.builders import found_business
from tests.support.flow_desk import Desk, greeting, open_desk

READS = [
    ("GET", ""),
    ("GET", "/presets"),
    ("GET", "."),
    ("GET", "./versions"),
    ("GET", "./versions/1"),
    ("POST", "./validate"),
]
CHANGES: list[tuple[str, str, Any]] = [
    ("POST", "", {"name": "Otra"}),
    ("PUT", "./draft", {"definition": greeting("Hola")}),
    ("POST", "./publish", None),
    ("POST", "./unpublish", None),
    ("POST", "./rollback", None),
    ("DELETE", ".", None),
]


@pytest.fixture
async def desk(client: AsyncClient, database: Database) -> Desk:
    return await open_desk(client, database)


async def become(database: Database, desk: Desk, role: str) -> None:
    """The role is read anew at every call."""
    async with database.platform() as session:
        changed = text("UPDATE memberships SET role = :role WHERE tenant_id = :tenant")
        await session.execute(changed, {"role": role, "tenant": desk.tenant_id})


@pytest.mark.parametrize("role", ["viewer", "agent"])
async def test_the_team_reads_flows_and_only_administrators_change_them(
    desk: Desk, database: Database, role: str
) -> None:
    await become(database, desk, role)
    for method, path in READS:
        await desk.ok(method, path)
    for method, path, body in CHANGES:
        assert await desk.refused(method, path, body) == (403, "role_too_low"), path
    assert await desk.standing() == {1: "published"}


async def test_an_administrator_changes_flows(desk: Desk, database: Database) -> None:
    await become(database, desk, "admin")
    await desk.published("dos")
    assert (await desk.ok("POST", "./rollback"))["number"] == 1


async def test_nobody_is_let_in_without_signing_in(desk: Desk) -> None:
    desk.headers = {}
    for method, path, *body in [*READS, *CHANGES]:
        assert (await desk.call(method, path, *body)).status_code == 401, path


async def test_another_business_neither_sees_nor_changes_a_flow(
    desk: Desk, client: AsyncClient, database: Database
) -> None:
    stranger = await open_desk(client, database)
    own, stranger.flow_id = stranger.flow_id, desk.flow_id
    assert [each["id"] for each in (await stranger.ok("GET"))["items"]] == [own]
    for method, path, *body in [*READS[2:], *CHANGES[1:]]:
        refused = await stranger.refused(method, path, *body)
        assert refused in {(404, "flow_not_found"), (404, "flow_version_not_found")}, path
    assert await desk.standing() == {1: "published"}


async def test_two_businesses_may_give_a_flow_the_same_name(
    desk: Desk, client: AsyncClient, database: Database
) -> None:
    stranger = await open_desk(client, database)
    assert await desk.begin("Bodas") != await stranger.begin("Bodas")


async def test_a_founded_business_has_a_published_flow_once_its_job_has_run(client: AsyncClient, app: FastAPI) -> None:
    owner = await people.register(client)
    await people.run_jobs(app, "default")
    (flow,) = (await client.get("/v1/flows", headers=owner.headers)).json()["items"]
    assert (flow["is_default"], flow["published"]["number"], flow["draft"]) == (True, 1, None)


async def test_the_first_flow_is_founded_once_however_often_its_job_runs(database: Database) -> None:
    business = await found_business(database, preset=None)

    async def found() -> uuid.UUID:
        async with database.tenant(business.id) as session:
            return (await flows.found_default(session, Preset.KITCHEN_STUDIO)).id

    ids = await asyncio.gather(found(), found(), found())
    assert len({*ids, await found()}) == 1


async def test_a_flow_of_the_presets_name_made_before_does_not_hinder_the_first_flow(
    client: AsyncClient, database: Database
) -> None:
    owner = await people.register(client)
    name = load(Preset.GENERAL_BUSINESS).name
    made = await client.post("/v1/flows", json={"name": name}, headers=owner.headers)
    assert made.status_code == 201
    async with database.tenant(uuid.UUID(owner.tenant_id)) as session:
        flow = await flows.found_default(session)
    assert (flow.name, flow.is_default) == (f"{name} 2", True)
