"""Changes to flows: founded, edited as a draft, published, taken back (FLW-02).

Whatever changes a flow's versions holds the flow's row first, so that of two acts at once the second
sees what the first has done and says so.
"""

import uuid
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from backend.audit import service as audit
from backend.core import clock
from backend.core.database.session import TenantSession, bound_tenant
from backend.core.events import announce
from backend.core.http.actor import Actor
from backend.flows import queries, validation
from backend.flows.enums import Preset, VersionStatus
from backend.flows.errors import (
    AlreadyPublished,
    DefaultFlowStays,
    FlowHasFaults,
    FlowInUse,
    FlowNameTaken,
    NeverPublished,
    NoDraft,
    NothingToRollBackTo,
    NotPublished,
    TooManyFlows,
)
from backend.flows.events import FlowPublished
from backend.flows.models import Flow, FlowVersion
from backend.flows.presets import blank, load
from backend.flows.schemas import FlowDefinition
from backend.tenants import queries as tenants

MAX_FLOWS: Final = 20


async def found_default(session: TenantSession, preset: Preset = Preset.GENERAL_BUSINESS) -> Flow:
    """The flow a new business begins with, published at once so that its first visitor is answered.

    Does nothing where the business already has a default flow, so the job that calls it may run twice.
    """
    await tenants.get_for_change(session, bound_tenant(session))
    existing = await session.scalar(select(Flow).where(Flow.is_default))
    if existing is not None:
        return existing
    definition = load(preset)
    # Somebody quick may have given this name to a flow before the job ran.
    name = await _first_free_name(session, definition.name)
    flow = await _add(session, Flow(name=name, is_default=True))
    version = FlowVersion(
        flow_id=flow.id,
        number=1,
        status=VersionStatus.PUBLISHED.value,
        definition=as_stored(definition),
        published_at=clock.now(),
    )
    session.add(version)
    await session.flush()
    return flow


async def create(session: TenantSession, *, name: str, preset: Preset | None, by: Actor) -> Flow:
    """A flow with its first draft. Raises `FlowNameTaken`, `TooManyFlows`."""
    # Held so that flows are counted and named one after another, also when two are made at once.
    tenant = await tenants.get_for_change(session, bound_tenant(session))
    names = await queries.list_names(session)
    if name in names:
        raise FlowNameTaken(name=name)
    if len(names) >= MAX_FLOWS:
        raise TooManyFlows(limit=MAX_FLOWS)
    if preset:
        definition = load(preset).model_copy(update={"name": name})
    else:
        definition = blank(name, tenant.default_language, tenant.languages, tenant.country)
    flow = await _add(session, Flow(name=name, is_default=False))
    await _write_draft(session, flow, definition)
    await _record(session, "flow.created", flow, by, {"name": name, "preset": preset.value if preset else None})
    return flow


async def save_draft(session: TenantSession, flow_id: uuid.UUID, definition: FlowDefinition) -> FlowVersion:
    """Keep the draft whatever its faults; one is begun where there is none.

    Not in the audit trail: an editor saves at every pause, and what counts is what gets published.
    """
    return await _write_draft(session, await queries.get_for_change(session, flow_id), definition)


async def publish(session: TenantSession, flow_id: uuid.UUID, *, note: str | None = None, by: Actor) -> FlowVersion:
    """The draft greets new visitors from now on. Raises `NoDraft`, `FlowHasFaults`."""
    flow = await queries.get_for_change(session, flow_id)
    draft = await queries.find_version_in(session, flow_id, VersionStatus.DRAFT)
    if draft is None:
        raise NoDraft()
    faults = validation.faults(FlowDefinition.model_validate(draft.definition))
    if faults:
        raise FlowHasFaults(
            faults=[{"block_id": each.block_id, "code": each.code.value, "message": each.message} for each in faults]
        )
    before = await queries.find_last_published(session, flow_id)
    draft.rollback_to_version = before.number if before else None
    draft.note = note
    await _replace_published(session, flow, draft, action="flow.published", by=by)
    return draft


async def unpublish(session: TenantSession, flow_id: uuid.UUID, *, by: Actor) -> FlowVersion:
    """New visitors find the flow closed; running conversations go on. Raises `NotPublished`."""
    flow = await queries.get_for_change(session, flow_id)
    present = await queries.find_version_in(session, flow_id, VersionStatus.PUBLISHED)
    if present is None:
        raise NotPublished()
    await _archive(session, present)
    await _record(session, "flow.unpublished", flow, by, {"version": {"from": present.number, "to": None}})
    return present


async def roll_back(session: TenantSession, flow_id: uuid.UUID, *, number: int | None = None, by: Actor) -> FlowVersion:
    """An earlier version greets new visitors again; no new one is made (FLW-02).

    Without a number it is the one that was published before the present one, or, where nothing is
    published, the last that was. Raises `NothingToRollBackTo`, `FlowVersionNotFound`, `NeverPublished`,
    `AlreadyPublished`.
    """
    flow = await queries.get_for_change(session, flow_id)
    target = await _rollback_target(session, flow_id, number)
    await _replace_published(session, flow, target, action="flow.rolled_back", by=by)
    return target


async def delete(session: TenantSession, flow_id: uuid.UUID, *, by: Actor) -> None:
    """The flow with all its versions. Raises `DefaultFlowStays`, `FlowInUse`."""
    flow = await queries.get_for_change(session, flow_id)
    if flow.is_default:
        raise DefaultFlowStays()
    await _record(session, "flow.deleted", flow, by, {"name": flow.name})
    await session.delete(flow)
    try:
        await session.flush()
    except IntegrityError as error:
        raise FlowInUse() from error


# Any: the definition as JSON.
def as_stored(definition: FlowDefinition) -> dict[str, Any]:
    """What the author wrote and nothing else: `else` keeps its name, a null its place, a default is not spelled out.

    `exclude_none` would lose `{"const": null}`. What is left out reads by the defaults of its `schema_version`.
    """
    return definition.model_dump(mode="json", by_alias=True, exclude_unset=True)


async def _add(session: TenantSession, flow: Flow) -> Flow:
    session.add(flow)
    await session.flush()
    return flow


async def _first_free_name(session: TenantSession, wanted: str) -> str:
    names = await queries.list_names(session)
    numbered = (f"{wanted} {count}" for count in range(2, len(names) + 3))
    return next(name for name in (wanted, *numbered) if name not in names)


async def _write_draft(session: TenantSession, flow: Flow, definition: FlowDefinition) -> FlowVersion:
    draft = await queries.find_version_in(session, flow.id, VersionStatus.DRAFT)
    if draft is None:
        number = 1 + await queries.count_versions(session, flow.id)
        draft = FlowVersion(flow_id=flow.id, number=number, status=VersionStatus.DRAFT.value)
        session.add(draft)
    draft.definition = as_stored(definition)
    await _settle(session, draft)
    return draft


async def _rollback_target(session: TenantSession, flow_id: uuid.UUID, number: int | None) -> FlowVersion:
    last = await queries.find_last_published(session, flow_id)
    if number is None and last is not None:
        is_present = last.status == VersionStatus.PUBLISHED
        number = last.rollback_to_version if is_present else last.number
    if number is None:
        raise NothingToRollBackTo()
    target = await queries.get_version(session, flow_id, number)
    if target.status == VersionStatus.DRAFT:
        raise NeverPublished(version=number)
    if target.status == VersionStatus.PUBLISHED:
        raise AlreadyPublished(version=number)
    return target


async def _replace_published(
    session: TenantSession, flow: Flow, version: FlowVersion, *, action: str, by: Actor
) -> None:
    present = await queries.find_version_in(session, flow.id, VersionStatus.PUBLISHED)
    if present is not None:
        # Written first: at no moment are there two, and the unique index would say so.
        await _archive(session, present)
    version.status = VersionStatus.PUBLISHED.value
    version.published_at = clock.now()
    version.published_by = by.user_id
    await _settle(session, version)
    change = {"from": present.number if present else None, "to": version.number}
    await _record(session, action, flow, by, {"version": change})
    await announce(session, FlowPublished(flow.id, version.id))


async def _archive(session: TenantSession, version: FlowVersion) -> None:
    version.status = VersionStatus.ARCHIVED.value
    await _settle(session, version)


async def _settle(session: TenantSession, version: FlowVersion) -> None:
    await session.flush()
    await session.refresh(version, ["created_at", "updated_at"])


# Any: old and new values as JSON.
async def _record(session: TenantSession, action: str, flow: Flow, by: Actor, changes: dict[str, Any]) -> None:
    await audit.record(session, action=action, actor=by, entity="flow", entity_id=flow.id, changes=changes)
