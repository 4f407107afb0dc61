"""Sequences over HTTP (NUR-04): read, write, switch, enrol, cancel, look, try, count."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import AsyncClient

from backend.channels.enums import ChannelKind
from backend.core.database.session import Database
from backend.core.http.actor import Role
from backend.leads.enums import Stage
from backend.nurturing.enums import SequenceKind
from tests.backend.nurturing.calls import COLD, Desk, at_desk, steps

HOUR = timedelta(hours=1)
SOMEBODY = str(uuid.UUID(int=1))


async def test_a_new_company_has_all_eight_and_all_are_off(desk: Desk) -> None:
    found = await desk.do("GET", "/sequences")
    assert [each["type"] for each in found] == [each.value for each in SequenceKind]
    assert {(each["active"], each["is_default"]) for each in found} == {(False, True)}
    assert [each["silence_days"] for each in found if each["silence_days"]] == [14]


async def test_steps_are_written_read_and_reset(desk: Desk) -> None:
    path = f"/sequences/{COLD}"
    changed = await desk.do("PUT", path, json=steps(2, 26, channels=["telegram"], condition="warm"))
    assert [each["delay_hours"] for each in changed["steps"]] == [2, 26]
    assert (changed["is_default"], changed["active"]) == (False, False)
    assert (await desk.do("GET", path))["steps"] == changed["steps"]
    assert (await desk.do("POST", f"{path}/toggle", json={"active": True}))["active"]
    reset = await desk.do("POST", f"{path}/reset")
    assert ([each["delay_hours"] for each in reset["steps"]], reset["active"]) == ([24, 72, 168], True)


async def test_the_silence_is_the_companys_to_choose(desk: Desk) -> None:
    path = f"/sequences/{SequenceKind.RE_ENGAGEMENT}"
    assert (await desk.do("PUT", path, json=steps(0) | {"silence_days": 30}))["silence_days"] == 30
    assert (await desk.do("PUT", path, json=steps(0)))["silence_days"] == 30
    assert (await desk.do("POST", f"{path}/reset"))["silence_days"] == 14
    other = await desk.refused("PUT", f"/sequences/{COLD}", json=steps(0) | {"silence_days": 30})
    assert other == (422, "not_its_setting")


BAD_STEPS: list[Any] = [
    [],
    steps(*range(11))["steps"],
    steps(-1)["steps"],
    steps(2_161)["steps"],
    steps(24, 24)["steps"],
    steps(48, 24)["steps"],
    [{"delay_hours": 1}],
    [{"delay_hours": 1, "texts": {}}],
    [{"delay_hours": 1, "texts": {"es": ""}}],
    [{"delay_hours": 1, "texts": {"es": "x" * 1_001}}],
    [{"delay_hours": 1, "texts": {"fr": "Bonjour"}}],
    [{"delay_hours": 1, "texts": {"es": "Hola {surname}"}}],
    [{"delay_hours": 1, "texts": {"es": "a\x00b"}}],
    [{"delay_hours": 1.5, "texts": {"es": "Hola"}}],
    [{"delay_hours": 10**30, "texts": {"es": "Hola"}}],
    steps(1, channels=["web"])["steps"],
    steps(1, channels=["telegram", "telegram"])["steps"],
    steps(1, channels=["pigeon"])["steps"],
    steps(1, condition="sometimes")["steps"],
    steps(1, template={"name": "with spaces"})["steps"],
    steps(1, template={"name": "a", "variables": ["{nobody}"]})["steps"],
    steps(1, template={"name": "a", "variables": ["x"] * 11})["steps"],
    [{"delay_hours": 1, "texts": {"es": "Hola"}, "subject": "?"}],
    "steps",
    None,
]


@pytest.mark.parametrize("given", BAD_STEPS, ids=range(len(BAD_STEPS)))
async def test_bad_steps_are_refused(desk: Desk, given: Any) -> None:
    assert await desk.refused("PUT", f"/sequences/{COLD}", json={"steps": given}) == (422, "invalid_input")


async def test_half_a_letter_is_refused(desk: Desk) -> None:
    body = b'{"steps": [{"delay_hours": 1, "texts": {"es": "a\\ud800b"}}]}'
    answer = await desk.client.put(
        f"/v1/nurturing/sequences/{COLD}",
        content=body,
        headers={**desk.person.headers, "Content-Type": "application/json"},
    )
    assert answer.status_code == 422


async def test_the_limits_themselves_are_allowed(desk: Desk) -> None:
    given = [{"delay_hours": hours, "texts": {"es": "x" * 1_000}} for hours in (*range(9), 2_160)]
    assert len((await desk.do("PUT", f"/sequences/{COLD}", json={"steps": given}))["steps"]) == 10


async def test_a_template_must_be_one_of_the_companys_approved(client: AsyncClient, desk: Desk) -> None:
    other = await at_desk(client, desk.shop.database, Role.ADMIN)
    await other.shop.template(await other.shop.account(ChannelKind.WHATSAPP), "theirs")
    account = await desk.shop.account(ChannelKind.WHATSAPP)
    await desk.shop.template(account, "ours")
    await desk.shop.template(account, "waiting", status="pending")
    for name in ("theirs", "waiting", "nowhere"):
        body = steps(24, template={"name": name})
        assert await desk.refused("PUT", f"/sequences/{COLD}", json=body) == (422, "unknown_template")
    await desk.do("PUT", f"/sequences/{COLD}", json=steps(24, template={"name": "ours", "variables": ["{name}"]}))


async def test_an_unknown_sequence_is_refused(desk: Desk) -> None:
    assert (await desk.ask("GET", "/sequences/scarcity")).status_code == 422


async def test_toggle_turns_over_and_lets_go_of_everybody_when_off(desk: Desk) -> None:
    thread, _ = await desk.somebody()
    toggle = f"/sequences/{COLD}/toggle"
    assert (await desk.do("POST", toggle))["active"]
    await desk.do("POST", f"/sequences/{COLD}/enrol", json={"conversation_id": str(thread)})
    assert (await desk.do("POST", toggle, json={"active": True}))["counts"]["in_progress"] == 1
    off = await desk.do("POST", toggle)
    assert (off["active"], off["counts"]["in_progress"], off["counts"]["pending"]) == (False, 0, 0)
    assert off["counts"]["cancelled"] == 1


async def test_what_was_changed_stands_in_the_trail(client: AsyncClient, desk: Desk) -> None:
    await desk.do("PUT", f"/sequences/{COLD}", json=steps(1))
    await desk.do("POST", f"/sequences/{COLD}/toggle")
    await desk.do("POST", f"/sequences/{COLD}/reset")
    trail = (await client.get("/v1/audit", headers=desk.person.headers)).json()["items"]
    assert [each["action"] for each in trail][:3] == ["nurturing.reset", "nurturing.switched", "nurturing.steps"]


async def test_somebody_is_enrolled_listed_and_taken_out(desk: Desk) -> None:
    await desk.shop.has(COLD)
    thread, lead_id = await desk.somebody(name="Marta Soler")
    made = await desk.do("POST", f"/sequences/{COLD}/enrol", json={"lead_id": str(lead_id)})
    assert (made["conversation_id"], made["lead_name"], made["trigger"]) == (str(thread), "Marta Soler", "hand")
    assert (made["state"], made["next_step"], made["channel"]) == ("active", 1, "telegram")
    again = await desk.refused("POST", f"/sequences/{COLD}/enrol", json={"conversation_id": str(thread)})
    assert again == (409, "already_enrolled")
    assert (await desk.do("GET", f"/sequences/{COLD}/enrolled"))["items"] == [made]
    assert await desk.do("DELETE", f"/leads/{lead_id}") == {"cancelled": 1}
    assert await desk.do("DELETE", f"/leads/{lead_id}") == {"cancelled": 0}
    (ended,) = (await desk.do("GET", f"/sequences/{COLD}/enrolled", params={"state": "stopped"}))["items"]
    assert (ended["reason"], ended["next_step"]) == ("cancelled", None)
    await desk.do("POST", f"/sequences/{COLD}/enrol", json={"conversation_id": str(thread)})
    assert await desk.do("DELETE", f"/conversations/{thread}") == {"cancelled": 1}


async def test_pages_of_the_enrolled_neither_repeat_nor_skip(desk: Desk) -> None:
    await desk.shop.has(COLD)
    account = await desk.shop.account()
    for _ in range(5):
        await desk.shop.enrol(COLD, await desk.shop.thread(account))
    seen, cursor = [], None
    while True:
        page = await desk.do(
            "GET", f"/sequences/{COLD}/enrolled", params={"limit": 2, **({"cursor": cursor} if cursor else {})}
        )
        seen += [each["id"] for each in page["items"]]
        if not (cursor := page["next_cursor"]):
            break
    assert len(seen) == len(set(seen)) == 5
    assert (await desk.refused("GET", f"/sequences/{COLD}/enrolled", params={"cursor": "x"})) == (422, "bad_cursor")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"lead_id": str(uuid.UUID(int=1)), "conversation_id": str(uuid.UUID(int=1))},
        {"lead_id": "x"},
        {"phone": "1"},
    ],
    ids=["nobody", "two", "no id", "unknown field"],
)
async def test_whom_must_be_one_lead_or_one_conversation(desk: Desk, body: dict[str, Any]) -> None:
    assert await desk.refused("POST", f"/sequences/{COLD}/enrol", json=body) == (422, "invalid_input")


async def test_why_somebody_cannot_be_enrolled(desk: Desk) -> None:
    enrol = f"/sequences/{COLD}/enrol"
    thread, _ = await desk.somebody()
    assert await desk.refused("POST", enrol, json={"conversation_id": str(thread)}) == (409, "sequence_off")
    await desk.shop.has(COLD)
    alone = await desk.shop.lead()
    assert await desk.refused("POST", enrol, json={"lead_id": str(alone)}) == (409, "nobody_to_write_to")
    bought, _ = await desk.somebody(stage=Stage.CUSTOMER)
    assert await desk.refused("POST", enrol, json={"conversation_id": str(bought)}) == (409, "stage_does_not_fit")
    await desk.shop.opts_out(thread)
    assert await desk.refused("POST", enrol, json={"conversation_id": str(thread)}) == (409, "person_opted_out")
    nowhere = str(uuid.uuid4())
    assert await desk.refused("POST", enrol, json={"lead_id": nowhere}) == (404, "lead_not_found")
    assert await desk.refused("POST", enrol, json={"conversation_id": nowhere}) == (404, "conversation_not_found")


ROUTES = [
    ("PUT", f"/sequences/{COLD}", Role.ADMIN),
    ("POST", f"/sequences/{COLD}/toggle", Role.ADMIN),
    ("POST", f"/sequences/{COLD}/reset", Role.ADMIN),
    ("POST", f"/sequences/{COLD}/test", Role.ADMIN),
    ("POST", f"/sequences/{COLD}/enrol", Role.AGENT),
    ("POST", f"/sequences/{COLD}/preview", Role.AGENT),
    ("DELETE", f"/leads/{uuid.UUID(int=1)}", Role.AGENT),
    ("DELETE", f"/conversations/{uuid.UUID(int=1)}", Role.AGENT),
    ("GET", "/sequences", Role.VIEWER),
    ("GET", f"/sequences/{COLD}", Role.VIEWER),
    ("GET", f"/sequences/{COLD}/enrolled", Role.VIEWER),
    ("GET", "/stats", Role.VIEWER),
]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.ADMIN])
async def test_who_may_do_what(client: AsyncClient, database: Database, role: Role) -> None:
    desk = await at_desk(client, database, role)
    for method, path, needed in ROUTES:
        answer = await desk.ask(method, path, **({"json": {}} if method in {"PUT", "POST"} else {}))
        assert (answer.status_code == 403) == (not role.includes(needed)), f"{method} {path} {answer.text}"


async def test_nobody_signed_in_sees_nothing(client: AsyncClient) -> None:
    for method, path, _ in ROUTES:
        assert (await client.request(method, f"/v1/nurturing{path}")).status_code == 401


async def test_a_neighbours_people_cannot_be_named(client: AsyncClient, desk: Desk) -> None:
    other = await at_desk(client, desk.shop.database, Role.ADMIN)
    thread, lead_id = await other.somebody()
    await desk.shop.has(COLD)
    await other.shop.has(COLD)
    await other.shop.enrol(COLD, thread)
    for whom in ({"lead_id": str(lead_id)}, {"conversation_id": str(thread)}):
        assert (await desk.refused("POST", f"/sequences/{COLD}/enrol", json=whom))[0] == 404
        assert (await desk.refused("POST", f"/sequences/{COLD}/preview", json=whom | {"step": 1}))[0] == 404
    body = {"conversation_id": str(thread), "step": 1}
    assert (await desk.refused("POST", f"/sequences/{COLD}/test", json=body))[0] == 404
    assert (await desk.refused("DELETE", f"/leads/{lead_id}"))[0] == 404
    assert (await desk.refused("DELETE", f"/conversations/{thread}"))[0] == 404
    assert (await desk.do("GET", f"/sequences/{COLD}/enrolled"))["items"] == []
    assert (await desk.do("GET", "/stats"))["totals"]["enrolled"] == 0
    assert [each.state for each in await other.shop.enrolments()] == ["active"]
