"""What one person asked the assistant to remember; a page of text that they can read and edit (CRM-13)."""

import uuid

from sqlalchemy.dialects.postgresql import insert

from backend.assistant.errors import MemoryFull
from backend.assistant.models import AssistantMemory
from backend.assistant.schemas import MAX_MEMORY
from backend.core import clock
from backend.core.database.session import TenantSession, bound_tenant


async def read(session: TenantSession, user_id: uuid.UUID) -> str:
    found = await session.get(AssistantMemory, (bound_tenant(session), user_id), populate_existing=True)
    return found.text if found else ""


async def write(session: TenantSession, user_id: uuid.UUID, text: str) -> None:
    """Replace it. Raises `MemoryFull`."""
    if len(text) > MAX_MEMORY:
        raise MemoryFull(limit=MAX_MEMORY)
    values = {"text": text, "updated_at": clock.now()}
    row = insert(AssistantMemory).values(user_id=user_id, **values)
    await session.execute(row.on_conflict_do_update(index_elements=["tenant_id", "user_id"], set_=values))


async def add(session: TenantSession, user_id: uuid.UUID, text: str) -> None:
    """One more line. Raises `MemoryFull`."""
    before = await read(session, user_id)
    await write(session, user_id, f"{before}\n{text}".strip())
