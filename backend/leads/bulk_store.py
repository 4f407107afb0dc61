"""The statements of bulk actions: each step is one, however many leads it concerns.

`b` is the lead's line in `bulk_items`, which holds what the lead was before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, LiteralString

from backend.leads.enums import BulkKind, EventKind


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of action: whom it concerns, what they were, how it is done, whether it holds, how it goes back."""

    differs: str
    before: str
    do: str
    holds: str
    undo: str
    told: EventKind
    data: str
    told_back: EventKind
    data_back: str


PIECES: Final = ("differs", "before", "do", "holds", "undo", "data", "data_back")

# What the planner cannot know: thousands of rows were written a moment ago into tables that it believes empty.
# Ten thousand leads stand in some twenty indexes each, which may take longer than one lead's request may.
LARGE: Final[LiteralString] = (
    "SET LOCAL enable_nestloop = off; SET LOCAL enable_seqscan = off; SET LOCAL statement_timeout = '60s'"
)

ITEMS: Final[LiteralString] = """
INSERT INTO bulk_items (bulk_id, lead_id, before)
SELECT %(bulk)s, id, before FROM (
    SELECT leads.id, {before} AS before FROM leads
    WHERE leads.id = ANY(%(ids)s::uuid[]) AND NOT hidden AND {differs}
    ORDER BY leads.id FOR UPDATE OF leads
) AS held RETURNING lead_id"""

HOLDING: Final[LiteralString] = """
SELECT leads.id FROM leads JOIN bulk_items AS b ON b.lead_id = leads.id
WHERE b.bulk_id = %(bulk)s AND {holds} ORDER BY leads.id FOR UPDATE OF leads"""

# A lead that somebody works on is no visitor's to correct any more.
ESTABLISH: Final[LiteralString] = """
UPDATE leads SET correctable_by = NULL WHERE id = ANY(%(ids)s::uuid[]) AND correctable_by IS NOT NULL"""

EVENTS: Final[LiteralString] = """
INSERT INTO lead_events (id, lead_id, kind, at, actor_id, data)
SELECT gen_random_uuid(), b.lead_id, %(told)s, %(at)s, %(actor)s, {data} || jsonb_build_object('bulk', b.bulk_id)
FROM bulk_items AS b WHERE b.bulk_id = %(bulk)s AND b.lead_id = ANY(%(ids)s::uuid[])"""

_COLUMN: Final = Change(
    differs="leads.{name} IS DISTINCT FROM %({name})s::{kind}",
    before="jsonb_build_object('{name}', leads.{name})",
    do="""UPDATE leads SET {name} = %({name})s::{kind}, updated_at = now()
          FROM bulk_items AS b WHERE b.bulk_id = %(bulk)s AND b.lead_id = leads.id""",
    holds="leads.{name} IS NOT DISTINCT FROM %({name})s::{kind}",
    undo="""UPDATE leads SET {name} = {back}, updated_at = now() FROM bulk_items AS b
            WHERE b.bulk_id = %(bulk)s AND b.lead_id = leads.id AND b.lead_id = ANY(%(ids)s::uuid[])""",
    told=EventKind.EDITED,
    data="jsonb_build_object('from', b.before -> '{name}', 'to', %({name})s::{kind})",
    told_back=EventKind.EDITED,
    data_back="jsonb_build_object('from', %({name})s::{kind}, 'to', b.before -> '{name}')",
)
_BACK: Final = "(b.before ->> '{name}')::{kind}"
# What it was before comes back only where the person or niche still exists.
_BACK_IF_THERE: Final = "(SELECT found.id FROM {table} AS found (id) WHERE found.id = (b.before ->> '{name}')::{kind})"


def _column(name: str, kind: str, told: EventKind, table: str = "") -> Change:
    """A column that takes one value for all of them."""

    def filled(sql: str) -> str:
        sql = sql.replace("{back}", _BACK_IF_THERE if table else _BACK)
        return sql.replace("{table}", table).replace("{name}", name).replace("{kind}", kind)

    pieces = {each: filled(getattr(_COLUMN, each)) for each in PIECES}
    return Change(**pieces, told=told, told_back=told)


_MOVE: Final = Change(
    differs="leads.stage_id <> %(stage_id)s",
    before="""jsonb_build_object('stage_id', stage_id, 'stage', stage, 'stage_since', stage_since,
                                 'lost_reason', lost_reason)""",
    do="""UPDATE leads SET stage_id = %(stage_id)s, stage = %(stage)s, stage_since = %(at)s,
                 lost_reason = %(lost_reason)s, updated_at = now()
          FROM bulk_items AS b WHERE b.bulk_id = %(bulk)s AND b.lead_id = leads.id""",
    # Whoever was moved away and back stays: somebody worked on that lead.
    holds="leads.stage_id = %(stage_id)s AND leads.stage_since = %(done_at)s",
    # A column that is gone gives way to the usual one of its kind; one that means something else by now counts so.
    undo="""
    UPDATE leads SET
        stage_id = was.stage_id, stage = was.kind, stage_since = was.since, updated_at = now(),
        lost_reason = CASE WHEN was.kind = 'lost' THEN was.reason END
    FROM (
        SELECT b.lead_id, coalesce(s.kind, b.before ->> 'stage') AS kind, b.before ->> 'lost_reason' AS reason,
               (b.before ->> 'stage_since')::timestamptz AS since,
               coalesce(s.id, md5(b.tenant_id::text || ':' || (b.before ->> 'stage'))::uuid) AS stage_id
        FROM bulk_items AS b LEFT JOIN pipeline_stages AS s ON s.id = (b.before ->> 'stage_id')::uuid
        WHERE b.bulk_id = %(bulk)s AND b.lead_id = ANY(%(ids)s::uuid[])
    ) AS was WHERE was.lead_id = leads.id""",
    told=EventKind.STAGE_CHANGED,
    data="""jsonb_build_object('from', b.before -> 'stage', 'to', %(stage)s::text, 'from_id', b.before -> 'stage_id',
                               'to_id', %(stage_id)s)""",
    told_back=EventKind.STAGE_CHANGED,
    data_back="""jsonb_build_object('from', %(stage)s::text, 'to', b.before -> 'stage', 'from_id', %(stage_id)s,
                                    'to_id', b.before -> 'stage_id')""",
)

_TAGGED: Final = "EXISTS (SELECT FROM lead_tags AS t WHERE t.lead_id = leads.id AND t.tag = %(tag)s)"
_TAGGED_NOW: Final = "jsonb_build_object('added', jsonb_build_array(%(tag)s::text))"
_UNTAGGED_NOW: Final = "jsonb_build_object('removed', jsonb_build_array(%(tag)s::text))"

_ADD_TAG: Final = Change(
    differs="""NOT EXISTS (SELECT FROM lead_tags AS t WHERE t.lead_id = leads.id AND t.tag = %(tag)s)
               AND (SELECT count(*) FROM lead_tags AS t WHERE t.lead_id = leads.id) < %(most_tags)s""",
    before="'{}'::jsonb",
    do="""INSERT INTO lead_tags (lead_id, tag, name)
          SELECT b.lead_id, %(tag)s, %(name)s FROM bulk_items AS b WHERE b.bulk_id = %(bulk)s
          ON CONFLICT DO NOTHING""",
    holds=_TAGGED,
    undo="DELETE FROM lead_tags WHERE lead_tags.tag = %(tag)s AND lead_tags.lead_id = ANY(%(ids)s::uuid[])",
    told=EventKind.TAGGED,
    data=_TAGGED_NOW,
    told_back=EventKind.TAGGED,
    data_back=_UNTAGGED_NOW,
)

_REMOVE_TAG: Final = Change(
    differs=_TAGGED,
    before="""(SELECT jsonb_build_object('name', t.name) FROM lead_tags AS t
               WHERE t.lead_id = leads.id AND t.tag = %(tag)s)""",
    do="""DELETE FROM lead_tags USING bulk_items AS b
          WHERE lead_tags.tag = %(tag)s AND b.bulk_id = %(bulk)s AND b.lead_id = lead_tags.lead_id""",
    holds="NOT EXISTS (SELECT FROM lead_tags AS t WHERE t.lead_id = leads.id AND t.tag = %(tag)s)",
    undo="""INSERT INTO lead_tags (lead_id, tag, name)
            SELECT b.lead_id, %(tag)s, b.before ->> 'name' FROM bulk_items AS b
            WHERE b.bulk_id = %(bulk)s AND b.lead_id = ANY(%(ids)s::uuid[]) ON CONFLICT DO NOTHING""",
    told=EventKind.TAGGED,
    data=_UNTAGGED_NOW,
    told_back=EventKind.TAGGED,
    data_back=_TAGGED_NOW,
)

_DELETE: Final = Change(
    differs="true",
    before="'{}'::jsonb",
    # Those that speak through a lead go with it.
    do="""UPDATE leads SET deleted_at = %(at)s, hidden = true, updated_at = now() FROM bulk_items AS b
          WHERE b.bulk_id = %(bulk)s AND (leads.id = b.lead_id OR leads.merged_into_id = b.lead_id)""",
    holds="leads.deleted_at = %(done_at)s",
    # `bin.restore_many` brings them back.
    undo="SELECT",
    told=EventKind.DELETED,
    data="'{}'::jsonb",
    told_back=EventKind.RESTORED,
    data_back="'{}'::jsonb",
)

CHANGES: Final[Mapping[BulkKind, Change]] = {
    BulkKind.MOVE_STAGE: _MOVE,
    BulkKind.SET_CONTACT_STATE: _column("contact_state", "text", EventKind.CONTACT_STATE_CHANGED),
    BulkKind.ASSIGN: _column("assignee_id", "uuid", EventKind.ASSIGNED, "unnest(%(members)s::uuid[])"),
    BulkKind.MOVE_NICHE: _column("niche_id", "uuid", EventKind.NICHE_CHANGED, "(SELECT id FROM niches)"),
    BulkKind.ADD_TAG: _ADD_TAG,
    BulkKind.REMOVE_TAG: _REMOVE_TAG,
    BulkKind.DELETE: _DELETE,
}
