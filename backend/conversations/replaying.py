"""A visitor's side of a conversation inside somebody else's transaction, for what is told afterwards."""

import uuid

from backend.conversations import ledger, starting, turn
from backend.conversations.schemas import ChatOut, ChatStart
from backend.conversations.turn import Said
from backend.core.database.session import TenantSession, bound_tenant, driver_connection
from backend.core.http.actor import VisitorActor
from backend.flows.engine.state import Reply


async def begin(session: TenantSession, request: ChatStart, *, origin: str) -> ChatOut:
    """The widget's road from here on, the same flow, ledger and leads."""
    visitor = VisitorActor(bound_tenant(session), origin)
    return await starting.begin(await driver_connection(session), visitor, request, None)


async def hear(session: TenantSession, conversation_id: uuid.UUID, reply: Reply, *, origin: str) -> ChatOut:
    """Raises `ConversationNotFound`."""
    connection = await driver_connection(session)
    opened = turn.allowed(await ledger.read(connection, conversation_id), origin)
    return await turn.hear(connection, bound_tenant(session), opened, Said(conversation_id, reply))
