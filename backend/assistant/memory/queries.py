"""Questions about what is remembered."""

import uuid
from collections.abc import Collection

from sqlalchemy import select

from backend.assistant.memory.models import PersonMemory
from backend.assistant.memory.schemas import Kept, Memory
from backend.core.database.session import TenantSession


async def get_memory(session: TenantSession, conversation_id: uuid.UUID) -> Memory:
    """An empty one where nothing is remembered yet."""
    found = await session.scalar(
        select(PersonMemory)
        .where(PersonMemory.conversation_id == conversation_id)
        .execution_options(populate_existing=True)
    )
    return read(found) if found else Memory(conversation_id=conversation_id)


async def list_of_leads(session: TenantSession, lead_ids: Collection[uuid.UUID], *, limit: int = 20) -> list[Memory]:
    """What several conversations remember of these leads, the newest first."""
    query = select(PersonMemory).where(PersonMemory.lead_id.in_(lead_ids))
    rows = await session.scalars(query.order_by(PersonMemory.updated_at.desc()).limit(limit))
    return [read(row) for row in rows]


def read(row: PersonMemory) -> Memory:
    kept = Kept.model_validate_json(row.content)
    return Memory(
        **dict(kept),
        conversation_id=row.conversation_id,
        lead_id=row.lead_id,
        last_intent=row.last_intent,
        purchase_intent=row.purchase_intent,
        total_messages=row.total_messages,
        no_match_count=row.no_match_count,
        updated_at=row.updated_at,
    )
