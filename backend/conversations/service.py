"""What people of the business do in a conversation: take over, answer, give back, close."""

import uuid
from collections.abc import Sequence

from backend.channels.shapes import Outgoing, OutgoingMedia
from backend.conversations import answering, hearing, ledger, pausing, sending, turn
from backend.conversations.enums import ConversationStatus, SenderKind
from backend.conversations.errors import ConversationOver, NotInCharge
from backend.conversations.queries import get_conversation
from backend.conversations.replaying import begin, hear
from backend.conversations.saying import say
from backend.conversations.telling import tell
from backend.conversations.timing_out import time_out
from backend.core import clock
from backend.core.database.session import TenantSession, bound_tenant, driver_connection
from backend.flows.engine import walk as walking

__all__ = [
    "begin",
    "close",
    "give_back",
    "hear",
    "mark_read",
    "reply",
    "say",
    "show_typing",
    "take_over",
    "tell",
    "time_out",
]


async def take_over(session: TenantSession, conversation_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """From now on a person answers, and the flow keeps its place; a colleague's conversation may be taken too."""
    conversation = await get_conversation(session, conversation_id, lock=True)
    conversation.status = ConversationStatus.HUMAN
    conversation.assignee_id = by
    conversation.unread = 0
    conversation.snoozed_until = None
    conversation.timeout_at = None
    conversation.returns_at = await pausing.takeover_ends(session)
    await tell(session, conversation.id, "status")


async def reply(
    session: TenantSession,
    conversation_id: uuid.UUID,
    words: str,
    *,
    by: uuid.UUID,
    name: str,
    media: Sequence[OutgoingMedia] = (),
) -> str:
    """Say something as a person; returns the message's id.

    Raises `NotInCharge` while the flow answers, and what `sending.send` refuses.
    """
    conversation = await get_conversation(session, conversation_id, lock=True)
    if conversation.status != ConversationStatus.HUMAN:
        raise NotInCharge()
    said = Outgoing(words, media=media)
    sent = await sending.send(session, conversation_id, said, sender=SenderKind.HUMAN, author_id=by, author_name=name)
    conversation.assignee_id = conversation.assignee_id or by
    conversation.unread = 0
    conversation.snoozed_until = None
    conversation.returns_at = await pausing.takeover_ends(session)
    await session.flush()
    return sent.message_id


async def give_back(session: TenantSession, conversation_id: uuid.UUID) -> None:
    """The flow goes on where it was and asks again. Raises `ConversationOver` where it has nothing left to ask."""
    conversation = await get_conversation(session, conversation_id, lock=True)
    conversation.assignee_id = None
    conversation.returns_at = None
    conversation.status = pausing.status_without_people(conversation)
    await session.flush()
    connection = await driver_connection(session)
    opened = await ledger.read(connection, conversation_id)
    assert opened is not None  # locked above, in this transaction
    scene = await turn.prepare(connection, opened)
    walked = walking.give_back(scene.flow, scene.state, scene.context)
    if conversation.account_id is not None and (opened.flow_version_id is None or not walked.accepted):
        # On a channel the agent is there where no flow is; what nobody answered meanwhile is its next word.
        await answering.want(session, conversation_id)
        await tell(session, conversation_id, "status")
        return
    if not walked.accepted:
        raise ConversationOver()
    drafted = turn.draft_of(scene, walked, settled=opened.language_settled)
    await turn.conclude(connection, bound_tenant(session), drafted)
    await hearing.say_lines(session, drafted.entry, skip=0)
    session.expire(conversation)
    for kind in ("message", "status"):
        await tell(session, conversation_id, kind)


async def close(session: TenantSession, conversation_id: uuid.UUID) -> None:
    """End it; if the visitor writes again it comes back to people."""
    conversation = await get_conversation(session, conversation_id, lock=True)
    conversation.status = ConversationStatus.ENDED
    conversation.ended_at = clock.now()
    conversation.timeout_at = conversation.returns_at = conversation.unanswered_since = None
    conversation.unread = 0
    await tell(session, conversation.id, "status")


async def mark_read(session: TenantSession, conversation_id: uuid.UUID) -> None:
    """What came back before its time stays here; what only sleeps sleeps on."""
    conversation = await get_conversation(session, conversation_id)
    if conversation.unread:
        conversation.unread, conversation.snoozed_until = 0, None
    await session.flush()


async def show_typing(session: TenantSession, conversation_id: uuid.UUID, *, name: str) -> None:
    conversation = await get_conversation(session, conversation_id)
    await tell(session, conversation.id, "typing", author=name)
