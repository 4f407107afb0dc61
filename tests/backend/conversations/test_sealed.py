"""What people say stands encrypted in the tables, whoever reads them (SEC-03)."""

from collections.abc import Iterator

import psycopg
import pytest
from httpx2 import AsyncClient
from psycopg import sql

from backend.core.database.session import Database
from tests.backend.conversations.test_chat import ROAD
from tests.support.builders import Visitor, found_business
from tests.support.desk import Desk

WORDS = ("Marta", "Puig", "marta@example.com", "612345678", "612 345 678", "+34612345678", "unos 12,5 m2", "secreto")


@pytest.fixture
def owner(database_urls: tuple[str, str]) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_urls[1], autocommit=True) as connection:
        yield connection


def everything(owner: psycopg.Connection, table: str, column: str, visitor: Visitor) -> str:
    """All of a tenant's rows as their text."""
    query = "SELECT coalesce(string_agg({}::text, E'\\n'), '') FROM {} t WHERE tenant_id = %s"
    names = sql.Identifier(column), sql.Identifier(table)
    found = owner.execute(sql.SQL(query).format(*names), [visitor.business.id]).fetchone()
    assert found is not None
    return str(found[0])


async def test_no_word_of_a_conversation_can_be_read_in_the_tables(
    client: AsyncClient, database: Database, owner: psycopg.Connection
) -> None:
    visitor = Visitor(client, await found_business(database))
    await visitor.start()
    for answer in ROAD:
        await visitor.send(**answer)
    await visitor.send(text="mi secreto es el 612345678")
    rows = everything(owner, "messages", "t", visitor) + everything(owner, "conversations", "t", visitor)
    assert [word for word in WORDS if word in rows] == []
    assert everything(owner, "turns", "t", visitor)
    assert [word for word in WORDS if word in everything(owner, "turns", "t", visitor)] == []
    leads = everything(owner, "leads", "email", visitor) + everything(owner, "leads", "phone", visitor)
    assert [word for word in WORDS if word in leads] == []


@pytest.mark.parametrize(
    ("table", "column"), [("messages", "content"), ("conversations", "state"), ("conversations", "last_message")]
)
async def test_each_value_names_its_key(desk: Desk, owner: psycopg.Connection, table: str, column: str) -> None:
    await desk.visitor.send(option="accept")
    await desk.do("take-over")
    await desk.do("reply", text="un secreto nuestro")
    lines = everything(owner, table, column, desk.visitor).splitlines()
    assert lines
    assert all(line.startswith("dev.") for line in lines)


async def test_the_same_words_never_look_the_same(visitor: Visitor, owner: psycopg.Connection) -> None:
    for _ in range(3):
        await visitor.send(text="quizás")
    query = "SELECT count(*), count(DISTINCT content) FROM messages WHERE tenant_id = %s"
    assert owner.execute(query, [visitor.business.id]).fetchone() == (11, 11)


async def test_the_business_still_reads_them(desk: Desk) -> None:
    await desk.visitor.send(text="mi secreto")
    assert "mi secreto" in [each["text"] for each in (await desk.detail())["messages"]]
