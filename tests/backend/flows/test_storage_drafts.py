"""Flows are made, drafted, checked, listed and deleted (FLW-02, FLW-03, FLW-09)."""

import asyncio
import json
from typing import Any

import pytest
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.flows.enums import Preset
from backend.flows.presets import load
from backend.flows.schemas import FlowDefinition
from backend.flows.service import MAX_FLOWS
from tests.support.flow_desk import Desk, faulty, greeting, open_desk

# Every place where JSON on its way to the table and back could come out otherwise.
ODD_CONSTANTS: list[Any] = [
    None,
    [],
    {},
    {"a": None},
    0,
    -0.5,
    12.5,
    1e-7,
    2**53,
    "",
    "é\u202e😀",
    "'; DROP TABLE",
    True,
]


@pytest.fixture
async def desk(client: AsyncClient, database: Database) -> Desk:
    return await open_desk(client, database)


def branching(constant: Any) -> dict[str, Any]:
    definition = greeting("Hola")
    compared = {"op": "eq", "left": {"var": "reply"}, "right": {"const": constant}}
    choice = {"type": "condition", "id": "choice", "branches": [{"when": compared, "goto": "bye"}], "else": "hello"}
    definition["variables"] = {"reply": {"type": "text"}}
    definition["blocks"].insert(2, choice)
    return definition


@pytest.mark.parametrize("constant", ODD_CONSTANTS, ids=lambda constant: repr(constant)[:20])
async def test_a_definition_reads_back_exactly_as_it_was_written(desk: Desk, constant: Any) -> None:
    sent = branching(constant)
    await desk.ok("PUT", "./draft", {"definition": sent})
    assert (await desk.ok("GET", "."))["definition"] == sent
    assert (await desk.ok("GET", "./versions/2"))["definition"] == sent


@pytest.mark.parametrize("preset", Preset)
async def test_flw_09_a_flow_made_from_a_preset_says_what_the_preset_says(desk: Desk, preset: Preset) -> None:
    await desk.begin("Mi flujo", preset=preset.value)
    kept = FlowDefinition.model_validate((await desk.ok("GET", "."))["definition"])
    assert kept == load(preset).model_copy(update={"name": "Mi flujo"})
    assert (await desk.ok("POST", "./validate"))["faults"] == []


async def test_presets_are_offered_by_name(desk: Desk) -> None:
    offered = (await desk.ok("GET", "/presets"))["items"]
    assert [each["preset"] for each in offered] == [each.value for each in Preset]
    assert all(each["name"] and each["languages"] == ["es", "ca", "pt", "en"] for each in offered)


async def test_a_blank_flow_cannot_be_published_before_its_greeting_is_written(desk: Desk) -> None:
    await desk.begin("En blanco")
    checked = await desk.ok("POST", "./validate")
    assert {(each["block_id"], each["code"]) for each in checked["faults"]} == {("welcome", "missing_language")}
    assert await desk.refused("POST", "./publish") == (422, "flow_has_faults")


async def test_flw_03_a_draft_is_kept_with_its_faults_and_they_are_named(desk: Desk) -> None:
    saved = await desk.ok("PUT", "./draft", {"definition": faulty()})
    found = {(each["block_id"], each["code"]) for each in saved["faults"]}
    assert found == {("ask", "dangling_next"), ("bye", "unreachable")}
    assert (saved["version"]["number"], saved["version"]["status"]) == (2, "draft")
    assert (await desk.ok("GET", "."))["definition"] == faulty()


async def test_flw_03_faults_keep_a_draft_from_being_published_and_come_with_the_refusal(desk: Desk) -> None:
    await desk.ok("PUT", "./draft", {"definition": faulty()})
    answer = await desk.call("POST", "./publish")
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "flow_has_faults")
    assert {each["code"] for each in error["details"]["faults"]} == {"dangling_next", "unreachable"}
    assert await desk.standing() == {2: "draft", 1: "published"}


async def test_checking_a_definition_saves_nothing(desk: Desk) -> None:
    checked = await desk.ok("POST", "./validate", {"definition": faulty()})
    assert {each["code"] for each in checked["faults"]} == {"dangling_next", "unreachable"}
    assert await desk.standing() == {1: "published"}


async def test_a_flow_without_an_end_is_warned_about_and_may_be_published(desk: Desk) -> None:
    endless = greeting("Hola")
    endless["blocks"][1]["next"] = "hello"
    del endless["blocks"][2]
    saved = await desk.ok("PUT", "./draft", {"definition": endless})
    assert (saved["faults"], [each["code"] for each in saved["warnings"]]) == ([], ["no_end"])
    await desk.ok("POST", "./publish")


async def test_saving_again_changes_the_same_draft(desk: Desk) -> None:
    for text in ("uno", "dos", "dos"):
        await desk.ok("PUT", "./draft", {"definition": greeting(text)})
    assert await desk.standing() == {2: "draft", 1: "published"}
    assert (await desk.ok("GET", "."))["definition"] == greeting("dos")


async def test_two_first_drafts_saved_at_once_are_one_draft(desk: Desk) -> None:
    bodies = [{"definition": greeting(text)} for text in ("uno", "dos", "tres")]
    answers = await asyncio.gather(*(desk.call("PUT", "./draft", body) for body in bodies))
    assert [each.status_code for each in answers] == [200, 200, 200]
    assert await desk.standing() == {2: "draft", 1: "published"}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"blocks": []}, id="no blocks"),
        pytest.param({"start": "x" * 65}, id="an id too long"),
        pytest.param({"surprise": 1}, id="an unknown field"),
        pytest.param({"default_language": "fr"}, id="a language we do not speak"),
        pytest.param({"schema_version": 2}, id="a version of the shape that does not exist"),
        pytest.param({"name": "NUL \x00"}, id="NUL in a text"),
        pytest.param({"blocks": branching("a\x00b")["blocks"]}, id="NUL in a constant"),
        pytest.param({"blocks": branching({"a\x00": 1})["blocks"]}, id="NUL in a constant's key"),
    ],
)
async def test_what_is_no_flow_at_all_is_refused(desk: Desk, change: dict[str, Any]) -> None:
    status, _ = await desk.refused("PUT", "./draft", {"definition": greeting("Hola") | change})
    assert status == 422
    assert await desk.standing() == {1: "published"}


@pytest.mark.parametrize(
    ("constant", "status"),
    [
        pytest.param('"\\ud800"', 422, id="half a character"),
        pytest.param("NaN", 422, id="no number"),
        pytest.param("1e999", 422, id="endless"),
        pytest.param("[" * 70 + "]" * 70, 422, id="a deep list"),
        pytest.param('{"a":' * 250 + "1" + "}" * 250, 422, id="a deep object"),
        pytest.param("[" * 100_000 + "]" * 100_000, 400, id="deeper than any JSON"),
    ],
)
async def test_constants_that_could_not_be_read_back_are_refused(desk: Desk, constant: str, status: int) -> None:
    body = json.dumps({"definition": branching("HERE")}).replace('"HERE"', constant)
    headers = {**desk.headers, "Content-Type": "application/json"}
    answer = await desk.client.put(f"/v1/flows/{desk.flow_id}/draft", content=body, headers=headers)
    assert answer.status_code == status
    assert await desk.standing() == {1: "published"}


async def test_the_list_shows_what_visitors_meet_and_what_is_being_written(desk: Desk) -> None:
    default = desk.flow_id
    await desk.ok("PUT", "./draft", {"definition": greeting("Hola")})
    other = await desk.begin("Aaa")
    first, second = (await desk.ok("GET"))["items"]
    assert [first["id"], second["id"]] == [default, other]
    assert (first["is_default"], first["published"]["number"], first["draft"]["number"]) == (True, 1, 2)
    assert (second["is_default"], second["published"], second["draft"]["number"]) == (False, None, 1)
    assert "definition" not in first["published"]


async def test_versions_come_in_pages_without_a_gap(desk: Desk) -> None:
    await desk.published("dos", "tres", "cuatro", "cinco")
    numbers: list[int] = []
    path = "./versions?limit=2"
    while path:
        page = await desk.ok("GET", path)
        numbers += [each["number"] for each in page["items"]]
        path = f"./versions?limit=2&cursor={page['next_cursor']}" if page["next_cursor"] else ""
    assert numbers == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("method", "path", "refusal"),
    [
        ("GET", "/00000000-0000-7000-8000-000000000000", (404, "flow_not_found")),
        ("GET", "/00000000-0000-7000-8000-000000000000/versions", (404, "flow_not_found")),
        ("POST", "/00000000-0000-7000-8000-000000000000/validate", (404, "flow_not_found")),
        ("POST", "/00000000-0000-7000-8000-000000000000/publish", (404, "flow_not_found")),
        ("POST", "/00000000-0000-7000-8000-000000000000/rollback", (404, "flow_not_found")),
        ("DELETE", "/00000000-0000-7000-8000-000000000000", (404, "flow_not_found")),
        ("GET", "./versions/99", (404, "flow_version_not_found")),
        ("GET", "./versions/0", (422, "invalid_input")),
        ("GET", "./versions/99999999999", (422, "invalid_input")),
        ("GET", "./versions?cursor=not-one", (422, "bad_cursor")),
        ("GET", "./versions?cursor=WyJ4Il0", (422, "bad_cursor")),
        ("GET", "./versions?cursor=Wzk5OTk5OTk5OTk5OV0", (422, "bad_cursor")),
        ("GET", "./versions?cursor=W3RydWVd", (422, "bad_cursor")),
    ],
)
async def test_what_is_not_there_is_said_clearly(desk: Desk, method: str, path: str, refusal: tuple[int, str]) -> None:
    assert await desk.refused(method, path) == refusal


async def test_a_name_is_given_once_also_when_two_give_it_at_once(desk: Desk) -> None:
    answers = await asyncio.gather(*(desk.call("POST", "", {"name": f" Bodas{end}"}) for end in ("", " ", "  ")))
    assert sorted(each.status_code for each in answers) == [201, 409, 409]
    assert {each.json()["error"]["code"] for each in answers if each.is_error} == {"flow_name_taken"}


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\x00b"])
async def test_a_flow_has_a_name_that_can_be_read(desk: Desk, name: str) -> None:
    assert (await desk.refused("POST", "", {"name": name}))[0] == 422


async def test_a_business_has_at_most_twenty_flows_also_when_several_are_made_at_once(desk: Desk) -> None:
    for count in range(MAX_FLOWS - 2):
        await desk.begin(f"Flujo {count}")
    answers = await asyncio.gather(*(desk.call("POST", "", {"name": f"Último {count}"}) for count in range(3)))
    assert sorted(each.status_code for each in answers) == [201, 409, 409]
    assert {each.json()["error"]["code"] for each in answers if each.is_error} == {"too_many_flows"}
    assert (await desk.ok("GET"))["total"] == MAX_FLOWS == 20


async def test_a_flow_that_is_not_the_default_goes_with_all_its_versions(desk: Desk) -> None:
    gone = await desk.begin()
    await desk.published("uno", "dos")
    assert (await desk.call("DELETE", ".")).status_code == 204
    assert await desk.refused("GET", ".") == (404, "flow_not_found")
    assert gone not in {each["id"] for each in (await desk.ok("GET"))["items"]}


async def test_the_flow_that_greets_visitors_stays(desk: Desk) -> None:
    assert await desk.refused("DELETE", ".") == (409, "default_flow_stays")
    assert await desk.standing() == {1: "published"}
