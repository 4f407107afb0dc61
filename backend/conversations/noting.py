"""What colleagues write beside a conversation, and whom they call."""

import uuid

from sqlalchemy import delete, func, update

from backend.accounts import queries as accounts
from backend.conversations.errors import ConversationNoteNotFound
from backend.conversations.inbox_models import ConversationMention, ConversationNote
from backend.conversations.mentions import mentioned
from backend.conversations.queries import get_conversation
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor


async def add(session: TenantSession, conversation_id: uuid.UUID, body: str, *, by: Actor | None) -> ConversationNote:
    """Whoever is named finds the conversation among their mentions; without anybody it is the bot's own.

    Raises `ConversationNotFound`.
    """
    await get_conversation(session, conversation_id)
    names = {each.user_id: each.full_name or each.email for each in await accounts.list_members(session)}
    author_id = by.user_id if by else None
    author = names.get(author_id, "")[:120] if author_id else ""
    note = ConversationNote(
        id=uuid7(), conversation_id=conversation_id, author_id=author_id, author_name=author, body=body
    )
    session.add(note)
    await session.flush()
    await session.refresh(note, ["at"])
    session.add_all(
        ConversationMention(note_id=note.id, user_id=each, conversation_id=conversation_id)
        for each in mentioned(body, names)
        if each != author_id
    )
    await session.flush()
    return note


async def remove(session: TenantSession, conversation_id: uuid.UUID, note_id: uuid.UUID) -> None:
    """Raises `ConversationNoteNotFound`."""
    theirs = (ConversationNote.id == note_id, ConversationNote.conversation_id == conversation_id)
    gone = await session.execute(delete(ConversationNote).where(*theirs).returning(ConversationNote.id))
    if gone.one_or_none() is None:
        raise ConversationNoteNotFound()


async def seen(session: TenantSession, conversation_id: uuid.UUID, user_id: uuid.UUID) -> None:
    """Who has opened the conversation has read where they were named."""
    theirs = (
        ConversationMention.conversation_id == conversation_id,
        ConversationMention.user_id == user_id,
        ConversationMention.read_at.is_(None),
    )
    await session.execute(
        update(ConversationMention)
        .where(*theirs)
        .values(read_at=func.now())
        .execution_options(synchronize_session=False)
    )
