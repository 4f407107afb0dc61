"""Shapes of imports at the HTTP border."""

import uuid
from datetime import datetime
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from backend.imports.enums import CUSTOM, Kind, OnDuplicate, Provider, State
from backend.imports.headers import FIELDS
from backend.leads.inputs import MOST_TAGS, Tag, Title

MOST_COLUMNS: Final = 500


class ColumnOut(BaseModel):
    """A column of the file: its header, the first values in it, and what it seems to be."""

    index: int
    header: str
    samples: list[str]
    suggested: str | None


class ImportCounts(BaseModel):
    """What became of the rows that are done with."""

    created: int = 0
    updated: int = 0
    duplicate: int = 0
    refused: int = 0


def _field(name: str) -> str:
    if name not in FIELDS and not (name.startswith(CUSTOM) and len(name) > len(CUSTOM)):
        raise ValueError("there is no such field")
    return name


FieldName = Annotated[str, Field(max_length=60), AfterValidator(_field)]
Index = Annotated[int, Field(ge=0, lt=MOST_COLUMNS)]


class ImportPlan(BaseModel):
    """What the columns are, and what happens to leads that are there already."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"mapping": {"0": "name", "2": "email"}, "on_duplicate": "fill"}]},
    )

    mapping: dict[Index, FieldName] = Field(min_length=1, max_length=MOST_COLUMNS)
    has_header: bool = True
    on_duplicate: OnDuplicate = OnDuplicate.SKIP
    niche_id: uuid.UUID | None = Field(None, description="The niche of rows that name none")
    niche: Title | None = Field(None, description="The same by name; made if there is none")
    tags: list[Tag] = Field(default_factory=list, max_length=MOST_TAGS)
    country: str | None = Field(None, pattern="^[A-Z]{2}$", description="Of phones without prefix")

    @model_validator(mode="after")
    def one_niche(self) -> Self:
        if self.niche and self.niche_id:
            raise ValueError("give niche or niche_id, not both")
        return self


class ImportStart(BaseModel):
    """A dry run counts and changes nothing."""

    model_config = ConfigDict(extra="forbid")

    dry_run: bool = False


class ImportOut(BaseModel):
    """An import: the file, what is known of it, and how far it has come."""

    id: uuid.UUID
    filename: str
    kind: Kind
    encoding: str
    delimiter: str
    has_header: bool
    provider: Provider | None
    size: int
    columns: list[ColumnOut]
    rows_estimate: int
    state: State
    dry_run: bool
    plan: ImportPlan | None
    progress: float = Field(ge=0, le=1)
    position: int
    counts: ImportCounts
    reason: str | None
    by_id: uuid.UUID | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class ProblemOut(BaseModel):
    """Why a row, or a cell of it, cannot be imported."""

    reason: str
    column: str = ""
    sentence: str = ""
    refuses: bool = Field(description="Otherwise the row comes without this cell")


class PreviewRow(BaseModel):
    """A row as it would be imported."""

    row: int
    values: dict[str, str]
    problems: list[ProblemOut]


class PreviewCounts(BaseModel):
    """Over the rows that were looked at."""

    rows: int
    good: int
    refused: int


class ImportPreview(BaseModel):
    """The first rows, and how many of the first thousand are good."""

    rows: list[PreviewRow]
    counts: PreviewCounts


class RefusedRow(BaseModel):
    """A row that was not imported, as it stood in the file."""

    row: int
    reason: str
    column: str
    sentence: str
    cells: list[str]
