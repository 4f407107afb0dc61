"""What could not be kept was not answered: a failing commit is a 500 and never a 200 (F15)."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from tests.support.builders import Visitor, found_business
from tests.support.people import register

Spoil = Callable[[str, object], None]


@pytest.fixture
def spoil(database_urls: tuple[str, str]) -> Iterator[Spoil]:
    """`spoil(table, tenant)`: rows of this tenant are taken and refused at the commit."""
    with psycopg.connect(database_urls[1], autocommit=True) as owner:
        owner.execute(
            "CREATE FUNCTION refuse_commit() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RAISE EXCEPTION 'the disk is full of %', NEW; END $$"
        )

        def spoil(table: str, tenant: object) -> None:
            owner.execute(
                f"CREATE CONSTRAINT TRIGGER refuse_commit AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED"
                f" FOR EACH ROW WHEN (NEW.tenant_id = '{tenant}') EXECUTE FUNCTION refuse_commit()"
            )

        yield spoil
        owner.execute("DROP FUNCTION refuse_commit CASCADE")


async def test_a_lead_that_cannot_be_kept_is_a_500(client: AsyncClient, spoil: Spoil) -> None:
    person = await register(client)
    spoil("leads", person.tenant_id)
    answer = await client.post("/v1/leads", json={"name": "Marta"}, headers=person.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal_error")
    assert "disk" not in answer.text
    assert (await client.get("/v1/leads", headers=person.headers)).json()["items"] == []


async def test_a_message_that_cannot_be_kept_is_a_500_and_can_be_sent_again(
    client: AsyncClient, database: Database, database_urls: tuple[str, str], spoil: Spoil
) -> None:
    visitor = Visitor(client, await found_business(database))
    await visitor.start()
    before = await visitor.said()
    spoil("messages", visitor.business.id)
    answer = await visitor.try_send(key="the-same-key-1", option="accept")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal_error")
    assert await visitor.said() == before
    with psycopg.connect(database_urls[1], autocommit=True) as owner:
        owner.execute("DROP TRIGGER refuse_commit ON messages")
    again = await visitor.try_send(key="the-same-key-1", option="accept")
    assert again.status_code == 200
    assert [role for role, _ in await visitor.said()].count("visitor") == 1


async def test_the_fault_is_noted_for_the_platform(client: AsyncClient, database: Database, spoil: Spoil) -> None:
    """SUP-03: with the business it happened to."""
    visitor = Visitor(client, await found_business(database))
    await visitor.start()
    spoil("messages", visitor.business.id)
    refused = await visitor.try_send(option="accept")
    async with database.platform() as session:
        query = text("SELECT route, request_id FROM error_entries WHERE about_tenant_id = :tenant")
        rows = (await session.execute(query, {"tenant": visitor.business.id})).all()
    assert rows == [("/v1/chat/send", refused.headers["x-request-id"])]
