"""Filters kept under a name, one's own or the team's."""

import builtins
import uuid
from dataclasses import dataclass

from backend.leads.enums import Sort
from backend.leads.saved_filter_schemas import NamedFilters, SavedFilterCreate, SavedFilterOut
from streamlit_app.api.lead_filters import LeadFilters
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class SavedFiltersApi:
    transport: Transport

    def list(self) -> builtins.list[SavedFilterOut]:
        return self.transport.get("/v1/saved-filters", builtins.list[SavedFilterOut])

    def create(self, name: str, filters: LeadFilters, sort: Sort, *, shared: bool) -> SavedFilterOut:
        kept = NamedFilters.model_validate(filters.query() | {"sort": sort})
        body = SavedFilterCreate(name=name, filters=kept, shared=shared)
        return self.transport.post("/v1/saved-filters", SavedFilterOut, body)

    def delete(self, filter_id: uuid.UUID) -> None:
        self.transport.call("DELETE", f"/v1/saved-filters/{filter_id}")
