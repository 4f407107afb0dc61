"""The road that platforms hammer: what one request tells is kept, and its jobs written, in one round trip.

One text of two statements is one transaction for Postgres: it takes the platform's role, then stores every event,
finds its account, notes that the account was heard of, and writes the jobs that follow. Whose account it is stands in
`channel_accounts`, a table of a floor above; joining it here saves the hot road a question of its own. Each connection
prepares the statement once: reading and planning it took a third of the time that ten events take.
"""

import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, Final

from psycopg import AsyncClientCursor, AsyncConnection
from psycopg.errors import InvalidSqlStatementName
from psycopg.rows import TupleRow

from backend.core import crypto
from backend.core.database.base import uuid7
from backend.core.database.session import PLATFORM_BINDING, Database
from backend.core.events import reactions_to
from backend.inbox.events import EventKept
from backend.inbox.told import Told, as_id, as_key

# Rows are inserted in the order of their keys, so that two requests with the same events never wait for each other
# in a ring; jobs are written in the order in which the events were told.
_PREPARE: Final = """
PREPARE keep_events (json, text[], text[]) AS
WITH told AS (
  SELECT * FROM ROWS FROM (json_to_recordset($1) AS (
    id uuid, source text, channel text, account_key text, external_id text, kind text, thread text, payload text,
    wide bool)) WITH ORDINALITY AS t (
    id, source, channel, account_key, external_id, kind, thread, payload, wide, place)
), addressed AS (
  SELECT told.*, coalesce(
    (SELECT a.id FROM channel_accounts a
     WHERE a.kind = told.channel AND a.external_id = told.account_key AND a.status <> 'disconnected'),
    (SELECT a.id FROM channel_accounts a
     WHERE told.wide AND a.kind = told.channel AND a.business_id = told.account_key AND a.status <> 'disconnected'
     ORDER BY a.connected_at LIMIT 1)) AS account_id
  FROM told
), heard AS (
  UPDATE channel_accounts SET last_event_at = now() WHERE id IN (
    SELECT a.id FROM channel_accounts a WHERE a.id IN (SELECT account_id FROM addressed)
      AND (a.last_event_at IS NULL OR a.last_event_at < now() - interval '1 minute')
    FOR UPDATE SKIP LOCKED)
), kept AS (
  INSERT INTO inbox_events (id, tenant_id, account_id, source, account_key, external_id, kind, thread, payload,
                            state, error)
  SELECT e.id, a.tenant_id, e.account_id, e.source, e.account_key, e.external_id, e.kind, e.thread, e.payload,
         CASE WHEN a.id IS NULL THEN 'ignored' ELSE 'waiting' END, CASE WHEN a.id IS NULL THEN 'nobodys_account' END
  FROM addressed e LEFT JOIN channel_accounts a ON a.id = e.account_id
  ORDER BY e.source, e.account_key, e.external_id
  ON CONFLICT ON CONSTRAINT uq_inbox_events_external DO NOTHING
  RETURNING id, tenant_id, account_id, thread, kind
)
SELECT count(*), procrastinate_defer_jobs_v1(
  -- What became of our own messages can wait until nobody else does.
  array_agg(ROW(job.queue, job.name, CASE WHEN kept.kind LIKE '%%.status' THEN -1 ELSE 0 END,
                'thread:' || kept.account_id || ':' || kept.thread, NULL,
                jsonb_build_object('tenant_id', kept.tenant_id, 'event_id', kept.id), NULL
            )::procrastinate_job_to_defer_v1 ORDER BY told.place, job.name)
  FILTER (WHERE job.name IS NOT NULL AND kept.account_id IS NOT NULL))
FROM kept JOIN told USING (id)
LEFT JOIN unnest($2, $3) AS job (name, queue) ON true;
"""
_EXECUTE: Final = "EXECUTE keep_events (%(events)s, %(jobs)s, %(queues)s)"


async def receive(database: Database, told: Iterable[Told]) -> int:
    """Keep what is new and enqueue what follows; returns how many were new (F4). Commits by itself."""
    rows = [(uuid7(), each) for each in told]
    if not rows:
        return 0
    values = _values(rows)
    async with database.pool.connection() as connection:
        try:
            return await _keep(connection, _EXECUTE, values)
        except InvalidSqlStatementName:
            # The first that this connection keeps.
            return await _keep(connection, _PREPARE + _EXECUTE, values)


async def _keep(connection: AsyncConnection[TupleRow], statements: str, values: dict[str, Any]) -> int:
    cursor = AsyncClientCursor(connection)
    await cursor.execute(f"{PLATFORM_BINDING}; {statements}", values)
    while cursor.nextset():
        pass
    found = await cursor.fetchone()
    return int(found[0]) if found else 0


def _values(rows: Sequence[tuple[uuid.UUID, Told]]) -> dict[str, Any]:  # Any: what the statement takes
    """One text holds all events: writing out lists of columns took the driver three times as long."""
    reactions = reactions_to(EventKept)
    return {
        "events": json.dumps([_row(key, each) for key, each in rows]),
        "jobs": [each.name for each in reactions],
        "queues": [each.task.queue for each in reactions],
    }


def _row(key: uuid.UUID, told: Told) -> dict[str, str | bool]:
    return {
        "id": key.hex,
        "source": told.source.value,
        "channel": told.channel,
        "account_key": as_key(told.account_key),
        "external_id": as_id(told.external_id),
        "kind": told.kind,
        "thread": thread_of(told.account_key, told.subject),
        "payload": crypto.cipher().encrypt(json.dumps(told.payload)),
        "wide": told.wide,
    }


def thread_of(account_key: str, subject: str) -> str:
    """Who it is about, as a blind index: the column is plain, and a person's id is personal data (SEC-03)."""
    named = f"thread:{account_key}:{subject}".encode("utf-8", "replace").decode()
    return crypto.cipher().blind_index(named).hex()
