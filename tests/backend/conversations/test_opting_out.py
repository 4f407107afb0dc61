"""Who wants nothing more gets one confirmation and nothing else, under whatever name they are known (NUR, SEC)."""

import uuid
from datetime import timedelta

import psycopg
import pytest
import pytest_asyncio
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.conversations import opt_outs, opting_out
from backend.conversations.enums import SenderKind
from backend.conversations.errors import SendRefused
from backend.core import clock
from backend.core.database.session import Database
from backend.providers.bundle import Providers
from tests.support.builders import Business, found_business, found_staffed
from tests.support.lines import Talk, open_talk
from tests.support.people import Person
from tools.phones.server import Phones


@pytest_asyncio.fixture
async def talk(database: Database, twin: Phones, providers: Providers) -> Talk:
    return await open_talk(database, twin, providers, await found_business(database, preset=None))


async def opt_out(talk: Talk) -> None:
    async with talk.database.tenant(talk.tenant_id) as session:
        await opting_out.opt_out(session, talk.id)


async def reason(talk: Talk, sender: SenderKind) -> str | None:
    try:
        await talk.say("Hola", sender=sender)
    except SendRefused as refused:
        return str(refused.details["reason"])
    return None


async def test_it_is_confirmed_once_and_then_nothing_leaves(talk: Talk) -> None:
    await talk.say("¿Te interesa?")
    await opt_out(talk)
    await opt_out(talk)
    await talk.deliver()
    # What waited in the queue is stopped too.
    assert talk.texts == ["Hecho: no te escribiremos más. Si cambias de idea, escríbenos cuando quieras."]
    assert [(each.status, each.code) for each in await talk.deliveries()] == [("failed", "opted_out"), ("sent", None)]
    assert {await reason(talk, each) for each in SenderKind} == {"opted_out"}


async def test_what_they_write_afterwards_a_person_may_answer(talk: Talk) -> None:
    await opt_out(talk)
    later = clock.now() + timedelta(minutes=1)
    await talk.change("UPDATE conversations SET last_inbound_at = :at WHERE id = :id", at=later)
    with clock.held(later):
        assert await reason(talk, SenderKind.HUMAN) is None
        assert await reason(talk, SenderKind.AGENT) == "opted_out"
        assert await reason(talk, SenderKind.NURTURING) == "opted_out"
        await talk.deliver()
    assert talk.texts[-1] == "Hola"


@pytest.mark.parametrize("language", ["es", "ca", "pt", "en"])
async def test_the_confirmation_is_in_their_language(talk: Talk, language: str) -> None:
    await talk.change("UPDATE conversations SET language = :language WHERE id = :id", language=language)
    await opt_out(talk)
    await talk.deliver()
    first = {"es": "Hecho", "ca": "Fet", "pt": "Feito", "en": "Done"}[language]
    assert [each.partition(":")[0] for each in talk.texts] == [first]


async def test_it_holds_on_every_channel_of_the_same_person(
    database: Database, twin: Phones, providers: Providers
) -> None:
    business = await found_business(database, preset=None)
    one = await open_talk(database, twin, providers, business)
    two = await open_talk(database, twin, providers, business, "telegram")
    lead_id = uuid.uuid4()
    await one.change(
        "INSERT INTO leads (id, name_key, source, channel) VALUES (:lead, 'rosa', 'channel', 'whatsapp')", lead=lead_id
    )
    for each in (one, two):
        await each.change("UPDATE conversations SET lead_id = :lead WHERE id = :id", lead=lead_id)
    await opt_out(one)
    assert await reason(two, SenderKind.AGENT) == "opted_out"
    stranger = await open_talk(database, twin, providers, business)
    assert await reason(stranger, SenderKind.AGENT) is None


async def test_it_is_one_businesss_own(database: Database, twin: Phones, providers: Providers, talk: Talk) -> None:
    await opt_out(talk)
    other = await open_talk(database, twin, providers, await found_business(database, preset=None))
    assert await reason(other, SenderKind.AGENT) is None


@pytest.fixture
def page(client: AsyncClient) -> str:
    return "/v1/opt-outs"


async def staffed(client: AsyncClient, database: Database) -> tuple[Business, Person]:
    return await found_staffed(client, database)


async def test_the_list_and_its_way_back(
    client: AsyncClient, database: Database, twin: Phones, providers: Providers, page: str
) -> None:
    business, person = await staffed(client, database)
    talk = await open_talk(database, twin, providers, business)
    await opt_out(talk)
    made = await client.post(page, json={"phone": "+34 600 111 222"}, headers=person.headers)
    assert (made.status_code, made.json()["reason"]) == (201, "manual")
    listed = (await client.get(page, headers=person.headers)).json()["items"]
    assert [each["reason"] for each in listed] == ["manual", "said"]
    assert listed[1]["conversation_id"] == str(talk.id)
    assert "600" not in str(listed)
    first = (await client.get(f"{page}?limit=1", headers=person.headers)).json()
    second = (await client.get(f"{page}?limit=1&cursor={first['next_cursor']}", headers=person.headers)).json()
    assert [*first["items"], *second["items"]] == listed
    gone = await client.delete(f"{page}/{listed[1]['id']}", headers=person.headers)
    assert gone.status_code == 204
    assert await reason(talk, SenderKind.AGENT) is None
    again = await client.delete(f"{page}/{listed[1]['id']}", headers=person.headers)
    assert (again.status_code, again.json()["error"]["code"]) == (404, "opt_out_not_found")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"phone": "hola"}, "unusable_opt_out"),
        ({"phone": "\x00"}, "unusable_opt_out"),
        ({"email": "nobody"}, "invalid_input"),
        ({}, "invalid_input"),
        ({"phone": "+34600111222", "email": "a@example.com"}, "invalid_input"),
    ],
)
async def test_what_cannot_opt_out(
    client: AsyncClient, database: Database, page: str, body: dict[str, str], code: str
) -> None:
    _, person = await staffed(client, database)
    answer = await client.post(page, json=body, headers=person.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


async def test_across_businesses_one_can_ask_and_never_look_around(
    database: Database, database_urls: tuple[str, str]
) -> None:
    """Hashed, and asked by the exact hash only."""
    number = f"+346{uuid.uuid4().int % 10**8:08d}"
    one, two = [await found_business(database, preset=None) for _ in range(2)]
    async with database.tenant(one.id) as session:
        await opt_outs.note_for_all(session, [number])
        await opt_outs.note_for_all(session, [number])
    async with database.tenant(two.id) as session:
        assert await opt_outs.opted_out_anywhere(session, ["+34600000001", number])
        assert not await opt_outs.opted_out_anywhere(session, ["+34600000001"])
        assert await session.scalar(text("SELECT count(*) FROM platform_opt_outs")) == 0
    with psycopg.connect(database_urls[1]) as owner:
        row = owner.execute(
            "SELECT count(*) FROM platform_opt_outs WHERE encode(key_hash, 'escape') LIKE %s", [f"%{number}%"]
        )
        assert row.fetchone() == (0,)
