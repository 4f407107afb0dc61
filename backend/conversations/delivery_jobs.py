"""Background work of the door out: deliver, and look after what a dead worker left behind."""

import uuid
from datetime import datetime
from typing import Any

from backend.conversations import delivering, reconciling
from backend.core.database.session import PlatformSession, TenantSession
from backend.core.jobs import OpenSession, enqueue, every, job


@job("conversations.deliver", queue="chat", opens=True)
async def deliver(open_session: OpenSession, providers: Any, *, conversation_id: str) -> None:
    async def wake(session: TenantSession, at: datetime | None) -> None:
        await enqueue(session, deliver, at=at, conversation_id=conversation_id)

    await delivering.deliver(open_session, providers, uuid.UUID(conversation_id), wake)


@every("* * * * * */15", "conversations.reconcile", queue="chat")
async def reconcile(session: PlatformSession, providers: Any) -> None:
    for tenant_id, conversation_id in await reconciling.reconcile(session):
        await enqueue(session, deliver, tenant_id=tenant_id, conversation_id=conversation_id)
