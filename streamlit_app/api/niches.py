"""Niches: the groups that leads belong to."""

import builtins
import uuid
from dataclasses import dataclass

from backend.leads.niche_schemas import NicheIn, NicheMerge, NicheOut
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class NichesApi:
    transport: Transport

    def list(self) -> builtins.list[NicheOut]:
        return self.transport.get("/v1/niches", builtins.list[NicheOut])

    def create(self, name: str) -> NicheOut:
        return self.transport.post("/v1/niches", NicheOut, NicheIn(name=name))

    def rename(self, niche_id: uuid.UUID, name: str) -> NicheOut:
        return self.transport.patch(f"/v1/niches/{niche_id}", NicheOut, NicheIn(name=name))

    def merge(self, niche_id: uuid.UUID, into_id: uuid.UUID) -> NicheOut:
        return self.transport.post(f"/v1/niches/{niche_id}/merge", NicheOut, NicheMerge(into_id=into_id))

    def delete(self, niche_id: uuid.UUID, *, with_leads: bool) -> None:
        """Its leads go into the bin with it, or stay without a niche."""
        query = {"leads": "bin" if with_leads else "keep"}
        self.transport.call("DELETE", f"/v1/niches/{niche_id}", query=query)
