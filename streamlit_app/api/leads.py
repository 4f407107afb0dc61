"""Leads: list, detail, changes, figures."""

import uuid
from dataclasses import dataclass

from backend.conversations.activity_schemas import ActivityOut
from backend.leads.enums import Sort
from backend.leads.schemas import (
    DomainCheck,
    LeadCreate,
    LeadDetail,
    LeadEventOut,
    LeadOut,
    LeadStats,
    LeadUpdate,
)
from streamlit_app.api.lead_filters import LeadFilters
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


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
            **filters.query(),
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
        """Into the bin, from where it comes back for thirty days."""
        self.transport.call("DELETE", f"/v1/leads/{lead_id}")

    def restore(self, lead_id: uuid.UUID) -> None:
        self.transport.call("POST", f"/v1/leads/{lead_id}/restore")

    def opened(self, lead_id: uuid.UUID) -> None:
        """Tells the timeline that somebody looked; at most once an hour a person."""
        self.transport.call("POST", f"/v1/leads/{lead_id}/opened")

    def check_domain(self, text: str) -> DomainCheck:
        """Whose domain it is already."""
        return self.transport.get("/v1/leads/check", DomainCheck, domain=text)

    def timeline(self, lead_id: uuid.UUID, limit: int = 50) -> Page[LeadEventOut]:
        return self.transport.get(f"/v1/leads/{lead_id}/timeline", Page[LeadEventOut], limit=limit)

    def activity(self, lead_id: uuid.UUID, limit: int = 40) -> Page[ActivityOut]:
        """The timeline with everything that was said, newest first."""
        return self.transport.get(f"/v1/leads/{lead_id}/activity", Page[ActivityOut], limit=limit)

    def stats(self) -> LeadStats:
        return self.transport.get("/v1/leads/stats", LeadStats)
