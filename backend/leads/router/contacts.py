"""Further contacts of a lead."""

import uuid

from fastapi import APIRouter, status

from backend.core.http.dependencies import Agent, TenantSession
from backend.leads import contacts
from backend.leads.contact_schemas import ContactCreate, ContactOut, ContactUpdate
from backend.leads.router.reading import Reader, detail
from backend.leads.schemas import LeadDetail

router = APIRouter(prefix="/leads/{lead_id}/contacts", tags=["leads"])


@router.post("", status_code=status.HTTP_201_CREATED, summary="Add one more way to reach a lead")
async def add(lead_id: uuid.UUID, body: ContactCreate, actor: Agent, session: TenantSession) -> ContactOut:
    return ContactOut.model_validate(await contacts.add(session, lead_id, body, by=actor))


@router.patch("/{contact_id}", summary="Change a further contact")
async def change(
    lead_id: uuid.UUID, contact_id: uuid.UUID, body: ContactUpdate, actor: Agent, session: TenantSession
) -> ContactOut:
    """A new value loses the evidence of the old one."""
    return ContactOut.model_validate(await contacts.change(session, lead_id, contact_id, body, by=actor))


@router.delete("/{contact_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Delete a further contact")
async def remove(lead_id: uuid.UUID, contact_id: uuid.UUID, actor: Agent, session: TenantSession) -> None:
    await contacts.remove(session, lead_id, contact_id, by=actor)


@router.post("/{contact_id}/make-main", summary="Make an email or phone the lead's first one")
async def make_main(
    lead_id: uuid.UUID, contact_id: uuid.UUID, actor: Agent, session: TenantSession, reader: Reader
) -> LeadDetail:
    """The one that was first becomes a further contact."""
    return await detail(session, await contacts.make_main(session, lead_id, contact_id, by=actor), reader)
