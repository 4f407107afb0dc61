"""Background work that gets to know people: once for each who writes for the first time."""

import uuid
from typing import Any

from backend.conversations import meeting
from backend.core import clock
from backend.core.jobs import OpenSession, enqueue, job


@job("conversations.meet", opens=True)
async def meet(open_session: OpenSession, providers: Any, *, conversation_id: str, asked: int = 0) -> None:
    if await meeting.meet(open_session, providers, uuid.UUID(conversation_id)) or asked >= len(meeting.WAITS):
        return
    async with open_session() as session:
        later = clock.now() + meeting.WAITS[asked]
        await enqueue(session, meet, at=later, conversation_id=conversation_id, asked=asked + 1)
