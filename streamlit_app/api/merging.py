"""Leads that are one: merging two, taking it back, and the pairs that wait for somebody to decide."""

import builtins
import uuid
from dataclasses import dataclass

from backend.leads.duplicate_schemas import KeepIn, MergeIn, MergeOut, PairOut
from backend.leads.schemas import LeadDetail
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class MergingApi:
    transport: Transport

    def merge(self, lead_id: uuid.UUID, other_id: uuid.UUID) -> LeadDetail:
        """The other lead speaks through this one from now on."""
        return self.transport.post(f"/v1/leads/{lead_id}/merge", LeadDetail, MergeIn(other_id=other_id))

    def merges(self, lead_id: uuid.UUID) -> builtins.list[MergeOut]:
        return self.transport.get(f"/v1/leads/{lead_id}/merges", builtins.list[MergeOut])

    def undo(self, merge_id: uuid.UUID) -> None:
        self.transport.call("POST", f"/v1/merges/{merge_id}/undo")

    def pairs(self, limit: int = 20) -> Page[PairOut]:
        return self.transport.get("/v1/duplicates", Page[PairOut], limit=limit)

    def merge_pair(self, pair_id: uuid.UUID, keep_id: uuid.UUID) -> None:
        self.transport.call("POST", f"/v1/duplicates/{pair_id}/merge", body=KeepIn(keep_id=keep_id))

    def are_different(self, pair_id: uuid.UUID) -> None:
        self.transport.call("POST", f"/v1/duplicates/{pair_id}/different")

    def scan(self) -> None:
        """Looks through all leads in the background."""
        self.transport.call("POST", "/v1/duplicates/scan")
