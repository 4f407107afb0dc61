"""Wakes whoever watches a conversation, on whichever process it is."""

import uuid

from sqlalchemy import text

from backend.core.database.listener import CHANNEL, word
from backend.core.database.session import TenantSession


async def tell(session: TenantSession, conversation_id: uuid.UUID, kind: str, **more: str) -> None:
    """Heard when this transaction commits."""
    await session.flush()
    payload = word(conversation_id, kind, **more)
    await session.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload})
