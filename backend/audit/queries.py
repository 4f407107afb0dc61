"""Questions about the audit trail."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.core.database.session import AnySession


async def list_entries(
    session: AnySession,
    *,
    limit: int,
    before: uuid.UUID | None = None,
    tenant_id: uuid.UUID | None = None,
    action: str | None = None,
) -> Sequence[AuditEntry]:
    """Newest first (ids are ordered by time); a tenant's session sees its own whatever is asked."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    if tenant_id is not None:
        query = query.where(AuditEntry.tenant_id == tenant_id)
    if action is not None:
        query = query.where(AuditEntry.action == action)
    return (await session.scalars(query)).all()
