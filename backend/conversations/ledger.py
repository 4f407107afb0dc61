"""The chat's hot road to Postgres: one bound read, one guarded write, no lock held while the flow thinks.

A turn reads the conversation with its turn number, walks, and writes everything in one statement that
only holds if number, status and lead are still the same. Whoever comes second writes nothing and takes the
turn again: after another message, a colleague who took over, or a page that made its visitor known.
Round trips: BEGIN, binding and read travel as one text; the write; COMMIT. A turn that changes a lead has two
more (limit: 5 a turn). The driver's pipeline mode was measured: it costs more time than it saves.
"""

import uuid
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from psycopg import AsyncClientCursor, AsyncConnection
from psycopg.rows import TupleRow, class_row
from psycopg.types.json import Jsonb

from backend.conversations.enums import ConversationStatus, MessageRole
from backend.conversations.projection import preview
from backend.core import clock, crypto
from backend.core.database.session import Database, binding
from backend.core.language import Language
from backend.plans.enums import Metric
from backend.plans.metering import COUNT_SQL

Connection = AsyncConnection[TupleRow]


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation as read for a turn, its business, and the earlier turn of the same key, if any."""

    id: uuid.UUID
    status: str
    language: Language
    language_settled: bool
    flow_version_id: uuid.UUID | None
    sealed_state: str
    turn: int
    lead_id: uuid.UUID | None
    channel: str
    origin: str
    page_url: str | None
    utm: dict[str, Any]  # Any: the page's own campaign words
    consents: list[Any]  # Any: one object for each consent
    business: str
    default_language: Language
    timezone: str
    country: str
    currency: str
    plan: str
    tenant_status: str
    languages: list[Language]
    scoring: dict[str, Any]  # Any: read by leads' scoring
    replay_turn: int | None
    replay_hash: bytes | None
    replay_status: str | None
    replay_ask: dict[str, Any] | None  # Any: an ask as it went out


@dataclass(frozen=True, slots=True)
class Line:
    """A message to keep."""

    role: MessageRole
    text: str
    block_id: str | None = None
    attachments: Sequence[dict[str, Any]] = ()  # Any: attachments as JSON
    # What a channel adds: its own id of the message, and what has no field of its own, as JSON text.
    provider_id: str | None = None
    details: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything that one turn changes."""

    conversation_id: uuid.UUID
    turn: int
    status: ConversationStatus
    language: Language
    language_settled: bool
    state: str
    lines: Sequence[Line]
    # As the turn found them: where they have changed meanwhile, nothing is written.
    seen_status: str
    seen_lead_id: uuid.UUID | None
    ask: dict[str, Any] | None = None  # Any: an ask as it goes out
    visited: Sequence[str] = ()
    lead_id: uuid.UUID | None = None
    captured: bool = False
    unread: int = 0
    timeout_at: datetime | None = None
    consents: Sequence[dict[str, Any]] = field(default_factory=list)  # Any: see Opened.consents
    key: str | None = None
    request_hash: bytes | None = None


# %(asked)s is a list of {id, key}: one turn's, or those of all turns that are gathered.
_READ: Final = """
SELECT c.id, c.status, c.language, c.language_settled, c.flow_version_id, c.state AS sealed_state, c.turn,
       c.lead_id, c.channel, c.origin, c.page_url, c.utm, c.consents,
       t.name AS business, t.default_language,
       t.timezone, t.country, t.currency, t.plan, t.status AS tenant_status, t.languages, t.scoring,
       r.number AS replay_turn, r.request_hash AS replay_hash, r.status AS replay_status, r.ask AS replay_ask
FROM unnest(%(ids)s::uuid[], %(keys)s::text[]) AS asked (id, key)
JOIN conversations c ON c.id = asked.id
JOIN tenants t ON t.id = c.tenant_id
LEFT JOIN turns r ON r.conversation_id = c.id AND r.idempotency_key = asked.key
"""

# Entries and lines travel as JSON, so that one statement serves one turn and many alike.
_WRITE: Final = """
WITH entry AS (
  SELECT * FROM jsonb_to_recordset(%(entries)s) AS e (
    id uuid, turn int, status text, language text, language_settled bool, state text, ask_block text, ask jsonb,
    lead_id uuid, unread int, consents jsonb, last_message text, timeout_at timestamptz, key text,
    request_hash text, visited jsonb, seen_status text, seen_lead_id uuid)
), moved AS (
  UPDATE conversations c SET
    status = entry.status, language = entry.language, language_settled = entry.language_settled,
    state = entry.state, ask_block = entry.ask_block, turn = entry.turn, lead_id = entry.lead_id,
    unread = c.unread + entry.unread, consents = entry.consents,
    last_message = coalesce(entry.last_message, c.last_message), last_message_at = now(),
    timeout_at = entry.timeout_at,
    ended_at = CASE WHEN entry.status = 'ended' THEN coalesce(c.ended_at, now()) END
  FROM entry
  WHERE c.id = entry.id AND c.turn = entry.turn - 1 AND c.status = entry.seen_status
    AND c.lead_id IS NOT DISTINCT FROM entry.seen_lead_id
  RETURNING c.id, c.tenant_id
), noted AS (
  INSERT INTO turns (conversation_id, number, tenant_id, idempotency_key, request_hash, status, visited, ask)
  SELECT moved.id, entry.turn, moved.tenant_id, entry.key, decode(entry.request_hash, 'hex'), entry.status,
         ARRAY(SELECT jsonb_array_elements_text(entry.visited)), entry.ask
  FROM moved JOIN entry USING (id)
), said AS (
  INSERT INTO messages (conversation_id, tenant_id, turn, position, role, content, block_id, attachments,
                        provider_id, details)
  SELECT moved.id, moved.tenant_id, line.turn, line.position, line.role, line.content, line.block_id,
         coalesce(line.attachments, '[]'::jsonb), line.provider_id, line.details
  FROM moved JOIN jsonb_to_recordset(%(lines)s) AS line (
    id uuid, turn int, position int, role text, content text, block_id text, attachments jsonb,
    provider_id text, details text) USING (id)
)
SELECT id FROM moved
"""


@asynccontextmanager
async def tenant_transaction(database: Database, tenant_id: uuid.UUID) -> AsyncIterator[Connection]:
    """A bare connection inside a transaction of the tenant; commits at the end, rolls back on error."""
    async with _pooled(database) as connection:
        await connection.execute(binding(tenant_id))
        yield connection


@asynccontextmanager
async def opened(
    database: Database, tenant_id: uuid.UUID, conversation_id: uuid.UUID, key: str | None = None
) -> AsyncIterator[tuple[Connection, Opened | None]]:
    """The same, with the conversation already read: both in one round trip."""
    async with opened_all(database, tenant_id, {conversation_id: key}) as (connection, found):
        yield connection, found.get(conversation_id)


@asynccontextmanager
async def opened_all(
    database: Database, tenant_id: uuid.UUID, asked: Mapping[uuid.UUID, str | None]
) -> AsyncIterator[tuple[Connection, dict[uuid.UUID, Opened]]]:
    """The same for several conversations of one tenant; `asked` names each one's idempotency key."""
    async with _pooled(database) as connection:
        cursor = AsyncClientCursor(connection, row_factory=class_row(Opened))
        await cursor.execute(f"{binding(tenant_id)}; {_READ}", _asked(asked))
        while cursor.nextset():
            pass
        yield connection, {found.id: found for found in await cursor.fetchall()}


def _asked(asked: Mapping[uuid.UUID, str | None]) -> dict[str, Any]:  # Any: what the statement takes
    return {"ids": list(asked), "keys": list(asked.values())}


@asynccontextmanager
async def _pooled(database: Database) -> AsyncIterator[Connection]:
    async with database.pool.connection() as connection:
        try:
            yield connection
        except BaseException:
            await connection.rollback()
            raise
        await connection.execute("COMMIT")


async def read(connection: Connection, conversation_id: uuid.UUID) -> Opened | None:
    """The conversation, inside a transaction that is already the tenant's."""
    cursor = connection.cursor(row_factory=class_row(Opened))
    await cursor.execute(_READ, _asked({conversation_id: None}))
    return await cursor.fetchone()


async def attach_lead(connection: Connection, opened: Opened, lead_id: uuid.UUID, *, captured: bool) -> bool:
    """Note whose conversation this is, outside a turn; a newly captured lead is counted.

    Returns False where a turn found another lead meanwhile; nothing is noted then.
    """
    query = (
        "UPDATE conversations SET lead_id = %(lead_id)s"
        " WHERE id = %(id)s AND lead_id IS NOT DISTINCT FROM %(seen)s::uuid"
    )
    cursor = await connection.execute(query, {"id": opened.id, "lead_id": lead_id, "seen": opened.lead_id})
    if cursor.rowcount == 0:
        return False
    if captured:
        await connection.execute(COUNT_SQL, _counted(lead_id))
    return True


async def write(connection: Connection, entries: Sequence[Entry]) -> set[uuid.UUID]:
    """Returns whose turns were written; of the others another turn came first and nothing was changed."""
    cursor = await connection.execute(_WRITE, _values(entries))
    return {row[0] for row in await cursor.fetchall()}


async def write_captured(connection: Connection, entry: Entry) -> bool:
    """One turn that made a new lead, which is counted in the same round trip (BIL-05)."""
    batch = AsyncClientCursor(connection)
    await batch.execute(f"{COUNT_SQL}; {_WRITE}", _values([entry]) | _counted(entry.lead_id))
    while batch.nextset():
        pass
    return await batch.fetchone() is not None


def _counted(lead_id: uuid.UUID | None) -> dict[str, Any]:  # Any: what the statement takes
    return {"metric": Metric.LEADS.value, "amount": 1, "subject": str(lead_id), "now": clock.now()}


def _values(entries: Sequence[Entry]) -> dict[str, Any]:  # Any: as above
    lines = [line for entry in entries for line in _lines(entry)]
    return {"entries": Jsonb([_row(entry) for entry in entries]), "lines": Jsonb(lines)}


def _row(entry: Entry) -> dict[str, Any]:  # Any: JSON
    encrypt = crypto.cipher().encrypt
    return {
        "id": str(entry.conversation_id),
        "turn": entry.turn,
        "status": entry.status.value,
        "language": entry.language,
        "language_settled": entry.language_settled,
        "state": encrypt(entry.state),
        "ask_block": entry.ask["block_id"] if entry.ask else None,
        "ask": entry.ask,
        "lead_id": str(entry.lead_id) if entry.lead_id else None,
        "unread": entry.unread,
        "consents": list(entry.consents),
        "last_message": encrypt(preview(entry.lines[-1].text)) if entry.lines else None,
        "timeout_at": entry.timeout_at.isoformat() if entry.timeout_at else None,
        "key": entry.key,
        "request_hash": entry.request_hash.hex() if entry.request_hash else None,
        "visited": list(entry.visited),
        "seen_status": entry.seen_status,
        "seen_lead_id": str(entry.seen_lead_id) if entry.seen_lead_id else None,
    }


def _lines(entry: Entry) -> Iterator[dict[str, Any]]:  # Any: JSON
    encrypt = crypto.cipher().encrypt
    for position, line in enumerate(entry.lines, start=1):
        yield {
            "id": str(entry.conversation_id),
            "turn": entry.turn,
            "position": position,
            "role": line.role.value,
            "content": encrypt(line.text),
            "block_id": line.block_id,
            "attachments": list(line.attachments) or None,
            "provider_id": line.provider_id,
            "details": encrypt(line.details) if line.details else None,
        }
