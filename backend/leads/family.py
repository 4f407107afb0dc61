"""Which lead speaks for which: the lock that who changes it takes, and the rows that it concerns."""

import uuid
from collections.abc import Iterable

from sqlalchemy import func, or_, select

from backend.core.database.session import TenantSession, bound_tenant
from backend.leads import contact
from backend.leads.models import Lead


async def alone(session: TenantSession) -> None:
    """Until the transaction ends nobody else merges, takes back or restores, and no chat looks up who somebody is.

    Taken before any row, so that none of them ever waits for another in a ring.
    """
    await session.execute(select(func.pg_advisory_xact_lock(contact.family_key(bound_tenant(session)))))


async def together(session: TenantSession) -> None:
    """Nobody changes which lead speaks for which until the transaction ends; also taken before any row."""
    await session.execute(select(func.pg_advisory_xact_lock_shared(contact.family_key(bound_tenant(session)))))


async def hold(session: TenantSession, lead_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Lead]:
    """These leads and all that speak through them, held in the order in which everybody holds leads."""
    wanted = list(lead_ids)
    query = select(Lead).where(or_(Lead.id.in_(wanted), Lead.merged_into_id.in_(wanted))).order_by(Lead.id)
    rows = await session.scalars(query.with_for_update().execution_options(populate_existing=True))
    return {lead.id: lead for lead in rows}
