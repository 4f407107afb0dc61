"""Notes of a lead, in Markdown."""

import uuid
from dataclasses import dataclass

from backend.leads.note_schemas import NoteIn, NoteOut
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class NotesApi:
    transport: Transport

    def list(self, lead_id: uuid.UUID, limit: int = 20) -> Page[NoteOut]:
        return self.transport.get(f"/v1/leads/{lead_id}/notes", Page[NoteOut], limit=limit)

    def write(self, lead_id: uuid.UUID, body: str) -> NoteOut:
        return self.transport.post(f"/v1/leads/{lead_id}/notes", NoteOut, NoteIn(body=body))

    def change(self, lead_id: uuid.UUID, note_id: uuid.UUID, body: str) -> NoteOut:
        return self.transport.patch(f"/v1/leads/{lead_id}/notes/{note_id}", NoteOut, NoteIn(body=body))

    def delete(self, lead_id: uuid.UUID, note_id: uuid.UUID) -> None:
        self.transport.call("DELETE", f"/v1/leads/{lead_id}/notes/{note_id}")
