"""The inbox asks little and by indexes: no question more for a longer list, no tab that reads every conversation."""

import json
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI
from psycopg import AsyncConnection
from sqlalchemy import event, text

from backend.accounts.models import User
from backend.conversations import inbox_queries, queries
from backend.conversations.enums import ConversationStatus
from backend.conversations.inbox_queries import Filters
from backend.conversations.models import Message
from backend.core import clock, crypto
from backend.core.database.session import Database, TenantSession
from tests.support import postgres
from tests.support.builders import Business, found_business

MANY = 3_000
# Shares as in life: most talk with the bot, some with a person, and few of those wait for one.
_FILL = """
INSERT INTO conversations (id, tenant_id, channel, account_id, origin, status, language, state, unread, last_message_at,
                           last_inbound_at, unanswered_since, snoozed_until, assignee_id, created_at)
SELECT gen_random_uuid(), :tenant, 'whatsapp', NULL, 'x', CASE WHEN n % 20 = 0 THEN 'human' WHEN n % 3 = 0 THEN 'ended'
       ELSE 'open' END, 'es', :state, CASE WHEN n % 40 = 0 THEN 1 ELSE 0 END, now() - n * interval '5 minutes',
       now() - n * interval '5 minutes', NULL, CASE WHEN n % 200 = 0 THEN now() + interval '1 day' END,
       CASE WHEN n % 20 = 0 AND n % 80 > 0 THEN CAST(:colleague AS uuid) END,
       now() - n * interval '5 minutes'
FROM generate_series(1, :count) AS n"""


@pytest.fixture(scope="module")
def urls(owner_url: str, shared_dir: Path) -> Iterator[tuple[str, str]]:
    """A database of this file's own: which of two fitting indexes Postgres takes hangs on all that lies in a table."""
    lock = shared_dir / "postgres.lock"
    with postgres.copy_of(owner_url, postgres.template(owner_url, lock), lock) as found:
        yield found


@pytest_asyncio.fixture(scope="module")
async def database(app: FastAPI, urls: tuple[str, str]) -> AsyncIterator[Database]:
    own = Database(urls[0], pool_size=2)
    await own.open()
    await own.pool.wait()
    yield own
    await own.close()


@pytest_asyncio.fixture(scope="module")
async def business(database: Database, urls: tuple[str, str]) -> Business:
    """One with many conversations, of which Postgres knows what it would know after a while."""
    found = await found_business(database, preset=None)
    sealed = crypto.cipher().encrypt(json.dumps({"padding": "x" * 800}))
    given = {"tenant": found.id, "count": MANY, "state": sealed, "colleague": await _colleague(database)}
    async with database.tenant(found.id) as session:
        await session.execute(text(_FILL), given)
    async with await AsyncConnection.connect(urls[1], autocommit=True) as connection:
        await connection.execute("ANALYZE conversations")
    return found


async def _colleague(database: Database) -> uuid.UUID:
    async with database.platform() as session:
        user = User(email="anna@example.com", email_index=b"anna", full_name="Anna", language="es", password_hash="-")
        session.add(user)
        await session.flush()
        return user.id


@contextmanager
def asked(session: TenantSession) -> Iterator[list[tuple[str, Any]]]:
    """The statements of a session, with their values, as they go to Postgres."""
    seen: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if "set_config" not in statement:  # the session binds its tenant
            seen.append((statement, values))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


# What a tab asks, and the index that leads to its rows.
TABS = {
    "recent": Filters(snoozed=False),
    "assignee": Filters(assignee_id=uuid.UUID(int=1), snoozed=False),
    "unassigned": Filters(unassigned=True, snoozed=False),
    "waiting": Filters(waiting=True, snoozed=False),
    "window": Filters(closing_hours=4, snoozed=False),
    "unread": Filters(unread=True),
    "by_status": Filters(status=[ConversationStatus.HUMAN]),
}


@pytest.mark.parametrize("tab", TABS)
async def test_a_page_is_one_question_and_its_index_leads_to_it(
    database: Database, business: Business, tab: str
) -> None:
    async with database.tenant(business.id) as session:
        with asked(session) as seen:
            await inbox_queries.list_conversations(session, TABS[tab])
    assert len(seen) == 1, seen
    assert f"ix_conversations_{tab}" in await _indexes(database, business, *seen[0])


async def test_all_counts_are_one_question_by_indexes(database: Database, business: Business) -> None:
    async with database.tenant(business.id) as session:
        with asked(session) as seen:
            found = await inbox_queries.count(session, uuid.UUID(int=1))
    assert len(seen) == 1
    used = await _indexes(database, business, *seen[0])
    tabs = {f"ix_conversations_{tab}" for tab in ("assignee", "unassigned", "waiting", "window", "unread", "snoozed")}
    assert tabs | {"ix_conversation_mentions_unread"} <= used
    assert (found.unread, found.unassigned) == (MANY // 40, MANY // 80)


async def _indexes(database: Database, business: Business, statement: str, values: Any) -> set[str]:
    """Those that a statement uses under row-level security; no table may be read through."""
    async with database.pool.connection() as connection:
        await connection.execute("BEGIN")
        await connection.execute(f"SET LOCAL app.tenant_id = '{business.id}'".encode())
        await connection.execute("SET LOCAL ROLE app_tenant")
        # A small table is read through because that is cheapest; what matters is whether an index can serve.
        await connection.execute("SET LOCAL enable_seqscan = off")
        cursor = await connection.execute(f"EXPLAIN (FORMAT JSON) {statement}".encode(), values)
        plan = (await cursor.fetchone())[0][0]["Plan"]  # type: ignore[index] # EXPLAIN always answers
        await connection.execute("ROLLBACK")
    nodes = list(_nodes(plan))
    assert not [each for each in nodes if each["Node Type"] == "Seq Scan"]
    return {each["Index Name"] for each in nodes if "Index Name" in each}


# Any: a plan as Postgres tells it.
def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", ()):
        yield from _nodes(each)


@pytest.mark.parametrize("messages", [2, 40])
async def test_a_conversation_costs_the_same_questions_however_much_was_said(
    database: Database, business: Business, messages: int
) -> None:
    async with database.tenant(business.id) as session:
        conversation_id = (await inbox_queries.list_conversations(session, Filters(), limit=1)).items[0].id
        await _say(session, conversation_id, messages)
        with asked(session) as seen:
            detail = await queries.get_detail(session, conversation_id, "es")
    assert len(detail.messages) >= messages
    assert len(seen) == 4  # its line, messages, deliveries, notes


async def _say(session: TenantSession, conversation_id: uuid.UUID, count: int) -> None:
    turn = await session.scalar(
        text("SELECT coalesce(max(turn), 0) FROM messages WHERE conversation_id = :id"), {"id": conversation_id}
    )
    at = clock.now() - timedelta(minutes=1)
    session.add_all(
        Message(conversation_id=conversation_id, turn=turn + n, position=1, role="visitor", content="x", created_at=at)
        for n in range(1, count + 1)
    )
    await session.flush()
