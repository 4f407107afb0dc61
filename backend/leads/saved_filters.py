"""Filters under a name: everybody's own, and those that somebody shares with the team (CRM-11)."""

import uuid
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import delete, func, or_, select

from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor, Role
from backend.leads.detail_errors import FilterNotFound, FilterOfSomebodyElse, TooManyFilters
from backend.leads.detail_models import SavedFilter
from backend.leads.saved_filter_schemas import NamedFilters, SavedFilterCreate, SavedFilterUpdate

MOST: Final = 100


async def list_filters(session: TenantSession, *, by: Actor) -> Sequence[SavedFilter]:
    query = select(SavedFilter).where(or_(SavedFilter.owner_id == by.user_id, SavedFilter.shared))
    return (await session.scalars(query.order_by(func.lower(SavedFilter.name), SavedFilter.id))).all()


async def create(session: TenantSession, given: SavedFilterCreate, *, by: Actor) -> SavedFilter:
    """Raises `TooManyFilters`."""
    own = select(func.count()).select_from(SavedFilter).where(SavedFilter.owner_id == by.user_id)
    if (await session.scalar(own) or 0) >= MOST:
        raise TooManyFilters(most=MOST)
    row = SavedFilter(id=uuid7(), name=given.name, owner_id=by.user_id, shared=given.shared)
    row.filters = _kept(given.filters)
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row


async def change(session: TenantSession, filter_id: uuid.UUID, given: SavedFilterUpdate, *, by: Actor) -> SavedFilter:
    """Raises `FilterNotFound`, `FilterOfSomebodyElse`."""
    row = await _own(session, filter_id, by)
    row.name = given.name or row.name
    if given.shared is not None:
        row.shared = given.shared
    if given.filters is not None:
        row.filters = _kept(given.filters)
    await session.flush()
    await session.refresh(row)
    return row


async def remove(session: TenantSession, filter_id: uuid.UUID, *, by: Actor) -> None:
    """Raises `FilterNotFound`, `FilterOfSomebodyElse`."""
    row = await _own(session, filter_id, by)
    await session.execute(delete(SavedFilter).where(SavedFilter.id == row.id))


def _kept(given: NamedFilters) -> dict[str, Any]:  # Any: JSON
    found = given.model_dump(mode="json", exclude_none=True)
    return {name: value for name, value in found.items() if value not in ([], "")}


async def _own(session: TenantSession, filter_id: uuid.UUID, by: Actor) -> SavedFilter:
    """A filter that this person may change; somebody's private one is as good as none."""
    row = await session.get(SavedFilter, filter_id, with_for_update=True)
    if row is None or (row.owner_id != by.user_id and not row.shared):
        raise FilterNotFound()
    if row.owner_id != by.user_id and not (by.role and by.role.includes(Role.ADMIN)):
        raise FilterOfSomebodyElse()
    return row
