"""What the page already knows of its visitor (`OpenSells.identify`)."""

import asyncio
import secrets
import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from backend.plans import queries as plans
from backend.plans.enums import Metric
from tests.backend.conversations.test_chat import ROAD
from tests.support.builders import Visitor, found_business


async def identify(visitor: Visitor, **known: Any) -> bool:
    answer = await visitor.post("/v1/chat/identify", {"session_id": visitor.session_id, **known})
    assert answer.status_code == 200, answer.text
    found: bool = answer.json()["identified"]
    return found


async def leads(database: Database, visitor: Visitor) -> list[tuple[uuid.UUID, str]]:
    async with database.tenant(visitor.business.id) as session:
        return [(row[0], row[1]) for row in await session.execute(text("SELECT id, name FROM leads ORDER BY id"))]


async def counted(database: Database, visitor: Visitor) -> int | float:
    async with database.tenant(visitor.business.id) as session:
        found = [each for each in await plans.list_standings(session) if each.metric == Metric.LEADS]
    return found[0].used


async def test_a_known_contact_makes_the_lead_at_once(visitor: Visitor, database: Database) -> None:
    assert await identify(visitor, name="Marta Puig", email="Marta@Example.com", phone="612 345 678")
    assert [name for _, name in await leads(database, visitor)] == ["Marta Puig"]
    assert await counted(database, visitor) == 1


async def test_a_name_alone_is_no_contact(visitor: Visitor, database: Database) -> None:
    assert not await identify(visitor, name="Marta Puig")
    assert await leads(database, visitor) == []


async def test_said_twice_it_is_one_lead_counted_once(visitor: Visitor, database: Database) -> None:
    for _ in range(2):
        assert await identify(visitor, name="Marta Puig", email="marta@example.com")
    assert len(await leads(database, visitor)) == 1
    assert await counted(database, visitor) == 1


async def test_the_road_completes_the_same_lead(visitor: Visitor, database: Database) -> None:
    await identify(visitor, email="marta@example.com")
    for answer in ROAD:
        await visitor.send(**answer)
    assert [name for _, name in await leads(database, visitor)] == ["Marta Puig"]
    assert await counted(database, visitor) == 1


async def test_the_same_person_in_two_conversations_is_one_lead(
    client: AsyncClient, visitor: Visitor, database: Database
) -> None:
    other = Visitor(client, visitor.business)
    await other.start()
    await asyncio.gather(*(identify(each, email="marta@example.com") for each in (visitor, other)))
    assert len(await leads(database, visitor)) == 1
    assert await counted(database, visitor) == 1


@pytest.mark.parametrize("repeat", range(5))
async def test_made_known_while_speaking_nothing_is_lost(visitor: Visitor, database: Database, repeat: int) -> None:
    await asyncio.gather(
        visitor.send(option="accept"),
        identify(visitor, name="Marta", email="marta@example.com"),
        identify(visitor, phone="612 345 678"),
        visitor.send(text="una cocina nueva"),
    )
    async with database.tenant(visitor.business.id) as session:
        linked = await session.scalar(text("SELECT lead_id FROM conversations"))
    found = await leads(database, visitor)
    assert [lead_id for lead_id, _ in found] == [linked]
    assert await counted(database, visitor) == 1


@pytest.mark.parametrize(
    "known",
    [
        {"email": "no-address"},
        {"email": "a@b"},
        {"email": "marta@example.com\x00"},
        {"name": "M" * 121},
        {"phone": "6" * 41},
        {"name": 7},
        {"admin": True},
    ],
    ids=str,
)
async def test_what_is_no_contact_is_refused(visitor: Visitor, known: dict[str, Any]) -> None:
    answer = await visitor.post("/v1/chat/identify", {"session_id": visitor.session_id, **known})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_input")


async def test_a_number_that_is_no_phone_is_not_kept(visitor: Visitor, database: Database) -> None:
    await identify(visitor, email="marta@example.com", phone="call me maybe")
    async with database.tenant(visitor.business.id) as session:
        assert await session.scalar(text("SELECT phone FROM leads")) is None


async def test_markup_in_a_name_is_text(visitor: Visitor, database: Database) -> None:
    await identify(visitor, name="<b>Marta</b>\x00 'OR 1=1--", email="marta@example.com")
    assert [name for _, name in await leads(database, visitor)] == ["<b>Marta</b> 'OR 1=1--"]


async def test_a_guessed_conversation_is_not_found(client: AsyncClient, database: Database) -> None:
    visitor = Visitor(client, await found_business(database), session_id=str(uuid.UUID(bytes=secrets.token_bytes(16))))
    answer = await visitor.post("/v1/chat/identify", {"session_id": visitor.session_id, "email": "a@example.com"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "conversation_not_found")
    assert await leads(database, visitor) == []
