"""Which steps are due, over all companies, each handed to the workers once in a while."""

import uuid
from collections import defaultdict
from datetime import timedelta
from typing import Final

from sqlalchemy import text

from backend.core import clock
from backend.core.database.session import PlatformSession

# Enough for any real installation in fifteen seconds; the rest waits for the next round.
MOST: Final = 2_000
CHUNK: Final = 25
# A worker that died with a step in its hands has lost it by then; a second one finds it held, or done.
LOST_AFTER: Final = timedelta(minutes=2)

_DUE: Final = text("""
UPDATE follow_ups SET handed_at = :now WHERE id IN (
  SELECT f.id FROM follow_ups f JOIN tenants t ON t.id = f.tenant_id AND t.status = 'active'
  WHERE f.status = 'pending' AND f.scheduled_at <= :now AND (f.handed_at IS NULL OR f.handed_at <= :lost)
  ORDER BY f.scheduled_at LIMIT :most FOR UPDATE OF f SKIP LOCKED)
RETURNING id, tenant_id, scheduled_at""")


async def take_due(session: PlatformSession) -> list[tuple[uuid.UUID, list[uuid.UUID]]]:
    """(tenant, ids) in pieces that one job can do, the longest due first."""
    now = clock.now()
    rows = await session.execute(_DUE, {"now": now, "lost": now - LOST_AFTER, "most": MOST})
    of_tenant: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for follow_up_id, tenant_id, _ in sorted(rows, key=lambda row: row[2]):
        of_tenant[tenant_id].append(follow_up_id)
    return [
        (tenant_id, ids[start : start + CHUNK])
        for tenant_id, ids in of_tenant.items()
        for start in range(0, len(ids), CHUNK)
    ]
