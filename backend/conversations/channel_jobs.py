"""What follows from an event of the inbox, and from a silence after it."""

import uuid

from backend.conversations import answering, taking_in
from backend.core.jobs import OpenSession, job
from backend.providers.bundle import Providers


@job("conversations.take_in", queue="chat", opens=True)
async def take_in(open_session: OpenSession, providers: Providers, *, event_id: str) -> None:
    await taking_in.take_in(open_session, providers, uuid.UUID(event_id))


@job("conversations.answer", queue="chat", opens=True)
async def answer(open_session: OpenSession, providers: Providers, *, conversation_id: str) -> None:
    await answering.answer(open_session, providers.model, uuid.UUID(conversation_id))
