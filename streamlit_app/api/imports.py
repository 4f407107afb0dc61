"""Files of leads that come in."""

import uuid
from dataclasses import dataclass

from backend.imports.schemas import ImportOut, ImportPlan, ImportPreview, ImportStart, RefusedRow
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport, read


@dataclass(frozen=True)
class ImportsApi:
    transport: Transport

    def upload(self, name: str, content: bytes) -> ImportOut:
        return read(ImportOut, self.transport.upload("/v1/imports", name, content))

    def list(self, limit: int = 20) -> Page[ImportOut]:
        return self.transport.get("/v1/imports", Page[ImportOut], limit=limit)

    def get(self, import_id: uuid.UUID) -> ImportOut:
        return self.transport.get(f"/v1/imports/{import_id}", ImportOut)

    def plan(self, import_id: uuid.UUID, plan: ImportPlan) -> ImportPreview:
        return self.transport.put(f"/v1/imports/{import_id}/plan", ImportPreview, plan)

    def start(self, import_id: uuid.UUID, *, dry_run: bool) -> ImportOut:
        return self.transport.post(f"/v1/imports/{import_id}/start", ImportOut, ImportStart(dry_run=dry_run))

    def pause(self, import_id: uuid.UUID) -> ImportOut:
        return self.transport.post(f"/v1/imports/{import_id}/pause", ImportOut)

    def resume(self, import_id: uuid.UUID) -> ImportOut:
        return self.transport.post(f"/v1/imports/{import_id}/resume", ImportOut)

    def cancel(self, import_id: uuid.UUID) -> ImportOut:
        return self.transport.post(f"/v1/imports/{import_id}/cancel", ImportOut)

    def undo(self, import_id: uuid.UUID) -> ImportOut:
        """What it created goes to the bin."""
        return self.transport.post(f"/v1/imports/{import_id}/undo", ImportOut)

    def refused(self, import_id: uuid.UUID, limit: int = 50) -> Page[RefusedRow]:
        return self.transport.get(f"/v1/imports/{import_id}/refused", Page[RefusedRow], limit=limit)
