"""The two statements of a capture: who may this be (locked), and one write of everything that follows."""

import dataclasses
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, LiteralString

from psycopg import AsyncClientCursor, AsyncConnection
from psycopg.rows import DictRow, TupleRow, dict_row
from psycopg.types.json import Jsonb

from backend.core.database.base import uuid7
from backend.leads import contact, search
from backend.leads.enums import EventKind
from backend.leads.merging import Fields, Known
from backend.leads.scoring import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """All that one capture writes; `losers` are the leads that go into this one."""

    id: uuid.UUID
    kept: Known | None
    losers: tuple[uuid.UUID, ...]
    fields: Fields
    source: str
    channel: str
    score: Score
    purchase_intent: float
    summary: str
    conversation_id: uuid.UUID
    at: datetime
    events: tuple[tuple[EventKind, dict[str, Any]], ...]  # Any: JSON of ids and words


_CANDIDATES: Final[LiteralString] = """
SELECT id, created_at, source, summary, temperature, name, company, email, email_index, phone, phone_index,
       address, username, channel_user_id, stage, contact_state, language, timezone, origin_page, utm,
       qualification, consent_at, assignee_id, correctable_by
FROM leads WHERE """

_EVENTS: Final[LiteralString] = """
INSERT INTO lead_events (id, lead_id, kind, at, conversation_id, data)
SELECT given.id, %(id)s, given.kind, %(at)s::timestamptz + given.place * interval '1 microsecond',
       %(conversation_id)s, given.data
FROM unnest(%(event_ids)s::uuid[], %(event_kinds)s::text[], %(event_data)s::jsonb[])
     WITH ORDINALITY AS given (id, kind, data, place)
WHERE given.kind <> 'possible_duplicate' OR NOT EXISTS (
    SELECT FROM lead_events AS told
    WHERE told.lead_id = %(id)s AND told.kind = given.kind AND told.data = given.data
)"""

_INSERT_LEAD: Final[LiteralString] = """
WITH lead AS (
    INSERT INTO leads (
        id, name, name_key, company, email, email_index, phone, phone_index, address, username,
        channel_user_id, stage, contact_state, temperature, score, score_version, score_breakdown,
        purchase_intent, source, channel, language, timezone, origin_page, utm, qualification, summary,
        consent_at, correctable_by, last_activity_at
    ) VALUES (
        %(id)s, %(name)s, %(name_key)s, %(company)s, %(email)s, %(email_index)s, %(phone)s, %(phone_index)s,
        %(address)s, %(username)s, %(channel_user_id)s, %(stage)s, %(contact_state)s, %(temperature)s,
        %(score)s, %(score_version)s, %(score_breakdown)s, %(purchase_intent)s, %(source)s, %(channel)s,
        %(language)s, %(timezone)s, %(origin_page)s, %(utm)s, %(qualification)s, %(summary)s,
        %(consent_at)s, %(correctable_by)s, %(at)s
    )
), words AS (
    INSERT INTO lead_words (lead_id, word) SELECT %(id)s, unnest(%(new_words)s::text[])
)"""

# `gone` counts first, so the losers' emails and phones are free when the update takes them.
_UPDATE_LEAD: Final[LiteralString] = """
WITH deleted AS (
    DELETE FROM leads WHERE id = ANY(%(losers)s::uuid[]) RETURNING id
), gone AS (
    SELECT count(*) FROM deleted
), lead AS (
    UPDATE leads SET
        name = %(name)s, name_key = %(name_key)s, company = %(company)s, email = %(email)s,
        email_index = %(email_index)s, phone = %(phone)s, phone_index = %(phone_index)s,
        address = %(address)s, username = %(username)s, channel_user_id = %(channel_user_id)s,
        stage = %(stage)s, contact_state = %(contact_state)s, temperature = %(temperature)s,
        score = %(score)s, score_version = %(score_version)s, score_breakdown = %(score_breakdown)s,
        purchase_intent = %(purchase_intent)s, channel = %(channel)s, language = %(language)s,
        timezone = %(timezone)s, origin_page = %(origin_page)s, utm = %(utm)s,
        qualification = %(qualification)s, summary = %(summary)s, consent_at = %(consent_at)s,
        assignee_id = %(assignee_id)s, correctable_by = %(correctable_by)s,
        last_activity_at = greatest(last_activity_at, %(at)s), updated_at = now()
    FROM gone WHERE id = %(id)s
), words AS (
    INSERT INTO lead_words (lead_id, word) SELECT %(id)s, unnest(%(new_words)s::text[]) ON CONFLICT DO NOTHING
), old_words AS (
    DELETE FROM lead_words WHERE lead_id = %(id)s AND word = ANY(%(old_words)s::text[])
), timeline AS (
    UPDATE lead_events SET lead_id = %(id)s WHERE lead_id = ANY(%(losers)s::uuid[])
), talks AS (
    UPDATE conversations SET lead_id = %(id)s WHERE lead_id = ANY(%(losers)s::uuid[])
)"""


async def candidates(
    connection: AsyncConnection[TupleRow], tenant_id: uuid.UUID, lead_id: uuid.UUID | None, said: Fields
) -> list[Known]:
    """The leads that may be this person, locked; a visitor without lead and contact needs no question."""
    wanted: dict[LiteralString, uuid.UUID | bytes | None] = {
        "id": lead_id,
        "email_index": said.email_index,
        "phone_index": said.phone_index,
    }
    given: dict[LiteralString, uuid.UUID | bytes] = {name: value for name, value in wanted.items() if value}
    if not given:
        return []
    locked = contact.lock_keys(tenant_id, said.email_index, said.phone_index)
    locks: LiteralString = "SELECT pg_advisory_xact_lock(%s);" * len(locked)
    where: LiteralString = " OR ".join([name + " = %s" for name in given])
    # The values go into the text on our side, so that locks and question travel together; each statement of
    # such a batch sees what was committed while the one before it waited.
    async with AsyncClientCursor(connection, row_factory=dict_row) as cursor:
        await cursor.execute(locks + _CANDIDATES + where + " ORDER BY id FOR UPDATE", [*locked, *given.values()])
        while cursor.nextset():
            pass
        return [known(row) for row in await cursor.fetchall()]


def known(row: DictRow) -> Known:
    of_fields = {each.name: row[each.name] for each in dataclasses.fields(Fields)}
    return Known(row["id"], row["created_at"], row["source"], row["summary"], row["temperature"], Fields(**of_fields))


async def write(connection: AsyncConnection[TupleRow], row: Row) -> None:
    lead = _INSERT_LEAD if row.kept is None else _UPDATE_LEAD
    await connection.execute(lead + _EVENTS, _parameters(row))


def _parameters(row: Row) -> dict[str, Any]:
    fields = {each.name: getattr(row.fields, each.name) for each in dataclasses.fields(Fields)}
    before = row.kept and row.kept.fields
    old = search.words(before.name, before.company, row.kept.summary) if row.kept and before else frozenset()
    new = search.words(row.fields.name, row.fields.company, row.summary)
    return fields | {
        "id": row.id,
        "name_key": search.name_key(row.fields.name),
        "temperature": row.score.temperature,
        "score": row.score.total,
        "score_version": row.score.version,
        "score_breakdown": Jsonb(row.score.breakdown()),
        "purchase_intent": row.purchase_intent,
        "source": row.source,
        "channel": row.channel,
        "utm": Jsonb(row.fields.utm),
        "qualification": Jsonb(row.fields.qualification),
        "summary": row.summary,
        "conversation_id": row.conversation_id,
        "at": row.at,
        "losers": list(row.losers),
        "new_words": list(new - old),
        "old_words": list(old - new),
        "event_ids": [uuid7() for _ in row.events],
        "event_kinds": [kind.value for kind, _ in row.events],
        "event_data": [Jsonb(data) for _, data in row.events],
    }
