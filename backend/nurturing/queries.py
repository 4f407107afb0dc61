"""Questions about nurturing: what the sequences are, who stands behind a conversation, who is in what."""

import uuid
from collections.abc import Sequence as Many
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from backend.assistant.memory import queries as memories
from backend.channels.enums import ChannelKind, TemplateStatus
from backend.channels.models import ChannelTemplate
from backend.conversations.enums import ConversationStatus, MessageRole
from backend.conversations.errors import ConversationNotFound
from backend.conversations.models import Conversation, Message
from backend.core.database.session import TenantSession
from backend.core.http.pagination import Page, decode, encode, identifier, moment
from backend.leads.models import Lead
from backend.nurturing import defaults, planning
from backend.nurturing.enums import EnrolmentState, FollowUpStatus, SequenceKind, StopReason, Trigger
from backend.nurturing.models import Enrolment, FollowUp, Sequence
from backend.nurturing.planning import Thread
from backend.nurturing.schemas import EnrolmentOut, Step


@dataclass(frozen=True, slots=True)
class Plan:
    """A sequence as it holds for the company now."""

    kind: SequenceKind
    active: bool
    steps: list[Step]
    is_default: bool
    silence_days: int | None
    updated_at: datetime | None

    def step(self, number: int) -> Step | None:
        """Counted from one."""
        return self.steps[number - 1] if 0 < number <= len(self.steps) else None


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever stands behind a conversation, and every conversation with them; `lead` speaks for merged ones."""

    own: Thread
    threads: Many[Thread]
    lead_id: uuid.UUID | None = None
    lead_gone: bool = False
    name: str | None = None
    stage: str | None = None
    temperature: str | None = None
    assigned: bool = False

    @property
    def heard_at(self) -> datetime | None:
        """Their last word, on whichever channel."""
        return max((each.heard_at for each in self.threads if each.heard_at), default=None)

    @property
    def thread_ids(self) -> list[uuid.UUID]:
        return [each.id for each in self.threads]


async def get_plan(session: TenantSession, kind: SequenceKind, *, hold: bool = False) -> Plan:
    """With `hold` nobody switches it off until the transaction ends."""
    query = select(Sequence).where(Sequence.kind == kind)
    if hold:
        query = query.with_for_update(read=True)
    return _plan(kind, await session.scalar(query.execution_options(populate_existing=True)))


async def list_plans(session: TenantSession) -> list[Plan]:
    """All eight, in the order of their names' list."""
    rows = {row.kind: row for row in await session.scalars(select(Sequence))}
    return [_plan(kind, rows.get(kind)) for kind in SequenceKind]


def _plan(kind: SequenceKind, row: Sequence | None) -> Plan:
    own = row.steps if row else None
    silence = (row.silence_days if row else None) or planning.SILENCE_DAYS
    return Plan(
        kind=kind,
        active=bool(row and row.active),
        steps=defaults.steps(kind) if own is None else [Step.model_validate(each) for each in own],
        is_default=own is None and (row is None or row.silence_days is None),
        silence_days=silence if kind is SequenceKind.RE_ENGAGEMENT else None,
        updated_at=row.updated_at if row else None,
    )


async def get_person(session: TenantSession, conversation_id: uuid.UUID, *, hold: bool = False) -> Person:
    """With `hold` neither the lead's stage nor a word of the person's changes until the transaction ends.

    The lead is held before its conversations, as whoever captures a lead does. Raises `ConversationNotFound`.
    """
    row = (await session.execute(select(Conversation.lead_id).where(Conversation.id == conversation_id))).one_or_none()
    if row is None:
        raise ConversationNotFound()
    lead = await _speaking(session, row[0], hold=hold) if row[0] else None
    threads = await _threads(session, conversation_id, lead.id if lead else None, hold=hold)
    own = next((each for each in threads if each.id == conversation_id), None)
    if own is None:
        raise ConversationNotFound()
    if lead is None:
        return Person(own, threads)
    return Person(
        own, threads, lead.id, lead.hidden, lead.name, lead.stage, lead.temperature, lead.assignee_id is not None
    )


async def _speaking(session: TenantSession, lead_id: uuid.UUID, *, hold: bool) -> Any:  # Any: a row of columns
    own = aliased(Lead)
    columns = Lead.id, Lead.name, Lead.stage, Lead.temperature, Lead.assignee_id, Lead.hidden
    query = select(*columns).join(own, Lead.id == func.coalesce(own.merged_into_id, own.id)).where(own.id == lead_id)
    if hold:
        query = query.with_for_update(read=True, of=Lead)
    return (await session.execute(query)).one_or_none()


def _last_word() -> ScalarSelect[datetime]:
    """On the web, where the window of a channel is not counted."""
    said = Message.conversation_id == Conversation.id, Message.role == MessageRole.VISITOR
    newest = select(Message.created_at).where(*said).order_by(Message.turn.desc()).limit(1)
    return newest.correlate(Conversation).scalar_subquery()


async def _threads(
    session: TenantSession, conversation_id: uuid.UUID, lead_id: uuid.UUID | None, *, hold: bool
) -> list[Thread]:
    theirs = Conversation.id == conversation_id
    query = select(
        Conversation.id,
        Conversation.channel,
        Conversation.account_id,
        Conversation.language,
        Conversation.status,
        func.coalesce(Conversation.last_inbound_at, _last_word()),
        Conversation.last_message_at,
        Conversation.returns_at,
    ).order_by(Conversation.id)
    if lead_id:
        family = select(Lead.id).where(or_(Lead.id == lead_id, Lead.merged_into_id == lead_id))
        query = query.where(or_(theirs, Conversation.lead_id.in_(family)))
    else:
        query = query.where(theirs)
    if hold:
        query = query.with_for_update(of=Conversation, key_share=True)
    return [_thread(row) for row in await session.execute(query)]


def _thread(row: Any) -> Thread:  # Any: a row of columns
    return Thread(row[0], ChannelKind(row[1]), row[2], row[3], ConversationStatus(row[4]), *row[5:])


async def find_thread_of_lead(session: TenantSession, lead_id: uuid.UUID) -> uuid.UUID | None:
    """Where the lead was last heard, a messaging channel before a page that was closed."""
    family = select(Lead.id).where(or_(Lead.id == lead_id, Lead.merged_into_id == lead_id))
    best = Conversation.account_id.is_(None), Conversation.last_inbound_at.desc().nulls_last()
    query = select(Conversation.id).where(Conversation.lead_id.in_(family))
    return await session.scalar(query.order_by(*best, Conversation.last_message_at.desc(), Conversation.id).limit(1))


async def product_of(session: TenantSession, threads: Many[Thread]) -> str | None:
    """What was last talked about, the newest conversation first."""
    for each in sorted(threads, key=lambda thread: thread.last_message_at, reverse=True):
        memory = await memories.get_memory(session, each.id)
        if memory.products:
            return memory.products[-1].name
    return None


async def find_template(
    session: TenantSession, account_id: uuid.UUID, name: str, languages: Many[str]
) -> ChannelTemplate | None:
    """The approved one in the first of these languages that the account has, else in any."""
    query = select(ChannelTemplate).where(
        ChannelTemplate.account_id == account_id,
        ChannelTemplate.name == name,
        ChannelTemplate.status == TemplateStatus.APPROVED,
    )

    def rank(row: ChannelTemplate) -> int:
        short = row.language[:2].lower()
        return languages.index(short) if short in languages else len(languages)

    rows = (await session.scalars(query.order_by(ChannelTemplate.language))).all()
    return min(rows, key=rank, default=None)


async def known_templates(session: TenantSession, names: set[str]) -> set[str]:
    """Those of these names that some account of the company has, approved."""
    query = select(ChannelTemplate.name).where(
        ChannelTemplate.name.in_(names), ChannelTemplate.status == TemplateStatus.APPROVED
    )
    return set(await session.scalars(query.distinct()))


_Listed = Select[Enrolment, str, uuid.UUID, str, int, int, datetime]


def _listed() -> _Listed:
    own, pending = aliased(Lead), aliased(FollowUp)
    speaks = (Lead.id == func.coalesce(own.merged_into_id, own.id)) & ~Lead.hidden
    sent = select(func.count()).where(FollowUp.enrolment_id == Enrolment.id, FollowUp.status == FollowUpStatus.SENT)
    waits = (pending.enrolment_id == Enrolment.id) & (pending.status == FollowUpStatus.PENDING)
    counted = sent.correlate(Enrolment).scalar_subquery()
    return (
        select(Enrolment, Conversation.channel, Lead.id, Lead.name, counted, pending.step, pending.scheduled_at)
        .join(Conversation, Conversation.id == Enrolment.conversation_id)
        .join(own, own.id == Enrolment.lead_id, isouter=True)
        .join(Lead, speaks, isouter=True)
        .join(pending, waits, isouter=True)
    )


async def list_enrolled(
    session: TenantSession,
    kind: SequenceKind,
    *,
    state: EnrolmentState | None,
    limit: int,
    cursor: str | None,
) -> Page[EnrolmentOut]:
    """Newest first."""
    query = _listed().where(Enrolment.kind == literal(kind.value))
    query = query.order_by(Enrolment.enrolled_at.desc(), Enrolment.id.desc()).limit(limit + 1)
    if state:
        query = query.where(Enrolment.state == state)
    if cursor:
        at, last = decode(cursor, length=2)
        query = query.where(tuple_(Enrolment.enrolled_at, Enrolment.id) < (moment(at), identifier(last)))
    rows = (await session.execute(query)).all()
    last_row = rows[limit - 1][0] if len(rows) > limit else None
    position = encode([last_row.enrolled_at.isoformat(), str(last_row.id)]) if last_row else None
    return Page(items=[_line(row) for row in rows[:limit]], next_cursor=position)


async def get_enrolled(session: TenantSession, enrolment_id: uuid.UUID) -> EnrolmentOut:
    """One line of the list."""
    return _line((await session.execute(_listed().where(Enrolment.id == enrolment_id))).one())


def _line(row: Any) -> EnrolmentOut:  # Any: a row of `_listed`
    found, channel, lead_id, lead_name, sent, step, at = row
    return EnrolmentOut(
        id=found.id,
        type=SequenceKind(found.kind),
        conversation_id=found.conversation_id,
        channel=ChannelKind(channel),
        lead_id=lead_id,
        lead_name=lead_name,
        trigger=Trigger(found.trigger),
        state=EnrolmentState(found.state),
        reason=StopReason(found.reason) if found.reason else None,
        sent=sent,
        next_step=step,
        next_at=at,
        enrolled_at=found.enrolled_at,
        ended_at=found.ended_at,
        replied_at=found.replied_at,
        converted_at=found.converted_at,
    )
