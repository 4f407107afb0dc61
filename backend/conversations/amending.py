"""What platforms tell of messages that were said already: edited, taken back, reacted to, or said elsewhere."""

import json
import uuid
from typing import Any, Final

from sqlalchemy import select

from backend.channels.shapes import Account, Incoming
from backend.conversations import pausing, saying, telling
from backend.conversations.channel_models import Delivery
from backend.conversations.enums import ConversationStatus, MessageRole
from backend.conversations.ledger import Line
from backend.conversations.models import Message
from backend.conversations.queries import get_conversation
from backend.core import clock
from backend.core.database.session import TenantSession

_KEPT_EDITS: Final = 20


class ToldTooEarly(Exception):
    """The platform told of a change to a message before the message itself; ask again in a moment (F4)."""


async def edit(session: TenantSession, conversation_id: uuid.UUID, incoming: Incoming) -> bool:
    """The new words stand, the old ones are kept beside them; False where the message is not known (yet)."""
    message = await _said(session, conversation_id, incoming.provider_id)
    if message is None:
        return False
    if incoming.text is not None and incoming.text != message.content:
        details = _details(message)
        before = [*details.get("edited", []), message.content]
        _put(message, {**details, "edited": before[-_KEPT_EDITS:]})
        message.content = incoming.text
        await telling.tell(session, conversation_id, "status")
    return True


async def take_back(session: TenantSession, conversation_id: uuid.UUID, incoming: Incoming) -> bool:
    """Whoever takes a message back wants its words gone, here too; that something stood there stays."""
    message = await _said(session, conversation_id, incoming.provider_id)
    if message is None:
        return False
    if message.deleted_at is None:
        message.content, message.details = "", None
        message.attachments = []
        message.deleted_at = clock.now()
        await telling.tell(session, conversation_id, "status")
    return True


async def react(session: TenantSession, conversation_id: uuid.UUID, incoming: Incoming) -> bool:
    """An emoji under a message of either side; an empty one takes it away."""
    message = await _said(session, conversation_id, incoming.reply_to or incoming.provider_id)
    if message is None:
        return False
    details = _details(message)
    emoji = str(incoming.details.get("emoji") or "")[:16]
    if emoji:
        details["reaction"] = emoji
    else:
        details.pop("reaction", None)
    _put(message, details)
    await telling.tell(session, conversation_id, "status")
    return True


async def said_elsewhere(
    session: TenantSession, account: Account, conversation_id: uuid.UUID, incoming: Incoming
) -> None:
    """Somebody of the business answered in the platform's own app: the words are kept and the bot steps back."""
    if await _said(session, conversation_id, incoming.provider_id) is not None:
        return
    conversation = await get_conversation(session, conversation_id, lock=True)
    conversation.status = ConversationStatus.HUMAN
    conversation.returns_at = await pausing.takeover_ends(session)
    conversation.unanswered_since, conversation.timeout_at = None, None
    words = incoming.text or ", ".join(each.kind.value for each in incoming.media)
    line = Line(MessageRole.AGENT, words, provider_id=incoming.provider_id)
    await saying.say(session, conversation, [line], author=account.name)
    await telling.tell(session, conversation_id, "message")


async def _said(session: TenantSession, conversation_id: uuid.UUID, provider_id: str) -> Message | None:
    """By the platform's id: a person's own message, or one of ours by what delivered it."""
    own = await session.scalar(
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.provider_id == provider_id)
        .with_for_update()
        .limit(1)
    )
    if own is not None:
        return own
    ours = (
        select(Message)
        .join(
            Delivery,
            (Delivery.conversation_id == Message.conversation_id)
            & (Delivery.turn == Message.turn)
            & (Delivery.position == Message.position),
        )
        .where(Delivery.conversation_id == conversation_id, Delivery.provider_id == provider_id)
    )
    return await session.scalar(ours.with_for_update(of=Message).limit(1))


def _details(message: Message) -> dict[str, Any]:  # Any: JSON
    found: dict[str, Any] = json.loads(message.details) if message.details else {}
    return found


def _put(message: Message, details: dict[str, Any]) -> None:  # Any: as above
    message.details = json.dumps(details) if details else None
