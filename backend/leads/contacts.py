"""Further ways to reach a lead, beside its first email and phone (CRM-01, PRO: every value carries its evidence)."""

import uuid
from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.leads import contact_values, identities, queries
from backend.leads.contact import Contact
from backend.leads.contact_schemas import ContactCreate, ContactOut, ContactUpdate
from backend.leads.detail_errors import (
    ContactKnown,
    ContactNotFound,
    NeitherEmailNorPhone,
    TooManyContacts,
    UnusableContact,
)
from backend.leads.detail_models import LeadContact
from backend.leads.enums import ContactKind, EventKind
from backend.leads.errors import LeadExists
from backend.leads.models import Lead
from backend.leads.timeline import tell
from backend.tenants import queries as tenants

MOST: Final = 200
_MAIN: Final = (ContactKind.EMAIL, ContactKind.PHONE)


async def list_contacts(session: TenantSession, lead: Lead, family: Sequence[uuid.UUID]) -> list[ContactOut]:
    """Of the lead and of those that were merged into it; what the merged ones had first comes last."""
    query = select(LeadContact).where(LeadContact.lead_id.in_(family))
    rows = await session.scalars(query.order_by(LeadContact.position, LeadContact.id))
    found = {(each.kind, each.value_index): ContactOut.model_validate(each) for each in reversed(rows.all())}
    own = [found[key] for key in reversed(found)]
    known = {*found, *_firsts(lead)}
    merged = await session.scalars(select(Lead).where(Lead.id.in_(family), Lead.id != lead.id).order_by(Lead.id))
    for each in merged:
        for (kind, index), value in _firsts(each).items():
            if (kind, index) not in known:
                known.add((kind, index))
                own.append(ContactOut(id=None, kind=ContactKind(kind), label="", value=value))
    return own


def _firsts(lead: Lead) -> dict[tuple[str, bytes], str]:
    found = {("email", lead.email_index): lead.email, ("phone", lead.phone_index): lead.phone}
    return {(kind, index): value for (kind, index), value in found.items() if index and value}


async def add(session: TenantSession, lead_id: uuid.UUID, given: ContactCreate, *, by: Actor) -> LeadContact:
    """Raises `LeadNotFound`, `UnusableContact`, `ContactKnown`, `TooManyContacts`."""
    lead = await queries.get_lead_for_change(session, lead_id)
    value = await _checked(session, given.kind, given.value)
    mine = select(func.count()).select_from(LeadContact).where(LeadContact.lead_id == lead.id)
    there = await session.scalar(mine) or 0
    if there >= MOST:
        raise TooManyContacts(most=MOST)
    if (given.kind, value.index) in _firsts(lead):
        raise ContactKnown()
    row = LeadContact(id=uuid7(), lead_id=lead.id, kind=given.kind, label=given.label or "", position=there)
    row.value, row.value_index, row.evidence = value.value, value.index, []
    session.add(row)
    await _flush(session)
    await _touched(session, lead, given.kind, by)
    return row


async def change(
    session: TenantSession, lead_id: uuid.UUID, contact_id: uuid.UUID, given: ContactUpdate, *, by: Actor
) -> LeadContact:
    """Raises `LeadNotFound`, `ContactNotFound`, `UnusableContact`, `ContactKnown`."""
    lead = await queries.get_lead_for_change(session, lead_id)
    row = await _get(session, lead, contact_id)
    if given.value is not None:
        value = await _checked(session, ContactKind(row.kind), given.value)
        if value.index != row.value_index:
            row.evidence = []
        row.value, row.value_index = value.value, value.index
    if given.label is not None:
        row.label = given.label
    await _flush(session)
    await _touched(session, lead, row.kind, by)
    return row


async def remove(session: TenantSession, lead_id: uuid.UUID, contact_id: uuid.UUID, *, by: Actor) -> None:
    """Raises `LeadNotFound`, `ContactNotFound`."""
    lead = await queries.get_lead_for_change(session, lead_id)
    row = await _get(session, lead, contact_id)
    await session.execute(delete(LeadContact).where(LeadContact.id == row.id))
    await _touched(session, lead, row.kind, by)


async def make_main(session: TenantSession, lead_id: uuid.UUID, contact_id: uuid.UUID, *, by: Actor) -> Lead:
    """This email or phone becomes the lead's first one, and the first one a further one.

    Raises `LeadNotFound`, `ContactNotFound`, `NeitherEmailNorPhone`, `LeadExists`.
    """
    datum = await session.scalar(select(LeadContact.value_index).where(LeadContact.id == contact_id))
    await identities.lock(session, [datum] if datum else [])
    lead = await queries.get_lead_for_change(session, lead_id)
    row = await _get(session, lead, contact_id)
    if row.kind not in _MAIN:
        raise NeitherEmailNorPhone()
    owner = await queries.find_by_contact(session, **{f"{row.kind}_index": row.value_index})
    if owner not in (None, lead.id):
        raise LeadExists(lead_id=str(owner))
    before = Contact(value, index) if (value := getattr(lead, row.kind)) and (index := _index(lead, row.kind)) else None
    setattr(lead, row.kind, row.value)
    setattr(lead, f"{row.kind}_index", row.value_index)
    await session.execute(delete(LeadContact).where(LeadContact.id == row.id))
    session.expunge(row)
    if before and before.index != row.value_index:
        known = LeadContact.lead_id == lead.id, LeadContact.kind == row.kind, LeadContact.value_index == before.index
        if not await session.scalar(select(LeadContact.id).where(*known)):
            session.add(_further(lead.id, row.kind, before, row.position))
    await _touched(session, lead, row.kind, by)
    await session.refresh(lead)
    return lead


def _further(lead_id: uuid.UUID, kind: str, value: Contact, position: int = 0) -> LeadContact:
    row = LeadContact(id=uuid7(), lead_id=lead_id, kind=kind, position=position, evidence=[])
    row.value, row.value_index = value.value, value.index
    return row


def _index(lead: Lead, kind: str) -> bytes | None:
    found: bytes | None = getattr(lead, f"{kind}_index")
    return found


async def _get(session: TenantSession, lead: Lead, contact_id: uuid.UUID) -> LeadContact:
    """Raises `ContactNotFound`."""
    family = await queries.family(session, lead.id)
    found = await session.get(LeadContact, contact_id, with_for_update=True)
    if found is None or found.lead_id not in family:
        raise ContactNotFound()
    return found


async def _checked(session: TenantSession, kind: ContactKind, text: str) -> Contact:
    """Raises `UnusableContact`."""
    country = (await tenants.get_own(session)).country
    found = contact_values.checked(kind, text, country)
    if found is None:
        raise UnusableContact(kind=kind)
    return found


async def _flush(session: TenantSession) -> None:
    """Raises `ContactKnown`."""
    try:
        async with session.begin_nested():
            await session.flush()
    except IntegrityError as error:
        raise ContactKnown from error


async def _touched(session: TenantSession, lead: Lead, kind: str, by: Actor) -> None:
    """A lead that somebody worked on is no visitor's to correct any more."""
    lead.correctable_by, lead.updated_at = None, clock.now()
    await session.flush()
    await tell(session, lead.id, EventKind.EDITED, by, {"fields": ["contacts"], "kind": kind})


async def give_way(session: TenantSession, lead_ids: Sequence[uuid.UUID]) -> None:
    """Before hidden leads are shown again: what a shown lead has by now becomes a further contact of theirs."""
    for kind, column in (("email", Lead.email_index), ("phone", Lead.phone_index), ("website", Lead.domain)):
        await _give_way(session, list(lead_ids), kind, column.key)


async def _give_way(session: TenantSession, lead_ids: list[uuid.UUID], kind: str, name: str) -> None:
    column = getattr(Lead, name)
    shown = select(Lead.id.label("id"), column.label("datum")).where(~Lead.hidden, column.is_not(None)).subquery()
    # Of two that come back together the older one keeps it.
    place = func.row_number().over(partition_by=column, order_by=Lead.id).label("place")
    coming = select(Lead.id.label("id"), column.label("datum"), place)
    coming_rows = coming.where(Lead.id.in_(lead_ids), Lead.hidden, column.is_not(None)).subquery()
    taken = select(coming_rows.c.id).where(
        (coming_rows.c.place > 1) | select(shown.c.id).where(shown.c.datum == coming_rows.c.datum).exists()
    )
    for lead in (await session.scalars(select(Lead).where(Lead.id.in_(taken)))).all():
        await _put_aside(session, lead, kind)


async def _put_aside(session: TenantSession, lead: Lead, kind: str) -> None:
    if kind == "website":
        value = contact_values.checked(ContactKind.WEBSITE, lead.website or lead.domain or "", "")
        lead.domain = None
    else:
        text, index = getattr(lead, kind), _index(lead, kind)
        value = Contact(text, index) if text and index else None
        setattr(lead, kind, None)
        setattr(lead, f"{kind}_index", None)
    await session.flush()
    known = LeadContact.lead_id == lead.id, LeadContact.kind == kind
    if value and not await session.scalar(select(LeadContact.id).where(*known, LeadContact.value_index == value.index)):
        session.add(_further(lead.id, kind, value))
        await session.flush()


async def establish(session: TenantSession, lead_id: uuid.UUID) -> None:
    """Somebody works on this lead: no visitor may correct it, and the chat joins it by a link only."""
    provisional = Lead.id == lead_id, Lead.correctable_by.is_not(None)
    change = update(Lead).where(*provisional).values(correctable_by=None)
    await session.execute(change.execution_options(synchronize_session=False))
