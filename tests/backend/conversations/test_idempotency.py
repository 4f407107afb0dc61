"""A key makes a repeat harmless, in one process and over several (issue: POST /v1/chat/send)."""

import asyncio
import uuid
from typing import Any

import pytest
from sqlalchemy import text

from backend.conversations import turn
from backend.conversations.errors import IdempotencyConflict
from backend.conversations.turn import Said
from backend.core.database.session import Database
from backend.flows.engine.state import Reply
from tests.backend.conversations.test_chat import ROAD
from tests.support.builders import Visitor

KEY = "the-same-key-0001"


async def visitors_words(visitor: Visitor) -> list[str]:
    return [words for role, words in await visitor.said() if role == "visitor"]


def without_times(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"messages": [each | {"created_at": None} for each in answer["messages"]]}


async def test_sixteen_times_at_once_is_one_message_and_sixteen_same_answers(visitor: Visitor) -> None:
    answers = await asyncio.gather(*(visitor.try_send(key=KEY, option="accept") for _ in range(16)))
    assert [each.status_code for each in answers] == [200] * 16
    first = without_times(answers[0].json())
    assert all(without_times(each.json()) == first for each in answers)
    assert await visitors_words(visitor) == ["Acepto"]


async def test_sixteen_processes_at_once_write_it_once(visitor: Visitor, database: Database) -> None:
    """Past the gatherer, each call reads and writes by itself, as another process would."""
    business = visitor.business
    said = Said(uuid.UUID(visitor.session_id), Reply(option="accept"), key=KEY, request_hash=b"same")
    takes = [turn.take(database, business.id, business.origin, said) for _ in range(16)]
    answers = await asyncio.gather(*takes)
    assert len({tuple(message.id for message in each.messages) for each in answers}) == 1
    assert len(await visitors_words(visitor)) == 1


async def test_different_words_under_one_key_at_once_leave_one(visitor: Visitor, database: Database) -> None:
    business = visitor.business
    takes = [
        turn.take(
            database,
            business.id,
            business.origin,
            Said(uuid.UUID(visitor.session_id), Reply(text=f"frase {n}"), key=KEY, request_hash=bytes([n])),
        )
        for n in range(8)
    ]
    outcomes = await asyncio.gather(*takes, return_exceptions=True)
    assert sum(isinstance(each, IdempotencyConflict) for each in outcomes) == 7
    assert len(await visitors_words(visitor)) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"option": "accept"}, {"option": "refuse"}),
        ({"option": "accept"}, {"text": "accept"}),
        ({"text": "sí"}, {"text": "si"}),
        ({"value": True}, {"value": False}),
        ({"value": None}, {"file_ids": []}),
    ],
    ids=str,
)
async def test_another_body_is_a_conflict(visitor: Visitor, first: dict[str, Any], second: dict[str, Any]) -> None:
    assert (await visitor.try_send(key=KEY, **first)).status_code == 200
    answer = await visitor.try_send(key=KEY, **second)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "idempotency_conflict")
    assert len(await visitors_words(visitor)) == 1


async def test_the_order_of_fields_is_no_other_body(visitor: Visitor) -> None:
    headers = {**visitor.business.widget_headers, "Idempotency-Key": KEY, "Content-Type": "application/json"}
    bodies = [
        f'{{"session_id": "{visitor.session_id}", "option": "accept"}}',
        f'{{"option":"accept","session_id":"{visitor.session_id}"}}',
    ]
    answers = [await visitor.client.post("/v1/chat/send", content=each, headers=headers) for each in bodies]
    assert [each.status_code for each in answers] == [200, 200]
    assert await visitors_words(visitor) == ["Acepto"]


async def test_an_old_key_gives_the_old_answer_wherever_the_talk_is_now(visitor: Visitor) -> None:
    first = await visitor.send(key=KEY, option="accept")
    for answer in ROAD[1:]:
        await visitor.send(**answer)
    again = await visitor.send(key=KEY, option="accept")
    assert (again["status"], again["ask"]) == ("open", first["ask"])
    assert without_times(again) == without_times(first)
    assert (await visitor.read())["status"] == "ended"


async def test_the_turn_that_made_the_lead_is_repeated_without_another(visitor: Visitor, database: Database) -> None:
    for answer in ROAD[:8]:
        await visitor.send(**answer)
    answers = [await visitor.send(key=KEY, text="marta@example.com") for _ in range(3)]
    assert len({each["messages"][0]["id"] for each in answers}) == 1
    async with database.tenant(visitor.business.id) as session:
        assert await session.scalar(text("SELECT count(*) FROM leads")) == 1


async def test_one_key_serves_two_conversations(visitor: Visitor) -> None:
    other = Visitor(visitor.client, visitor.business)
    await other.start()
    for each in (visitor, other):
        assert (await each.send(key=KEY, option="accept"))["ask"]["block_id"] == "project"


@pytest.mark.parametrize(
    "key", [None, "", "short", "a" * 65, "with space here", "ümlaut-key", "semi;colon-key", "tab\tbed-key"]
)
async def test_a_missing_or_malformed_key_is_refused(visitor: Visitor, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}
    body = {"session_id": visitor.session_id, "option": "accept"}
    given = {**visitor.business.widget_headers, **headers}
    encoded = {name.encode(): value.encode("latin-1") for name, value in given.items()}
    answer = await visitor.client.post("/v1/chat/send", json=body, headers=encoded)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "idempotency_key_required")
    assert await visitors_words(visitor) == []


@pytest.mark.parametrize("key", ["12345678", "a" * 64, "A-b_C-9_"])
async def test_keys_of_every_allowed_length(visitor: Visitor, key: str) -> None:
    assert (await visitor.try_send(key=key, option="accept")).status_code == 200
