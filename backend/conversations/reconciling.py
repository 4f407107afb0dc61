"""Settles what nobody is working on any more: calls whose worker died, and queues whose job was lost.

How it knows: see `delivering`. A live call ends within the client's timeout (20 s), so after a minute of silence
nobody is waiting for its answer.
"""

import uuid
from datetime import timedelta
from typing import Final

from sqlalchemy import text

from backend.core import clock
from backend.core.database.session import PlatformSession

SILENT_FOR: Final = timedelta(seconds=60)
BATCH: Final = 500

# Not while something that came in the meantime waits in the inbox: the status that settles it may be among that.
_SEND_AGAIN: Final = text(
    """
    UPDATE deliveries d SET status = 'queued', not_before = NULL, updated_at = :now
    FROM channel_accounts a
    WHERE d.account_id = a.id AND d.status = 'sending' AND d.updated_at < :since
      AND a.kind IN ('whatsapp', 'messenger')
      AND NOT EXISTS (
        SELECT FROM inbox_events e
        WHERE e.state = 'waiting' AND e.account_id = a.id AND e.received_at < d.updated_at + interval '60 seconds'
      )
    RETURNING d.tenant_id, d.conversation_id
    """
)
_NOBODY_KNOWS: Final = text(
    """
    UPDATE deliveries d SET status = 'unconfirmed', code = 'unknown', updated_at = :now
    FROM channel_accounts a
    WHERE d.account_id = a.id AND d.status = 'sending' AND d.updated_at < :since
      AND a.kind NOT IN ('whatsapp', 'messenger')
    RETURNING d.tenant_id, d.conversation_id
    """
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


async def reconcile(session: PlatformSession) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """The (tenant, conversation) pairs whose queue goes on."""
    now = clock.now()
    values = {"now": now, "since": now - SILENT_FOR}
    woken: set[tuple[uuid.UUID, uuid.UUID]] = set()
    for statement in (_SEND_AGAIN, _NOBODY_KNOWS):
        woken |= {(row[0], row[1]) for row in await session.execute(statement, values)}
    forgotten = await session.execute(_FORGOTTEN, {**values, "batch": BATCH})
    return woken | {(row[0], row[1]) for row in forgotten}
