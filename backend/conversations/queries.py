"""Questions about conversations: one with its transcript, and the figures that the panel draws."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text, tuple_
from sqlalchemy.orm import defer

from backend.conversations import causes
from backend.conversations import delivery_queries as deliveries
from backend.conversations import inbox_queries as inbox
from backend.conversations.channel_models import Delivery
from backend.conversations.delivery_schemas import DeliveryOut
from backend.conversations.enums import ConversationStatus, DeliveryStatus, MessageRole
from backend.conversations.errors import ConversationNotFound
from backend.conversations.models import Conversation, Message
from backend.conversations.schemas import (
    ConversationDetail,
    ConversationStats,
    DayOut,
    MessageOut,
    TodayOut,
)
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.language import Language

DAYS = 30
_CAME_BY_TALKING = "NOT hidden AND source NOT IN ('prospecting', 'import', 'api', 'manual')"


async def get_conversation(session: TenantSession, conversation_id: uuid.UUID, *, lock: bool = False) -> Conversation:
    """Raises `ConversationNotFound`, also for one of another tenant."""
    found = await session.get(Conversation, conversation_id, with_for_update=lock)
    if found is None:
        raise ConversationNotFound()
    return found


async def get_detail(
    session: TenantSession, conversation_id: uuid.UUID, language: Language, *, latest: int = 1000
) -> ConversationDetail:
    """The inbox's line with what was said last. Raises `ConversationNotFound`."""
    row = (await session.execute(inbox.lines().where(Conversation.id == conversation_id))).first()
    if row is None:
        raise ConversationNotFound()
    return ConversationDetail(
        **inbox.line(row).model_dump(),
        referrer=row[0].referrer,
        utm=row[0].utm,
        messages=await list_messages(session, conversation_id, language, latest=latest),
        notes=await inbox.list_notes(session, conversation_id),
    )


@dataclass(frozen=True, slots=True)
class Person:
    """Who is talked with, as far as it is known."""

    language: str
    name: str


async def get_person(session: TenantSession, conversation_id: uuid.UUID) -> Person:
    """Raises `ConversationNotFound`."""
    row = (await session.execute(inbox.lines().where(Conversation.id == conversation_id))).first()
    if row is None:
        raise ConversationNotFound()
    return Person(language=row[0].language, name=row[2] or "")


async def list_messages(
    session: TenantSession,
    conversation_id: uuid.UUID,
    language: Language,
    after: tuple[int, int] = (0, 0),
    *,
    latest: int = 1000,
) -> list[MessageOut]:
    """In their order; of more than `latest` the last ones."""
    query = (
        select(Message, Message.trace.is_not(None))
        .options(defer(Message.trace))  # long, and read by few
        .where(Message.conversation_id == conversation_id, tuple_(Message.turn, Message.position) > after)
        .order_by(Message.turn.desc(), Message.position.desc())
        .limit(latest)
    )
    rows = (await session.execute(query)).all()[::-1]
    quoted = {message.provider_id: message.content for message, _ in rows if message.provider_id}
    sent = await deliveries.list_of_messages(session, conversation_id, rows[0][0].turn) if rows else {}
    return [
        _said(message, explained, quoted, _delivered(sent.get((message.turn, message.position)), language))
        for message, explained in rows
    ]


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


def _said(message: Message, explained: bool, quoted: Mapping[str, str], delivery: DeliveryOut | None) -> MessageOut:
    details = json.loads(message.details) if message.details else {}
    if answered := quoted.get(details.get("reply_to", "")):
        details["quote"] = answered[:160]
    return MessageOut(
        id=f"{message.turn}.{message.position}",
        role=MessageRole(message.role),
        text=message.content,
        created_at=message.created_at,
        block_id=message.block_id,
        author=message.author_name,
        attachments=message.attachments,
        details=details,
        deleted_at=message.deleted_at,
        explained=explained,
        delivery=delivery,
    )


def _delivered(delivery: Delivery | None, language: Language) -> DeliveryOut | None:
    if delivery is None:
        return None
    return DeliveryOut(
        id=delivery.id,
        status=DeliveryStatus(delivery.status),
        code=delivery.code,
        cause=causes.sentence(delivery.code, language, delivery.cause),
        category=delivery.category,
        billable=delivery.billable,
        cost=delivery.cost,
        currency=delivery.currency,
        at=delivery.updated_at,
    )
