"""Questions about one person's talk with the assistant."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from backend.assistant.models import AssistantMessage, PendingAct
from backend.core.database.session import TenantSession


async def list_lines(
    session: TenantSession, user_id: uuid.UUID, *, limit: int, before: uuid.UUID | None = None
) -> Sequence[AssistantMessage]:
    """The newest first."""
    query = select(AssistantMessage).where(AssistantMessage.user_id == user_id)
    if before:
        query = query.where(AssistantMessage.id < before)
    return (await session.scalars(query.order_by(AssistantMessage.id.desc()).limit(limit))).all()


async def find_waiting(session: TenantSession, user_id: uuid.UUID, now: datetime) -> uuid.UUID | None:
    """The token of what waits for this person's yes."""
    waiting = select(PendingAct.id).where(
        PendingAct.user_id == user_id, PendingAct.used_at.is_(None), PendingAct.expires_at > now
    )
    return await session.scalar(waiting.order_by(PendingAct.id.desc()).limit(1))
