"""Leads that may be one wait here for a person; what was decided stays decided."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, LiteralString

from sqlalchemy import or_, select, text, tuple_

from backend.audit import service as audit
from backend.core.database.session import TenantSession
from backend.core.events import announce
from backend.core.http.actor import Actor
from backend.leads import family, joining
from backend.leads.detail_errors import NotOfThePair, PairDecided, PairNotFound
from backend.leads.enums import DuplicateState
from backend.leads.events import DuplicatesWanted
from backend.leads.merge_models import DuplicatePair
from backend.leads.models import Lead

# An address that more leads than these share is nobody's own: a booking page, a building's reception.
LARGEST_GROUP: Final = 10
SHORTEST_STRIDE: Final = 50
# Seconds; it reads all leads of a company once, in the background.
LONGEST_SCAN: Final = 300

# The oldest of each group against every other: a group of n makes n - 1 pairs, not n².
_PAIRS: Final[LiteralString] = """
, grouped AS (
    SELECT id, reason, min(id::text) OVER shared AS first, count(*) OVER shared AS size
    FROM found WINDOW shared AS (PARTITION BY reason, datum)
)
INSERT INTO duplicate_pairs (id, one_id, other_id, reason)
SELECT gen_random_uuid(), pair.one, pair.id, pair.reason
FROM (
    SELECT DISTINCT ON (first, id) first::uuid AS one, id, reason FROM grouped
    WHERE size BETWEEN 2 AND :largest AND first::uuid <> id ORDER BY first, id, reason
) AS pair
ON CONFLICT DO NOTHING"""

# What a merged lead has is its keeper's.
_BY_CONTACT: Final[LiteralString] = """
WITH data AS (
    SELECT coalesce(leads.merged_into_id, leads.id) AS id, value_index AS datum,
           CASE WHEN kind = 'email' THEN 'email' ELSE 'phone' END AS reason
    FROM lead_contacts JOIN leads ON leads.id = lead_contacts.lead_id
    WHERE kind IN ('email', 'phone', 'whatsapp') AND deleted_at IS NULL
    UNION SELECT coalesce(merged_into_id, id), email_index, 'email' FROM leads
    WHERE email_index IS NOT NULL AND deleted_at IS NULL
    UNION SELECT coalesce(merged_into_id, id), phone_index, 'phone' FROM leads
    WHERE phone_index IS NOT NULL AND deleted_at IS NULL
), found AS (SELECT DISTINCT id, datum, reason FROM data)"""

# One word alone is a first name, which says nothing without a company.
_BY_NAME: Final[LiteralString] = """
WITH found AS (
    SELECT id, 'name' AS reason, name_key || E'\\n' || lower(btrim(company)) AS datum FROM leads
    WHERE NOT hidden AND (btrim(company) <> '' OR btrim(name) LIKE '% %')
)"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two leads as they stand now: of a merged one the lead that speaks for it."""

    row: DuplicatePair
    one: Lead
    other: Lead


async def list_pairs(
    session: TenantSession, *, limit: int, before: tuple[datetime, uuid.UUID] | None = None
) -> Sequence[Pair]:
    """Those that nobody decided about, newest first; without what was deleted or has become one lead."""
    found: list[Pair] = []
    stride = max(limit, SHORTEST_STRIDE)
    while True:
        rows = await _next_rows(session, stride, before)
        found += await _shown(session, rows)
        if len(found) >= limit or len(rows) < stride:
            return found[:limit]
        before = rows[-1].created_at, rows[-1].id


async def _next_rows(
    session: TenantSession, limit: int, before: tuple[datetime, uuid.UUID] | None
) -> Sequence[DuplicatePair]:
    query = select(DuplicatePair).where(DuplicatePair.state == DuplicateState.OPEN.value)
    if before:
        query = query.where(tuple_(DuplicatePair.created_at, DuplicatePair.id) < before)
    newest = query.order_by(DuplicatePair.created_at.desc(), DuplicatePair.id.desc()).limit(limit)
    return (await session.scalars(newest)).all()


async def _shown(session: TenantSession, rows: Sequence[DuplicatePair]) -> list[Pair]:
    """With the leads that speak for the two; no join, for the planner would read all leads for a few pairs."""
    wanted = {lead_id for row in rows for lead_id in (row.one_id, row.other_id)}
    leads = {lead.id: lead for lead in await session.scalars(select(Lead).where(Lead.id.in_(wanted)))}
    keepers = {lead.merged_into_id for lead in leads.values() if lead.merged_into_id} - leads.keys()
    leads |= {lead.id: lead for lead in await session.scalars(select(Lead).where(Lead.id.in_(keepers)))}

    def speaker(lead_id: uuid.UUID) -> Lead:
        return leads[leads[lead_id].merged_into_id or lead_id]

    pairs = [Pair(row, speaker(row.one_id), speaker(row.other_id)) for row in rows]
    return [each for each in pairs if each.one is not each.other and not (each.one.hidden or each.other.hidden)]


async def merge(session: TenantSession, pair_id: uuid.UUID, keep_id: uuid.UUID, *, by: Actor) -> Lead:
    """Raises `PairNotFound`, `PairDecided`, `NotOfThePair` and what `joining.merge` raises."""
    await family.alone(session)
    pair = await _open(session, pair_id)
    if keep_id not in await _ids(session, pair):
        raise NotOfThePair()
    other = pair.one_id if keep_id in await _ids(session, pair, only_other=True) else pair.other_id
    kept = await joining.merge(session, keep_id, other, by=by)
    pair.state = DuplicateState.MERGED.value
    await session.flush()
    return kept


async def keep_apart(session: TenantSession, pair_id: uuid.UUID, *, by: Actor) -> None:
    """These two are different: they are never shown as a pair again. Raises `PairNotFound`, `PairDecided`."""
    pair = await _open(session, pair_id)
    pair.state = DuplicateState.DIFFERENT.value
    await session.flush()
    await audit.record(session, action="duplicate.different", actor=by, entity="duplicate_pair", entity_id=pair_id)


async def want(session: TenantSession) -> None:
    """Look through all leads in the background."""
    await announce(session, DuplicatesWanted())


async def scan(session: TenantSession) -> None:
    """Write down who shares an email, a phone, or a name within a company; a known pair stays as it is."""
    await session.execute(text(f"SET LOCAL statement_timeout = '{LONGEST_SCAN}s'"))
    for query in (_BY_CONTACT, _BY_NAME):
        await session.execute(text(query + _PAIRS), {"largest": LARGEST_GROUP})


async def _open(session: TenantSession, pair_id: uuid.UUID) -> DuplicatePair:
    found = await session.get(DuplicatePair, pair_id)
    if found is None:
        raise PairNotFound()
    if found.state != DuplicateState.OPEN:
        raise PairDecided(state=found.state)
    return found


async def _ids(session: TenantSession, pair: DuplicatePair, *, only_other: bool = False) -> set[uuid.UUID]:
    """The two, and the leads that speak for them."""
    named = [pair.other_id] if only_other else [pair.one_id, pair.other_id]
    rows = await session.execute(select(Lead.id, Lead.merged_into_id).where(or_(*(Lead.id == each for each in named))))
    return {lead_id for row in rows for lead_id in row if lead_id}
