"""In which language a visitor is spoken to (FLW-06): page, browser, first free text, own choice, fallback."""

import json
from typing import Any

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from tests.support.builders import Visitor, found_business

GREETS = {"es": "¡Hola! Soy", "ca": "Hola! Soc", "pt": "Olá! Sou", "en": "Hi! I'm"}
CATALAN = "Bon dia, voldria reformar la meva cuina i no sé per on començar"
ENGLISH = "I would like to have a new kitchen in my flat please"


async def begun(client: AsyncClient, database: Database, header: str | None = None, **body: Any) -> Visitor:
    visitor = Visitor(client, await found_business(database, language="pt"))
    headers = {"Accept-Language": header} if header else {}
    answer = await visitor.post("/v1/chat/start", body, headers)
    assert answer.status_code == 200, answer.text
    visitor.last = answer.json()
    visitor.session_id = visitor.last["session_id"]
    return visitor


@pytest.mark.parametrize(
    ("page", "header", "expected"),
    [
        pytest.param("ca", "en-GB,en;q=0.9", "ca", id="the page comes first"),
        pytest.param(None, "en-GB,en;q=0.9", "en", id="then the browser"),
        pytest.param(None, "de-DE,ca;q=0.4", "ca", id="the browser's second choice"),
        pytest.param(None, "de-DE", "pt", id="then the business"),
        pytest.param(None, None, "pt", id="nothing is known"),
    ],
)
async def test_the_first_language(
    client: AsyncClient, database: Database, page: str | None, header: str | None, expected: str
) -> None:
    visitor = await begun(client, database, header, **({"language": page} if page else {}))
    assert visitor.last["language"] == expected
    assert visitor.last["messages"][0]["text"].startswith(GREETS[expected])


async def test_a_language_that_we_do_not_speak_is_refused(visitor: Visitor) -> None:
    assert (await visitor.post("/v1/chat/start", {"language": "fr"})).status_code == 422


async def test_the_first_free_text_tells_the_language(visitor: Visitor) -> None:
    await visitor.send(option="accept")
    answer = await visitor.send(text=CATALAN)
    assert answer["language"] == "ca"
    assert answer["messages"][-1]["text"] == "Què tens al cap?"
    assert answer["ask"]["options"][0]["label"] == "Cuina nova"


async def test_it_is_guessed_once_and_never_again(visitor: Visitor) -> None:
    await visitor.send(option="accept")
    assert (await visitor.send(text=CATALAN))["language"] == "ca"
    assert (await visitor.send(text=ENGLISH))["language"] == "ca"


@pytest.mark.parametrize(
    "text", ["ok", "Hola", "Marta Puig", "12,5 m2", "marta@example.com", "🦄🦄🦄", "aaaa bbbb cccc"]
)
async def test_words_that_tell_nothing_leave_the_question_open(visitor: Visitor, text: str) -> None:
    await visitor.send(option="accept")
    assert (await visitor.send(text=text))["language"] == "es"
    assert (await visitor.send(text=CATALAN))["language"] == "ca"


async def test_the_visitors_choice_puts_the_question_again_and_ends_the_guessing(visitor: Visitor) -> None:
    await visitor.send(option="accept")
    answer = await visitor.post("/v1/chat/language", {"session_id": visitor.session_id, "language": "en"})
    chosen = answer.json()
    assert (answer.status_code, chosen["language"], chosen["status"]) == (200, "en", "open")
    assert [each["text"] for each in chosen["messages"]] == ["What do you have in mind?"]
    assert chosen["ask"]["options"][0]["label"] == "New kitchen"
    assert (await visitor.send(text=CATALAN))["language"] == "en"
    assert (await visitor.read())["ask"] == chosen["ask"]


async def test_a_language_that_the_business_does_not_offer_changes_nothing(
    client: AsyncClient, database: Database, visitor: Visitor
) -> None:
    async with database.platform() as session:
        offered = {"languages": json.dumps(["es", "ca"]), "id": visitor.business.id}
        await session.execute(text("UPDATE tenants SET languages = :languages WHERE id = :id"), offered)
    answer = await visitor.post("/v1/chat/language", {"session_id": visitor.session_id, "language": "en"})
    assert answer.json()["language"] == "es"
    assert (await visitor.post("/v1/chat/start", {"language": "en"})).json()["language"] == "es"
    await visitor.send(option="accept")
    assert (await visitor.send(text=ENGLISH))["language"] == "es"


async def test_choosing_a_language_keeps_the_questions_timeout(visitor: Visitor, database: Database) -> None:
    """Else a visitor who changes language at a question would be waited for without end."""
    for answer in ({"option": "accept"}, {"option": "other"}, {"option": "modern"}, {"value": None}, {"value": None}):
        await visitor.send(**answer)
    for answer in ({"option": "now"}, {"value": None}):
        await visitor.send(**answer)
    assert visitor.last["ask"]["block_id"] == "name"
    await visitor.post("/v1/chat/language", {"session_id": visitor.session_id, "language": "en"})
    async with database.tenant(visitor.business.id) as session:
        assert await session.scalar(text("SELECT timeout_at > now() + interval '23 hours' FROM conversations"))
