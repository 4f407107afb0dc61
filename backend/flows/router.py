"""A business's flows: everybody of the team may read them, administrators change them (FLW-02)."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, status

from backend.core.http import pagination
from backend.core.http.dependencies import Admin, TenantSession, Viewer
from backend.core.http.pagination import BadCursor, Cursor, Limit, Page
from backend.flows import presets, queries, service, validation
from backend.flows.enums import Preset
from backend.flows.models import FlowVersion
from backend.flows.queries import Standing
from backend.flows.schemas import FlowDefinition
from backend.flows.version_schemas import (
    LAST_NUMBER,
    DraftIn,
    DraftOut,
    FaultOut,
    FlowCreate,
    FlowDetail,
    FlowOut,
    FlowVersionDetail,
    FlowVersionOut,
    PresetOut,
    PublishIn,
    RollbackIn,
    ValidationOut,
)

router = APIRouter(prefix="/flows", tags=["flows"])

Number = Annotated[int, Path(ge=1, le=LAST_NUMBER, description="The version's number")]


@router.get("", summary="Your flows")
async def list_flows(_: Viewer, session: TenantSession) -> Page[FlowOut]:
    found = await queries.list_flows(session)
    return Page(items=[_flow_out(each) for each in found], total=len(found))


@router.get("/presets", summary="Flows to begin with")
async def list_presets(_: Viewer) -> Page[PresetOut]:
    loaded = {preset: presets.load(preset) for preset in Preset}
    items = [PresetOut(preset=preset, name=each.name, languages=each.languages) for preset, each in loaded.items()]
    return Page(items=items, total=len(items))


@router.post("", status_code=status.HTTP_201_CREATED, summary="Begin a flow")
async def create(body: FlowCreate, actor: Admin, session: TenantSession) -> FlowOut:
    flow = await service.create(session, name=body.name, preset=body.preset, by=actor)
    return _flow_out(await queries.get_standing(session, flow.id))


# `response_model_exclude_unset`: a definition is answered as it was written, no default spelled out.


@router.get("/{flow_id}", summary="One flow with what an editor opens", response_model_exclude_unset=True)
async def read(flow_id: uuid.UUID, _: Viewer, session: TenantSession) -> FlowDetail:
    found = await queries.get_standing(session, flow_id)
    return FlowDetail(**dict(_flow_out(found)), definition=await queries.editable(session, flow_id))


@router.delete("/{flow_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Delete a flow")
async def delete(flow_id: uuid.UUID, actor: Admin, session: TenantSession) -> None:
    """The flow that greets visitors stays, and so does one with which conversations were held."""
    await service.delete(session, flow_id, by=actor)


@router.get("/{flow_id}/versions", summary="Versions, newest first")
async def list_versions(
    flow_id: uuid.UUID, _: Viewer, session: TenantSession, limit: Limit = 50, cursor: Cursor = None
) -> Page[FlowVersionOut]:
    await queries.get_standing(session, flow_id)
    found = await queries.list_versions(session, flow_id, limit=limit + 1, below=_position(cursor))
    shown = found[:limit]
    more = pagination.encode([shown[-1].number]) if len(found) > limit else None
    return Page(items=[_version_out(each) for each in shown], next_cursor=more)


@router.get("/{flow_id}/versions/{number}", summary="One version", response_model_exclude_unset=True)
async def read_version(flow_id: uuid.UUID, number: Number, _: Viewer, session: TenantSession) -> FlowVersionDetail:
    return FlowVersionDetail.model_validate(await queries.get_version(session, flow_id, number))


@router.put("/{flow_id}/draft", summary="Save the draft")
async def save_draft(flow_id: uuid.UUID, body: DraftIn, _: Admin, session: TenantSession) -> DraftOut:
    """It is kept with its faults, which are named in the answer."""
    draft = await service.save_draft(session, flow_id, body.definition)
    return DraftOut(**dict(_checked(body.definition)), version=_version_out(draft))


@router.post("/{flow_id}/validate", summary="What is wrong with the flow?")
async def validate(flow_id: uuid.UUID, _: Viewer, session: TenantSession, body: DraftIn | None = None) -> ValidationOut:
    """Checks the definition that is sent, else the one an editor would open; nothing is saved."""
    await queries.get_standing(session, flow_id)
    return _checked(body.definition if body else await queries.editable(session, flow_id))


@router.post("/{flow_id}/publish", summary="Publish the draft")
async def publish(
    flow_id: uuid.UUID, actor: Admin, session: TenantSession, body: PublishIn | None = None
) -> FlowVersionOut:
    """Running conversations finish on the version they began with."""
    note = body.note if body else None
    return _version_out(await service.publish(session, flow_id, note=note, by=actor))


@router.post("/{flow_id}/unpublish", summary="Take the flow off the air")
async def unpublish(flow_id: uuid.UUID, actor: Admin, session: TenantSession) -> FlowVersionOut:
    """New visitors are answered kindly and may leave their contact; running conversations go on."""
    return _version_out(await service.unpublish(session, flow_id, by=actor))


@router.post("/{flow_id}/rollback", summary="Go back to an earlier version")
async def roll_back(
    flow_id: uuid.UUID, actor: Admin, session: TenantSession, body: RollbackIn | None = None
) -> FlowVersionOut:
    """Without a version it is the one that was published before; no new version is made."""
    number = body.version if body else None
    return _version_out(await service.roll_back(session, flow_id, number=number, by=actor))


def _flow_out(found: Standing) -> FlowOut:
    return FlowOut(
        id=found.flow.id,
        name=found.flow.name,
        is_default=found.flow.is_default,
        created_at=found.flow.created_at,
        published=_version_out(found.published) if found.published else None,
        draft=_version_out(found.draft) if found.draft else None,
    )


def _version_out(version: FlowVersion) -> FlowVersionOut:
    return FlowVersionOut.model_validate(version)


def _checked(definition: FlowDefinition) -> ValidationOut:
    return ValidationOut(
        faults=[FaultOut.model_validate(each) for each in validation.faults(definition)],
        warnings=[FaultOut.model_validate(each) for each in validation.warnings(definition)],
    )


def _position(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    (number,) = pagination.decode(cursor, length=1)
    # `true` counts as an int to Python, and is none
    if type(number) is not int or not 0 < number <= LAST_NUMBER:
        raise BadCursor()
    return number
