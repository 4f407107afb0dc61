"""Searches that run by themselves."""

import uuid
from dataclasses import dataclass

from backend.prospecting.schemas import ScheduleCreate, ScheduleOut, ScheduleUpdate
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class SchedulesApi:
    transport: Transport

    def list(self) -> Page[ScheduleOut]:
        return self.transport.get("/v1/search-schedules", Page[ScheduleOut], limit=100)

    def create(self, schedule: ScheduleCreate) -> ScheduleOut:
        return self.transport.post("/v1/search-schedules", ScheduleOut, schedule)

    def change(self, schedule_id: uuid.UUID, changes: ScheduleUpdate) -> ScheduleOut:
        return self.transport.patch(f"/v1/search-schedules/{schedule_id}", ScheduleOut, changes)

    def delete(self, schedule_id: uuid.UUID) -> None:
        self.transport.call("DELETE", f"/v1/search-schedules/{schedule_id}")
