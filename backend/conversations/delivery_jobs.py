"""Background work of the door out: deliver, and look after what a dead worker left behind."""

import uuid
from datetime import datetime
from typing import Any

from backend.conversations import delivering, reconciling, seeking
from backend.core.database.session import PlatformSession, TenantSession
from backend.core.jobs import OpenSession, enqueue, every, job


@job("conversations.deliver", queue="chat", opens=True)
async def deliver(open_session: OpenSession, providers: Any, *, conversation_id: str) -> None:
    await delivering.deliver(open_session, providers, uuid.UUID(conversation_id), _wake(conversation_id))


@job("conversations.seek", queue="chat", opens=True)
async def seek(
    open_session: OpenSession, providers: Any, *, conversation_id: str, delivery_id: str, leased_at: str
) -> None:
    moment = datetime.fromisoformat(leased_at)
    await seeking.seek(open_session, providers, uuid.UUID(delivery_id), moment, _wake(conversation_id))


@every("* * * * * */15", "conversations.reconcile", queue="chat")
async def reconcile(session: PlatformSession, providers: Any) -> None:
    for tenant_id, conversation_id in await reconciling.reconcile(session):
        await enqueue(session, deliver, tenant_id=tenant_id, conversation_id=conversation_id)
    for doubt in await reconciling.lease_doubts(session):
        await enqueue(
            session,
            seek,
            tenant_id=doubt.tenant_id,
            conversation_id=doubt.conversation_id,
            delivery_id=doubt.delivery_id,
            leased_at=doubt.leased_at.isoformat(),
        )


def _wake(conversation_id: str) -> delivering.Wake:
    async def wake(session: TenantSession, at: datetime | None) -> None:
        await enqueue(session, deliver, at=at, conversation_id=conversation_id)

    return wake
