"""Tasks over HTTP (CRM-07, CRM-08) and the cap of the plan (BIL-01)."""

import asyncio
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from httpx2 import AsyncClient

from backend.core import clock
from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.support import people
from tests.support.people import Person
from tests.support.roles import member

NOON = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)


@pytest_asyncio.fixture
async def agent(client: AsyncClient, database: Database) -> Person:
    return await member(client, database, Role.AGENT)


async def add(client: AsyncClient, who: Person, **task: Any) -> dict[str, Any]:
    answer = await client.post("/v1/tasks", json={"title": "Llamar a Ana", **task}, headers=who.headers)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def act(client: AsyncClient, who: Person, task: dict[str, Any], what: str, **body: Any) -> dict[str, Any]:
    answer = await client.post(f"/v1/tasks/{task['id']}/{what}", json=body or None, headers=who.headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def listed(client: AsyncClient, who: Person, **filters: Any) -> list[str]:
    answer = await client.get("/v1/tasks", params=filters, headers=who.headers)
    assert answer.status_code == 200, answer.text
    return [each["title"] for each in answer.json()["items"]]


async def active(client: AsyncClient, who: Person) -> int:
    plan = (await client.get("/v1/plan", headers=who.headers)).json()
    return int(plan["usage"]["tasks_active"]["current"])


async def a_lead(client: AsyncClient, who: Person, name: str = "Ana") -> str:
    answer = await client.post("/v1/leads", json={"name": name}, headers=who.headers)
    return str(answer.json()["id"])


async def test_a_task_is_added_read_changed_and_deleted(client: AsyncClient, agent: Person) -> None:
    with clock.held(NOON):
        task = await add(client, agent, notes="A las **diez**", due_on="2026-11-23", priority="high")
    assert (task["kind"], task["all_day"], task["overdue"]) == ("general", True, False)
    changed = await client.patch(f"/v1/tasks/{task['id']}", json={"due_on": None}, headers=agent.headers)
    assert (changed.json()["due_on"], changed.json()["priority"]) == (None, "high")
    assert (await client.delete(f"/v1/tasks/{task['id']}", headers=agent.headers)).status_code == 204
    assert (await client.get(f"/v1/tasks/{task['id']}", headers=agent.headers)).status_code == 404
    assert await active(client, agent) == 0


async def test_the_fourth_active_task_of_the_free_plan_is_refused_until_one_is_done(client: AsyncClient) -> None:
    """BIL-01: three active tasks; BIL-05: blocked at the maximum, under concurrency too."""
    owner = await people.register(client)
    answers = await asyncio.gather(
        *(client.post("/v1/tasks", json={"title": f"T{i}"}, headers=owner.headers) for i in range(8))
    )
    codes = sorted(each.status_code for each in answers)
    assert codes == [201] * 3 + [402] * 5
    refused = next(each.json()["error"] for each in answers if each.status_code == 402)
    assert (refused["code"], refused["details"]["metric"], refused["details"]["limit"]) == (
        "quota_exceeded",
        "tasks_active",
        3,
    )
    done = next(each.json() for each in answers if each.status_code == 201)
    await act(client, owner, done, "complete")
    await add(client, owner)
    again = await client.post(f"/v1/tasks/{done['id']}/reopen", headers=owner.headers)
    assert again.status_code == 402, "an open task needs a place"
    assert await active(client, owner) == 3


async def test_completing_twice_counts_once_and_can_be_undone(client: AsyncClient, agent: Person) -> None:
    task = await add(client, agent)
    for _ in range(2):
        assert (await act(client, agent, task, "complete"))["done_at"]
    assert await active(client, agent) == 0
    assert (await act(client, agent, task, "reopen"))["done_at"] is None
    assert await active(client, agent) == 1


async def test_a_done_task_is_not_changed(client: AsyncClient, agent: Person) -> None:
    task = await add(client, agent)
    await act(client, agent, task, "complete")
    answer = await client.patch(f"/v1/tasks/{task['id']}", json={"title": "Otra"}, headers=agent.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "task_is_done")


async def test_what_repeats_comes_back_once_and_undoing_takes_it_away(client: AsyncClient, agent: Person) -> None:
    with clock.held(NOON):
        task = await add(client, agent, title="Informe", due_on="2026-11-21", repeat="weekly")
        await act(client, agent, task, "complete")
        answer = await client.get("/v1/tasks", headers=agent.headers)
        assert [each["due_on"] for each in answer.json()["items"]] == ["2026-11-28"]
        assert await active(client, agent) == 1
        await act(client, agent, task, "reopen")
        answer = await client.get("/v1/tasks", headers=agent.headers)
        assert [each["due_on"] for each in answer.json()["items"]] == ["2026-11-21"]
        assert await active(client, agent) == 1


async def test_tasks_fall_into_the_days_of_the_companys_calendar(client: AsyncClient, agent: Person) -> None:
    with clock.held(NOON):
        today = date(2026, 11, 21)
        for title, due in {
            "tarde": {"due_on": "2026-11-20"},
            "hace una hora": {"due_at": (NOON - timedelta(hours=1)).isoformat()},
            "hoy": {"due_on": "2026-11-21"},
            "mañana": {"due_on": "2026-11-22"},
            "en siete días": {"due_on": (today + timedelta(days=7)).isoformat()},
            "en ocho": {"due_on": (today + timedelta(days=8)).isoformat()},
            "algún día": {},
        }.items():
            await add(client, agent, title=title, **due)
        assert await listed(client, agent, when="overdue") == ["tarde", "hace una hora"]
        assert await listed(client, agent, when="today") == ["hoy"]
        assert await listed(client, agent, when="week") == ["mañana", "en siete días"]
        assert await listed(client, agent, when="later") == ["en ocho"]
        assert await listed(client, agent, when="none") == ["algún día"]
        counts = (await client.get("/v1/tasks/summary", headers=agent.headers)).json()
        parts = {name: counts[name] for name in ("overdue", "today", "week", "later", "none", "active", "limit")}
        assert parts == {"overdue": 2, "today": 1, "week": 2, "later": 1, "none": 1, "active": 7, "limit": 500}


async def test_a_snoozed_task_sleeps_until_its_moment(client: AsyncClient, agent: Person) -> None:
    with clock.held(NOON):
        task = await add(client, agent, due_on="2026-11-20")
        await act(client, agent, task, "snooze", until=(NOON + timedelta(minutes=10)).isoformat())
        assert await listed(client, agent) == []
        assert await listed(client, agent, state="snoozed") == ["Llamar a Ana"]
    with clock.held(NOON + timedelta(minutes=11)):
        assert await listed(client, agent) == ["Llamar a Ana"]


async def test_lists_are_filtered_and_paged_without_repeats(client: AsyncClient, agent: Person) -> None:
    for number in range(7):
        await add(client, agent, title=f"T{number}", priority=["low", "high"][number % 2])
    seen: list[str] = []
    cursor = None
    while True:
        params: dict[str, Any] = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = await client.get("/v1/tasks", params=params, headers=agent.headers)
        seen += [each["title"] for each in page.json()["items"]]
        cursor = page.json()["next_cursor"]
        if cursor is None:
            break
    assert seen == ["T1", "T3", "T5", "T0", "T2", "T4", "T6"]
    assert await listed(client, agent, priority="high") == ["T1", "T3", "T5"]
    assert await listed(client, agent, q="t6") == ["T6"]


async def test_a_leads_tasks_carry_its_name_and_stand_on_its_timeline(client: AsyncClient, agent: Person) -> None:
    lead = await a_lead(client, agent)
    task = await add(client, agent, lead_id=lead, due_on="2026-11-23")
    await add(client, agent, title="Después", lead_id=lead, due_on="2026-12-23")
    assert (task["kind"], task["lead_name"]) == ("lead", "Ana")
    following = await client.get("/v1/tasks/next", params={"lead_ids": [lead]}, headers=agent.headers)
    assert following.status_code == 200, following.text
    assert [each["id"] for each in following.json()] == [task["id"]]
    await act(client, agent, task, "complete")
    timeline = await client.get(f"/v1/leads/{lead}/timeline", headers=agent.headers)
    kinds = [each["kind"] for each in timeline.json()["items"]]
    assert kinds == ["task_completed", "task_added", "task_added", "created"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"title": " "}, "invalid_input"),
        ({"title": "x" * 201}, "invalid_input"),
        ({"title": "a\x00b"}, "invalid_input"),
        ({"title": "a", "due_on": "2026-02-30"}, "invalid_input"),
        ({"title": "a", "due_on": "9999-12-31"}, "invalid_input"),
        ({"title": "a", "due_on": "2026-11-23", "due_at": "2026-11-23T10:00:00Z"}, "invalid_input"),
        ({"title": "a", "kind": "lead"}, "invalid_input"),
        ({"title": "a", "repeat": "daily"}, "repeat_needs_date"),
        ({"title": "a", "lead_id": str(uuid.uuid4())}, "task_without_target"),
        ({"title": "a", "niche_id": str(uuid.uuid4())}, "task_without_target"),
        ({"title": "a", "assignee_id": str(uuid.uuid4())}, "task_assignee_not_in_team"),
    ],
)
async def test_bad_input_is_told_and_takes_no_place(
    client: AsyncClient, agent: Person, body: dict[str, Any], code: str
) -> None:
    answer = await client.post("/v1/tasks", json=body, headers=agent.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert await active(client, agent) == 0


async def test_another_companys_tasks_and_leads_do_not_exist(
    client: AsyncClient, database: Database, agent: Person
) -> None:
    """IDN-11."""
    other = await member(client, database, Role.OWNER)
    task = await add(client, agent)
    for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/complete"), ("POST", "/reopen")):
        body: dict[str, Any] | None = {} if method == "PATCH" else None
        answer = await client.request(method, f"/v1/tasks/{task['id']}{path}", headers=other.headers, json=body)
        assert answer.status_code == 404, (method, path)
    lead = await a_lead(client, agent)
    answer = await client.post("/v1/tasks", json={"title": "x", "lead_id": lead}, headers=other.headers)
    assert answer.json()["error"]["code"] == "task_without_target"
    assert await listed(client, other) == []


async def test_a_viewer_reads_and_does_not_write(client: AsyncClient, database: Database) -> None:
    """X8."""
    viewer = await member(client, database, Role.VIEWER)
    assert await listed(client, viewer) == []
    answer = await client.post("/v1/tasks", json={"title": "x"}, headers=viewer.headers)
    assert answer.status_code == 403
