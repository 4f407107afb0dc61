"""Files that people of the business send along."""

import uuid
from typing import Final

from backend.conversations.queries import get_conversation
from backend.core.database.session import Database
from backend.files import service as files
from backend.files.kinds import ON_CHANNELS
from backend.files.schemas import FileOut
from backend.providers.storage import ObjectStore

MOST: Final = 500


async def attach(
    database: Database,
    store: ObjectStore,
    tenant_id: uuid.UUID,
    conversation_id: uuid.UUID,
    *,
    name: str | None,
    content: bytes,
) -> FileOut:
    """Raises `ConversationNotFound`, and what `files.service.keep` refuses."""
    async with database.tenant(tenant_id) as session:
        await get_conversation(session, conversation_id)
    kept = await files.keep(
        lambda: database.tenant(tenant_id),
        store,
        tenant_id,
        conversation_id,
        name=name,
        content=content,
        at_most=MOST,
        accepted=ON_CHANNELS,
    )
    return FileOut.model_validate(kept)
