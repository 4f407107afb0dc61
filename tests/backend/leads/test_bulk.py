"""Bulk actions: one thing done to many leads at once, and taken back as a whole."""

import json
import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient
from psycopg import AsyncConnection
from sqlalchemy import text

from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.backend.leads.calls import add, listed, timeline, user_id
from tests.backend.leads.merge_calls import ask, detail, found, merge, refused
from tests.support.people import Person, register
from tests.support.roles import member


async def three(client: AsyncClient, owner: Person) -> list[str]:
    return [(await add(client, owner, name=name))["id"] for name in ("Ana", "Ben", "Cel")]


async def stage_of(client: AsyncClient, owner: Person, kind: str) -> str:
    (pipeline, *_) = await ask(client, owner, "GET", "/pipelines")
    return str(next(each["id"] for each in pipeline["stages"] if each["kind"] == kind))


async def given(client: AsyncClient, owner: Person, action: str) -> tuple[dict[str, Any], str, Any]:
    """(parameters, the field that changes, what it becomes)."""
    if action == "move_stage":
        stage = await stage_of(client, owner, "lost")
        return {"stage_id": stage, "lost_reason": "precio"}, "stage_id", stage
    if action == "set_contact_state":
        return {"contact_state": "replied"}, "contact_state", "replied"
    if action == "assign":
        me = await user_id(client, owner)
        return {"assignee_id": me}, "assignee_id", me
    niche = (await ask(client, owner, "POST", "/niches", 201, name="Dentistas"))["id"]
    return {"niche_id": niche}, "niche_id", niche


@pytest.mark.parametrize("action", ["move_stage", "set_contact_state", "assign", "move_niche"])
async def test_a_field_of_many_changes_and_comes_back(client: AsyncClient, owner: Person, action: str) -> None:
    leads = await three(client, owner)
    parameters, field, after = await given(client, owner, action)
    before = [(await detail(client, owner, each)) for each in leads]
    body = {"action": action, "lead_ids": leads, "parameters": parameters}
    done = await ask(client, owner, "POST", "/leads/bulk", 201, **body)
    assert (done["action"], done["count"]) == (action, 3)
    changed = [await detail(client, owner, each) for each in leads]
    assert [each[field] for each in changed] == [after] * 3
    if action == "move_stage":
        assert {(each["stage"], each["lost_reason"]) for each in changed} == {("lost", "precio")}
    assert (await ask(client, owner, "POST", "/leads/bulk", 201, **body))["count"] == 0
    undone = await ask(client, owner, "POST", f"/bulk-actions/{done['id']}/undo")
    assert undone == {"count": 3, "skipped": 0}
    back = [await detail(client, owner, each) for each in leads]
    names = (field, "stage", "stage_since", "lost_reason", "score")
    assert [[each[name] for name in names] for each in back] == [[each[name] for name in names] for each in before]
    assert (await timeline(client, owner, leads[0]))[:2] == [(await timeline(client, owner, leads[0]))[0]] * 2


async def test_what_was_changed_since_is_skipped(client: AsyncClient, owner: Person) -> None:
    leads = await three(client, owner)
    stage = await stage_of(client, owner, "hot")
    done = await ask(
        client, owner, "POST", "/leads/bulk", 201, action="move_stage", lead_ids=leads, parameters={"stage_id": stage}
    )
    await ask(client, owner, "PATCH", f"/leads/{leads[0]}", stage="customer")
    await ask(client, owner, "PATCH", f"/leads/{leads[1]}", stage="active")
    await ask(client, owner, "PATCH", f"/leads/{leads[1]}", stage="hot")
    undone = await ask(client, owner, "POST", f"/bulk-actions/{done['id']}/undo")
    assert undone == {"count": 1, "skipped": 2}
    assert [(await detail(client, owner, each))["stage"] for each in leads] == ["customer", "hot", "new"]
    assert await refused(client, owner, "POST", f"/bulk-actions/{done['id']}/undo") == (409, "bulk_undone")


async def test_tags_are_added_removed_and_come_back(client: AsyncClient, owner: Person) -> None:
    leads = await three(client, owner)
    await ask(client, owner, "PATCH", f"/leads/{leads[0]}", tags=["Feria"])
    body = {"lead_ids": leads, "parameters": {"tag": "FERIA"}}
    added = await ask(client, owner, "POST", "/leads/bulk", 201, action="add_tag", **body)
    assert added["count"] == 2
    assert sorted(await found(client, owner, "feria")) == sorted(leads)
    removed = await ask(client, owner, "POST", "/leads/bulk", 201, action="remove_tag", **body)
    assert (removed["count"], await found(client, owner, "feria")) == (3, [])
    assert await ask(client, owner, "POST", f"/bulk-actions/{removed['id']}/undo") == {"count": 3, "skipped": 0}
    assert (await detail(client, owner, leads[0]))["tags"] == ["Feria"]
    assert await ask(client, owner, "POST", f"/bulk-actions/{added['id']}/undo") == {"count": 2, "skipped": 0}
    assert await found(client, owner, "feria") == [leads[0]]


async def test_many_go_to_the_bin_and_come_back(client: AsyncClient, owner: Person) -> None:
    leads = await three(client, owner)
    follower = (await add(client, owner, name="Dan", email="dan@example.com"))["id"]
    await merge(client, owner, leads[0], follower)
    done = await ask(client, owner, "POST", "/leads/bulk", 201, action="delete", lead_ids=leads)
    assert (done["count"], await listed(client, owner)) == (3, [])
    assert await found(client, owner, "dan@example.com") == []
    await ask(client, owner, "POST", f"/leads/{leads[2]}/restore")
    assert await ask(client, owner, "POST", f"/bulk-actions/{done['id']}/undo") == {"count": 2, "skipped": 1}
    assert await listed(client, owner, sort="name") == ["Ana", "Ben", "Cel"]
    assert (await detail(client, owner, follower))["id"] == leads[0]


async def test_filters_choose_whom(client: AsyncClient, owner: Person) -> None:
    await three(client, owner)
    await add(client, owner, name="Hot", stage="hot", tags=["vip"])
    body = {"action": "set_contact_state", "parameters": {"contact_state": "contacted"}}
    for filters, count in (({"stage": "hot", "tag": ["VIP"]}, 1), ({"q": "ana"}, 1), ({"niche_id": "none"}, 2)):
        done = await ask(client, owner, "POST", "/leads/bulk", 201, **body, filters=filters)
        assert done["count"] == count
    assert len((await ask(client, owner, "GET", "/bulk-actions"))["items"]) == 3


async def test_a_merged_leads_id_means_the_one_that_speaks_for_it(client: AsyncClient, owner: Person) -> None:
    leads = await three(client, owner)
    await merge(client, owner, leads[0], leads[1])
    done = await ask(
        client,
        owner,
        "POST",
        "/leads/bulk",
        201,
        action="set_contact_state",
        lead_ids=[leads[1], leads[0], leads[1]],
        parameters={"contact_state": "replied"},
    )
    assert done["count"] == 1
    assert (await detail(client, owner, leads[0]))["contact_state"] == "replied"


async def test_a_column_that_is_gone_gives_way_to_the_usual_one(client: AsyncClient, owner: Person) -> None:
    (pipeline, *_) = await ask(client, owner, "GET", "/pipelines")
    extra = await ask(client, owner, "POST", f"/pipelines/{pipeline['id']}/stages", 201, name="Demo", kind="active")
    lead = (await add(client, owner, name="Ana", stage_id=extra["id"]))["id"]
    hot = await stage_of(client, owner, "hot")
    done = await ask(
        client, owner, "POST", "/leads/bulk", 201, action="move_stage", lead_ids=[lead], parameters={"stage_id": hot}
    )
    await ask(client, owner, "DELETE", f"/pipelines/{pipeline['id']}/stages/{extra['id']}", 204)
    await ask(client, owner, "POST", f"/bulk-actions/{done['id']}/undo")
    after = await detail(client, owner, lead)
    assert (after["stage"], after["stage_id"]) == ("active", await stage_of(client, owner, "active"))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"action": "explode", "lead_ids": ["{lead}"]}, (422, "invalid_input")),
        ({"action": "delete"}, (422, "invalid_input")),
        ({"action": "delete", "lead_ids": [], "filters": {}}, (422, "invalid_input")),
        ({"action": "delete", "lead_ids": ["{lead}"], "filters": {}}, (422, "invalid_input")),
        ({"action": "delete", "lead_ids": ["{lead}"], "parameters": {"tag": "x"}}, (422, "wrong_parameters")),
        ({"action": "add_tag", "lead_ids": ["{lead}"]}, (422, "wrong_parameters")),
        ({"action": "add_tag", "lead_ids": ["{lead}"], "parameters": {"tag": "--"}}, (422, "unusable_tag")),
        ({"action": "add_tag", "lead_ids": ["{lead}"], "parameters": {"tag": "\x00"}}, (422, "invalid_input")),
        ({"action": "move_stage", "lead_ids": ["{lead}"], "parameters": {"stage_id": None}}, (422, "wrong_parameters")),
        (
            {"action": "move_stage", "lead_ids": ["{lead}"], "parameters": {"stage_id": "{id}"}},
            (404, "stage_not_found"),
        ),
        (
            {"action": "move_niche", "lead_ids": ["{lead}"], "parameters": {"niche_id": "{id}"}},
            (404, "niche_not_found"),
        ),
        (
            {"action": "assign", "lead_ids": ["{lead}"], "parameters": {"assignee_id": "{id}"}},
            (422, "assignee_not_in_team"),
        ),
        ({"action": "delete", "lead_ids": ["{id}"]}, (404, "lead_not_found")),
    ],
)
async def test_what_cannot_be_done_is_refused(
    client: AsyncClient, owner: Person, body: dict[str, Any], code: tuple[int, str]
) -> None:
    lead = (await add(client, owner, name="Ana"))["id"]
    filled = json.loads(json.dumps(body).replace("{lead}", lead).replace("{id}", str(uuid.uuid4())))
    assert await refused(client, owner, "POST", "/leads/bulk", **filled) == code


async def test_others_leads_and_actions_do_not_exist(client: AsyncClient, owner: Person, database: Database) -> None:
    leads = await three(client, owner)
    parameters = {"contact_state": "replied"}
    body = {"action": "set_contact_state", "parameters": parameters}
    done = await ask(client, owner, "POST", "/leads/bulk", 201, **body, lead_ids=leads)
    stranger = await register(client)
    assert await refused(client, stranger, "POST", "/leads/bulk", **body, lead_ids=leads) == (404, "lead_not_found")
    assert await refused(client, stranger, "POST", f"/bulk-actions/{done['id']}/undo") == (404, "bulk_not_found")
    agent = await member(client, database, Role.AGENT)
    own = (await add(client, agent, name="Own"))["id"]
    assert await refused(client, agent, "POST", "/leads/bulk", action="delete", lead_ids=[own]) == (403, "role_too_low")


async def test_thousands_cost_as_many_round_trips_as_two(
    client: AsyncClient, owner: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One statement a step, up to 10,000 leads; one more is too many."""
    trips: list[int] = []
    wait = AsyncConnection.wait

    async def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        trips[-1] += 1
        return await wait(self, *args, **kwargs)

    body = {"action": "add_tag", "filters": {}, "parameters": {"tag": "todos"}}
    for many in (2, 2, 10_000):
        await fill(database, owner, many)
        trips.append(0)
        monkeypatch.setattr(AsyncConnection, "wait", counted)
        done = await ask(client, owner, "POST", "/leads/bulk", 201, **body)
        undone = await ask(client, owner, "POST", f"/bulk-actions/{done['id']}/undo")
        monkeypatch.undo()
        assert (done["count"], undone) == (many, {"count": many, "skipped": 0})
    assert trips[2] <= trips[1]
    await add(client, owner, name="One too many")
    assert await refused(client, owner, "POST", "/leads/bulk", **body) == (422, "too_many_leads")


async def fill(database: Database, owner: Person, many: int) -> None:
    """So many leads and no others."""
    rows = (
        "INSERT INTO leads (id, name, name_key, source, channel)"
        " SELECT gen_random_uuid(), 'L' || n, 'l' || n, 'import', 'import' FROM generate_series(1, :many) AS n"
    )
    async with database.tenant(uuid.UUID(owner.tenant_id)) as session:
        await session.execute(text("DELETE FROM leads"))
        await session.execute(text(rows), {"many": many})
