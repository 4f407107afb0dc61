"""Published, unpublished, rolled back: what visitors meet, and what never changes (FLW-02)."""

import asyncio
import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient
from psycopg.errors import InsufficientPrivilege, RestrictViolation
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.core.database.session import Database
from backend.core.http.actor import Actor, Role
from backend.flows import service as flows
from backend.flows.schemas import FlowDefinition
from tests.support.builders import Business, Visitor, found_business
from tests.support.flow_desk import Desk, greeting, open_desk


@pytest.fixture
async def desk(client: AsyncClient, database: Database) -> Desk:
    return await open_desk(client, database)


async def test_publishing_archives_what_was_published_before(desk: Desk) -> None:
    await desk.ok("PUT", "./draft", {"definition": greeting("dos")})
    published = await desk.ok("POST", "./publish", {"note": "  Saludo nuevo "})
    assert (published["number"], published["status"], published["note"]) == (2, "published", "Saludo nuevo")
    assert published["published_at"]
    assert published["published_by"]
    assert published["rollback_to_version"] == 1
    assert await desk.standing() == {2: "published", 1: "archived"}


async def test_editing_after_publishing_begins_the_next_draft(desk: Desk) -> None:
    await desk.published("dos")
    await desk.ok("PUT", "./draft", {"definition": greeting("tres")})
    assert await desk.standing() == {3: "draft", 2: "published", 1: "archived"}
    assert (await desk.ok("GET", "./versions/2"))["definition"] == greeting("dos")


async def test_of_publications_at_once_one_publishes_and_the_others_are_told_why_not(desk: Desk) -> None:
    await desk.ok("PUT", "./draft", {"definition": greeting("dos")})
    answers = await asyncio.gather(*(desk.call("POST", "./publish") for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]
    assert {each.json()["error"]["code"] for each in answers if each.is_error} == {"no_draft"}
    assert await desk.standing() == {2: "published", 1: "archived"}


async def test_saving_and_publishing_at_once_never_mix(desk: Desk) -> None:
    await desk.ok("PUT", "./draft", {"definition": greeting("dos")})
    saved, published = await asyncio.gather(
        desk.call("PUT", "./draft", {"definition": greeting("tres")}), desk.call("POST", "./publish")
    )
    assert (saved.status_code, published.status_code) == (200, 200)
    standing = await desk.standing()
    assert standing in ({2: "published", 1: "archived"}, {3: "draft", 2: "published", 1: "archived"})
    newest = (await desk.ok("GET", f"./versions/{max(standing)}"))["definition"]
    assert newest == greeting("tres")


@pytest.mark.parametrize("note", ["x" * 301, "a\x00b"])
async def test_a_note_that_cannot_be_kept_publishes_nothing(desk: Desk, note: str) -> None:
    await desk.ok("PUT", "./draft", {"definition": greeting("dos")})
    assert (await desk.refused("POST", "./publish", {"note": note}))[0] == 422
    assert await desk.standing() == {2: "draft", 1: "published"}


async def test_an_unpublished_flow_can_be_put_back_with_one_call(desk: Desk) -> None:
    taken_off = await desk.ok("POST", "./unpublish")
    assert (taken_off["number"], taken_off["status"]) == (1, "archived")
    assert await desk.refused("POST", "./unpublish") == (409, "not_published")
    assert (await desk.ok("POST", "./rollback"))["number"] == 1
    assert await desk.standing() == {1: "published"}


async def test_a_rollback_publishes_the_one_before_and_makes_no_new_version(desk: Desk) -> None:
    await desk.published("dos", "tres")
    back = await desk.ok("POST", "./rollback")
    assert (back["number"], back["status"]) == (2, "published")
    assert await desk.standing() == {3: "archived", 2: "published", 1: "archived"}


async def test_rolling_back_again_goes_further_back_until_the_first(desk: Desk) -> None:
    await desk.published("dos", "tres")
    assert [(await desk.ok("POST", "./rollback"))["number"] for _ in range(2)] == [2, 1]
    assert await desk.refused("POST", "./rollback") == (409, "nothing_to_roll_back_to")
    assert await desk.standing() == {3: "archived", 2: "archived", 1: "published"}


async def test_what_was_published_before_is_what_visitors_met_and_not_the_number_below(desk: Desk) -> None:
    await desk.published("dos", "tres mala")
    await desk.ok("POST", "./rollback", {"version": 1})
    await desk.published("cuatro")
    assert (await desk.ok("POST", "./rollback"))["number"] == 1


async def test_after_an_unpublished_spell_the_last_published_one_is_the_one_before(desk: Desk) -> None:
    await desk.published("dos")
    await desk.ok("POST", "./rollback", {"version": 1})
    await desk.ok("POST", "./unpublish")
    await desk.published("tres")
    assert (await desk.ok("POST", "./rollback"))["number"] == 1


async def test_a_chosen_version_may_also_be_a_later_one(desk: Desk) -> None:
    await desk.published("dos", "tres")
    await desk.ok("POST", "./rollback", {"version": 1})
    assert (await desk.ok("POST", "./rollback", {"version": 3}))["number"] == 3


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        pytest.param({"version": 2}, (409, "already_published"), id="the published one"),
        pytest.param({"version": 3}, (409, "never_published"), id="a draft"),
        pytest.param({"version": 9}, (404, "flow_version_not_found"), id="one that does not exist"),
        pytest.param({"version": 0}, (422, "invalid_input"), id="no number of a version"),
        pytest.param({"surprise": 1}, (422, "invalid_input"), id="an unknown field"),
    ],
)
async def test_only_what_was_published_can_be_gone_back_to(
    desk: Desk, body: dict[str, Any], refusal: tuple[int, str]
) -> None:
    await desk.published("dos")
    await desk.ok("PUT", "./draft", {"definition": greeting("tres")})
    assert await desk.refused("POST", "./rollback", body) == refusal
    assert await desk.standing() == {3: "draft", 2: "published", 1: "archived"}


async def test_of_rollbacks_to_one_version_at_once_one_is_done(desk: Desk) -> None:
    await desk.published("dos")
    answers = await asyncio.gather(*(desk.call("POST", "./rollback", {"version": 1}) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [200, 409, 409]
    assert {each.json()["error"]["code"] for each in answers if each.is_error} == {"already_published"}
    assert await desk.standing() == {2: "archived", 1: "published"}


async def test_who_published_and_took_back_what_stands_in_the_audit_trail(desk: Desk) -> None:
    await desk.published("dos")
    await desk.ok("POST", "./rollback")
    await desk.ok("POST", "./unpublish")
    trail = await desk.client.get("/v1/audit", headers=desk.headers)
    told = [(each["action"], each["changes"]) for each in trail.json()["items"] if each["entity"] == "flow"]
    assert told == [
        ("flow.unpublished", {"version": {"from": 1, "to": None}}),
        ("flow.rolled_back", {"version": {"from": 2, "to": 1}}),
        ("flow.published", {"version": {"from": 1, "to": 2}}),
    ]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        pytest.param("definition = '{}'", RestrictViolation, id="another definition"),
        pytest.param("number = number + 10", RestrictViolation, id="another number"),
        pytest.param("status = 'draft'", RestrictViolation, id="a draft again"),
        pytest.param("published_at = NULL", RestrictViolation, id="as if it never was published"),
    ],
)
@pytest.mark.parametrize("status", ["published", "archived"])
async def test_postgres_refuses_to_change_what_was_published(
    desk: Desk, database: Database, change: str, refusal: type[Exception], status: str
) -> None:
    await desk.published("dos")
    with pytest.raises(DBAPIError) as refused:
        async with database.tenant(desk.tenant_id) as session:
            await session.execute(text(f"UPDATE flow_versions SET {change} WHERE status = '{status}'"))
    assert isinstance(refused.value.orig, refusal)


async def test_postgres_refuses_it_to_the_platform_too(desk: Desk, database: Database) -> None:
    changed = text("UPDATE flow_versions SET definition = '{}' WHERE flow_id = :flow")
    async with database.platform() as session:
        with pytest.raises(DBAPIError, match="was published and cannot change"):
            await session.execute(changed, {"flow": desk.flow_id})


async def test_a_tenant_cannot_take_one_version_out_of_a_flow(desk: Desk, database: Database) -> None:
    with pytest.raises(DBAPIError) as refused:
        async with database.tenant(desk.tenant_id) as session:
            await session.execute(text("DELETE FROM flow_versions"))
    assert isinstance(refused.value.orig, InsufficientPrivilege)


async def publish_as_default(database: Database, business: Business, words: str) -> None:
    """What an administrator does through the API."""
    actor = Actor(uuid.uuid4(), uuid.uuid4(), business.id, Role.ADMIN)
    async with database.tenant(business.id) as session:
        flow = await flows.found_default(session)
        await flows.save_draft(session, flow.id, FlowDefinition.model_validate(greeting(words)))
        await flows.publish(session, flow.id, by=actor)


async def test_a_running_conversation_finishes_on_the_version_it_began_with(
    client: AsyncClient, database: Database
) -> None:
    business = await found_business(database)
    await publish_as_default(database, business, "la primera")
    early = Visitor(client, business)
    await early.start()
    await publish_as_default(database, business, "la segunda")
    late = Visitor(client, business)
    greeted = await late.start()
    assert greeted["messages"][0]["text"] == "la segunda"
    ended = await early.send(text="Marta")
    assert ended["messages"][-1]["text"] == "Adiós de la primera"
    assert ended["status"] == "ended"


async def test_a_flow_with_which_conversations_were_held_is_not_deleted(
    client: AsyncClient, database: Database, desk: Desk
) -> None:
    flow_id = await desk.begin()
    await desk.published("uno")
    async with database.tenant(desk.tenant_id) as session:
        held = text(
            "INSERT INTO conversations (id, origin, status, language, flow_version_id, state, turn)"
            " SELECT gen_random_uuid(), 'https://shop.example.com', 'open', 'es', id, '{}', 0"
            " FROM flow_versions WHERE flow_id = :flow"
        )
        await session.execute(held, {"flow": flow_id})
    assert await desk.refused("DELETE", ".") == (409, "flow_in_use")
    assert await desk.standing() == {1: "published"}
