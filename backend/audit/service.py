"""Adds to the trail, in the transaction of the act itself."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from backend.audit.enums import ActorKind
from backend.audit.models import AuditEntry
from backend.core.crypto import fingerprint
from backend.core.database.base import uuid7
from backend.core.database.session import AnySession
from backend.core.http.actor import Actor


async def record(
    session: AnySession,
    *,
    action: str,
    actor: Actor | None,
    entity: str,
    entity_id: uuid.UUID | str | None = None,
    changes: Mapping[str, Any] | None = None,  # Any: old and new values as JSON
    tenant_id: uuid.UUID | None = None,
    address: str | None = None,
) -> None:
    """`action` reads `tenant.updated`; `changes` holds no personal data and no secret (SEC-05).

    `tenant_id` is for platform sessions; a tenant's session writes its own. `address` is kept as a hash.
    """
    entry = AuditEntry(
        id=uuid7(),
        actor_id=actor.user_id if actor else None,
        actor_kind=_kind(session, actor),
        action=action,
        entity=entity,
        entity_id=None if entity_id is None else str(entity_id),
        changes=dict(changes or {}),
        address_hash=fingerprint(address) if address else None,
    )
    if tenant_id is not None:
        entry.tenant_id = tenant_id
    session.add(entry)
    await session.flush()


async def record_once(
    session: AnySession,
    *,
    entry_id: uuid.UUID,
    at: datetime,
    action: str,
    actor_id: uuid.UUID,
    entity: str,
    entity_id: uuid.UUID,
    changes: Mapping[str, Any],
    address_hash: str | None,
) -> None:
    """The same for an act that was announced; told twice it stands there once."""
    values = {
        "id": entry_id,
        "created_at": at,
        "actor_id": actor_id,
        "actor_kind": ActorKind.PERSON.value,
        "action": action,
        "entity": entity,
        "entity_id": str(entity_id),
        "changes": dict(changes),
        "address_hash": address_hash,
    }
    await session.execute(insert(AuditEntry).values(values).on_conflict_do_nothing(index_elements=["id"]))


def _kind(session: AnySession, actor: Actor | None) -> ActorKind:
    """Staff act as staff only above all tenants; inside one they are members like others."""
    if actor is None:
        return ActorKind.SYSTEM
    on_platform = not session.info["tenant"]
    return ActorKind.STAFF if on_platform and actor.platform_role else ActorKind.PERSON
