"""Wakes whoever watches a search, when the transaction that changed it commits."""

import uuid

from sqlalchemy import text

from backend.core.database.listener import CHANNEL, word
from backend.core.database.session import TenantSession


async def tell(session: TenantSession, search_id: uuid.UUID) -> None:
    await session.flush()
    payload = word(search_id, "search")
    await session.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload})
