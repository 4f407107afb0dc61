"""What people of the business do in a conversation: take over, answer, give back, close."""

import uuid
from collections.abc import Sequence

from sqlalchemy import text

from backend.conversations import ledger, turn
from backend.conversations.enums import ConversationStatus, MessageRole
from backend.conversations.errors import ConversationOver, NotInCharge
from backend.conversations.ledger import Line
from backend.conversations.models import Conversation, Message, Turn
from backend.conversations.projection import preview
from backend.conversations.queries import get_conversation
from backend.conversations.replaying import begin, hear
from backend.conversations.timing_out import time_out
from backend.core import clock
from backend.core.database.listener import CHANNEL, word
from backend.core.database.session import TenantSession, bound_tenant, driver_connection
from backend.flows.engine import walk as walking

__all__ = [
    "begin",
    "close",
    "give_back",
    "hear",
    "mark_read",
    "reply",
    "show_typing",
    "take_over",
    "time_out",
]


async def take_over(session: TenantSession, conversation_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """From now on a person answers, and the flow keeps its place; a colleague's conversation may be taken too."""
    conversation = await get_conversation(session, conversation_id, lock=True)
    conversation.status = ConversationStatus.HUMAN
    conversation.assignee_id = by
    conversation.unread = 0
    conversation.timeout_at = None
    await _tell(session, conversation.id, "status")


async def reply(session: TenantSession, conversation_id: uuid.UUID, words: str, *, by: uuid.UUID, name: str) -> str:
    """Say something as a person; returns the message's id. Raises `NotInCharge` while the flow answers."""
    conversation = await get_conversation(session, conversation_id, lock=True)
    if conversation.status != ConversationStatus.HUMAN:
        raise NotInCharge()
    conversation.assignee_id = conversation.assignee_id or by
    conversation.unread = 0
    number = await _say(session, conversation, [Line(MessageRole.AGENT, words)], author_id=by, author=name)
    await _tell(session, conversation.id, "message")
    return f"{number}.1"


async def give_back(session: TenantSession, conversation_id: uuid.UUID) -> None:
    """The flow goes on where it was and asks again. Raises `ConversationOver` where it has nothing left to ask."""
    conversation = await get_conversation(session, conversation_id, lock=True)
    conversation.assignee_id = None
    answering = ConversationStatus.OPEN if conversation.flow_version_id else ConversationStatus.CLOSED
    conversation.status = answering
    await session.flush()
    connection = await driver_connection(session)
    opened = await ledger.read(connection, conversation_id)
    assert opened is not None  # locked above, in this transaction
    scene = await turn.prepare(connection, opened)
    walked = walking.give_back(scene.flow, scene.state, scene.context)
    if not walked.accepted:
        raise ConversationOver()
    drafted = turn.draft_of(scene, walked, settled=opened.language_settled)
    await turn.conclude(connection, bound_tenant(session), drafted)
    session.expire(conversation)
    for kind in ("message", "status"):
        await _tell(session, conversation_id, kind)


async def close(session: TenantSession, conversation_id: uuid.UUID) -> None:
    """End it; if the visitor writes again it comes back to people."""
    conversation = await get_conversation(session, conversation_id, lock=True)
    conversation.status = ConversationStatus.ENDED
    conversation.ended_at = clock.now()
    conversation.timeout_at = None
    conversation.unread = 0
    await _tell(session, conversation.id, "status")


async def mark_read(session: TenantSession, conversation_id: uuid.UUID) -> None:
    conversation = await get_conversation(session, conversation_id)
    conversation.unread = 0
    await session.flush()


async def show_typing(session: TenantSession, conversation_id: uuid.UUID, *, name: str) -> None:
    conversation = await get_conversation(session, conversation_id)
    await _tell(session, conversation.id, "typing", author=name)


async def _say(
    session: TenantSession,
    conversation: Conversation,
    lines: Sequence[Line],
    *,
    author_id: uuid.UUID | None = None,
    author: str | None = None,
) -> int:
    """Add a turn; the row is locked, so a visitor's turn that was under way is taken again after it."""
    conversation.turn += 1
    conversation.last_message = preview(lines[-1].text)
    conversation.last_message_at = clock.now()
    session.add(Turn(conversation_id=conversation.id, number=conversation.turn, status=conversation.status))
    session.add_all(
        Message(
            conversation_id=conversation.id,
            turn=conversation.turn,
            position=position,
            role=line.role,
            content=line.text,
            block_id=line.block_id,
            author_id=author_id,
            author_name=author,
        )
        for position, line in enumerate(lines, start=1)
    )
    await session.flush()
    return conversation.turn


async def _tell(session: TenantSession, conversation_id: uuid.UUID, kind: str, **more: str) -> None:
    """Wake the visitor's event stream when this transaction commits, on whichever process it is."""
    await session.flush()
    payload = word(conversation_id, kind, **more)
    await session.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload})
