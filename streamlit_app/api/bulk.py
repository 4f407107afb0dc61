"""Something done to many leads at once, and taken back as a whole."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend.leads.bulk_schemas import BulkIn, BulkOut, BulkParameters, BulkUndoOut
from backend.leads.enums import BulkKind
from backend.leads.saved_filter_schemas import FiltersIn
from streamlit_app.api.lead_filters import LeadFilters
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class BulkApi:
    transport: Transport

    # Any: what the action needs, by name.
    def act(self, action: BulkKind, chosen: Sequence[uuid.UUID] | LeadFilters, parameters: dict[str, Any]) -> BulkOut:
        """On these leads, or on all that the filters show."""
        whom: dict[str, Any] = (
            {"filters": FiltersIn.model_validate(chosen.query())}
            if isinstance(chosen, LeadFilters)
            else {"lead_ids": list(chosen)}
        )
        body = BulkIn(action=action, parameters=BulkParameters(**parameters), **whom)
        return self.transport.post("/v1/leads/bulk", BulkOut, body)

    def undo(self, bulk_id: uuid.UUID) -> BulkUndoOut:
        return self.transport.post(f"/v1/bulk-actions/{bulk_id}/undo", BulkUndoOut)
