"""Niches: groups of leads that a person names, told apart by slug (PRO-06)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from backend.audit import service as audit
from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.leads import family, search
from backend.leads.detail_models import Niche
from backend.leads.enums import EventKind
from backend.leads.errors import (
    NicheExists,
    NicheMergesWithItself,
    NicheNameEmpty,
    NicheNotFound,
    TooManyNiches,
)
from backend.leads.models import Lead
from backend.leads.timeline import tell_all

MOST_NICHES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Counted:
    """A niche and how many leads it shows."""

    niche: Niche
    leads: int


def slug(name: str) -> str:
    """'Clínicas  Dentales!' -> 'clinicas-dentales'; a name of other scripts keeps its letters.

    Raises `NicheNameEmpty`.
    """
    folded = "".join(letter if letter.isalnum() else " " for letter in search.fold(name))
    found = "-".join(folded.split())[:80].strip("-")
    if not found:
        raise NicheNameEmpty()
    return found


async def list_niches(session: TenantSession) -> list[Counted]:
    """By name, with the leads that each shows."""
    shown = select(Lead.niche_id, func.count()).where(Lead.niche_id.is_not(None), ~Lead.hidden).group_by(Lead.niche_id)
    counts = {row[0]: row[1] for row in await session.execute(shown)}
    found = await session.scalars(select(Niche).order_by(Niche.slug))
    return [Counted(niche, counts.get(niche.id, 0)) for niche in found]


async def get(session: TenantSession, niche_id: uuid.UUID) -> Counted:
    """Raises `NicheNotFound`."""
    found = await session.get(Niche, niche_id)
    if found is None:
        raise NicheNotFound()
    return Counted(found, await _count(session, niche_id))


async def exists(session: TenantSession, niche_id: uuid.UUID) -> None:
    """Raises `NicheNotFound`; the niche stays until the transaction ends."""
    await _held(session, [niche_id], shared=True)


async def create(session: TenantSession, name: str) -> Niche:
    """Raises `NicheExists`, `NicheNameEmpty` and `TooManyNiches`."""
    niche, is_new = await ensure(session, name)
    if not is_new:
        raise NicheExists(niche_id=str(niche.id), name=niche.name)
    return niche


async def ensure(session: TenantSession, name: str) -> tuple[Niche, bool]:
    """The niche of this name, and whether it was made just now. Raises `NicheNameEmpty` and `TooManyNiches`."""
    key = slug(name)
    by_slug = select(Niche).where(Niche.slug == key)
    found = await session.scalar(by_slug)
    if found is not None:
        return found, False
    if (await session.scalar(select(func.count()).select_from(Niche)) or 0) >= MOST_NICHES:
        raise TooManyNiches(limit=MOST_NICHES)
    # Who comes second at the same moment gets what the first one made.
    row = insert(Niche).values(id=uuid7(), slug=key, name=" ".join(name.split())).on_conflict_do_nothing()
    made = await session.scalar(row.returning(Niche.id))
    niche = await session.scalar(by_slug)
    assert niche is not None
    return niche, made is not None


async def rename(session: TenantSession, niche_id: uuid.UUID, name: str) -> Counted:
    """Raises `NicheNotFound`, `NicheExists` and `NicheNameEmpty`."""
    (niche,) = await _held(session, [niche_id])
    key = slug(name)
    taken = await session.scalar(select(Niche).where(Niche.slug == key, Niche.id != niche_id))
    if taken is not None:
        raise NicheExists(niche_id=str(taken.id), name=taken.name)
    niche.slug, niche.name = key, " ".join(name.split())
    try:
        async with session.begin_nested():
            await session.flush()
    except IntegrityError as error:
        # Somebody gave this name to another niche at the same moment.
        raise NicheExists from error
    return Counted(niche, await _count(session, niche_id))


async def merge(session: TenantSession, niche_id: uuid.UUID, into_id: uuid.UUID, *, by: Actor) -> Counted:
    """All leads go to the other niche, and this one goes. Raises `NicheNotFound` and `NicheMergesWithItself`."""
    if niche_id == into_id:
        raise NicheMergesWithItself()
    await _held(session, sorted((niche_id, into_id)))
    moved = update(Lead).where(Lead.niche_id == niche_id).values(niche_id=into_id)
    await session.execute(moved.execution_options(synchronize_session=False))
    await session.execute(delete(Niche).where(Niche.id == niche_id))
    changes = {"into": str(into_id)}
    await audit.record(session, action="niche.merged", actor=by, entity="niche", entity_id=niche_id, changes=changes)
    return await get(session, into_id)


async def remove(
    session: TenantSession, niche_id: uuid.UUID, leads: Literal["keep", "bin"], *, by: Actor
) -> Sequence[uuid.UUID]:
    """Its leads stay without a niche, or go to the bin, whose ids are returned. Raises `NicheNotFound`."""
    if leads == "bin":
        await family.alone(session)
    await _held(session, [niche_id])
    theirs = Lead.niche_id == niche_id
    gone = await _to_bin(session, select(Lead.id).where(theirs, ~Lead.hidden), by) if leads == "bin" else []
    freed = update(Lead).where(theirs).values(niche_id=None)
    await session.execute(freed.execution_options(synchronize_session=False))
    await session.execute(delete(Niche).where(Niche.id == niche_id))
    changes = {"leads": leads, "count": len(gone)}
    await audit.record(session, action="niche.deleted", actor=by, entity="niche", entity_id=niche_id, changes=changes)
    return gone


async def _to_bin(session: TenantSession, chosen: Select[uuid.UUID], by: Actor) -> Sequence[uuid.UUID]:
    """All at once, with those that speak through them, as `bin.remove` does it for one."""
    ids = (await session.scalars(chosen.with_for_update())).all()
    if ids:
        values = {"deleted_at": clock.now(), "hidden": True, "updated_at": clock.now()}
        deleted = update(Lead).where(or_(Lead.id.in_(ids), Lead.merged_into_id.in_(ids))).values(values)
        await session.execute(deleted.execution_options(synchronize_session=False))
        await tell_all(session, Lead.id.in_(ids), EventKind.DELETED, by, {})
    return ids


async def _count(session: TenantSession, niche_id: uuid.UUID) -> int:
    shown = select(func.count()).select_from(Lead).where(Lead.niche_id == niche_id, ~Lead.hidden)
    return await session.scalar(shown) or 0


async def _held(session: TenantSession, ids: Sequence[uuid.UUID], *, shared: bool = False) -> Sequence[Niche]:
    query = select(Niche).where(Niche.id.in_(ids)).order_by(Niche.id).with_for_update(read=shared)
    found = (await session.scalars(query.execution_options(populate_existing=True))).all()
    if len(found) != len(ids):
        raise NicheNotFound()
    return found
