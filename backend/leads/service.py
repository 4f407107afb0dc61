"""What people do to leads: add, change, delete."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from backend.accounts import queries as accounts
from backend.audit import service as audit
from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession, bound_tenant
from backend.core.events import announce
from backend.core.http.actor import Actor
from backend.core.language import is_language
from backend.leads import contact, queries, scoring, search, summary
from backend.leads.capturing import CapturedLead, capture
from backend.leads.contact import Contact
from backend.leads.enums import EventKind
from backend.leads.errors import AssigneeNotInTeam, LeadChangedMeanwhile, LeadExists, UnusableEmail, UnusablePhone
from backend.leads.events import LeadCaptured, LeadChanged
from backend.leads.models import Lead, LeadEvent, LeadWord
from backend.leads.schemas import LeadCreate, LeadUpdate, QualificationIn
from backend.plans import service as plans
from backend.plans.enums import Metric
from backend.tenants import queries as tenants

__all__ = ["CapturedLead", "capture", "create", "remove", "update"]

_PLAIN: Final = ("name", "company", "address", "username", "language")
_MOVES: Final = {
    "stage": EventKind.STAGE_CHANGED,
    "contact_state": EventKind.CONTACT_STATE_CHANGED,
    "assignee_id": EventKind.ASSIGNED,
}


async def create(session: TenantSession, given: LeadCreate, *, by: Actor) -> Lead:
    """Add by hand; counts as a saved lead (BIL-05).

    Raises `LeadExists`, `UnusableEmail`, `UnusablePhone`, `AssigneeNotInTeam`.
    """
    lead = Lead(id=uuid7(), source=given.source, channel=given.source, last_activity_at=clock.now(), utm={})
    for name in (*_PLAIN, "stage", "contact_state", "assignee_id"):
        setattr(lead, name, getattr(given, name))
    await _check_assignee(session, given.assignee_id)
    await _set_contacts(session, lead, {"email": given.email, "phone": given.phone})
    lead.qualification = _qualified({}, given.qualification)
    await _assess(session, lead)
    session.add(lead)
    await session.flush()
    await _index_words(session, lead)
    await _tell(session, lead, EventKind.CREATED, by, {"source": given.source})
    await plans.count(session, Metric.LEADS, subject=str(lead.id))
    await announce(session, LeadCaptured(lead.id, given.source))
    return lead


async def update(session: TenantSession, lead_id: uuid.UUID, given: LeadUpdate, *, by: Actor) -> Lead:
    """Change the given fields. Raises what `create` raises, `LeadNotFound` and `LeadChangedMeanwhile`."""
    lead = await queries.get_lead_for_change(session, lead_id)
    fields = given.model_fields_set - {"updated_at"}
    if given.updated_at and given.updated_at != lead.updated_at:
        raise LeadChangedMeanwhile(updated_at=lead.updated_at.isoformat())
    moved = await _move(session, lead, given, fields)
    edited = await _edit(session, lead, given, fields)
    if not (moved or edited):
        return lead
    warmth = lead.temperature
    if edited:
        lead.correctable_by = None
        await _assess(session, lead)
    lead.updated_at = clock.now()
    await session.flush()
    await _index_words(session, lead)
    for kind, data in moved:
        await _tell(session, lead, kind, by, data)
    if edited:
        await _tell(session, lead, EventKind.EDITED, by, {"fields": edited})
    if lead.temperature != warmth:
        change = {"from": warmth, "to": lead.temperature, "score": lead.score}
        await _tell(session, lead, EventKind.TEMPERATURE_CHANGED, by, change)
    await announce(session, LeadChanged(lead.id, moved[0][0] if moved else EventKind.EDITED))
    return lead


async def remove(session: TenantSession, lead_id: uuid.UUID, *, by: Actor) -> None:
    """The lead and its timeline go; its conversations stay without it. Raises `LeadNotFound`."""
    await queries.get_lead_for_change(session, lead_id)
    await session.execute(delete(Lead).where(Lead.id == lead_id))
    await audit.record(session, action="lead.deleted", actor=by, entity="lead", entity_id=lead_id)


# Any: an event's data is JSON of ids and words.
_Move = tuple[EventKind, dict[str, Any]]


async def _move(session: TenantSession, lead: Lead, given: LeadUpdate, fields: set[str]) -> list[_Move]:
    """Stage, contact state and owner: three different things (X17), each told on its own."""
    moved: list[_Move] = []
    for name, kind in _MOVES.items():
        before, after = getattr(lead, name), getattr(given, name)
        if name not in fields or before == after:
            continue
        if name == "assignee_id":
            await _check_assignee(session, after)
        setattr(lead, name, after)
        moved.append((kind, {"from": before and str(before), "to": after and str(after)}))
    return moved


async def _edit(session: TenantSession, lead: Lead, given: LeadUpdate, fields: set[str]) -> list[str]:
    """Everything else; returns the names of what changed."""
    edited: list[str] = [name for name in _PLAIN if name in fields and getattr(lead, name) != getattr(given, name)]
    for name in edited:
        setattr(lead, name, getattr(given, name))
    contacts: dict[str, str | None] = {name: getattr(given, name) for name in ("email", "phone") if name in fields}
    edited += await _set_contacts(session, lead, contacts)
    if "qualification" in fields:
        after = _qualified(lead.qualification, given.qualification)
        if after != lead.qualification:
            lead.qualification = after
            edited.append("qualification")
    return edited


async def _check_assignee(session: TenantSession, user_id: uuid.UUID | None) -> None:
    if user_id is not None and await accounts.find_member(session, user_id) is None:
        raise AssigneeNotInTeam()


async def _set_contacts(session: TenantSession, lead: Lead, given: Mapping[str, str | None]) -> list[str]:
    """Write what differs, under the same locks as the chat takes, so that nobody else gets it meanwhile."""
    country = (await tenants.get_own(session)).country if given.get("phone") else ""
    contacts = {name: _contact(name, text, country) for name, text in given.items()}
    changed = {
        name: found
        for name, found in contacts.items()
        if (found.index if found else None) != getattr(lead, f"{name}_index")
    }
    indexes = {f"{name}_index": found.index for name, found in changed.items() if found}
    for key in contact.lock_keys(bound_tenant(session), *indexes.values()):
        await session.execute(select(func.pg_advisory_xact_lock(key)))
    owner = await queries.find_by_contact(session, **indexes)
    if owner is not None:
        raise LeadExists(lead_id=str(owner))
    for name, found in changed.items():
        setattr(lead, name, found.value if found else None)
        setattr(lead, f"{name}_index", found.index if found else None)
    return list(changed)


def _contact(name: str, text: str | None, country: str) -> Contact | None:
    if not text:
        return None
    found = contact.email(text) if name == "email" else contact.phone(text, country)
    if found is None:
        raise UnusableEmail() if name == "email" else UnusablePhone()
    return found


# Any: qualifications are JSON.
def _qualified(before: Mapping[str, Any], given: QualificationIn) -> dict[str, Any]:
    """What was given replaces, null clears, the rest stays; the flow's own label goes with its answer."""
    changes = given.model_dump(exclude_unset=True)
    labels = {name: label for name, label in (before.get("labels") or {}).items() if name not in changes}
    after = {**before, **changes, "labels": labels}
    return {name: value for name, value in after.items() if value not in (None, "", {})}


async def _assess(session: TenantSession, lead: Lead) -> None:
    """Everything that is computed from a lead's data (X18)."""
    tenant = await tenants.get_own(session)
    rules = scoring.Rules.from_json(tenant.scoring, tenant.currency)
    found = scoring.score(lead.qualification, lead.source, rules)
    lead.score, lead.temperature, lead.score_version = found.total, found.temperature, found.version
    lead.score_breakdown = found.breakdown()
    reachable = bool(lead.email_index or lead.phone_index)
    lead.purchase_intent = scoring.purchase_intent(lead.qualification, reachable=reachable)
    language = tenant.default_language
    lead.summary = summary.summarise(lead.qualification, language if is_language(language) else "es")
    lead.name_key = search.name_key(lead.name)


async def _index_words(session: TenantSession, lead: Lead) -> None:
    words = search.words(lead.name, lead.company, lead.summary)
    gone = LeadWord.lead_id == lead.id, LeadWord.word.not_in(words)
    await session.execute(delete(LeadWord).where(*gone))
    if words:
        rows = [{"lead_id": lead.id, "word": word} for word in words]
        await session.execute(insert(LeadWord).values(rows).on_conflict_do_nothing())


async def _tell(session: TenantSession, lead: Lead, kind: EventKind, by: Actor, data: dict[str, Any]) -> None:
    session.add(LeadEvent(lead_id=lead.id, kind=kind, actor_id=by.user_id, at=clock.now(), data=data))
    await session.flush()
