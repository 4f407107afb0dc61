"""People of the business in a conversation: take over, answer, give back, close (issue: conversations)."""

import asyncio
import uuid

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.conversations import ledger, turn
from backend.conversations.turn import Said
from backend.core.database.session import Database
from backend.core.http.actor import Role
from backend.flows.engine.state import Reply
from backend.flows.enums import Preset
from tests.backend.conversations.test_chat import ROAD
from tests.support.builders import Visitor, found_staffed
from tests.support.desk import Desk

ACTS = {"take-over": {}, "reply": {"text": "Hola"}, "give-back": {}, "close": {}, "read": {}, "typing": {}}


async def test_a_person_takes_over_and_the_flow_is_silent(desk: Desk) -> None:
    asked = (await desk.visitor.send(option="accept"))["ask"]
    taken = await desk.do("take-over")
    assert (taken["status"], taken["unread"]) == ("human", 0)
    assert taken["assignee_name"] == "Laia Puig"
    answer = await desk.visitor.send(text="¿Hay alguien?")
    assert (answer["status"], answer["messages"], answer["ask"]) == ("human", [], None)
    inbox = await desk.look("/v1/conversations?status=human&unread=true")
    assert [(each["id"], each["last_message"], each["unread"]) for each in inbox["items"]] == [
        (desk.visitor.session_id, "¿Hay alguien?", 1)
    ]
    replied = await desk.do("reply", text="  Sí, dime.  ")
    assert (replied["role"], replied["text"], replied["author"]) == ("agent", "Sí, dime.", "Laia Puig")
    assert (await desk.detail())["unread"] == 0
    back = await desk.do("give-back")
    assert (back["status"], back["assignee_id"]) == ("open", None)
    resumed = await desk.visitor.read()
    assert resumed["ask"] == asked
    assert [each["role"] for each in resumed["messages"]][-3:] == ["visitor", "agent", "bot"]
    assert (await desk.visitor.send(option="new_kitchen"))["ask"]["block_id"] == "style"


async def test_an_answer_needs_somebody_in_charge(desk: Desk) -> None:
    assert await desk.refused("reply", text="Hola") == (409, "not_in_charge")
    await desk.do("take-over")
    await desk.do("give-back")
    assert await desk.refused("reply", text="Hola") == (409, "not_in_charge")


@pytest.mark.parametrize("text", ["", "   ", "\x00\x01", "a" * 4001])
async def test_an_answer_without_words_or_without_end_is_refused(desk: Desk, text: str) -> None:
    await desk.do("take-over")
    assert await desk.refused("reply", text=text) == (422, "invalid_input")


async def test_closed_by_a_person_it_comes_back_to_people(desk: Desk) -> None:
    await desk.visitor.send(option="accept")
    assert (await desk.do("close"))["status"] == "ended"
    assert (await desk.visitor.read())["ask"] is None
    answer = await desk.visitor.send(text="Una cosa más")
    assert answer["status"] == "human"
    assert [each["role"] for each in answer["messages"]] == ["bot"]
    assert (await desk.detail())["unread"] == 1
    # The flow had not ended by itself, so it can still be given back.
    assert (await desk.do("give-back"))["status"] == "open"


async def test_after_the_end_words_are_thanked_for_once_and_wait_for_a_person(desk: Desk) -> None:
    for answer in ROAD:
        await desk.visitor.send(**answer)
    assert desk.visitor.last["status"] == "ended"
    first = await desk.visitor.send(text="¿Tenéis showroom?")
    assert first["status"] == "human"
    assert first["messages"][0]["text"].startswith("Gracias, lo hemos anotado")
    assert (await desk.visitor.send(text="¿Y horario?"))["messages"] == []
    assert await desk.refused("give-back") == (409, "conversation_over")
    await desk.do("reply", text="Sí, de 9 a 18.")
    assert (await desk.visitor.said())[-1] == ("agent", "Sí, de 9 a 18.")


async def test_who_asks_for_a_person_waits_for_one(client: AsyncClient, database: Database) -> None:
    business, agent = await found_staffed(client, database, preset=Preset.GENERAL_BUSINESS)
    visitor = Visitor(client, business)
    await visitor.start()
    await visitor.send(option="accept")
    answer = await visitor.send(option="person")
    assert (answer["status"], answer["ask"]) == ("human", None)
    assert answer["messages"]
    desk = Desk(client, agent, visitor)
    await desk.do("reply", text="Hola, soy Laia.")
    assert (await visitor.said())[-1] == ("agent", "Hola, soy Laia.")


@pytest.mark.parametrize(("role", "allowed"), [(Role.VIEWER, False), (Role.AGENT, True), (Role.OWNER, True)])
async def test_who_may_act(client: AsyncClient, database: Database, role: Role, allowed: bool) -> None:
    """X8: a viewer reads and does nothing."""
    business, person = await found_staffed(client, database, role)
    visitor = Visitor(client, business)
    await visitor.start()
    desk = Desk(client, person, visitor)
    assert (await desk.detail())["messages"]
    assert await desk.read("/messages?after=1.1")
    for act, body in ACTS.items():
        answer = await desk.try_to(act, **body)
        expected = {200, 201, 204} if allowed else {403}
        assert answer.status_code in expected, (act, answer.text)


async def test_a_visitor_is_no_person_of_the_business(desk: Desk) -> None:
    for act, body in ACTS.items():
        answer = await desk.visitor.post(f"{desk.path}/{act}", body)
        assert answer.status_code == 401, act


async def test_reading_takes_the_mark_away_and_nothing_else(desk: Desk) -> None:
    await desk.visitor.send(option="accept")
    assert (await desk.detail())["unread"] == 1
    await desk.do("read")
    found = await desk.detail()
    assert (found["unread"], found["status"], found["assignee_id"]) == (0, "open", None)


async def test_a_message_under_way_does_not_undo_a_take_over(desk: Desk, database: Database) -> None:
    """The turn has read, thought and not yet written when a colleague takes over."""
    tenant_id, conversation_id = desk.visitor.business.id, uuid.UUID(desk.visitor.session_id)
    said = Said(conversation_id, Reply(option="accept"), key="key-of-the-race", request_hash=b"x")
    async with ledger.opened(database, tenant_id, conversation_id) as (connection, found):
        assert found is not None
        await desk.do("take-over")
        with pytest.raises(turn.Overtaken):
            await turn.hear(connection, tenant_id, found, said)
    answer = await turn.take(database, tenant_id, desk.visitor.business.origin, said)
    assert (answer.status, answer.messages) == ("human", [])


async def test_many_answers_and_messages_at_once_all_stand(desk: Desk) -> None:
    await desk.do("take-over")
    replies = [desk.try_to("reply", text=f"respuesta {number}") for number in range(5)]
    words = [desk.visitor.try_send(text=f"palabra {number}") for number in range(5)]
    answers = await asyncio.gather(*replies, *words)
    assert {each.status_code for each in answers} <= {200, 201}
    said = [text for role, text in await desk.visitor.said() if role != "bot"]
    assert sorted(said) == [f"palabra {n}" for n in range(5)] + [f"respuesta {n}" for n in range(5)]


async def test_what_a_colleague_missed_is_asked_by_place(desk: Desk) -> None:
    await desk.visitor.send(option="accept")
    everything = await desk.read("/messages")
    for place, each in enumerate(everything):
        after = await desk.read(f"/messages?after={each['id']}")
        assert after == everything[place + 1 :]
    assert await desk.read("/messages?after=nonsense") == everything


async def test_a_give_back_in_maintenance_stays_closed(desk: Desk, database: Database) -> None:
    async with database.platform() as session:
        await session.execute(
            text("UPDATE tenants SET maintenance = true WHERE id = :id"), {"id": desk.visitor.business.id}
        )
    await desk.visitor.start()
    assert desk.visitor.last["status"] == "closed"
    await desk.do("take-over")
    assert (await desk.do("give-back"))["status"] == "closed"
