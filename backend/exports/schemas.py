"""Shapes of exports at the HTTP border."""

import uuid
from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.exports.enums import Format, Scope, State
from backend.leads.saved_filter_schemas import FiltersIn

ColumnName = Annotated[str, Field(max_length=60)]


class ExportCreate(BaseModel):
    """What to take out; without columns all of them, with the company's own fields."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"format": "csv", "scope": "filter", "filters": {"stage": "hot"}}]},
    )

    format: Format = Format.CSV
    scope: Scope = Scope.ALL
    niche_id: uuid.UUID | None = None
    filters: FiltersIn | None = None
    columns: list[ColumnName] | None = Field(None, min_length=1, max_length=150)
    bom: bool = Field(True, description="A mark at the start of a CSV by which Excel knows UTF-8")

    @model_validator(mode="after")
    def one_scope(self) -> Self:
        if (self.scope is Scope.NICHE) != (self.niche_id is not None):
            raise ValueError("niche_id belongs to the scope niche")
        if (self.scope is Scope.FILTER) != (self.filters is not None):
            raise ValueError("filters belong to the scope filter")
        return self


class ExportOut(BaseModel):
    """An export; `limited` where the plan's rows ended before the leads did."""

    id: uuid.UUID
    format: Format
    scope: Scope
    niche_id: uuid.UUID | None
    filters: FiltersIn | None
    columns: list[str] | None
    state: State
    rows: int
    bytes: int
    limited: bool
    row_limit: int | None
    filename: str
    by_id: uuid.UUID | None
    by: str | None = Field(description="The name of who made it")
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None


class ExportColumn(BaseModel):
    """A column that can be chosen."""

    name: str
    header: str
