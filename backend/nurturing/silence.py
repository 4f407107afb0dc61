"""Whoever fell silent is asked once whether they are still there (X19)."""

import uuid
from datetime import timedelta
from typing import Final

from sqlalchemy import text

from backend.core import clock
from backend.core.database.session import PlatformSession, TenantSession
from backend.nurturing import enrolling, planning, queries
from backend.nurturing.enums import SequenceKind, Trigger

BATCH: Final = 100

# The person's newest conversation on a channel, whose last word is as old as the company says, and not much older.
_SILENT: Final = text("""
SELECT c.id FROM conversations c
LEFT JOIN leads own ON own.id = c.lead_id
LEFT JOIN leads l ON l.id = coalesce(own.merged_into_id, own.id)
WHERE c.account_id IS NOT NULL AND c.last_inbound_at > :oldest AND c.last_inbound_at <= :silent
  AND (l.id IS NULL OR NOT l.hidden AND l.stage NOT IN ('customer', 'lost'))
  AND NOT EXISTS (
    SELECT FROM conversations o WHERE o.lead_id = c.lead_id AND o.id <> c.id
      AND (o.last_inbound_at, o.id) > (c.last_inbound_at, c.id))
  AND NOT EXISTS (
    SELECT FROM nurturing_enrolments e WHERE e.conversation_id = c.id
      AND (e.state = 'active' OR e.kind = 're_engagement' AND e.heard_at >= c.last_inbound_at))
  AND c.id > :after
ORDER BY c.id LIMIT :batch""")

_ASKING: Final = text("""
SELECT s.tenant_id FROM nurturing_sequences s JOIN tenants t ON t.id = s.tenant_id
WHERE s.kind = 're_engagement' AND s.active AND t.status = 'active'""")


async def tenants_asking(session: PlatformSession) -> list[uuid.UUID]:
    return list(await session.scalars(_ASKING))


async def enrol_batch(session: TenantSession, after: uuid.UUID) -> uuid.UUID | None:
    """Enrol some of the silent; returns where to go on, None at the end."""
    plan = await queries.get_plan(session, SequenceKind.RE_ENGAGEMENT, hold=True)
    if not plan.active:
        return None
    silent = clock.now() - timedelta(days=plan.silence_days or planning.SILENCE_DAYS)
    between = {"silent": silent, "oldest": silent - planning.SILENCE_WINDOW}
    found = list(await session.scalars(_SILENT, {**between, "after": after, "batch": BATCH}))
    for conversation_id in found:
        person = await queries.get_person(session, conversation_id)
        # A word on a page of the web ends the silence too.
        if person.heard_at and person.heard_at <= silent and not await enrolling.opted_out(session, person):
            await enrolling.enrol(session, plan, person, trigger=Trigger.SILENCE)
    return found[-1] if len(found) == BATCH else None
