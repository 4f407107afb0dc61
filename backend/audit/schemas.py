"""Shapes of the audit trail as they cross the HTTP border."""

import uuid
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from backend.audit.enums import ActorKind


class AuditOut(BaseModel):
    """One act: who (by id), what, to which thing, when."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    tenant_id: uuid.UUID | None
    actor_id: uuid.UUID | None
    actor_kind: ActorKind
    action: str
    entity: str
    entity_id: str | None
    changes: dict[str, Any]  # Any: old and new values of every kind of thing
    created_at: datetime
