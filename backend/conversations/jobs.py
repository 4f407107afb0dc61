"""Silence has consequences: flows go on by themselves where they say so."""

import uuid
from contextlib import suppress
from typing import Any

from sqlalchemy import text

from backend.conversations import timing_out
from backend.conversations.turn import Overtaken
from backend.core.database.session import PlatformSession
from backend.core.jobs import OpenSession, enqueue, every, job

# Enough for any real installation in ten seconds; the rest waits for the next round.
BATCH = 500


@every("* * * * * */10", "conversations.find_timeouts", queue="chat")
async def find_timeouts(session: PlatformSession, providers: Any) -> None:
    """One small job for each conversation whose silence has lasted; a second one finds nothing to do."""
    due = await session.execute(
        text(
            "SELECT id, tenant_id, turn FROM conversations WHERE timeout_at <= now() ORDER BY timeout_at LIMIT :batch"
        ),
        {"batch": BATCH},
    )
    for conversation_id, tenant_id, turn in due.all():
        await enqueue(
            session,
            time_out,
            tenant_id=tenant_id,
            lock=str(conversation_id),
            conversation_id=conversation_id,
            turn=turn,
        )


@job("conversations.time_out", queue="chat", opens=True)
async def time_out(open_session: OpenSession, providers: Any, *, conversation_id: str, turn: int) -> None:
    # Whoever spoke first has ended the silence: what was begun here is rolled back as a whole.
    with suppress(Overtaken):
        async with open_session() as session:
            await timing_out.time_out(session, uuid.UUID(conversation_id), turn)
