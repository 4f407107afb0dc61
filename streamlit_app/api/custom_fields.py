"""The company's own fields of its leads."""

import builtins
import uuid
from dataclasses import dataclass

from backend.leads.custom_field_schemas import CustomFieldCreate, CustomFieldOut, CustomFieldUpdate
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class CustomFieldsApi:
    transport: Transport

    def list(self) -> builtins.list[CustomFieldOut]:
        return self.transport.get("/v1/custom-fields", builtins.list[CustomFieldOut])

    def create(self, field: CustomFieldCreate) -> CustomFieldOut:
        return self.transport.post("/v1/custom-fields", CustomFieldOut, field)

    def change(self, field_id: uuid.UUID, changes: CustomFieldUpdate) -> CustomFieldOut:
        return self.transport.patch(f"/v1/custom-fields/{field_id}", CustomFieldOut, changes)

    def delete(self, field_id: uuid.UUID) -> None:
        self.transport.call("DELETE", f"/v1/custom-fields/{field_id}")
