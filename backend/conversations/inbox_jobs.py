"""The inbox's clock: conversations that go back to the bot, and what a new company finds ready."""

import uuid
from typing import Any

from sqlalchemy import text

from backend.conversations import canned, pausing
from backend.core.database.session import PlatformSession, TenantSession
from backend.core.jobs import enqueue, every, job

# Enough for any real installation in half a minute; the rest waits for the next round.
BATCH = 500


@every("* * * * * */30", "conversations.find_returns", queue="chat")
async def find_returns(session: PlatformSession, providers: Any) -> None:  # Any: unused
    """One small job for each conversation whose time with people is over; a second one finds nothing to do."""
    due = await session.execute(
        text("SELECT id, tenant_id FROM conversations WHERE returns_at <= now() ORDER BY returns_at LIMIT :batch"),
        {"batch": BATCH},
    )
    for conversation_id, tenant_id in due.all():
        await enqueue(
            session, come_back, tenant_id=tenant_id, lock=str(conversation_id), conversation_id=conversation_id
        )


@job("conversations.come_back", queue="chat")
async def come_back(session: TenantSession, providers: Any, *, conversation_id: str) -> None:  # Any: unused
    await pausing.come_back(session, uuid.UUID(conversation_id))


@job("conversations.found_canned")
async def found_canned(session: TenantSession, providers: Any, *, preset: Any) -> None:  # Any: unused
    """A new company finds ready answers."""
    await canned.found_defaults(session)
