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
from backend.leads.wording import Part


# Any: fields' values as JSON, see merge_layers.
@dataclass(frozen=True, slots=True)
class Link:
    """A lead that speaks through the kept one from now on, and what the kept one took from it."""

    lead_id: uuid.UUID
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The leads that may be this person, and whether the conversation's own speaks through one of them."""

    found: list[Known]
    through: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """All that one capture writes; `losers` go into this lead for good, `linked` so that it can be undone."""

    id: uuid.UUID
    kept: Known | None
    losers: tuple[uuid.UUID, ...]
    linked: tuple[Link, ...]
    strangers: tuple[tuple[uuid.UUID, str], ...]
    fields: Fields
    source: str
    channel: str
    score: Score
    purchase_intent: float
    summary: str
    conversation_id: uuid.UUID
    at: datetime
    events: tuple[tuple[EventKind, dict[str, Any]], ...]  # Any: JSON of ids and words


# A merged lead keeps its email and phone, and the one that speaks for it is meant.
_CANDIDATES: Final[LiteralString] = """
SELECT id, created_at, source, summary, temperature, name, company, email, email_index, phone, phone_index,
       address, username, channel_user_id, domain, stage, stage_id, stage_since, lost_reason, contact_state, language,
       timezone, origin_page, utm, qualification, consent_at, assignee_id, correctable_by, hidden, through
FROM leads JOIN (
    SELECT coalesce(merged_into_id, id) AS kept_id, bool_or(id = %s AND merged_into_id IS NOT NULL) AS through
    FROM leads WHERE deleted_at IS NULL AND ("""

_HELD: Final[LiteralString] = """) GROUP BY 1
) AS meant ON meant.kept_id = leads.id ORDER BY id FOR UPDATE OF leads"""

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

# Told once: a pair that somebody decided about stays decided.
_PAIRS: Final[LiteralString] = """, pairs AS (
    INSERT INTO duplicate_pairs (id, one_id, other_id, reason)
    SELECT given.id, least(other, %(id)s::uuid), greatest(other, %(id)s::uuid), given.reason
    FROM unnest(%(pair_ids)s::uuid[], %(strangers)s::uuid[], %(reasons)s::text[]) AS given (id, other, reason)
    ON CONFLICT DO NOTHING
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
), linked AS (
    UPDATE leads SET merged_into_id = %(id)s, hidden = true, updated_at = now()
    WHERE id = ANY(%(linked)s::uuid[]) OR merged_into_id = ANY(%(linked)s::uuid[]) RETURNING id
), gone AS (
    SELECT count(*) FROM (SELECT id FROM deleted UNION ALL SELECT id FROM linked) AS away
), lead AS (
    UPDATE leads SET
        name = %(name)s, name_key = %(name_key)s, company = %(company)s, email = %(email)s,
        email_index = %(email_index)s, phone = %(phone)s, phone_index = %(phone_index)s,
        address = %(address)s, username = %(username)s, channel_user_id = %(channel_user_id)s,
        domain = %(domain)s, stage = %(stage)s, stage_id = coalesce(%(stage_id)s, stage_id),
        stage_since = coalesce(%(stage_since)s, stage_since), lost_reason = %(lost_reason)s,
        contact_state = %(contact_state)s, temperature = %(temperature)s,
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
    DELETE FROM lead_words WHERE lead_id = %(id)s AND word = ANY(%(old_words)s::text[]) AND part = 0
), family_words AS (
    INSERT INTO lead_words (lead_id, word, part)
    SELECT DISTINCT %(id)s::uuid, word, %(family)s::smallint FROM lead_words
    WHERE lead_id = ANY(%(linked)s::uuid[])
    ON CONFLICT DO NOTHING
), merges AS (
    INSERT INTO lead_merges (id, kept_id, merged_id, before, after, followers)
    SELECT given.id, %(id)s, given.lead, given.before, given.after, (
        SELECT coalesce(jsonb_agg(id ORDER BY id), '[]') FROM leads WHERE merged_into_id = given.lead
    )
    FROM unnest(%(merge_ids)s::uuid[], %(linked)s::uuid[], %(before)s::jsonb[], %(after)s::jsonb[])
         AS given (id, lead, before, after)
), timeline AS (
    UPDATE lead_events SET lead_id = %(id)s WHERE lead_id = ANY(%(losers)s::uuid[])
), talks AS (
    UPDATE conversations SET lead_id = %(id)s WHERE lead_id = ANY(%(losers)s::uuid[])
)"""


async def candidates(
    connection: AsyncConnection[TupleRow], tenant_id: uuid.UUID, lead_id: uuid.UUID | None, said: Fields
) -> Candidates:
    """The leads that may be this person, locked; a visitor without lead and contact needs no question."""
    wanted: dict[LiteralString, uuid.UUID | bytes | None] = {
        "id": lead_id,
        "email_index": said.email_index,
        "phone_index": said.phone_index,
    }
    given: dict[LiteralString, uuid.UUID | bytes] = {name: value for name, value in wanted.items() if value}
    if not given:
        return Candidates([])
    locked = contact.lock_keys(tenant_id, said.email_index, said.phone_index)
    locks: LiteralString = "SELECT pg_advisory_xact_lock_shared(%s);" + "SELECT pg_advisory_xact_lock(%s);" * len(
        locked
    )
    query: LiteralString = _CANDIDATES + " OR ".join([name + " = %s" for name in given]) + _HELD
    values = [contact.family_key(tenant_id), *locked, lead_id, *given.values()]
    # The values go into the text on our side, so that locks and question travel together; each statement of
    # such a batch sees what was committed while the one before it waited.
    async with AsyncClientCursor(connection, row_factory=dict_row) as cursor:
        await cursor.execute(locks + query, values)
        while cursor.nextset():
            pass
        rows = await cursor.fetchall()
        # Somebody merged or deleted one of them while this question waited for its lock; now it has a new answer.
        while any(row["hidden"] for row in rows):
            await cursor.execute(query, values[-len(given) - 1 :])
            rows = await cursor.fetchall()
    through = next((row["id"] for row in rows if row["through"]), None)
    return Candidates([known(row) for row in rows], through)


def known(row: DictRow) -> Known:
    of_fields = {each.name: row[each.name] for each in dataclasses.fields(Fields)}
    return Known(row["id"], row["created_at"], row["source"], row["summary"], row["temperature"], Fields(**of_fields))


async def write(connection: AsyncConnection[TupleRow], row: Row) -> None:
    lead = _INSERT_LEAD if row.kept is None else _UPDATE_LEAD
    await connection.execute(lead + (_PAIRS if row.strangers else "") + _EVENTS, _parameters(row))


def _parameters(row: Row) -> dict[str, Any]:
    fields = {each.name: getattr(row.fields, each.name) for each in dataclasses.fields(Fields)}
    before = row.kept and row.kept.fields
    old = _words(before, row.kept.summary) if row.kept and before else frozenset()
    new = _words(row.fields, row.summary)
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
        "linked": [link.lead_id for link in row.linked],
        "merge_ids": [uuid7() for _ in row.linked],
        "before": [Jsonb(link.before) for link in row.linked],
        "after": [Jsonb(link.after) for link in row.linked],
        "family": Part.FAMILY.value,
        "strangers": [stranger for stranger, _ in row.strangers],
        "reasons": [reason for _, reason in row.strangers],
        "pair_ids": [uuid7() for _ in row.strangers],
        "new_words": list(new - old),
        "old_words": list(old - new),
        "event_ids": [uuid7() for _ in row.events],
        "event_kinds": [kind.value for kind, _ in row.events],
        "event_data": [Jsonb(data) for _, data in row.events],
    }


def _words(fields: Fields, summary: str) -> frozenset[str]:
    return search.words(fields.name, fields.company, fields.domain or "", summary)
