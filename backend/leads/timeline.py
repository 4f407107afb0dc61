"""Writes lines of leads' timelines (CRM-12)."""

import json
import uuid
from typing import Any

from sqlalchemy import ColumnElement, cast, func, insert, literal, select
from sqlalchemy.dialects.postgresql import JSONB

from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.leads.enums import EventKind
from backend.leads.models import Lead, LeadEvent


# Any: an event's data is JSON of ids and words, never a person's data.
async def tell(
    session: TenantSession, lead_id: uuid.UUID, kind: EventKind, by: Actor | None, data: dict[str, Any]
) -> None:
    session.add(LeadEvent(lead_id=lead_id, kind=kind, actor_id=by.user_id if by else None, at=clock.now(), data=data))
    await session.flush()


async def tell_all(
    session: TenantSession, chosen: ColumnElement[bool], kind: EventKind, by: Actor | None, data: dict[str, Any]
) -> None:
    """The same line for every lead that the condition chooses, in one statement."""
    line = {
        "id": func.gen_random_uuid(),
        "lead_id": Lead.id,
        "kind": literal(kind.value),
        "at": literal(clock.now()),
        "actor_id": literal(by.user_id if by else None, LeadEvent.actor_id.type),
        "data": cast(literal(json.dumps(data)), JSONB),
    }
    rows = select(*line.values()).where(chosen)
    await session.execute(insert(LeadEvent).from_select(list(line), rows, include_defaults=False))
