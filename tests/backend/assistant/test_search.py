"""Which entry answers: stems, typos, courtesies, other languages, and silence where the list knows nothing."""

import uuid

import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from backend.assistant.knowledge import queries, service
from backend.assistant.knowledge.enums import ItemKind
from backend.assistant.knowledge.schemas import ItemCreate
from backend.core.database.session import Database, TenantSession
from backend.core.language import LANGUAGES, is_language
from tests.backend.assistant.knowledge_data import ENTRIES, QUESTIONS
from tests.support.people import register


@pytest_asyncio.fixture(scope="module")
async def studio(app: FastAPI, database: Database) -> uuid.UUID:
    """A company that knows all of `ENTRIES`."""
    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://127.0.0.1:8000") as client:
        tenant_id = uuid.UUID((await register(client)).tenant_id)
    async with database.tenant(tenant_id) as session:
        for language, entries in ENTRIES.items():
            for key, kind, name, answer, keywords in entries:
                given = {"kind": kind, "language": language, "name": name, "answer": answer, "keywords": [*keywords]}
                await service.create(session, ItemCreate(**given, link=f"https://x.example.com/{key}"), by=None)
    return tenant_id


async def found(session: TenantSession, question: str, language: str) -> list[str]:
    assert is_language(language)
    return [(each.item.link or "").rpartition("/")[2] for each in await queries.search(session, question, language)]


@pytest.mark.parametrize(("language", "question", "key"), QUESTIONS)
async def test_the_right_entry_answers_or_none(
    database: Database, studio: uuid.UUID, language: str, question: str, key: str | None
) -> None:
    async with database.tenant(studio) as session:
        assert [*await found(session, question, language), None][0] == key


async def test_only_products_where_products_are_asked_for(database: Database, studio: uuid.UUID) -> None:
    async with database.tenant(studio) as session:
        matches = await queries.search(session, "encimera de cuarzo", "es", kind=ItemKind.PRODUCT)
        assert {each.item.kind for each in matches} == {"product"}
        assert 0 < matches[0].score <= 1
        assert len(await queries.search(session, "encimera isla proyecto garantía", "es", 1)) <= 1


@pytest.mark.parametrize(
    "text", ["", " ", "???", "\x00", "\ud800", "x" * 10_000, "' | & ! ( ) :* <->", "مرحبا", "👩🏽‍🍳"]
)
async def test_nothing_that_people_write_breaks_it(database: Database, studio: uuid.UUID, text: str) -> None:
    for language in LANGUAGES:
        async with database.tenant(studio) as session:
            assert await queries.search(session, text, language) == []


async def test_a_company_that_taught_nothing_finds_nothing(client: AsyncClient, database: Database) -> None:
    tenant_id = uuid.UUID((await register(client)).tenant_id)
    async with database.tenant(tenant_id) as session:
        assert await queries.search(session, "¿Cuál es vuestro horario?", "es") == []
