"""Questions about conversations: the inbox, a transcript, and the figures that the panel draws."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, func, or_, select, text, tuple_
from sqlalchemy.orm import aliased

from backend.accounts.models import User
from backend.conversations.enums import ConversationStatus, MessageRole
from backend.conversations.errors import ConversationNotFound
from backend.conversations.models import Conversation, Message
from backend.conversations.schemas import (
    ConversationDetail,
    ConversationOut,
    ConversationStats,
    DayOut,
    MessageOut,
    TodayOut,
)
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.http.pagination import Page, decode, encode, identifier, moment
from backend.leads.models import Lead

DAYS = 30
_CAME_BY_TALKING = "NOT hidden AND source NOT IN ('prospecting', 'import', 'api', 'manual')"


async def get_conversation(session: TenantSession, conversation_id: uuid.UUID, *, lock: bool = False) -> Conversation:
    """Raises `ConversationNotFound`, also for one of another tenant."""
    found = await session.get(Conversation, conversation_id, with_for_update=lock)
    if found is None:
        raise ConversationNotFound()
    return found


def _inbox() -> Select[Conversation, uuid.UUID, str, str, int, str]:
    """With the lead that speaks for the conversation's own since a merge; a deleted one is not shown."""
    own = aliased(Lead)
    speaks = (Lead.id == func.coalesce(own.merged_into_id, own.id)) & ~Lead.hidden
    return (
        select(Conversation, Lead.id, Lead.name, Lead.temperature, Lead.score, User.full_name)
        .join(own, own.id == Conversation.lead_id, isouter=True)
        .join(Lead, speaks, isouter=True)
        .join(User, User.id == Conversation.assignee_id, isouter=True)
    )


async def list_conversations(
    session: TenantSession,
    *,
    status: Sequence[ConversationStatus] = (),
    unread: bool = False,
    lead_id: uuid.UUID | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[ConversationOut]:
    """The inbox, last word first."""
    query = _inbox().order_by(Conversation.last_message_at.desc(), Conversation.id.desc()).limit(limit + 1)
    if status:
        query = query.where(Conversation.status.in_(status))
    if unread:
        query = query.where(Conversation.unread > 0)
    if lead_id:
        merged = select(Lead.id).where(Lead.merged_into_id == lead_id)
        query = query.where(or_(Conversation.lead_id == lead_id, Conversation.lead_id.in_(merged)))
    if cursor:
        at, last_id = decode(cursor, length=2)
        query = query.where(tuple_(Conversation.last_message_at, Conversation.id) < (moment(at), identifier(last_id)))
    rows = (await session.execute(query)).all()
    position = (
        [rows[limit - 1][0].last_message_at.isoformat(), str(rows[limit - 1][0].id)] if len(rows) > limit else None
    )
    return Page(items=[_line(row) for row in rows[:limit]], next_cursor=encode(position) if position else None)


async def get_detail(session: TenantSession, conversation_id: uuid.UUID) -> ConversationDetail:
    """The inbox's line with the whole transcript. Raises `ConversationNotFound`."""
    row = (await session.execute(_inbox().where(Conversation.id == conversation_id))).first()
    if row is None:
        raise ConversationNotFound()
    said = await list_messages(session, conversation_id)
    return ConversationDetail(**_line(row).model_dump(), referrer=row[0].referrer, utm=row[0].utm, messages=said)


async def list_messages(
    session: TenantSession, conversation_id: uuid.UUID, after: tuple[int, int] = (0, 0)
) -> list[MessageOut]:
    query = (
        select(Message)
        .where(Message.conversation_id == conversation_id, tuple_(Message.turn, Message.position) > after)
        .order_by(Message.turn, Message.position)
        .limit(1000)
    )
    return [_said(message) for message in await session.scalars(query)]


async def statistics(session: TenantSession, timezone: str) -> ConversationStats:
    """Today and the last thirty days, in the tenant's own days."""
    zone = ZoneInfo(timezone)
    midnight = clock.now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight - timedelta(days=DAYS - 1)
    conversations = await _by_day(session, "conversations", since, timezone)
    # Of those who talked: a lead that was searched, imported or typed in has had no conversation to come from.
    leads = await _by_day(session, "leads", since, timezone, shown=_CAME_BY_TALKING)
    days = [(since + timedelta(days=offset)).date().isoformat() for offset in range(DAYS)]
    by_day = [DayOut(day=day, conversations=conversations.get(day, 0), leads=leads.get(day, 0)) for day in days]
    today = await _today(session, midnight, by_day[-1])
    return ConversationStats(today=today, by_day=by_day, funnel=[])


async def _by_day(
    session: TenantSession, table: str, since: datetime, timezone: str, *, shown: str = "true"
) -> dict[str, int]:
    query = text(
        f"SELECT to_char(created_at AT TIME ZONE :zone, 'YYYY-MM-DD') AS day, count(*) FROM {table}"  # noqa: S608 - two fixed names
        f" WHERE created_at >= :since AND {shown} GROUP BY day"
    )
    rows = await session.execute(query, {"zone": timezone, "since": since})
    return {row[0]: row[1] for row in rows}


async def _today(session: TenantSession, midnight: datetime, today: DayOut) -> TodayOut:
    waiting = await session.scalar(
        select(func.count()).where(Conversation.status == ConversationStatus.HUMAN, Conversation.unread > 0)
    )
    ended = await session.scalar(select(func.count()).where(Conversation.ended_at >= midnight))
    return TodayOut(conversations=today.conversations, leads=today.leads, waiting=waiting or 0, ended=ended or 0)


async def visitors_by_block(session: TenantSession, version_id: uuid.UUID, since: datetime) -> dict[str, int]:
    """How many conversations of this flow version reached each block."""
    query = text(
        "SELECT block, count(DISTINCT t.conversation_id) FROM turns t"
        " JOIN conversations c ON c.id = t.conversation_id, unnest(t.visited) AS block"
        " WHERE c.flow_version_id = :version AND c.created_at >= :since GROUP BY block"
    )
    rows = await session.execute(query, {"version": version_id, "since": since})
    return {row[0]: row[1] for row in rows}


def _line(row: Row[Conversation, uuid.UUID, str, str, int, str]) -> ConversationOut:
    found, lead_id, lead_name, temperature, score, assignee = row
    return ConversationOut(
        id=found.id,
        status=ConversationStatus(found.status),
        channel=found.channel,
        language=found.language,
        lead_id=lead_id,
        lead_name=lead_name,
        temperature=temperature,
        score=score,
        last_message=found.last_message,
        last_message_at=found.last_message_at,
        unread=found.unread,
        assignee_id=found.assignee_id,
        assignee_name=assignee,
        page_url=found.page_url,
        ask_block=found.ask_block,
        created_at=found.created_at,
    )


def _said(message: Message) -> MessageOut:
    return MessageOut(
        id=f"{message.turn}.{message.position}",
        role=MessageRole(message.role),
        text=message.content,
        created_at=message.created_at,
        block_id=message.block_id,
        author=message.author_name,
        attachments=message.attachments,
    )
