"""Why the agent said what it said, and what it remembers of a person (DMA-01, DMA-03)."""

import json
import uuid
from typing import Annotated

from fastapi import APIRouter, Path

from backend.assistant.memory import queries as memories
from backend.assistant.memory.schemas import Memory
from backend.conversations import live, queries
from backend.conversations.agent_schemas import TraceOut, TraceStepOut
from backend.conversations.errors import TraceNotFound
from backend.conversations.models import Message
from backend.core.http.dependencies import TenantSession, Viewer

router = APIRouter(prefix="/conversations", tags=["conversations"])

MessageId = Annotated[str, Path(max_length=20, pattern=r"^\d{1,9}\.\d{1,4}$", description="As the transcript has it")]


@router.get("/{conversation_id}/messages/{message_id}/trace", summary="Why did it say that?")
async def trace(conversation_id: uuid.UUID, message_id: MessageId, actor: Viewer, session: TenantSession) -> TraceOut:
    """The agent's eleven steps for this message, in their order."""
    turn, position = live.position(message_id)
    message = await session.get(Message, (conversation_id, turn, position))
    if message is None or message.trace is None:
        raise TraceNotFound()
    steps = [TraceStepOut.model_validate(each) for each in json.loads(message.trace)]
    return TraceOut(message_id=message_id, text=message.content, steps=steps)


@router.get("/{conversation_id}/memory", summary="What the agent remembers of this person")
async def memory(conversation_id: uuid.UUID, actor: Viewer, session: TenantSession) -> Memory:
    await queries.get_conversation(session, conversation_id)
    return await memories.get_memory(session, conversation_id)
