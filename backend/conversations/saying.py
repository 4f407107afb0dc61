"""Writes down what the business says outside the chat's hot road: a turn of its own, with its messages."""

import uuid
from collections.abc import Sequence

from backend.conversations.ledger import Line
from backend.conversations.models import Conversation, Message, Turn
from backend.conversations.projection import preview
from backend.core import clock
from backend.core.database.session import TenantSession


async def say(
    session: TenantSession,
    conversation: Conversation,
    lines: Sequence[Line],
    *,
    author_id: uuid.UUID | None = None,
    author: str | None = None,
    key: str | None = None,
    trace: str | None = None,
) -> int:
    """Add a turn; the row is locked, so a visitor's turn that was under way is taken again after it."""
    conversation.turn += 1
    conversation.last_message = preview(lines[-1].text)
    conversation.last_message_at = clock.now()
    status, number = conversation.status, conversation.turn
    session.add(Turn(conversation_id=conversation.id, number=number, status=status, idempotency_key=key))
    session.add_all(
        Message(
            conversation_id=conversation.id,
            turn=number,
            position=position,
            role=line.role,
            content=line.text,
            block_id=line.block_id,
            author_id=author_id,
            author_name=author,
            attachments=list(line.attachments),
            provider_id=line.provider_id,
            details=line.details,
            trace=trace,
        )
        for position, line in enumerate(lines, start=1)
    )
    await session.flush()
    return number
