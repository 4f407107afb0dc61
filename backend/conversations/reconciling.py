"""Settles what nobody is working on any more: calls whose worker died, and queues whose job was lost.

How it knows: see `delivering`. A live call ends within `delivering.LONGEST_CALL` (45 s), so after a minute of silence
nobody is waiting for its answer.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text

from backend.core import clock
from backend.core.database.session import PlatformSession

SILENT_FOR: Final = timedelta(seconds=60)
BATCH: Final = 500

# Not while something that came in the meantime waits in the inbox: what settles it may be among that.
_ALL_HEARD: Final = """
      NOT EXISTS (
        SELECT FROM inbox_events e
        WHERE e.state = 'waiting' AND e.account_id = a.id AND e.received_at < d.called_at + interval '60 seconds'
      )
"""
_SEND_AGAIN: Final = text(
    f"""
    UPDATE deliveries d SET status = 'queued', not_before = NULL, updated_at = :now
    FROM channel_accounts a
    WHERE d.account_id = a.id AND d.status = 'sending' AND d.updated_at < :since
      AND a.kind IN ('whatsapp', 'messenger') AND {_ALL_HEARD}
    RETURNING d.tenant_id, d.conversation_id
    """  # noqa: S608 - a constant of this module
)
# The account is gone: nobody can be asked.
_NOBODY_KNOWS: Final = text(
    """
    UPDATE deliveries d SET status = 'unconfirmed', code = 'unknown', updated_at = :now
    FROM channel_accounts a
    WHERE d.account_id = a.id AND d.status = 'sending' AND d.updated_at < :since
      AND a.kind NOT IN ('whatsapp', 'messenger') AND a.status = 'disconnected'
    RETURNING d.tenant_id, d.conversation_id
    """
)
# Touched, so that nobody else asks meanwhile; that moment is the job's ticket.
_TO_BE_SOUGHT: Final = text(
    f"""
    UPDATE deliveries SET updated_at = :now WHERE id IN (
      SELECT d.id FROM deliveries d JOIN channel_accounts a ON a.id = d.account_id
      WHERE d.status = 'sending' AND d.updated_at < :since AND coalesce(d.not_before < :now, true)
        AND a.kind IN ('telegram', 'instagram') AND a.status = 'connected' AND coalesce(a.resumes_at < :now, true)
        AND {_ALL_HEARD}
      ORDER BY d.updated_at LIMIT :batch FOR UPDATE OF d SKIP LOCKED
    )
    RETURNING tenant_id, conversation_id, id, updated_at
    """  # noqa: S608 - as above
)
# Touched, so that the next round leaves them to the job of this one.
_FORGOTTEN: Final = text(
    """
    UPDATE deliveries SET updated_at = :now WHERE id IN (
      SELECT d.id FROM deliveries d JOIN channel_accounts a ON a.id = d.account_id
      WHERE d.status = 'queued' AND d.updated_at < :since
        AND coalesce(d.not_before < :now, true) AND a.status = 'connected'
        AND coalesce(a.resumes_at < :now, true)
      ORDER BY d.updated_at LIMIT :batch FOR UPDATE OF d SKIP LOCKED
    )
    RETURNING tenant_id, conversation_id
    """
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A message that nobody waits for any more; whoever still finds `leased_at` on it may look for it."""

    tenant_id: uuid.UUID
    conversation_id: uuid.UUID
    delivery_id: uuid.UUID
    leased_at: datetime


async def reconcile(session: PlatformSession) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """The (tenant, conversation) pairs whose queue goes on."""
    now = clock.now()
    values = {"now": now, "since": now - SILENT_FOR}
    woken: set[tuple[uuid.UUID, uuid.UUID]] = set()
    for statement in (_SEND_AGAIN, _NOBODY_KNOWS):
        woken |= {(row[0], row[1]) for row in await session.execute(statement, values)}
    forgotten = await session.execute(_FORGOTTEN, {**values, "batch": BATCH})
    return woken | {(row[0], row[1]) for row in forgotten}


async def lease_doubts(session: PlatformSession) -> Sequence[Doubt]:
    """Where the platform tells nothing unasked (Telegram, Instagram): what is to be looked for now (`seeking`)."""
    now = clock.now()
    values = {"now": now, "since": now - SILENT_FOR, "batch": BATCH}
    return [Doubt(*row) for row in await session.execute(_TO_BE_SOUGHT, values)]
