"""Pipelines: the ways of working leads, their columns, and the board."""

import builtins
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from backend.leads.board_schemas import (
    BoardOut,
    CardOut,
    Move,
    PipelineCreate,
    PipelineOut,
    PipelineUpdate,
    StageCreate,
    StageOrder,
    StageOut,
    StageUpdate,
)
from backend.leads.enums import BoardSort
from streamlit_app.api.lead_filters import LeadFilters
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class PipelinesApi:
    transport: Transport

    def list(self) -> builtins.list[PipelineOut]:
        return self.transport.get("/v1/pipelines", builtins.list[PipelineOut])

    def create(self, name: str) -> PipelineOut:
        return self.transport.post("/v1/pipelines", PipelineOut, PipelineCreate(name=name))

    def rename(self, pipeline_id: uuid.UUID, name: str) -> PipelineOut:
        return self.transport.patch(f"/v1/pipelines/{pipeline_id}", PipelineOut, PipelineUpdate(name=name))

    def delete(self, pipeline_id: uuid.UUID) -> None:
        self.transport.call("DELETE", f"/v1/pipelines/{pipeline_id}")

    def add_stage(self, pipeline_id: uuid.UUID, stage: StageCreate) -> StageOut:
        return self.transport.post(f"/v1/pipelines/{pipeline_id}/stages", StageOut, stage)

    def change_stage(self, pipeline_id: uuid.UUID, stage_id: uuid.UUID, changes: StageUpdate) -> StageOut:
        return self.transport.patch(f"/v1/pipelines/{pipeline_id}/stages/{stage_id}", StageOut, changes)

    def delete_stage(self, pipeline_id: uuid.UUID, stage_id: uuid.UUID, move_to: uuid.UUID) -> None:
        path = f"/v1/pipelines/{pipeline_id}/stages/{stage_id}"
        self.transport.call("DELETE", path, query={"move_to": str(move_to)})

    def reorder(self, pipeline_id: uuid.UUID, stage_ids: Sequence[uuid.UUID]) -> PipelineOut:
        body = StageOrder(stage_ids=builtins.list(stage_ids))
        return self.transport.put(f"/v1/pipelines/{pipeline_id}/order", PipelineOut, body)

    def board(self, pipeline_id: uuid.UUID, filters: LeadFilters, *, sort: BoardSort, limit: int = 25) -> BoardOut:
        query = filters.query() | {"sort": sort, "limit": limit}
        return self.transport.get(f"/v1/pipelines/{pipeline_id}/board", BoardOut, **query)

    def cards(
        self, pipeline_id: uuid.UUID, stage_id: uuid.UUID, filters: LeadFilters, *, sort: BoardSort, cursor: str
    ) -> Page[CardOut]:
        query = filters.query() | {"sort": sort, "cursor": cursor}
        return self.transport.get(f"/v1/pipelines/{pipeline_id}/stages/{stage_id}/cards", Page[CardOut], **query)

    def move(self, lead_id: uuid.UUID, stage_id: uuid.UUID, lost_reason: str | None = None) -> CardOut:
        body = Move(stage_id=stage_id, lost_reason=lost_reason) if lost_reason else Move(stage_id=stage_id)
        return self.transport.post(f"/v1/leads/{lead_id}/move", CardOut, body)
