"""Leads: list, detail, changes, figures."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from backend.leads.enums import ContactState, Sort, Source, Stage, Temperature
from backend.leads.schemas import (
    LeadCreate,
    LeadDetail,
    LeadEventOut,
    LeadOut,
    LeadStats,
    LeadUpdate,
)
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class LeadFilters:
    """What the list shows; None is everything."""

    stage: Stage | None = None
    temperature: Temperature | None = None
    contact_state: ContactState | None = None
    source: Source | None = None
    language: str | None = None
    created_from: datetime | None = None
    q: str = ""


@dataclass(frozen=True)
class LeadsApi:
    transport: Transport

    def list(
        self,
        filters: LeadFilters = LeadFilters(),
        *,
        sort: Sort = Sort.CREATED,
        limit: int = 50,
        cursor: str | None = None,
        with_total: bool = False,
    ) -> Page[LeadOut]:
        return self.transport.get(
            "/v1/leads",
            Page[LeadOut],
            stage=filters.stage,
            temperature=filters.temperature,
            contact_state=filters.contact_state,
            source=filters.source,
            language=filters.language,
            created_from=filters.created_from.isoformat() if filters.created_from else None,
            q=filters.q,
            sort=sort,
            limit=limit,
            cursor=cursor,
            with_total="true" if with_total else None,
        )

    def get(self, lead_id: uuid.UUID) -> LeadDetail:
        return self.transport.get(f"/v1/leads/{lead_id}", LeadDetail)

    def create(self, lead: LeadCreate) -> LeadDetail:
        return self.transport.post("/v1/leads", LeadDetail, lead)

    def update(self, lead_id: uuid.UUID, changes: LeadUpdate) -> LeadDetail:
        return self.transport.patch(f"/v1/leads/{lead_id}", LeadDetail, changes)

    def delete(self, lead_id: uuid.UUID) -> None:
        self.transport.call("DELETE", f"/v1/leads/{lead_id}")

    def timeline(self, lead_id: uuid.UUID, limit: int = 50) -> Page[LeadEventOut]:
        return self.transport.get(f"/v1/leads/{lead_id}/timeline", Page[LeadEventOut], limit=limit)

    def stats(self) -> LeadStats:
        return self.transport.get("/v1/leads/stats", LeadStats)
