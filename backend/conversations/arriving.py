"""The first message of somebody who comes over from the web: it carries a code, and the conversation goes on."""

import uuid

from backend.channels.shapes import Account
from backend.conversations import carrying, hearing, ledger, turn
from backend.conversations.enums import ConversationStatus
from backend.conversations.hearing import Answerer, Words
from backend.core.database.session import TenantSession, bound_tenant, driver_connection
from backend.flows.engine.walk import walk
from backend.flows.enums import FlowStatus


async def arrive(session: TenantSession, account: Account, conversation_id: uuid.UUID, words: Words) -> bool:
    """Whether the message carried a good code; then everything of the web's conversation is this one's."""
    carried = " ".join(filter(None, (words.text, str(words.incoming.details.get("start") or ""))))
    source = await carrying.redeem(session, carried) if carried else None
    if source is None or source.id == conversation_id:
        return False
    await carrying.adopt(session, account, source, conversation_id)
    return True


async def go_on(session: TenantSession, conversation_id: uuid.UUID, words: Words) -> None:
    """Keep the words that brought the code, and put the waiting question again."""
    connection = await driver_connection(session)
    opened = await ledger.read(connection, conversation_id)
    assert opened is not None  # adopted in this transaction
    waits = opened.status == ConversationStatus.HUMAN.value
    await hearing.keep(session, conversation_id, words, Answerer.PEOPLE if waits else Answerer.FLOW)
    opened = await ledger.read(connection, conversation_id)
    assert opened is not None  # as above
    if waits or opened.flow_version_id is None:
        return
    scene = await turn.prepare(connection, opened)
    if scene.state.status is not FlowStatus.ACTIVE:
        return
    drafted = turn.draft_of(scene, walk(scene.flow, scene.state, None, scene.context), settled=True)
    await turn.conclude(connection, bound_tenant(session), drafted)
    await hearing.say_lines(session, drafted.entry, skip=0)
