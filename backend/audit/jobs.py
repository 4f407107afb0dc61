"""What the trail writes because a floor that may not know it announced a fact."""

import uuid
from datetime import datetime
from typing import Any

from backend.audit import service
from backend.core.database.session import TenantSession, bound_tenant
from backend.core.jobs import job


@job("audit.tenant_updated")
async def tenant_updated(
    session: TenantSession,
    providers: Any,  # Any: unused; the bundle stands above this floor's need
    *,
    entry_id: str,
    happened_at: str,
    by: str,
    address_hash: str | None,
    changes: dict[str, Any],  # Any: old and new values as JSON
) -> None:
    await service.record_once(
        session,
        entry_id=uuid.UUID(entry_id),
        at=datetime.fromisoformat(happened_at),
        action="tenant.updated",
        actor_id=uuid.UUID(by),
        entity="tenant",
        entity_id=bound_tenant(session),
        changes=changes,
        address_hash=address_hash,
    )


@job("audit.events_taken_again")
async def events_taken_again(
    session: TenantSession,
    providers: Any,  # Any: unused, as above
    *,
    entry_id: str,
    happened_at: str,
    by: str,
    changes: dict[str, Any],  # Any: how many, and which were asked for
) -> None:
    await service.record_once(
        session,
        entry_id=uuid.UUID(entry_id),
        at=datetime.fromisoformat(happened_at),
        action="inbox.taken_again",
        actor_id=uuid.UUID(by),
        entity="inbox",
        entity_id=bound_tenant(session),
        changes=changes,
        address_hash=None,
    )
