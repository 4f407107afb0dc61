"""What is remembered of a person: bounded, sealed, one row a conversation (DMA-03, FLW-11)."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.assistant.memory import keeping, queries, service
from backend.assistant.memory.schemas import (
    LONGEST_VALUE,
    MOST_ENTRIES,
    MOST_FACTS,
    MOST_PRODUCTS,
    MOST_SLOTS,
    Discussed,
    Entry,
    Fact,
    Kept,
)
from backend.core.database.session import Database
from tests.support.people import Person, register

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def fact(name: str, value: str, minutes: int = 0) -> Fact:
    return Fact(fact=name, value=value, source="m:1", at=NOW + timedelta(minutes=minutes))


@pytest_asyncio.fixture
async def person(client: AsyncClient) -> Person:
    return await register(client)


async def conversation(database: Database, person: Person) -> tuple[uuid.UUID, uuid.UUID]:
    """(tenant, conversation) of a bare thread."""
    tenant_id, conversation_id = uuid.UUID(person.tenant_id), uuid.uuid4()
    row = "INSERT INTO conversations (id, origin, language, state) VALUES (:id, 'https://x.example.com', 'es', 'x')"
    async with database.tenant(tenant_id) as session:
        await session.execute(text(row), {"id": conversation_id})
    return tenant_id, conversation_id


def test_a_later_fact_replaces_an_earlier_one_and_the_oldest_leaves() -> None:
    kept = keeping.joined(Kept(), facts=[fact("name", "Ana"), fact("city", "Vic")])
    kept = keeping.joined(kept, facts=[fact("name", "Anna", 5)])
    assert [(each.fact, each.value) for each in kept.facts] == [("city", "Vic"), ("name", "Anna")]
    many = keeping.joined(kept, facts=[fact(f"fact {number}", "x") for number in range(MOST_FACTS)])
    assert len(many.facts) == MOST_FACTS
    assert "name" not in {each.fact for each in many.facts}


def test_everything_is_bounded() -> None:
    products = [Discussed(item_id=uuid.uuid4(), name="x" * 999, at=NOW) for _ in range(MOST_PRODUCTS + 5)]
    entries = [Entry(activity="a" * 999, amount=1, unit="min", at=NOW) for _ in range(MOST_ENTRIES + 5)]
    slots = {f"slot {number}": "x" * 9_999 for number in range(MOST_SLOTS + 5)}
    kept = keeping.joined(
        Kept(), facts=[fact("a" * 999, "\x00b" * 999)], products=products, slots=slots, entries=entries
    )
    assert (len(kept.products), len(kept.log), len(kept.slots)) == (MOST_PRODUCTS, MOST_ENTRIES, MOST_SLOTS)
    assert len(kept.facts[0].value) <= LONGEST_VALUE
    assert "\x00" not in kept.model_dump_json()
    assert len(kept.model_dump_json()) < 60_000


def test_a_slot_that_is_too_large_is_not_kept_and_null_takes_one_away() -> None:
    kept = keeping.joined(Kept(), slots={"small": [1], "large": ["x" * 100] * 100})
    assert kept.slots == {"small": [1]}
    assert keeping.joined(kept, slots={"small": None}).slots == {}


async def test_what_is_remembered_is_read_and_added_to(database: Database, person: Person) -> None:
    tenant_id, conversation_id = await conversation(database, person)
    async with database.tenant(tenant_id) as session:
        assert (await queries.get_memory(session, conversation_id)).total_messages == 0
        await service.remember(session, conversation_id, facts=[fact("name", "Ana")], intent="greeting", messages=1)
    async with database.tenant(tenant_id) as session:
        await service.remember(session, conversation_id, purchase_intent=7.0, matched=False, messages=2)
        found = await service.remember(session, conversation_id, matched=False, slots={"a": 1})
    assert (found.value("name"), found.last_intent, found.purchase_intent) == ("Ana", "greeting", 1.0)
    assert (found.total_messages, found.no_match_count, found.slots) == (3, 2, {"a": 1})
    async with database.tenant(tenant_id) as session:
        assert (await service.remember(session, conversation_id, matched=True)).no_match_count == 0
        await service.forget(session, conversation_id)
        assert (await queries.get_memory(session, conversation_id)).facts == []


async def test_it_stands_sealed_and_goes_with_its_conversation(database: Database, person: Person) -> None:
    tenant_id, conversation_id = await conversation(database, person)
    async with database.tenant(tenant_id) as session:
        await service.remember(session, conversation_id, facts=[fact("name", "Anastasia")])
    async with database.tenant(tenant_id) as session:
        raw = await session.scalar(text("SELECT content FROM person_memories"))
        assert "Anastasia" not in str(raw)
        await session.execute(text("DELETE FROM conversations WHERE id = :id"), {"id": conversation_id})
        assert await session.scalar(text("SELECT count(*) FROM person_memories")) == 0


@pytest.mark.parametrize("value", [-1.0, 0.3, 2.0])
async def test_purchase_intent_stays_between_none_and_all(database: Database, person: Person, value: float) -> None:
    tenant_id, conversation_id = await conversation(database, person)
    async with database.tenant(tenant_id) as session:
        found = await service.remember(session, conversation_id, purchase_intent=value)
    assert 0 <= found.purchase_intent <= 1
