"""Everything that happened with a lead in one list: its timeline and all that was said, newest first (CRM-12)."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from backend.conversations.activity_schemas import ActivityOut
from backend.conversations.models import Conversation, Message
from backend.core.database.session import TenantSession
from backend.core.http.pagination import BadCursor, Page, decode, encode, moment
from backend.leads import queries as leads
from backend.leads.detail_models import LeadNote
from backend.leads.enums import EventKind
from backend.leads.models import LeadEvent
from backend.tasks.models import Task

# Lines of one moment stay together, so a page ends at a moment and at how many of its lines were shown.
_MOST_AT_ONCE = 1_000
_WITH_NOTE = frozenset({EventKind.NOTE_ADDED, EventKind.NOTE_EDITED})
_WITH_TASK = frozenset({EventKind.TASK_ADDED, EventKind.TASK_COMPLETED})


async def list_activity(
    session: TenantSession, lead_id: uuid.UUID, *, limit: int, cursor: str | None
) -> Page[ActivityOut]:
    """Of the lead and those merged into it. Raises `LeadNotFound`, `BadCursor`."""
    family = await leads.family(session, lead_id)
    before, shown = _position(cursor)
    wanted = limit + shown + 1
    found = [
        *await _events(session, family, before, wanted),
        *await _messages(session, family, before, wanted),
    ]
    found.sort(key=lambda each: (each.at, each.id), reverse=True)
    found = found[shown:]
    page = found[:limit]
    following = None
    if len(found) > limit:
        last = page[-1].at
        same = sum(each.at == last for each in page)
        following = encode([last.isoformat(), same + (shown if last == before else 0)])
    return Page(items=await _with_words(session, page), next_cursor=following)


def _position(cursor: str | None) -> tuple[datetime | None, int]:
    if cursor is None:
        return None, 0
    at, shown = decode(cursor, length=2)
    found = moment(at)
    if found.tzinfo is None or type(shown) is not int or not 0 <= shown <= _MOST_AT_ONCE:
        raise BadCursor()
    return found, shown


async def _events(
    session: TenantSession, family: Sequence[uuid.UUID], before: datetime | None, limit: int
) -> list[ActivityOut]:
    query = select(LeadEvent).where(LeadEvent.lead_id.in_(family))
    if before:
        query = query.where(LeadEvent.at <= before)
    newest = query.order_by(LeadEvent.at.desc(), LeadEvent.id.desc()).limit(limit)
    return [
        ActivityOut(
            id=str(each.id),
            kind=EventKind(each.kind),
            at=each.at,
            actor_id=each.actor_id,
            conversation_id=each.conversation_id,
            data=each.data,
        )
        for each in await session.scalars(newest)
    ]


async def _messages(
    session: TenantSession, family: Sequence[uuid.UUID], before: datetime | None, limit: int
) -> list[ActivityOut]:
    query = (
        select(Message, Conversation.channel)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.lead_id.in_(family))
    )
    if before:
        query = query.where(Message.created_at <= before)
    newest = query.order_by(Message.created_at.desc(), Message.turn.desc(), Message.position.desc()).limit(limit)
    return [
        ActivityOut(
            id=f"{message.conversation_id}:{message.turn:06}:{message.position:03}",
            kind="message",
            at=message.created_at,
            actor_id=message.author_id,
            conversation_id=message.conversation_id,
            data={"role": message.role, "channel": channel, "files": len(message.attachments)},
            text=message.content,
        )
        for message, channel in await session.execute(newest)
    ]


async def _with_words(session: TenantSession, page: list[ActivityOut]) -> list[ActivityOut]:
    """Notes and tasks as they read now; one that is gone has no words."""
    notes = _named(page, "note", _WITH_NOTE)
    tasks = _named(page, "task", _WITH_TASK)
    words: dict[str, str] = {}
    if notes:
        found = await session.execute(select(LeadNote.id, LeadNote.body).where(LeadNote.id.in_(notes)))
        words |= {str(note_id): body for note_id, body in found}
    if tasks:
        found = await session.execute(select(Task.id, Task.title).where(Task.id.in_(tasks)))
        words |= {str(task_id): title for task_id, title in found}
    for each in page:
        known = each.data.get("note") or each.data.get("task")
        if known:
            each.text = words.get(str(known))
    return page


def _named(page: Sequence[ActivityOut], name: str, kinds: frozenset[EventKind]) -> list[uuid.UUID]:
    return [uuid.UUID(each.data[name]) for each in page if each.kind in kinds and each.data.get(name)]
