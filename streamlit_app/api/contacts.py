"""A lead's further contacts."""

import uuid
from dataclasses import dataclass

from backend.leads.contact_schemas import ContactCreate, ContactUpdate
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class ContactsApi:
    """Answers are not kept: the lead is read again with all its contacts."""

    transport: Transport

    def add(self, lead_id: uuid.UUID, contact: ContactCreate) -> None:
        self.transport.call("POST", f"/v1/leads/{lead_id}/contacts", body=contact)

    def change(self, lead_id: uuid.UUID, contact_id: uuid.UUID, changes: ContactUpdate) -> None:
        self.transport.call("PATCH", f"/v1/leads/{lead_id}/contacts/{contact_id}", body=changes)

    def delete(self, lead_id: uuid.UUID, contact_id: uuid.UUID) -> None:
        self.transport.call("DELETE", f"/v1/leads/{lead_id}/contacts/{contact_id}")

    def make_main(self, lead_id: uuid.UUID, contact_id: uuid.UUID) -> None:
        """The first email or phone; the one that was first stays as a further one."""
        self.transport.call("POST", f"/v1/leads/{lead_id}/contacts/{contact_id}/make-main")
