"""A lead's whole history in one list (CRM-12): what happened, what was noted and what was said."""

from typing import Any

import pytest
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.backend.conversations.test_chat import ROAD
from tests.support.desk import Desk
from tests.support.roles import member


async def talked(desk: Desk) -> str:
    """The lead that came of a whole conversation."""
    for answer in ROAD:
        await desk.visitor.send(**answer)
    found = await desk.look(f"/v1/conversations/{desk.visitor.session_id}")
    return str(found["lead_id"])


async def whole(desk: Desk, lead: str, limit: int) -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = await desk.look(f"/v1/leads/{lead}/activity?limit={limit}{cursor}")
        seen += page["items"]
        if page["next_cursor"] is None:
            return seen
        cursor = f"&cursor={page['next_cursor']}"


async def test_messages_and_events_stand_in_one_order(desk: Desk) -> None:
    lead = await talked(desk)
    found = await whole(desk, lead, 200)
    moments = [each["at"] for each in found]
    assert moments == sorted(moments, reverse=True)
    assert {"message", "captured"} <= {each["kind"] for each in found}
    said = [each["text"] for each in found if each["kind"] == "message" and each["data"]["role"] == "visitor"]
    transcript = (await desk.look(f"/v1/conversations/{desk.visitor.session_id}"))["messages"]
    assert list(reversed(said)) == [each["text"] for each in transcript if each["role"] == "visitor"]


@pytest.mark.parametrize("limit", [1, 2, 7])
async def test_pages_repeat_nothing_and_leave_nothing_out(desk: Desk, limit: int) -> None:
    lead = await talked(desk)
    together = await whole(desk, lead, 200)
    assert [each["id"] for each in await whole(desk, lead, limit)] == [each["id"] for each in together]


async def test_notes_and_tasks_show_their_words_until_they_are_gone(desk: Desk) -> None:
    lead = await talked(desk)
    task = await desk.client.post(
        "/v1/tasks", json={"title": "Enviar muestras", "lead_id": lead}, headers=desk.person.headers
    )
    note = await desk.client.post(
        f"/v1/leads/{lead}/notes", json={"body": "Prefiere **roble**"}, headers=desk.person.headers
    )
    texts = {each["kind"]: each["text"] for each in await whole(desk, lead, 200)}
    assert (texts["task_added"], texts["note_added"]) == ("Enviar muestras", "Prefiere **roble**")
    await desk.client.delete(f"/v1/tasks/{task.json()['id']}", headers=desk.person.headers)
    await desk.client.delete(f"/v1/leads/{lead}/notes/{note.json()['id']}", headers=desk.person.headers)
    texts = {each["kind"]: each["text"] for each in await whole(desk, lead, 200)}
    assert (texts["task_added"], texts["note_added"]) == (None, None)


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJ4IiwgMV0", "WyIyMDI2LTExLTIxIiwgLTFd"])
async def test_a_cursor_that_is_not_ours_is_refused(desk: Desk, cursor: str) -> None:
    lead = await talked(desk)
    path = f"/v1/leads/{lead}/activity?cursor={cursor}"
    answer = await desk.client.get(path, headers=desk.person.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_cursor")


async def test_another_companys_lead_does_not_exist(desk: Desk, client: AsyncClient, database: Database) -> None:
    lead = await talked(desk)
    stranger = await member(client, database, Role.OWNER)
    assert (await client.get(f"/v1/leads/{lead}/activity", headers=stranger.headers)).status_code == 404
