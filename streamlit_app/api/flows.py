"""Flows: versions, drafts, publishing and going back."""

import builtins
import uuid
from dataclasses import dataclass
from typing import Any

from backend.flows.enums import Preset
from backend.flows.version_schemas import (
    DraftOut,
    FlowCreate,
    FlowOut,
    FlowVersionOut,
    PresetOut,
    PublishIn,
    RollbackIn,
    ValidationOut,
)
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class FlowsApi:
    """Definitions travel as the JSON that was written, so that nobody's flow comes back rearranged."""

    transport: Transport

    def list(self) -> builtins.list[FlowOut]:
        return self.transport.get("/v1/flows", Page[FlowOut]).items

    def presets(self) -> builtins.list[PresetOut]:
        return self.transport.get("/v1/flows/presets", Page[PresetOut]).items

    def create(self, name: str, preset: Preset | None) -> FlowOut:
        body = FlowCreate(name=name, preset=preset) if preset else FlowCreate(name=name)
        return self.transport.post("/v1/flows", FlowOut, body)

    # Any: the flow as JSON.
    def definition(self, flow_id: uuid.UUID) -> dict[str, Any]:
        found = self.transport.call("GET", f"/v1/flows/{flow_id}")
        return dict(found["definition"])

    def versions(self, flow_id: uuid.UUID) -> builtins.list[FlowVersionOut]:
        return self.transport.get(f"/v1/flows/{flow_id}/versions", Page[FlowVersionOut]).items

    def save_draft(self, flow_id: uuid.UUID, definition: dict[str, Any]) -> DraftOut:
        return self.transport.put(f"/v1/flows/{flow_id}/draft", DraftOut, {"definition": definition})

    def validate(self, flow_id: uuid.UUID) -> ValidationOut:
        return self.transport.post(f"/v1/flows/{flow_id}/validate", ValidationOut)

    def publish(self, flow_id: uuid.UUID, note: str) -> FlowVersionOut:
        return self.transport.post(f"/v1/flows/{flow_id}/publish", FlowVersionOut, PublishIn(note=note or None))

    def unpublish(self, flow_id: uuid.UUID) -> FlowVersionOut:
        return self.transport.post(f"/v1/flows/{flow_id}/unpublish", FlowVersionOut)

    def roll_back(self, flow_id: uuid.UUID, number: int | None) -> FlowVersionOut:
        body = RollbackIn(version=number) if number else RollbackIn()
        return self.transport.post(f"/v1/flows/{flow_id}/rollback", FlowVersionOut, body)
