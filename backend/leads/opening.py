"""Notes who looked at a lead (CRM-12), once an hour, so that a timeline tells more than clicks."""

import uuid
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.leads import queries
from backend.leads.enums import EventKind
from backend.leads.models import LeadEvent
from backend.leads.timeline import tell

ONCE_IN: Final = timedelta(hours=1)


async def opened(session: TenantSession, lead_id: uuid.UUID, *, by: Actor) -> None:
    """Raises `LeadNotFound`."""
    # Held, so that two windows of one person tell it once.
    lead = await queries.get_lead_for_change(session, lead_id)
    told = select(LeadEvent.id).where(
        LeadEvent.lead_id == lead.id,
        LeadEvent.kind == EventKind.OPENED,
        LeadEvent.actor_id == by.user_id,
        LeadEvent.at > clock.now() - ONCE_IN,
    )
    if await session.scalar(told.limit(1)) is None:
        await tell(session, lead.id, EventKind.OPENED, by, {})
