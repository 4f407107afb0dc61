"""Who comes into a sequence and who leaves it.

A conversation is in one sequence at a time. When a newer reason to write comes (another objection, a purchase, a
colleague's hand) the older sequence ends as superseded: two of them at once would talk over each other, and what the
person said last is the better thing to answer.

Whoever changes an enrolment holds its row first and the follow-ups, lead and conversations after it, in this order
everywhere: whatever comes at the same time waits, and none waits in a ring.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.conversations import policy, sending
from backend.conversations.enums import SenderKind
from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.nurturing import planning, queries
from backend.nurturing.enums import EnrolmentState, FollowUpStatus, SequenceKind, StopReason, Trigger
from backend.nurturing.models import Enrolment, FollowUp
from backend.nurturing.queries import Person, Plan


async def hear_intent(session: TenantSession, conversation_id: uuid.UUID, intent: str) -> Enrolment | None:
    """NUR-02. The same intent heard twice by a repeated job enrols once."""
    kind = planning.SEQUENCE_OF.get(intent)
    if kind is None:
        return None
    plan = await queries.get_plan(session, kind, hold=True)
    person = await queries.get_person(session, conversation_id)
    if not plan.active or person.lead_gone or not planning.fits(kind, person.stage):
        return None
    if await opted_out(session, person):
        return None
    return await enrol(session, plan, person, trigger=Trigger.INTENT)


async def enrol(
    session: TenantSession, plan: Plan, person: Person, *, trigger: Trigger, by: Actor | None = None
) -> Enrolment | None:
    """The person's way begins now, and any other one of theirs ends.

    None where somebody was faster, and where the same reason has led there already: jobs may run twice.
    """
    now = clock.now()
    there = await held(session, Enrolment.conversation_id.in_(person.thread_ids))
    # Asked with the others held: whoever was faster has committed by now, and is seen.
    if trigger is not Trigger.HAND and await _was_there(session, plan.kind, person):
        return None
    await stop(session, there, StopReason.SUPERSEDED)
    row = {
        "id": uuid7(),
        "conversation_id": person.own.id,
        "lead_id": person.lead_id,
        "kind": plan.kind.value,
        "trigger": trigger.value,
        "by_id": by.user_id if by else None,
        "heard_at": person.heard_at or now,
        "enrolled_at": now,
    }
    fresh = insert(Enrolment).values(row).on_conflict_do_nothing().returning(Enrolment)
    enrolment = await session.scalar(fresh)
    if enrolment is not None:
        await schedule(session, enrolment, plan, 1, person)
    return enrolment


async def schedule(
    session: TenantSession, enrolment: Enrolment, plan: Plan, number: int, person: Person
) -> FollowUp | None:
    """The step of this number comes at its time; without one the way is at its end."""
    step, before = plan.step(number), plan.step(number - 1)
    if step is None:
        enrolment.state, enrolment.ended_at = EnrolmentState.COMPLETED, clock.now()
        await session.flush()
        return None
    at = planning.due_at(
        enrolment.enrolled_at,
        step.delay_hours,
        before=before.delay_hours if before else None,
        closes_at=policy.closes(person.own.channel, SenderKind.NURTURING, person.own.heard_at),
        now=clock.now(),
    )
    planned = FollowUp(
        id=uuid7(),
        enrolment_id=enrolment.id,
        conversation_id=enrolment.conversation_id,
        step=number,
        template=step.template.name if step.template else None,
        due_at=at,
        scheduled_at=at,
    )
    session.add(planned)
    await session.flush()
    return planned


async def held(session: TenantSession, *chosen: ColumnElement[bool]) -> Sequence[Enrolment]:
    """The active ones among these, held until the transaction ends."""
    query = select(Enrolment).where(Enrolment.state == EnrolmentState.ACTIVE, *chosen).order_by(Enrolment.id)
    return (await session.scalars(query.with_for_update().execution_options(populate_existing=True))).all()


async def stop(
    session: TenantSession, enrolments: Sequence[Enrolment], reason: StopReason, at: datetime | None = None
) -> int:
    """Nothing more goes out to them; returns how many there were. They are held by the caller."""
    if not enrolments:
        return 0
    for each in enrolments:
        each.state, each.reason, each.ended_at = EnrolmentState.STOPPED, reason, at or clock.now()
    await session.flush()
    waiting = FollowUp.enrolment_id.in_([each.id for each in enrolments]), FollowUp.status == FollowUpStatus.PENDING
    cancelled = update(FollowUp).where(*waiting).values(status=FollowUpStatus.CANCELLED, reason=reason)
    await session.execute(cancelled.execution_options(synchronize_session=False))
    return len(enrolments)


async def hear_reply(session: TenantSession, conversation_id: uuid.UUID) -> None:
    """Whoever answers, on whichever channel, is out; the step said last before it has its reply."""
    person = await queries.get_person(session, conversation_id)
    heard = person.heard_at
    if heard is None:
        return
    there = Enrolment.conversation_id.in_(person.thread_ids), Enrolment.heard_at < heard
    await stop(session, await held(session, *there), StopReason.REPLIED, heard)
    await note_reply(session, person.thread_ids, heard)


async def note_reply(session: TenantSession, thread_ids: Sequence[uuid.UUID], heard: datetime) -> None:
    last = (
        select(FollowUp)
        .where(FollowUp.conversation_id.in_(thread_ids), FollowUp.sent_at < heard)
        .order_by(FollowUp.sent_at.desc())
        .limit(1)
    )
    said = await session.scalar(last)
    if said is None or said.sent_at is None or said.replied_at or said.sent_at + planning.REPLY_WINDOW < heard:
        return
    said.replied_at = heard
    answered = update(Enrolment).where(Enrolment.id == said.enrolment_id, Enrolment.replied_at.is_(None))
    await session.execute(answered.values(replied_at=heard))
    await session.flush()


async def forget(session: TenantSession, conversation_id: uuid.UUID, reason: StopReason) -> int:
    """The person behind this conversation is out of everything."""
    person = await queries.get_person(session, conversation_id)
    return await stop(session, await held(session, Enrolment.conversation_id.in_(person.thread_ids)), reason)


async def opted_out(session: TenantSession, person: Person) -> bool:
    """Whether any of the person's conversations says that they want no more."""
    for each in person.threads:
        if each.account_id:
            verdict = await sending.may(session, each.id, sender=SenderKind.NURTURING)
            if verdict.refusal in planning.FINAL:
                return True
    return False


async def change_stage(session: TenantSession, lead_id: uuid.UUID) -> None:
    """The sequences that are not for leads of this stage are over; a customer's thanks begin (X19).

    The stage is read anew: somebody may have moved the lead again since.
    """
    plan = await queries.get_plan(session, SequenceKind.POST_PURCHASE, hold=True)
    conversation_id = await queries.find_thread_of_lead(session, lead_id)
    if conversation_id is None:
        return
    person = await queries.get_person(session, conversation_id)
    there = await held(session, Enrolment.conversation_id.in_(person.thread_ids))
    bought = planning.fits(plan.kind, person.stage)
    if bought:
        await _convert(session, person)
    wrong = [each for each in there if not planning.fits(SequenceKind(each.kind), person.stage)]
    await stop(session, wrong, StopReason.STAGE_CHANGED)
    reachable = not person.lead_gone and person.own.account_id is not None
    if bought and plan.active and reachable and not await opted_out(session, person):
        await enrol(session, plan, person, trigger=Trigger.PURCHASE)


async def _convert(session: TenantSession, person: Person) -> None:
    """A sale counts for whoever was written to within the month before it."""
    recent = FollowUp.sent_at > clock.now() - planning.ATTRIBUTION
    written = select(FollowUp.enrolment_id).where(FollowUp.conversation_id.in_(person.thread_ids), recent)
    theirs = Enrolment.id.in_(written), Enrolment.kind != SequenceKind.POST_PURCHASE, Enrolment.converted_at.is_(None)
    await session.execute(update(Enrolment).where(*theirs).values(converted_at=clock.now()))


async def _was_there(session: TenantSession, kind: SequenceKind, person: Person) -> bool:
    """Since the person's last word; without one, in the last day."""
    since = person.heard_at or clock.now() - timedelta(days=1)
    query = select(Enrolment.id).where(
        Enrolment.conversation_id == person.own.id, Enrolment.kind == kind, Enrolment.heard_at >= since
    )
    return await session.scalar(query.limit(1)) is not None
