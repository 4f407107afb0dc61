"""Two leads become one, and two again: by links, so that a merge can be undone at any time (CRM, merge by links).

The merged lead keeps its row and all that belongs to it; the kept one fills its gaps from it, and what it took is
written down as a layer, see merge_layers.
"""

import uuid
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from backend.audit import service as audit
from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession, bound_tenant
from backend.core.events import announce
from backend.core.http.actor import Actor
from backend.leads import contacts, family, merge_layers, merging, queries, stages, tags, wording
from backend.leads.assessing import assess
from backend.leads.board_models import PipelineStage
from backend.leads.detail_errors import MergedFurther, MergeNotFound, MergesWithItself, MergeUndone
from backend.leads.detail_models import Niche
from backend.leads.enums import DuplicateState, EventKind, Stage
from backend.leads.events import LeadChanged
from backend.leads.merge_layers import Layer, State
from backend.leads.merge_models import DuplicatePair, LeadMerge
from backend.leads.merging import Fields
from backend.leads.models import Lead
from backend.leads.timeline import tell

_TAGS = "tags"


async def list_merges(session: TenantSession, lead_id: uuid.UUID) -> Sequence[LeadMerge]:
    """Into this lead, newest first, also those undone. Raises `LeadNotFound`."""
    kept = (await queries.get_lead(session, lead_id)).id
    query = select(LeadMerge).where(LeadMerge.kept_id == kept)
    return (await session.scalars(query.order_by(LeadMerge.created_at.desc(), LeadMerge.id.desc()).limit(500))).all()


async def merge(session: TenantSession, kept_id: uuid.UUID, other_id: uuid.UUID, *, by: Actor) -> Lead:
    """The kept lead speaks for both from now on. Raises `LeadNotFound`, `MergesWithItself`."""
    await family.alone(session)
    kept_id = (await queries.get_lead(session, kept_id)).id
    other_id = (await queries.get_lead(session, other_id)).id
    if kept_id == other_id:
        raise MergesWithItself()
    held = await family.hold(session, [kept_id, other_id])
    kept, other = held[kept_id], held[other_id]
    followers = [each.id for each in held.values() if each.merged_into_id == other_id]
    before = state(kept)
    for each in (other, *(held[lead_id] for lead_id in followers)):
        each.merged_into_id, each.hidden, each.updated_at = kept_id, True, clock.now()
    # The kept one may take the other's email only when the other no longer stands in the way.
    await session.flush()
    _fill(kept, other)
    await assess(session, kept)
    await session.flush()
    was, now = merge_layers.changes(before, state(kept))
    if taken := await tags.take_over(session, kept_id, other_id):
        was, now = was | {_TAGS: []}, now | {_TAGS: taken}
    await _write_down(session, kept_id, other_id, followers, was, now, by)
    await _reindex(session, [kept_id])
    await session.refresh(kept)
    return kept


async def undo(session: TenantSession, merge_id: uuid.UUID, *, by: Actor) -> Lead:
    """The merged lead stands on its own again; what was edited since stays. Returns the kept lead.

    Raises `MergeNotFound`, `MergeUndone`, and `MergedFurther` where the kept lead speaks through another by now.
    """
    await family.alone(session)
    found = await session.get(LeadMerge, merge_id, with_for_update=True)
    if found is None:
        raise MergeNotFound()
    if found.undone_at:
        raise MergeUndone()
    held = await family.hold(session, [found.kept_id, found.merged_id])
    kept, merged = held[found.kept_id], held[found.merged_id]
    if kept.merged_into_id:
        raise MergedFurther(merge_id=await _standing_merge(session, kept.id))
    await _take_off(session, kept, found)
    back = [held[uuid.UUID(each)] for each in found.followers if uuid.UUID(each) in held]
    await _set_free(session, kept, merged, back)
    found.undone_at = clock.now()
    for each in (kept, merged):
        await assess(session, each)
        await session.flush()
        await tell(session, each.id, EventKind.UNMERGED, by, {"merge": str(merge_id)})
    await _decide(session, kept.id, merged.id, DuplicateState.OPEN)
    await audit.record(session, action="lead.unmerged", actor=by, entity="lead", entity_id=kept.id)
    await _reindex(session, [kept.id, merged.id])
    await announce(session, LeadChanged(kept.id, EventKind.UNMERGED))
    await session.refresh(kept)
    return kept


def state(lead: Lead) -> State:
    """The lead's fields as a layer knows them."""
    values = {column.key: getattr(lead, column.key) for column in Lead.__table__.columns}
    return merge_layers.state(values, email=lead.email_index, phone=lead.phone_index, address=lead.address)


def _fill(kept: Lead, other: Lead) -> None:
    """`merging.fill`, and the same for what a chat knows nothing of."""
    filled = merging.fill(_fields(kept), _fields(other))
    for each in fields(Fields):
        setattr(kept, each.name, getattr(filled, each.name))
    kept.correctable_by = None
    kept.website = kept.website or other.website
    kept.niche_id = kept.niche_id or other.niche_id
    if kept.value_minor is None:
        kept.value_minor, kept.currency = other.value_minor, other.currency
    kept.custom = {**other.custom, **kept.custom}
    kept.last_activity_at = max(kept.last_activity_at, other.last_activity_at)
    kept.updated_at = clock.now()


def _fields(lead: Lead) -> Fields:
    return Fields(**{each.name: getattr(lead, each.name) for each in fields(Fields)})


async def _write_down(
    session: TenantSession,
    kept_id: uuid.UUID,
    other_id: uuid.UUID,
    followers: Sequence[uuid.UUID],
    before: State,
    after: State,
    by: Actor,
) -> None:
    row = LeadMerge(id=uuid7(), kept_id=kept_id, merged_id=other_id, by_id=by.user_id, before=before, after=after)
    row.followers, row.created_at = [str(each) for each in followers], clock.now()
    session.add(row)
    for lead_id, data in ((kept_id, {"merge": str(row.id), "lead": str(other_id)}), (other_id, {"into": str(kept_id)})):
        await tell(session, lead_id, EventKind.MERGED, by, data)
    await _decide(session, kept_id, other_id, DuplicateState.MERGED)
    await audit.record(
        session, action="lead.merged", actor=by, entity="lead", entity_id=kept_id, changes={"lead": str(other_id)}
    )
    await announce(session, LeadChanged(kept_id, EventKind.MERGED))


async def _decide(session: TenantSession, one_id: uuid.UUID, other_id: uuid.UUID, after: DuplicateState) -> None:
    """A pair that is merged waits no more; after an undo it waits again."""
    before = DuplicateState.OPEN if after is DuplicateState.MERGED else DuplicateState.MERGED
    pair = DuplicatePair.one_id == min(one_id, other_id), DuplicatePair.other_id == max(one_id, other_id)
    change = update(DuplicatePair).where(*pair, DuplicatePair.state == before).values(state=after.value)
    await session.execute(change.execution_options(synchronize_session=False))


async def _standing_merge(session: TenantSession, merged_id: uuid.UUID) -> str | None:
    query = select(LeadMerge.id).where(LeadMerge.merged_id == merged_id, LeadMerge.undone_at.is_(None))
    found = await session.scalar(query.order_by(LeadMerge.created_at.desc()).limit(1))
    return str(found) if found else None


async def _take_off(session: TenantSession, kept: Lead, found: LeadMerge) -> None:
    """The kept lead without what this merge gave it."""
    query = select(LeadMerge).where(
        LeadMerge.kept_id == kept.id,
        LeadMerge.undone_at.is_(None),
        or_(LeadMerge.created_at > found.created_at, LeadMerge.id > found.id),
        LeadMerge.id != found.id,
    )
    later = (await session.scalars(query.order_by(LeadMerge.created_at, LeadMerge.id).with_for_update())).all()
    layers = [Layer(dict(each.before), dict(each.after)) for each in later]
    back = merge_layers.taken_off(Layer(found.before, found.after), layers, state(kept))
    for row, layer in zip(later, layers, strict=True):
        row.before = layer.before
    await tags.drop(session, kept.id, found.after.get(_TAGS, ()))
    await _put_back(session, kept, back)
    kept.updated_at = clock.now()
    await session.flush()


async def _put_back(session: TenantSession, kept: Lead, back: State) -> None:
    for name, value in back.items():
        if name in merge_layers.SEALED:
            setattr(kept, name, None)
            setattr(kept, f"{name}_index", None)
        elif name == "placed":
            await _place(session, kept, *value)
        elif name == "value":
            kept.value_minor, kept.currency = value
        elif "." in name:
            of, _, key = name.partition(".")
            kept_values = {**getattr(kept, of), key: value}
            setattr(kept, of, {each: said for each, said in kept_values.items() if said is not None})
        elif name == "niche_id":
            kept.niche_id = await _niche(session, value)
        else:
            setattr(kept, name, _as_column(name, value))


async def _place(session: TenantSession, lead: Lead, kind: str, stage_id: str | None, reason: str | None) -> None:
    """Into the column where the lead stood, or the usual one of its kind where that is gone."""
    column = uuid.UUID(stage_id) if stage_id else stages.default_id(bound_tenant(session), kind)
    there = await session.scalar(select(PipelineStage.kind).where(PipelineStage.id == column))
    lead.stage = there or kind
    lead.stage_id = column if there else stages.default_id(bound_tenant(session), kind)
    lead.stage_since = clock.now()
    lead.lost_reason = reason if lead.stage == Stage.LOST else None


async def _niche(session: TenantSession, value: str | None) -> uuid.UUID | None:
    return await session.scalar(select(Niche.id).where(Niche.id == uuid.UUID(value))) if value else None


# Any: columns of every type.
def _as_column(name: str, value: Any) -> Any:
    if value is None:
        return "" if name in ("name", "company") else None
    if name == "consent_at":
        return datetime.fromisoformat(value)
    return uuid.UUID(value) if name == "assignee_id" else value


async def _set_free(session: TenantSession, kept: Lead, merged: Lead, followers: Sequence[Lead]) -> None:
    """The merged lead is shown again, its followers speak through it; what the kept one has by now it gives up."""
    await contacts.give_way(session, [merged.id])
    merged.merged_into_id, merged.hidden, merged.updated_at = None, merged.deleted_at is not None, clock.now()
    await session.flush()
    for each in followers:
        if each.merged_into_id == kept.id:
            each.merged_into_id = merged.id
    await session.flush()


async def _reindex(session: TenantSession, lead_ids: Sequence[uuid.UUID]) -> None:
    for lead_id in lead_ids:
        lead = await session.get(Lead, lead_id)
        assert lead is not None
        await wording.index(session, wording.Part.OWN, {lead_id: wording.own_words(lead)})
    await wording.index_tags(session, lead_ids)
    await wording.index_family(session, *lead_ids)
