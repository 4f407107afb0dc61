"""What people do with sequences: write them, switch them, put somebody in or take them out."""

import uuid
from collections.abc import Mapping
from collections.abc import Sequence as Many
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from backend.audit import service as audit
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.leads import queries as leads
from backend.nurturing import enrolling, planning, queries
from backend.nurturing.enums import SequenceKind, StopReason, Trigger
from backend.nurturing.errors import (
    AlreadyEnrolled,
    NobodyToWriteTo,
    NotItsSetting,
    PersonOptedOut,
    SequenceOff,
    StageDoesNotFit,
    UnknownTemplate,
)
from backend.nurturing.models import Enrolment, Sequence
from backend.nurturing.queries import Person, Plan
from backend.nurturing.schemas import SequenceUpdate, Step, Whom


async def change(session: TenantSession, kind: SequenceKind, given: SequenceUpdate, *, by: Actor) -> Plan:
    """What is under way goes on with the new words, and with the new times from its next step on.

    Raises `UnknownTemplate` and `NotItsSetting`.
    """
    if given.silence_days is not None and kind is not SequenceKind.RE_ENGAGEMENT:
        raise NotItsSetting()
    await _check_templates(session, given.steps)
    row = await _held(session, kind)
    row.steps = [each.model_dump(mode="json") for each in given.steps]
    row.silence_days = given.silence_days or row.silence_days
    return await _changed(session, kind, "steps", by, {"steps": len(given.steps)})


async def toggle(session: TenantSession, kind: SequenceKind, active: bool | None, *, by: Actor) -> Plan:
    """Switched off it lets go of everybody: nobody gets a word that was held back for weeks when it is on again."""
    row = await _held(session, kind)
    wanted = not row.active if active is None else active
    if wanted == row.active:
        return await queries.get_plan(session, kind)
    row.active = wanted
    await session.flush()
    if not wanted:
        await enrolling.stop(session, await enrolling.held(session, Enrolment.kind == kind), StopReason.SWITCHED_OFF)
    return await _changed(session, kind, "switched", by, {"active": wanted})


async def reset(session: TenantSession, kind: SequenceKind, *, by: Actor) -> Plan:
    """The words and times it came with; on stays on."""
    row = await _held(session, kind)
    row.steps, row.silence_days = None, None
    return await _changed(session, kind, "reset", by, {})


async def enrol(session: TenantSession, kind: SequenceKind, whom: Whom, *, by: Actor) -> Enrolment:
    """By hand; whatever else the person is in ends.

    Raises `NobodyToWriteTo`, `SequenceOff`, `StageDoesNotFit`, `PersonOptedOut`, `AlreadyEnrolled`, `LeadNotFound`
    and `ConversationNotFound`.
    """
    plan = await queries.get_plan(session, kind, hold=True)
    person = await _person(session, whom)
    if person is None:
        raise NobodyToWriteTo()
    if not plan.active:
        raise SequenceOff()
    if not planning.fits(kind, person.stage):
        raise StageDoesNotFit(stage=person.stage)
    if await enrolling.opted_out(session, person):
        raise PersonOptedOut()
    there = await enrolling.held(session, Enrolment.conversation_id.in_(person.thread_ids), Enrolment.kind == kind)
    made = None if there else await enrolling.enrol(session, plan, person, trigger=Trigger.HAND, by=by)
    if made is None:
        raise AlreadyEnrolled()
    return made


async def cancel_lead(session: TenantSession, lead_id: uuid.UUID) -> int:
    """Out of everything. Raises `LeadNotFound`."""
    lead = await leads.get_lead(session, lead_id)
    conversation_id = await queries.find_thread_of_lead(session, lead.id)
    return await enrolling.forget(session, conversation_id, StopReason.CANCELLED) if conversation_id else 0


async def cancel_conversation(session: TenantSession, conversation_id: uuid.UUID) -> int:
    """Raises `ConversationNotFound`."""
    return await enrolling.forget(session, conversation_id, StopReason.CANCELLED)


async def _person(session: TenantSession, whom: Whom) -> Person | None:
    """None for a lead that nobody ever talked with. Raises `LeadNotFound` and `ConversationNotFound`."""
    conversation_id = whom.conversation_id
    if whom.lead_id:
        lead = await leads.get_lead(session, whom.lead_id)
        conversation_id = await queries.find_thread_of_lead(session, lead.id)
    return await queries.get_person(session, conversation_id) if conversation_id else None


async def _held(session: TenantSession, kind: SequenceKind) -> Sequence:
    """The company's own row, there from now on and held until the transaction ends."""
    await session.execute(insert(Sequence).values(kind=kind.value).on_conflict_do_nothing())
    query = select(Sequence).where(Sequence.kind == kind).with_for_update()
    return (await session.scalars(query.execution_options(populate_existing=True))).one()


async def _changed(
    session: TenantSession,
    kind: SequenceKind,
    what: str,
    by: Actor,
    changes: Mapping[str, Any],  # Any: JSON
) -> Plan:
    await session.execute(update(Sequence).where(Sequence.kind == kind).values(updated_at=clock.now()))
    await session.flush()
    action = f"nurturing.{what}"
    await audit.record(session, action=action, actor=by, entity="sequence", entity_id=kind.value, changes=changes)
    return await queries.get_plan(session, kind)


async def _check_templates(session: TenantSession, steps: Many[Step]) -> None:
    """Raises `UnknownTemplate`."""
    wanted = {each.template.name for each in steps if each.template}
    if wanted and (missing := wanted - await queries.known_templates(session, wanted)):
        raise UnknownTemplate(names=sorted(missing))
