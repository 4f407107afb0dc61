"""The statements of a batch that is saved: locks and owners, the leads as they stand, one write a table.

Rows travel as one JSON value each, which Postgres opens faster than an array a column.
"""

# ruff: noqa: S608 - the pieces are constants of this module; what varies is a parameter

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import Any, Final, LiteralString

from psycopg import AsyncConnection
from psycopg.rows import TupleRow, dict_row

from backend.core import crypto
from backend.core.database.base import uuid7
from backend.leads import contact, search
from backend.leads.enums import EventKind
from backend.leads.saving_book import Draft
from backend.leads.saving_rows import Further, Prepared

Connection = AsyncConnection[TupleRow]

_LOCK_FAMILIES: Final[LiteralString] = "SELECT pg_advisory_xact_lock_shared(%s)"
_LOCK: Final[LiteralString] = "SELECT count(pg_advisory_xact_lock(key)) FROM unnest(%s::bigint[]) AS key"

# A merged lead keeps its own email and domain, and speaks through the one it was merged into; who is shown comes last.
_OWNERS: Final[LiteralString] = """
SELECT index, domain, COALESCE(merged_into_id, id) FROM (
    SELECT email_index AS index, NULL AS domain, merged_into_id, id FROM leads
    WHERE email_index = ANY(%(emails)s::bytea[]) AND deleted_at IS NULL
    UNION ALL
    SELECT phone_index, NULL, merged_into_id, id FROM leads
    WHERE phone_index = ANY(%(phones)s::bytea[]) AND deleted_at IS NULL
    UNION ALL
    SELECT NULL, domain, merged_into_id, id FROM leads
    WHERE domain = ANY(%(domains)s::text[]) AND deleted_at IS NULL
) AS found ORDER BY merged_into_id IS NULL, id"""

_LEADS: Final[LiteralString] = """
SELECT id, source, name, company, domain, website, email, email_index, phone, phone_index, address, language,
       niche_id, stage, stage_id, contact_state, assignee_id, value_minor, currency, custom, summary, qualification,
       deleted_at IS NOT NULL AS deleted
FROM leads WHERE id = ANY(%(ids)s::uuid[]) ORDER BY id"""

_STAGES: Final[LiteralString] = "SELECT id, kind FROM pipeline_stages WHERE id = ANY(%(ids)s::uuid[]) FOR SHARE"

_GIVEN: Final[LiteralString] = """
FROM json_to_recordset(%(rows)s::json) AS given (
    id uuid, source text, name text, name_key text, company text, domain text, website text, email text,
    email_index bytea, phone text, phone_index bytea, address text, language text, niche_id uuid, stage text,
    stage_id uuid, contact_state text, assignee_id uuid, value_minor bigint, currency text, custom jsonb,
    summary text, purchase_intent float, score int, temperature text, score_version int, score_breakdown jsonb,
    moved boolean
)"""

_INSERT: Final[LiteralString] = f"""
INSERT INTO leads (
    id, source, channel, name, name_key, company, domain, website, email, email_index, phone, phone_index, address,
    language, niche_id, stage, stage_id, contact_state, assignee_id, value_minor, currency, custom, summary,
    purchase_intent, score, temperature, score_version, score_breakdown, created_at, last_activity_at
)
SELECT id, source, source, name, name_key, company, domain, website, email, email_index, phone, phone_index, address,
       language, niche_id, stage, stage_id, contact_state, assignee_id, value_minor, currency, custom, summary,
       purchase_intent, score, temperature, score_version, score_breakdown, %(at)s, %(at)s
{_GIVEN}
ON CONFLICT DO NOTHING RETURNING id"""

_UPDATE: Final[LiteralString] = f"""
UPDATE leads SET
    name = given.name, name_key = given.name_key, company = given.company, domain = given.domain,
    website = given.website, email = given.email, email_index = given.email_index, phone = given.phone,
    phone_index = given.phone_index, address = given.address, language = given.language,
    niche_id = given.niche_id, stage = given.stage, stage_id = given.stage_id,
    stage_since = CASE WHEN given.moved THEN %(at)s ELSE stage_since END,
    lost_reason = CASE WHEN given.stage = 'lost' THEN lost_reason END,
    contact_state = given.contact_state, assignee_id = given.assignee_id, value_minor = given.value_minor,
    currency = given.currency, custom = given.custom, summary = given.summary,
    purchase_intent = given.purchase_intent, correctable_by = NULL,
    last_activity_at = greatest(last_activity_at, %(at)s), updated_at = now()
{_GIVEN} WHERE leads.id = given.id"""

_CONTACTS: Final[LiteralString] = """
INSERT INTO lead_contacts (id, lead_id, kind, label, value, value_index, position, evidence)
SELECT id, lead_id, kind, label, value, value_index, position, evidence
FROM json_to_recordset(%(rows)s::json) AS given (
    id uuid, lead_id uuid, kind text, label text, value text, value_index bytea, position int, evidence text
)
ON CONFLICT (tenant_id, lead_id, kind, value_index) DO UPDATE SET evidence = EXCLUDED.evidence
WHERE lead_contacts.evidence IS NULL AND EXCLUDED.evidence IS NOT NULL"""

_TAGS: Final[LiteralString] = """
INSERT INTO lead_tags (lead_id, tag, name)
SELECT lead_id, tag, name FROM json_to_recordset(%(rows)s::json) AS given (lead_id uuid, tag text, name text)
ON CONFLICT DO NOTHING"""

_EVENTS: Final[LiteralString] = """
INSERT INTO lead_events (id, lead_id, kind, at, actor_id, data)
SELECT id, lead_id, kind, %(at)s, %(actor_id)s, data
FROM json_to_recordset(%(rows)s::json) AS given (id uuid, lead_id uuid, kind text, data jsonb)"""

_NOTES: Final[LiteralString] = """
INSERT INTO lead_notes (id, lead_id, author_id, body)
SELECT id, lead_id, %(actor_id)s, body
FROM json_to_recordset(%(rows)s::json) AS given (id uuid, lead_id uuid, body text)"""

_PAIRS: Final[LiteralString] = """
INSERT INTO duplicate_pairs (id, one_id, other_id, reason)
SELECT given.id, least(one, other), greatest(one, other), reason
FROM json_to_recordset(%(rows)s::json) AS given (id uuid, one uuid, other uuid, reason text)
WHERE one <> other ON CONFLICT DO NOTHING"""

_FIELDS: Final = (
    *("source", "name", "company", "domain", "website", "email", "phone", "address", "language", "stage"),
    *("contact_state", "value_minor", "currency", "custom", "summary"),
)


async def lock(connection: Connection, tenant_id: uuid.UUID, rows: Iterable[Prepared]) -> None:
    """Nobody else gets or makes a lead with one of these emails, phones or domains until the transaction ends.

    Nor does anybody merge two leads meanwhile.
    """
    await connection.execute(_LOCK_FAMILIES, [contact.family_key(tenant_id)])
    keys = contact.lock_keys(tenant_id, *(index for row in rows for index in row.indexes()))
    await connection.execute(_LOCK, [keys])


async def owners(connection: Connection, rows: Sequence[Prepared]) -> dict[bytes, uuid.UUID]:
    """Which lead has which of the rows' emails, phones and domains."""
    asked = {
        "emails": [row.email.index for row in rows if row.email],
        "phones": [row.phone.index for row in rows if row.phone],
        "domains": [row.domain for row in rows if row.domain],
    }
    cursor = await connection.execute(_OWNERS, asked)
    found = await cursor.fetchall()
    return {index or contact.domain_index(domain): lead_id for index, domain, lead_id in found}


async def known(connection: Connection, ids: Iterable[uuid.UUID], *, held: bool) -> list[Draft]:
    """The leads as they stand; `held` until the transaction ends where they are going to change."""
    wanted = list(set(ids))
    if not wanted:
        return []
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_LEADS + (" FOR NO KEY UPDATE" if held else ""), {"ids": wanted})
        return [Draft(**row) for row in await cursor.fetchall()]


async def stages(connection: Connection, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What the columns mean; none of them goes before the transaction ends."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    cursor = await connection.execute(_STAGES, {"ids": wanted})
    return dict(await cursor.fetchall())


async def insert(
    connection: Connection, drafts: Sequence[Draft], scores: Mapping[uuid.UUID, dict[str, Any]], at: datetime
) -> set[uuid.UUID]:
    """The ids of those that nobody else made meanwhile."""
    rows = [_row(each) | scores[each.id] for each in drafts]
    cursor = await connection.execute(_INSERT, {"rows": _json(rows), "at": at})
    return {row[0] for row in await cursor.fetchall()}


async def update(
    connection: Connection, drafts: Sequence[Draft], scores: Mapping[uuid.UUID, dict[str, Any]], at: datetime
) -> None:
    rows = [_row(each) | scores[each.id] | {"moved": "stage" in each.edited} for each in drafts]
    await connection.execute(_UPDATE, {"rows": _json(rows), "at": at})


async def add_details(
    connection: Connection, drafts: Sequence[Draft], lost: Set[uuid.UUID], actor_id: uuid.UUID | None
) -> None:
    """What belongs to the leads; what is there already stays."""
    cipher = crypto.cipher()
    contacts = [_contact(each.id, row, place) for each in drafts for place, row in enumerate(each.further.values())]
    tags = [{"lead_id": each.id, "tag": tag, "name": name} for each in drafts for tag, name in each.tags.items()]
    notes = [
        {"id": uuid7(), "lead_id": each.id, "body": cipher.encrypt(body)} for each in drafts for body in each.notes
    ]
    pairs = [
        {"id": uuid7(), "one": each.id, "other": other, "reason": reason}
        for each in drafts
        for other, reason in each.pairs
        if other not in lost
    ]
    statements: tuple[tuple[LiteralString, list[dict[str, Any]]], ...] = (
        (_CONTACTS, contacts),
        (_TAGS, tags),
        (_NOTES, notes),
        (_PAIRS, pairs),
    )
    for statement, rows in statements:
        if rows:
            await connection.execute(statement, {"rows": _json(rows), "actor_id": actor_id})


# Any: an event's data is JSON of ids and words.
async def tell(
    connection: Connection,
    events: Iterable[tuple[uuid.UUID, EventKind, dict[str, Any]]],
    actor_id: uuid.UUID | None,
    at: datetime,
) -> None:
    rows = [{"id": uuid7(), "lead_id": lead_id, "kind": kind, "data": data} for lead_id, kind, data in events]
    if rows:
        await connection.execute(_EVENTS, {"rows": _json(rows), "actor_id": actor_id, "at": at})


def _row(draft: Draft) -> dict[str, Any]:
    ids = {name: getattr(draft, name) for name in ("id", "niche_id", "stage_id", "assignee_id")}
    indexes = {name: _hex(getattr(draft, name)) for name in ("email_index", "phone_index")}
    fields = {name: getattr(draft, name) for name in _FIELDS}
    return {**ids, **indexes, **fields, "name_key": search.name_key(draft.name)}


def _contact(lead_id: uuid.UUID, row: Further, place: int) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "lead_id": lead_id,
        "kind": row.kind,
        "label": row.label,
        "value": row.value,
        "value_index": _hex(row.index),
        "position": min(place, 30_000),
        "evidence": crypto.cipher().encrypt(json.dumps(row.evidence, ensure_ascii=False)) if row.evidence else None,
    }


def _hex(index: bytes | None) -> str | None:
    return None if index is None else "\\x" + index.hex()


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=str)
