"""What happens when a visitor falls silent at a question that has a timeout."""

import uuid

from sqlalchemy import text

from backend.conversations import hearing, ledger, turn
from backend.conversations.enums import ConversationStatus
from backend.core.database.listener import CHANNEL, word
from backend.core.database.session import TenantSession, bound_tenant, driver_connection
from backend.flows.engine.state import Reply
from backend.flows.engine.walk import walk


async def time_out(session: TenantSession, conversation_id: uuid.UUID, seen_turn: int) -> bool:
    """Go on as the block says, unless anything was said since; True where it did. Harmless to run twice.

    Raises `turn.Overtaken` where a word comes in between; the session must then be rolled back.
    """
    connection = await driver_connection(session)
    opened = await ledger.read(connection, conversation_id)
    if opened is None or opened.turn != seen_turn or opened.status != ConversationStatus.OPEN.value:
        return False
    scene = await turn.prepare(connection, opened)
    walked = walk(scene.flow, scene.state, Reply(timed_out=True), scene.context)
    drafted = turn.draft_of(scene, walked, settled=opened.language_settled)
    await turn.conclude(connection, bound_tenant(session), drafted)
    await hearing.say_lines(session, drafted.entry, skip=0)
    for kind in ("message", "status"):
        payload = word(conversation_id, kind)
        await session.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload})
    return True
