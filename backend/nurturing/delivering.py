"""One due step goes out, or is put off, or skipped: decided when it is sent, with the person's row in hand.

Everything happens in one transaction: the message, its delivery and the job for it, the mark that the step is sent,
and the next step. A worker that dies before the commit has done nothing, one that dies after it has done all; and the
step's own key keeps the door out from saying it twice. Two workers cannot hold one step: whoever comes second passes
it by, and finds it sent later. From the moment the person's conversations are held no word of theirs can slip between
the question whether they answered and the message.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from backend.channels import templates
from backend.channels.errors import VariablesMissing
from backend.channels.shapes import Outgoing, TemplateUse
from backend.conversations import sending
from backend.conversations.enums import Decision, Refusal, SenderKind
from backend.conversations.errors import NothingToSay, SendRefused, TemplateUnusable
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.nurturing import enrolling, planning, queries, wording
from backend.nurturing.enums import EnrolmentState, FollowUpStatus, SequenceKind, SkipReason, StopReason, Trigger
from backend.nurturing.models import Enrolment, FollowUp
from backend.nurturing.planning import Facts, Thread
from backend.nurturing.queries import Person, Plan
from backend.nurturing.schemas import Step
from backend.tenants import queries as tenants

MOST_ATTEMPTS: Final = 5
FIRST_WAIT: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Voice:
    """The company's name and language, and what is known of the person."""

    business: str
    language: str
    name: str | None
    product: str | None

    def say(self, text: str, language: str) -> str:
        values = wording.values(name=self.name, product=self.product, business=self.business, language=language)
        return wording.fill(text, values)


@dataclass(frozen=True, slots=True)
class Said:
    """What goes out, and how it reads."""

    outgoing: Outgoing
    words: str
    language: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of trying: sent somewhere, or to be tried again, or why not."""

    thread: Thread | None = None
    retry_at: datetime | None = None
    reason: str = SkipReason.NO_CHANNEL.value
    final: bool = False


async def deliver(session: TenantSession, follow_up_id: uuid.UUID) -> FollowUpStatus | None:
    """What became of the step; None where it is not due, not there or in another worker's hands."""
    claimed = await _claim(session, follow_up_id)
    if claimed is None:
        return None
    follow_up, enrolment = claimed
    plan = await queries.get_plan(session, SequenceKind(enrolment.kind))
    person = await queries.get_person(session, enrolment.conversation_id, hold=True)
    if reason := _over(plan, enrolment, person):
        await _end(session, enrolment, person, reason)
        return FollowUpStatus.CANCELLED
    step = plan.step(follow_up.step)
    if step is None:
        follow_up.status, follow_up.reason = FollowUpStatus.CANCELLED, StopReason.SWITCHED_OFF
        await enrolling.schedule(session, enrolment, plan, follow_up.step, person)
        return FollowUpStatus.CANCELLED
    answer = await _attempt(session, follow_up, enrolment, person, step)
    if answer.final:
        await _end(session, enrolment, person, StopReason.OPTED_OUT)
        return FollowUpStatus.CANCELLED
    return await _note(session, follow_up, enrolment, plan, person, answer)


async def put_off(session: TenantSession, follow_up_id: uuid.UUID) -> None:
    """Something of ours failed with it: later again, and not for ever. Asks nothing that could fail once more."""
    claimed = await _claim(session, follow_up_id)
    if claimed is None:
        return
    follow_up, enrolment = claimed
    follow_up.attempts += 1
    if follow_up.attempts < MOST_ATTEMPTS:
        follow_up.scheduled_at = clock.now() + FIRST_WAIT * 2 ** (follow_up.attempts - 1)
        follow_up.handed_at = None
        await session.flush()
        return
    follow_up.status, follow_up.reason = FollowUpStatus.SKIPPED, SkipReason.FAILED
    await enrolling.stop(session, [enrolment], StopReason.FAILED)


async def _claim(session: TenantSession, follow_up_id: uuid.UUID) -> tuple[FollowUp, Enrolment] | None:
    query = (
        select(FollowUp, Enrolment)
        .join(Enrolment, Enrolment.id == FollowUp.enrolment_id)
        .where(
            FollowUp.id == follow_up_id,
            FollowUp.status == FollowUpStatus.PENDING,
            FollowUp.scheduled_at <= clock.now(),
            Enrolment.state == EnrolmentState.ACTIVE,
        )
        .with_for_update(of=(Enrolment, FollowUp), skip_locked=True)
        .execution_options(populate_existing=True)
    )
    row = (await session.execute(query)).one_or_none()
    return (row[0], row[1]) if row else None


def _over(plan: Plan, enrolment: Enrolment, person: Person) -> StopReason | None:
    return planning.stops(
        plan.kind,
        active=plan.active,
        lead_gone=person.lead_gone,
        stage=person.stage,
        heard_at=person.heard_at,
        known_until=enrolment.heard_at,
    )


async def _end(session: TenantSession, enrolment: Enrolment, person: Person, reason: StopReason) -> None:
    await enrolling.stop(session, [enrolment], reason)
    if reason is StopReason.REPLIED and person.heard_at:
        await enrolling.note_reply(session, person.thread_ids, person.heard_at)


async def _attempt(
    session: TenantSession, follow_up: FollowUp, enrolment: Enrolment, person: Person, step: Step
) -> Answer:
    now = clock.now()
    # What a colleague asked for by hand is said although a colleague talks with the person.
    held = planning.held_until(person.threads, now) if enrolment.trigger != Trigger.HAND else None
    if held:
        return Answer(retry_at=held, reason=SkipReason.IN_CONVERSATION)
    product = await queries.product_of(session, person.threads)
    facts = Facts(person.lead_id is not None, product is not None, person.temperature, person.assigned)
    if not planning.holds(step.condition, facts):
        return Answer(reason=SkipReason.CONDITION)
    voice = await voice_of(session, person, product)
    return await _say_somewhere(session, follow_up, person, step, voice)


async def voice_of(session: TenantSession, person: Person, product: str | None) -> Voice:
    company = await tenants.get_own(session)
    return Voice(company.name, company.default_language, person.name, product)


async def _say_somewhere(
    session: TenantSession, follow_up: FollowUp, person: Person, step: Step, voice: Voice
) -> Answer:
    """The first channel that may; the earliest other try where all must wait; else why the first could not."""
    failed: list[Answer] = []
    for thread in planning.ways(person.threads, step.channels, person.own.id):
        answer = await _say(session, thread, step, voice, follow_up.key)
        if answer.thread or answer.final:
            return answer
        failed.append(answer)
    waits = [each for each in failed if each.retry_at]
    if waits:
        return min(waits, key=lambda each: each.retry_at or clock.now())
    return failed[0] if failed else Answer()


async def _say(session: TenantSession, thread: Thread, step: Step, voice: Voice, key: str) -> Answer:
    """Free words first; the door out says where only a template will do, and has written nothing then."""
    reason = SkipReason.NO_TEXT
    for free in (True, False):
        said = await choose(session, thread, step, voice, free=free)
        if said is None:
            continue
        try:
            await sending.send(session, thread.id, said.outgoing, sender=SenderKind.NURTURING, key=key)
        except SendRefused as refused:
            if refused.details["decision"] != Decision.NEEDS_TEMPLATE:
                return _refused(refused.details["reason"], refused.details["retry_at"])
            reason = SkipReason.NO_TEMPLATE
        except (TemplateUnusable, NothingToSay):
            reason = SkipReason.NO_TEMPLATE
        else:
            return Answer(thread=thread)
    return Answer(reason=reason)


def _refused(reason: str, retry_at: str | None) -> Answer:
    refusal = Refusal(reason)
    wait = datetime.fromisoformat(retry_at) if retry_at else clock.now() + planning.ASK_AGAIN
    passing = refusal in planning.PASSING
    return Answer(retry_at=wait if passing else None, reason=reason, final=refusal in planning.FINAL)


async def choose(session: TenantSession, thread: Thread, step: Step, voice: Voice, *, free: bool) -> Said | None:
    """Free words where they may be said, else the template; in the person's language where there is one."""
    chosen = wording.choose(step.texts, thread.language, voice.language) if free else None
    if chosen:
        words = voice.say(chosen[1], chosen[0])
        return Said(Outgoing(text=words), words, chosen[0])
    if step.template is None or thread.account_id is None:
        return None
    found = await queries.find_template(
        session, thread.account_id, step.template.name, (thread.language, voice.language)
    )
    if found is None:
        return None
    # A platform refuses a variable that is empty.
    values = tuple(voice.say(each, found.language[:2]) or voice.business for each in step.template.variables)
    try:
        read = templates.preview(found.header, found.body, found.footer, values)
    except VariablesMissing:
        # The template was changed over there since the step was written.
        return None
    words = "\n\n".join(part for part in (read.header, read.body, read.footer) if part.strip())
    return Said(Outgoing(template=TemplateUse(found.name, found.language, values)), words, found.language)


async def _note(
    session: TenantSession,
    follow_up: FollowUp,
    enrolment: Enrolment,
    plan: Plan,
    person: Person,
    answer: Answer,
) -> FollowUpStatus:
    if answer.retry_at and planning.later(answer.retry_at, follow_up.due_at):
        follow_up.scheduled_at, follow_up.handed_at, follow_up.reason = answer.retry_at, None, answer.reason
        await session.flush()
        return FollowUpStatus.PENDING
    if answer.thread:
        follow_up.status, follow_up.reason, follow_up.sent_at = FollowUpStatus.SENT, None, clock.now()
        follow_up.conversation_id = answer.thread.id
    else:
        follow_up.status, follow_up.reason = FollowUpStatus.SKIPPED, answer.reason
    await enrolling.schedule(session, enrolment, plan, follow_up.step + 1, person)
    return FollowUpStatus(follow_up.status)
