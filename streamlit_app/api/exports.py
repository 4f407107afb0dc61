"""Leads that go out as files; the files themselves go past the pages (`kit/downloads.py`)."""

import builtins
from dataclasses import dataclass

from backend.exports.schemas import ExportColumn, ExportCreate, ExportOut
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class ExportsApi:
    transport: Transport

    def create(self, export: ExportCreate) -> ExportOut:
        return self.transport.post("/v1/exports", ExportOut, export)

    def list(self, limit: int = 20) -> Page[ExportOut]:
        return self.transport.get("/v1/exports", Page[ExportOut], limit=limit)

    def columns(self) -> builtins.list[ExportColumn]:
        return self.transport.get("/v1/exports/columns", builtins.list[ExportColumn])
