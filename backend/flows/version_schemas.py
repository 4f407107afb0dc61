"""Shapes of flows and their versions as they are kept: made, edited, checked, published, taken back (FLW-02)."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from backend.core.language import Language
from backend.flows.enums import FaultCode, Preset, VersionStatus
from backend.flows.schemas import FlowDefinition, storable

LAST_NUMBER = 2**31 - 1
# What is read back stands some levels deeper than what was sent, and pydantic writes no more than 255.
DEPTH_LIMIT = 64


# Any: JSON as it came, before it is known to be a flow.
def _shallow(definition: Any) -> Any:
    level = [definition]
    for _ in range(DEPTH_LIMIT):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return definition
    raise ValueError(f"nest at most {DEPTH_LIMIT} levels")


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


FlowName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(storable)
]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(storable)]
VersionNumber = Annotated[int, Field(ge=1, le=LAST_NUMBER)]


class FlowCreate(BaseModel):
    """Without a preset it begins blank; either way as a draft that nobody meets before it is published."""

    model_config = ConfigDict(extra="forbid")

    name: FlowName
    preset: Preset | None = None


class DraftIn(BaseModel):
    """The whole flow, as it is written so far."""

    model_config = ConfigDict(extra="forbid")

    definition: Annotated[FlowDefinition, BeforeValidator(_shallow)]


class PublishIn(BaseModel):
    """What changed, in a sentence for colleagues."""

    model_config = ConfigDict(extra="forbid")

    note: Note | None = None


class RollbackIn(BaseModel):
    """The version to go back to; without it, the one that was published before the present one."""

    model_config = ConfigDict(extra="forbid")

    version: VersionNumber | None = None


class PresetOut(BaseModel):
    """A flow to begin with."""

    preset: Preset
    name: str
    languages: list[Language]


class FaultOut(BaseModel):
    """`block_id` is null where the flow as a whole is meant."""

    model_config = ConfigDict(from_attributes=True)

    block_id: str | None
    code: FaultCode
    message: str


class ValidationOut(BaseModel):
    """Faults keep a flow from being published; warnings do not."""

    faults: list[FaultOut]
    warnings: list[FaultOut]


class FlowVersionOut(BaseModel):
    """A version without its definition, as lists show it."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    number: int
    status: VersionStatus
    published_at: datetime | None = Field(description="When it last began to greet visitors")
    published_by: uuid.UUID | None
    rollback_to_version: int | None = Field(description="The version that was published before it")
    note: str | None
    created_at: datetime
    updated_at: datetime


class FlowVersionDetail(FlowVersionOut):
    """A version with what it says."""

    definition: FlowDefinition


class DraftOut(ValidationOut):
    """The draft as saved, and what it still needs before it can be published."""

    version: FlowVersionOut


class FlowOut(BaseModel):
    """A flow with the version that visitors meet and the one being written."""

    id: uuid.UUID
    name: str
    is_default: bool
    created_at: datetime
    published: FlowVersionOut | None
    draft: FlowVersionOut | None


class FlowDetail(FlowOut):
    """`definition` is what an editor opens: the draft's, else the published one's, else the newest."""

    definition: FlowDefinition
