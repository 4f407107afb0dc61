"""A visitor's road through the chat: start, answer, err, resume (FLW-01, FLW-04, FLW-05, WID-06)."""

import asyncio
import secrets
from typing import Any

from httpx2 import AsyncClient

from backend.core.database.session import Database
from tests.support.builders import Visitor, found_business

ROAD: list[dict[str, Any]] = [
    {"option": "accept"},
    {"option": "new_kitchen"},
    {"option": "modern"},
    {"text": "unos 12,5 m2"},
    {"text": "entre 15 y 20 mil euros"},
    {"option": "now"},
    {"value": None},
    {"text": "Marta Puig"},
    {"text": "marta@example.com"},
    {"text": "612 345 678"},
]


async def walked(client: AsyncClient, database: Database) -> Visitor:
    visitor = Visitor(client, await found_business(database))
    await visitor.start()
    for answer in ROAD:
        await visitor.send(**answer)
    return visitor


async def test_the_whole_road_ends_with_a_goodbye(client: AsyncClient, database: Database) -> None:
    visitor = await walked(client, database)
    assert visitor.last["status"] == "ended"
    assert visitor.last["ask"] is None
    assert visitor.last["messages"][-1]["text"]


async def test_the_road_makes_one_scored_lead(client: AsyncClient, database: Database) -> None:
    visitor = await walked(client, database)
    async with database.tenant(visitor.business.id) as session:
        from sqlalchemy import text

        rows = (await session.execute(text("SELECT name, score, temperature, qualification FROM leads"))).all()
    assert len(rows) == 1
    name, score, temperature, qualification = rows[0]
    assert name == "Marta Puig"
    assert score >= 70
    assert temperature in {"hot", "premium"}
    assert qualification["metres"] == 12.5
    assert qualification["budget"]["min"] == 15_000


async def test_a_wrong_answer_is_asked_again_in_its_place(client: AsyncClient, database: Database) -> None:
    visitor = Visitor(client, await found_business(database))
    await visitor.start()
    for answer in ROAD[:3]:
        await visitor.send(**answer)
    before = visitor.last["ask"]
    again = await visitor.send(text="no sé, mucho")
    assert again["ask"] == before
    assert again["messages"]


async def test_the_same_key_twice_is_one_message_and_one_answer(client: AsyncClient, database: Database) -> None:
    visitor = Visitor(client, await found_business(database))
    await visitor.start()
    key = secrets.token_hex(8)
    first = await visitor.send(key=key, option="accept")
    second = await visitor.send(key=key, option="accept")
    assert [m["id"] for m in second["messages"]] == [m["id"] for m in first["messages"]]
    assert (second["ask"], second["status"]) == (first["ask"], first["status"])
    resumed = await visitor.start(session_id=visitor.session_id)
    assert [m["role"] for m in resumed["messages"]].count("visitor") == 1


async def test_another_message_under_the_same_key_is_refused(client: AsyncClient, database: Database) -> None:
    visitor = Visitor(client, await found_business(database))
    await visitor.start()
    key = secrets.token_hex(8)
    await visitor.send(key=key, option="accept")
    response = await visitor.try_send(key=key, option="refuse")
    assert response.status_code == 409
    assert response.json()["error"]["code"] == "idempotency_conflict"


async def test_resuming_gives_the_transcript_and_the_waiting_question(client: AsyncClient, database: Database) -> None:
    visitor = Visitor(client, await found_business(database))
    await visitor.start()
    asked = (await visitor.send(option="accept"))["ask"]
    resumed = await visitor.start(session_id=visitor.session_id)
    assert resumed["session_id"] == visitor.session_id
    assert resumed["ask"] == asked
    assert [m["role"] for m in resumed["messages"]][-1] == "bot"


async def test_eight_sends_at_once_are_eight_messages_in_order(client: AsyncClient, database: Database) -> None:
    visitor = Visitor(client, await found_business(database))
    await visitor.start()
    answers = await asyncio.gather(*(visitor.try_send(text=f"mensaje {n}") for n in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    resumed = await visitor.start(session_id=visitor.session_id)
    said = [m for m in resumed["messages"] if m["role"] == "visitor"]
    assert len(said) == 4
    assert len({m["id"] for m in resumed["messages"]}) == len(resumed["messages"])
