"""Domains and emails that are never saved again (X30)."""

import uuid
from dataclasses import dataclass

from backend.prospecting.schemas import SuppressionCreate, SuppressionOut
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class SuppressionsApi:
    transport: Transport

    def list(self, limit: int = 100) -> Page[SuppressionOut]:
        return self.transport.get("/v1/suppressions", Page[SuppressionOut], limit=limit)

    def add(self, value: str) -> SuppressionOut:
        return self.transport.post("/v1/suppressions", SuppressionOut, SuppressionCreate(value=value))

    def delete(self, suppression_id: uuid.UUID) -> None:
        self.transport.call("DELETE", f"/v1/suppressions/{suppression_id}")
