"""How colleagues share the inbox: whose a conversation is, and when it should come up again."""

import uuid
from datetime import datetime

from backend.accounts import queries as accounts
from backend.conversations.queries import get_conversation
from backend.core.database.session import TenantSession
from backend.leads.errors import AssigneeNotInTeam


async def assign(session: TenantSession, conversation_id: uuid.UUID, user_id: uuid.UUID | None) -> None:
    """Who answers stays as it is; null frees it. Raises `AssigneeNotInTeam`."""
    conversation = await get_conversation(session, conversation_id, lock=True)
    if user_id is not None and await accounts.find_member(session, user_id) is None:
        raise AssigneeNotInTeam()
    conversation.assignee_id = user_id
    await session.flush()


async def snooze(session: TenantSession, conversation_id: uuid.UUID, until: datetime) -> None:
    """Out of sight until then, or until the person writes: to put off is to have read."""
    conversation = await get_conversation(session, conversation_id, lock=True)
    conversation.snoozed_until = until
    conversation.unread = 0
    await session.flush()


async def wake(session: TenantSession, conversation_id: uuid.UUID) -> None:
    conversation = await get_conversation(session, conversation_id, lock=True)
    conversation.snoozed_until = None
    await session.flush()
