"""Sharing the inbox: filters and counts, assigning, putting off, pausing the bot, and giving back by the clock."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.conversations import inbox_jobs
from backend.core import clock
from backend.core.database.session import Database
from tests.backend.conversations.test_chat import ROAD
from tests.support import people
from tests.support.builders import Visitor
from tests.support.desk import Desk
from tests.support.people import run_jobs

ALL = ("unread", "mine", "unassigned", "waiting", "closing", "snoozed", "mentions")


async def counts(desk: Desk) -> dict[str, int]:
    return {name: number for name, number in (await desk.look("/v1/conversations/counts")).items() if name in ALL}


async def listed(desk: Desk, query: str) -> list[str]:
    return [each["id"] for each in (await desk.look(f"/v1/conversations?{query}"))["items"]]


async def change(database: Database, desk: Desk, **values: Any) -> None:
    """What channels and time do to a conversation."""
    changes = ", ".join(f"{name} = :{name}" for name in values)
    async with database.tenant(desk.visitor.business.id) as session:
        await session.execute(
            text(f"UPDATE conversations SET {changes} WHERE id = :id"), {**values, "id": desk.visitor.session_id}
        )


def later(**of: float) -> str:
    return (clock.now() + timedelta(**of)).isoformat()


async def test_a_tab_shows_what_it_counts(desk: Desk) -> None:
    mine = desk.visitor.session_id
    other = Visitor(desk.client, desk.visitor.business)
    await other.start()
    assert await counts(desk) == dict.fromkeys(ALL, 0)
    await desk.do("take-over")
    await desk.visitor.send(text="¿Hay alguien?")
    assert await counts(desk) == {**dict.fromkeys(ALL, 0), "unread": 1, "mine": 1, "waiting": 1}
    assert await listed(desk, "mine=true") == await listed(desk, "waiting=true") == [mine]
    await desk.do("assign", user_id=None)
    assert (await counts(desk))["unassigned"] == 1
    assert await listed(desk, "unassigned=true") == [mine]
    assert await listed(desk, "") == [mine, other.session_id]
    await desk.do("close")
    assert await counts(desk) == dict.fromkeys(ALL, 0)


async def test_whose_it_is_is_said_by_name_and_only_of_the_team(desk: Desk) -> None:
    (me,) = (each["user_id"] for each in (await desk.look("/v1/members"))["items"])
    assigned = await desk.do("assign", user_id=me)
    assert (assigned["assignee_id"], assigned["assignee_name"], assigned["status"]) == (me, "Laia Puig", "open")
    assert (await desk.do("assign", user_id=None))["assignee_id"] is None
    assert await desk.refused("assign", user_id=str(uuid.uuid4())) == (422, "assignee_not_in_team")


async def test_what_is_put_off_sleeps_until_the_person_writes(desk: Desk) -> None:
    here = desk.visitor.session_id
    await desk.do("snooze", until=later(days=1))
    assert await listed(desk, "snoozed=false") == []
    assert await listed(desk, "snoozed=true") == [here]
    assert (await counts(desk))["snoozed"] == 1
    await desk.visitor.send(option="accept")
    assert await listed(desk, "snoozed=false") == [here]
    await desk.do("read")
    assert await listed(desk, "snoozed=false") == [here]
    assert (await desk.detail())["snoozed_until"] is None


async def test_it_wakes_by_itself_and_by_hand(desk: Desk, database: Database) -> None:
    await desk.do("snooze", until=later(days=1))
    await desk.do("read")  # looking at it does not wake it
    assert await listed(desk, "snoozed=false") == []
    await desk.do("unsnooze")
    assert await listed(desk, "snoozed=false") == [desk.visitor.session_id]
    await desk.do("snooze", until=later(days=1))
    await change(database, desk, snoozed_until=clock.now() - timedelta(seconds=1))
    assert await listed(desk, "snoozed=false") == [desk.visitor.session_id]


@pytest.mark.parametrize("act", ["snooze", "pause"])
@pytest.mark.parametrize(
    "until",
    [later(minutes=-1), later(days=4_000), "9999-12-31T23:59:59Z", "2030-01-01", "soon"],
    ids=["gone", "too_far", "end_of_time", "no_hour", "no_moment"],
)
async def test_a_moment_that_is_no_moment_ahead_is_refused(desk: Desk, act: str, until: str) -> None:
    assert await desk.refused(act, until=until) == (422, "invalid_input")


async def test_a_paused_bot_is_silent_and_comes_back(desk: Desk, database: Database) -> None:
    asked = (await desk.visitor.send(option="accept"))["ask"]
    paused = await desk.do("pause", until=later(hours=1))
    assert (paused["status"], paused["returns_at"] is not None) == ("paused", True)
    answer = await desk.visitor.send(text="¿Hola?")
    assert (answer["status"], answer["messages"], answer["ask"]) == ("paused", [], None)
    await give_back_all(database, desk)
    assert (await desk.detail())["status"] == "paused"  # not yet
    await change(database, desk, returns_at=clock.now() - timedelta(seconds=1))
    await give_back_all(database, desk)
    found = await desk.detail()
    assert (found["status"], found["returns_at"]) == ("open", None)
    resumed = await desk.visitor.read()
    assert (resumed["ask"], resumed["messages"][-1]["role"]) == (asked, "visitor")
    assert (await desk.visitor.send(option="new_kitchen"))["ask"]["block_id"] == "style"


async def test_a_takeover_ends_an_hour_after_the_last_word_of_a_person(desk: Desk, database: Database) -> None:
    taken = await desk.do("take-over")
    await change(database, desk, returns_at=clock.now() + timedelta(minutes=1))
    await desk.do("reply", text="Ahora te digo.")
    pushed = (await desk.detail())["returns_at"]
    assert pushed >= taken["returns_at"]
    await change(database, desk, returns_at=clock.now() - timedelta(seconds=1))
    await give_back_all(database, desk)
    found = await desk.detail()
    assert (found["status"], found["assignee_id"]) == ("open", None)


async def test_a_flow_with_nothing_left_leaves_the_person_with_people(desk: Desk, database: Database) -> None:
    for answer in ROAD:
        await desk.visitor.send(**answer)
    await desk.visitor.send(text="Una cosa más")
    await desk.do("take-over")
    await change(database, desk, returns_at=clock.now() - timedelta(seconds=1))
    await give_back_all(database, desk)
    found = await desk.detail()
    assert (found["status"], found["returns_at"]) == ("human", None)


async def test_an_ended_conversation_is_not_paused(desk: Desk) -> None:
    await desk.do("close")
    assert await desk.refused("pause", until=later(hours=1)) == (409, "conversation_over")


async def give_back_all(database: Database, desk: Desk) -> None:
    """What the clock does, for this business."""
    async with database.tenant(desk.visitor.business.id) as session:
        await inbox_jobs.come_back.work(session, None, conversation_id=desk.visitor.session_id)


async def test_the_clock_finds_what_is_due(client: AsyncClient, desk: Desk, database: Database) -> None:
    await desk.do("pause", until=later(hours=1))
    await change(database, desk, returns_at=clock.now() - timedelta(seconds=1))
    async with database.platform() as session:
        await inbox_jobs.find_returns.work(session, None)
    await run_jobs(client._transport.app, "chat")  # type: ignore[attr-defined] # the test client's own transport
    assert (await desk.detail())["status"] == "open"


async def test_the_inbox_is_searched_by_who_it_is(desk: Desk) -> None:
    await desk.visitor.send(option="accept")
    path = "/v1/chat/identify"
    known = {"session_id": desk.visitor.session_id, "name": "Rosa Núñez", "email": "rosa@mail.example.com"}
    assert (await desk.visitor.post(path, known)).is_success
    other = Visitor(desk.client, desk.visitor.business)
    await other.start()
    for q in ("rosa", "NUNEZ", "ros nun", "rosa@mail.example.com"):
        assert await listed(desk, f"q={q}") == [desk.visitor.session_id], q
    assert await listed(desk, "q=zzz") == []


@pytest.mark.parametrize(
    "query",
    ["channel=fax", "closing=0", "closing=99", "cursor=nonsense", "q=" + "a" * 201, "status=asleep", "mine=perhaps"],
)
async def test_a_filter_that_is_none_is_refused(desk: Desk, query: str) -> None:
    answer = await desk.client.get(f"/v1/conversations?{query}", headers=desk.person.headers)
    assert answer.status_code == 422, answer.text


@pytest_asyncio.fixture
async def colleague(client: AsyncClient, database: Database, desk: Desk) -> Desk:
    """Somebody else of the same business, at the same conversation."""
    person = await people.register(client, full_name="Núria Soler")
    joined = {"own": uuid.UUID(person.tenant_id), "tenant": uuid.UUID(desk.person.tenant_id)}
    async with database.platform() as session:
        await session.execute(
            text("UPDATE memberships SET tenant_id = :tenant, role = 'agent' WHERE tenant_id = :own"), joined
        )
    answer = await people.login(client, person.email)
    return Desk(client, people.signed_in(person.email, answer), desk.visitor)


async def test_a_note_is_the_teams_own(desk: Desk) -> None:
    note = await desk.do("notes", body="  Quiere **descuento**. ")
    assert (note["body"], note["author_name"]) == ("Quiere **descuento**.", "Laia Puig")
    assert [each["body"] for each in (await desk.detail())["notes"]] == ["Quiere **descuento**."]
    seen = await desk.visitor.read()
    assert "descuento" not in str(seen)
    assert "descuento" not in str(await desk.read("/messages"))
    answer = await desk.client.delete(f"{desk.path}/notes/{note['id']}", headers=desk.person.headers)
    assert answer.status_code == 204
    assert (await desk.detail())["notes"] == []
    answer = await desk.client.delete(f"{desk.path}/notes/{note['id']}", headers=desk.person.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "conversation_note_not_found")


async def test_who_is_named_finds_it_until_they_look(desk: Desk, colleague: Desk) -> None:
    await desk.do("notes", body="@nuria ¿lo miras tú? @Laia y yo no podemos.")
    assert (await counts(colleague))["mentions"] == 1
    assert (await counts(desk))["mentions"] == 0  # nobody calls oneself
    assert await listed(colleague, "mentions=true") == [desk.visitor.session_id]
    await colleague.do("read")
    assert (await counts(colleague))["mentions"] == 0
    assert await listed(colleague, "mentions=true") == []


async def test_a_page_follows_a_page(desk: Desk) -> None:
    others = [Visitor(desk.client, desk.visitor.business) for _ in range(4)]
    for each in others:
        await each.start()
    wanted = [each.session_id for each in reversed(others)] + [desk.visitor.session_id]
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = await desk.look(f"/v1/conversations?limit=2{cursor and f'&cursor={cursor}'}")
        seen += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert seen == wanted
