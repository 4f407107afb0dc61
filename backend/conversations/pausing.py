"""The clock that gives a conversation back to the bot after a person took over or paused it."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from backend.assistant import settings_queries as assistant
from backend.conversations import answering, ledger, telling, turn
from backend.conversations.enums import ConversationStatus
from backend.conversations.errors import ConversationOver
from backend.conversations.models import Conversation
from backend.conversations.queries import get_conversation
from backend.core import clock
from backend.core.database.session import TenantSession, driver_connection
from backend.flows.engine import walk as walking

_WITH_PEOPLE: Final = frozenset({ConversationStatus.HUMAN, ConversationStatus.PAUSED})


async def takeover_ends(session: TenantSession) -> datetime:
    """Counted from a person's last word."""
    return clock.now() + timedelta(minutes=(await assistant.get_conduct(session)).takeover_minutes)


async def pause(session: TenantSession, conversation_id: uuid.UUID, until: datetime) -> None:
    """Nobody answers by itself until then; people may take over at any time. Raises `ConversationOver`."""
    conversation = await get_conversation(session, conversation_id, lock=True)
    if conversation.status == ConversationStatus.ENDED:
        raise ConversationOver()
    conversation.status = ConversationStatus.PAUSED
    conversation.returns_at = until
    conversation.timeout_at = None
    await telling.tell(session, conversation.id, "status")


async def come_back(session: TenantSession, conversation_id: uuid.UUID) -> bool:
    """The bot answers again from the next word on, and says nothing by itself: hours may have passed.

    False where somebody decided otherwise meanwhile, or where the flow has nothing left to say; then people stay.
    """
    conversation = await get_conversation(session, conversation_id, lock=True)
    if conversation.returns_at is None or conversation.returns_at > clock.now():
        return False
    conversation.returns_at = None
    if conversation.status not in _WITH_PEOPLE or not await _can_go_on(session, conversation):
        return False
    conversation.status = status_without_people(conversation)
    conversation.assignee_id = None
    await telling.tell(session, conversation.id, "status")
    if conversation.account_id is not None and conversation.unanswered_since is not None:
        # A word that nobody answered meanwhile waits no longer.
        await answering.want(session, conversation.id)
    return True


def status_without_people(conversation: Conversation) -> ConversationStatus:
    """How it stands when no person answers: a channel's agent needs no flow, a page without one is closed."""
    by_itself = conversation.flow_version_id or conversation.account_id
    return ConversationStatus.OPEN if by_itself else ConversationStatus.CLOSED


async def _can_go_on(session: TenantSession, conversation: Conversation) -> bool:
    if conversation.account_id is not None:
        return True
    await session.flush()
    connection = await driver_connection(session)
    opened = await ledger.read(connection, conversation.id)
    assert opened is not None  # locked above, in this transaction
    scene = await turn.prepare(connection, opened)
    return walking.give_back(scene.flow, scene.state, scene.context).accepted
