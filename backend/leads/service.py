"""What people do to leads: add, change, delete."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy import update as update_rows

from backend.accounts import queries as accounts
from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession, bound_tenant
from backend.core.events import announce
from backend.core.http.actor import Actor
from backend.leads import custom_fields, identities, moving, niches, queries, stages, tags, wording
from backend.leads.assessing import assess
from backend.leads.capturing import CapturedLead, capture
from backend.leads.enums import EventKind
from backend.leads.errors import AssigneeNotInTeam, LeadChangedMeanwhile
from backend.leads.events import LeadCaptured, LeadChanged
from backend.leads.models import Lead
from backend.leads.schemas import LeadCreate, LeadUpdate, QualificationIn
from backend.leads.timeline import tell
from backend.plans import service as plans
from backend.plans.enums import Metric
from backend.tenants import queries as tenants

__all__ = ["CapturedLead", "capture", "create", "move", "note_purchase_intent", "tell", "update"]

_PLAIN: Final = ("name", "company", "address", "username", "language")
_MOVES: Final = {
    "contact_state": EventKind.CONTACT_STATE_CHANGED,
    "assignee_id": EventKind.ASSIGNED,
    "niche_id": EventKind.NICHE_CHANGED,
}
# Any: an event's data is JSON of ids and words.
_Move = tuple[EventKind, dict[str, Any]]


async def create(session: TenantSession, given: LeadCreate, *, by: Actor) -> Lead:
    """Add by hand; counts as a saved lead (BIL-05).

    Raises `LeadExists`, `DomainKnown`, `UnusableEmail`, `UnusablePhone`, `UnusableWebsite`, `AssigneeNotInTeam`,
    `NicheNotFound`, `StageNotFound`, `LeadNotLost`, and what tags and custom fields raise.
    """
    held = await identities.hold(session, {name: getattr(given, name) for name in identities.FIELDS})
    lead = Lead(id=uuid7(), source=given.source, channel=given.source, last_activity_at=clock.now(), utm={}, custom={})
    for name in (*_PLAIN, "contact_state", "assignee_id", "niche_id"):
        setattr(lead, name, getattr(given, name))
    await _check(session, given, given.model_fields_set)
    await _place_new(session, lead, given)
    await identities.take(session, lead, held)
    await _edit(session, lead, given, {"qualification", "value_minor", "lost_reason", "custom"})
    await assess(session, lead)
    session.add(lead)
    await session.flush()
    await tags.set_tags(session, lead.id, given.tags)
    await _index_words(session, lead)
    await tell(session, lead.id, EventKind.CREATED, by, {"source": given.source})
    await plans.count(session, Metric.LEADS, subject=str(lead.id))
    await announce(session, LeadCaptured(lead.id, given.source))
    return lead


async def update(session: TenantSession, lead_id: uuid.UUID, given: LeadUpdate, *, by: Actor) -> Lead:
    """Change the given fields. Raises what `create` raises, `LeadNotFound` and `LeadChangedMeanwhile`."""
    fields = given.model_fields_set - {"updated_at"}
    # What others may hold too comes before the lead's own row: identities, then the column, then the row.
    held = await identities.hold(session, {name: getattr(given, name) for name in identities.FIELDS if name in fields})
    column = await _column(session, lead_id, given, fields)
    await _check(session, given, fields)
    lead = await queries.get_lead_for_change(session, lead_id)
    if given.updated_at and given.updated_at != lead.updated_at:
        raise LeadChangedMeanwhile(updated_at=lead.updated_at.isoformat())
    moved = _move(lead, given, fields, column)
    if "tags" in fields and (changes := await tags.set_tags(session, lead.id, given.tags)):
        moved.append((EventKind.TAGGED, changes))
    edited = [*await identities.take(session, lead, held), *await _edit(session, lead, given, fields)]
    if moved or edited:
        await _save(session, lead, moved, edited, by)
    return lead


async def move(
    session: TenantSession, lead_id: uuid.UUID, stage_id: uuid.UUID, *, lost_reason: str | None = None, by: Actor
) -> Lead:
    """Drag to another column, and nothing else (X18). Raises `LeadNotFound`, `StageNotFound` and `LeadNotLost`."""
    given = {"stage_id": stage_id} | ({"lost_reason": lost_reason} if lost_reason else {})
    return await update(session, lead_id, LeadUpdate(**given), by=by)


async def note_purchase_intent(session: TenantSession, lead_id: uuid.UUID, value: float) -> None:
    """DMA-03: computed from what the person said, never set by hand (X18)."""
    speaks = select(func.coalesce(Lead.merged_into_id, Lead.id)).where(Lead.id == lead_id).scalar_subquery()
    changed = update_rows(Lead).where(Lead.id == speaks).values(purchase_intent=min(1.0, max(0.0, value)))
    await session.execute(changed.execution_options(synchronize_session=False))


async def _save(session: TenantSession, lead: Lead, moved: list[_Move], edited: list[str], by: Actor) -> None:
    warmth = lead.temperature
    if edited:
        lead.correctable_by = None
        await assess(session, lead)
    lead.updated_at = clock.now()
    await session.flush()
    if edited:
        await _index_words(session, lead)
        moved = [*moved, (EventKind.EDITED, {"fields": edited})]
    if lead.temperature != warmth:
        change = {"from": warmth, "to": lead.temperature, "score": lead.score}
        moved = [*moved, (EventKind.TEMPERATURE_CHANGED, change)]
    for kind, data in moved:
        await tell(session, lead.id, kind, by, data)
        if kind is EventKind.STAGE_CHANGED and data["from"] != data["to"]:
            await moving.tell_moved(session, [lead.id], data["to"])
    await announce(session, LeadChanged(lead.id, moved[0][0]))


# Any: values of all kinds.
def _move(lead: Lead, given: LeadUpdate, fields: set[str], column: tuple[uuid.UUID, str] | None) -> list[_Move]:
    """Column, contact state, owner and niche: different things (X17), each told on its own."""
    moved: list[_Move] = []
    if column and (told := moving.place(lead, *column)):
        moved.append((EventKind.STAGE_CHANGED, told))
    for name, kind in _MOVES.items():
        before, after = getattr(lead, name), getattr(given, name)
        if name in fields and before != after:
            setattr(lead, name, after)
            moved.append((kind, {"from": before and str(before), "to": after and str(after)}))
    return moved


async def _edit(session: TenantSession, lead: Lead, given: LeadCreate | LeadUpdate, fields: set[str]) -> list[str]:
    """Everything else; returns the names of what changed."""
    edited: list[str] = [name for name in _PLAIN if name in fields and getattr(lead, name) != getattr(given, name)]
    for name in edited:
        setattr(lead, name, getattr(given, name))
    if "qualification" in fields:
        after = _qualified(lead.qualification or {}, given.qualification)
        if after != lead.qualification:
            lead.qualification = after
            edited.append("qualification")
    if fields & {"value_minor", "currency"} and await _value(session, lead, given, fields):
        edited.append("value")
    if "custom" in fields:
        after = custom_fields.together(lead.custom, await custom_fields.checked(session, given.custom))
        if after != lead.custom:
            lead.custom = after
            edited.append("custom")
    if "lost_reason" in fields and moving.give_reason(lead, given.lost_reason):
        edited.append("lost_reason")
    return edited


async def _value(session: TenantSession, lead: Lead, given: LeadCreate | LeadUpdate, fields: set[str]) -> bool:
    """A value always has a currency, the company's own unless another was said; tells whether it changed."""
    before = lead.value_minor, lead.currency
    minor = given.value_minor if "value_minor" in fields else lead.value_minor
    currency = given.currency or (lead.currency if "currency" not in fields else None)
    if minor is not None and currency is None:
        currency = (await tenants.get_own(session)).currency
    lead.value_minor, lead.currency = minor, currency if minor is not None else None
    return before != (lead.value_minor, lead.currency)


async def _column(
    session: TenantSession, lead_id: uuid.UUID, given: LeadUpdate, fields: set[str]
) -> tuple[uuid.UUID, str] | None:
    """The column that the lead goes to, held; a kind means its pipeline's first one of that kind."""
    if "stage_id" in fields and given.stage_id:
        stage = await moving.get_stage(session, given.stage_id)
        return stage.id, stage.kind
    if "stage" not in fields:
        return None
    lead = await queries.get_lead(session, lead_id)
    if lead.stage == given.stage:
        return None
    return await moving.get_stage_of_kind(session, lead, given.stage)


async def _place_new(session: TenantSession, lead: Lead, given: LeadCreate) -> None:
    lead.stage, lead.stage_id = given.stage, stages.default_id(bound_tenant(session), given.stage)
    lead.stage_since = clock.now()
    if given.stage_id:
        stage = await moving.get_stage(session, given.stage_id)
        lead.stage, lead.stage_id = stage.kind, stage.id


async def _check(session: TenantSession, given: LeadCreate | LeadUpdate, fields: set[str]) -> None:
    """Raises `AssigneeNotInTeam` and `NicheNotFound`."""
    assignee = given.assignee_id if "assignee_id" in fields else None
    if assignee and await accounts.find_member(session, assignee) is None:
        raise AssigneeNotInTeam()
    if "niche_id" in fields and given.niche_id:
        await niches.exists(session, given.niche_id)


# Any: qualifications are JSON.
def _qualified(before: Mapping[str, Any], given: QualificationIn) -> dict[str, Any]:
    """What was given replaces, null clears, the rest stays; the flow's own label goes with its answer."""
    changes = given.model_dump(exclude_unset=True)
    labels = {name: label for name, label in (before.get("labels") or {}).items() if name not in changes}
    after = {**before, **changes, "labels": labels}
    return {name: value for name, value in after.items() if value not in (None, "", {})}


async def _index_words(session: TenantSession, lead: Lead) -> None:
    await wording.index(session, wording.Part.OWN, {lead.id: wording.own_words(lead)})
