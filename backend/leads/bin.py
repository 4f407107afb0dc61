"""The bin: deleted leads wait there for 30 days, can be restored, and then go for good."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import CursorResult, delete, or_, select, update

from backend.audit import service as audit
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.events import announce
from backend.core.http.actor import Actor
from backend.leads import contacts, family, queries
from backend.leads.detail_errors import NotInTheBin
from backend.leads.enums import EventKind
from backend.leads.errors import LeadNotFound
from backend.leads.events import LeadChanged
from backend.leads.models import Lead
from backend.leads.timeline import tell

KEPT_DAYS: Final = 30
BATCH: Final = 500


async def remove(session: TenantSession, lead_id: uuid.UUID, *, by: Actor) -> None:
    """Those that speak through the lead go with it; conversations stay. Raises `LeadNotFound`."""
    await family.alone(session)
    kept = await queries.get_lead(session, lead_id)
    now = clock.now()
    for each in (await family.hold(session, [kept.id])).values():
        each.deleted_at, each.hidden, each.updated_at = now, True, now
    await session.flush()
    await tell(session, kept.id, EventKind.DELETED, by, {})
    await audit.record(session, action="lead.deleted", actor=by, entity="lead", entity_id=kept.id)
    await announce(session, LeadChanged(kept.id, EventKind.DELETED))


async def restore(session: TenantSession, lead_id: uuid.UUID, *, by: Actor) -> Lead:
    """What somebody else has by now becomes a further contact. Raises `LeadNotFound`, `NotInTheBin`."""
    await family.alone(session)
    held = await family.hold(session, [lead_id])
    lead = held.get(lead_id)
    if lead is None:
        raise LeadNotFound()
    if lead.deleted_at is None or lead.merged_into_id:
        raise NotInTheBin()
    await contacts.give_way(session, [lead_id])
    for each in held.values():
        each.deleted_at, each.hidden, each.updated_at = None, each.merged_into_id is not None, clock.now()
    await session.flush()
    await tell(session, lead_id, EventKind.RESTORED, by, {})
    await audit.record(session, action="lead.restored", actor=by, entity="lead", entity_id=lead_id)
    await announce(session, LeadChanged(lead_id, EventKind.RESTORED))
    await session.refresh(lead)
    return lead


async def restore_many(session: TenantSession, lead_ids: Sequence[uuid.UUID]) -> None:
    """The same for the leads of an undone bulk action, whose rows are held; without a line for each in the trail."""
    await contacts.give_way(session, lead_ids)
    ids = list(lead_ids)
    values = {"deleted_at": None, "hidden": Lead.merged_into_id.is_not(None), "updated_at": clock.now()}
    back = update(Lead).where(or_(Lead.id.in_(ids), Lead.merged_into_id.in_(ids))).values(values)
    await session.execute(back.execution_options(synchronize_session=False))


async def purge_batch(session: TenantSession) -> bool:
    """Take the next leads whose time in the bin is over, for good; whether there may be more."""
    await family.alone(session)
    old = select(Lead.id).where(Lead.deleted_at < clock.now() - timedelta(days=KEPT_DAYS))
    ids = (await session.scalars(old.order_by(Lead.deleted_at).limit(BATCH))).all()
    if not ids:
        return False
    # Whoever speaks through them was put into the bin with them.
    gone = await session.execute(delete(Lead).where(or_(Lead.id.in_(ids), Lead.merged_into_id.in_(ids))))
    assert isinstance(gone, CursorResult)
    await audit.record(session, action="leads.purged", actor=None, entity="lead", changes={"leads": gone.rowcount})
    return len(ids) == BATCH
