"""What a visitor does beside talking: uploads, and being made known by the page."""

import uuid
from collections.abc import Sequence
from typing import Final

from backend.conversations import capturing, ledger, turn
from backend.conversations.errors import ConversationBusy
from backend.conversations.schemas import AttachmentOut, ChatIdentify
from backend.core.database.session import Database
from backend.core.http.actor import VisitorActor
from backend.files import queries as files
from backend.files import service as file_service
from backend.files.schemas import FileOut
from backend.flows.enums import VariableRole
from backend.providers.storage import ObjectStore

MAX_FILES: Final = 20


async def keep_upload(
    database: Database,
    store: ObjectStore,
    visitor: VisitorActor,
    session_id: uuid.UUID,
    *,
    name: str | None,
    content: bytes,
) -> FileOut:
    """Raises `ConversationNotFound` and what `files.service.keep` refuses."""
    await _own(database, visitor, session_id)
    kept = await file_service.keep(
        lambda: database.tenant(visitor.tenant_id),
        store,
        visitor.tenant_id,
        session_id,
        name=name,
        content=content,
        at_most=MAX_FILES,
    )
    return FileOut.model_validate(kept)


async def attachments(
    database: Database, tenant_id: uuid.UUID, session_id: uuid.UUID, ids: Sequence[uuid.UUID]
) -> tuple[AttachmentOut, ...]:
    """The uploads of this conversation among the ids; the flow refuses those that are not."""
    async with database.tenant(tenant_id) as session:
        found = await files.list_of(session, session_id, ids)
    return tuple(
        AttachmentOut(id=each.id, name=each.name, content_type=each.content_type, size=each.size) for each in found
    )


async def identify(database: Database, visitor: VisitorActor, request: ChatIdentify) -> bool:
    """Keep what the page knows of its visitor; an unknown conversation is refused like a guessed one."""
    for _ in range(turn.ATTEMPTS):
        try:
            return await _identify(database, visitor, request)
        except turn.Overtaken:
            continue
    raise ConversationBusy()


async def _identify(database: Database, visitor: VisitorActor, request: ChatIdentify) -> bool:
    async with ledger.opened(database, visitor.tenant_id, request.session_id) as (connection, read):
        opened = turn.allowed(read, visitor.origin)
        scene = await turn.prepare(connection, opened)
        named = {
            VariableRole.NAME: request.name,
            VariableRole.EMAIL: request.email,
            VariableRole.PHONE: request.phone,
        }
        given = {role: value for role, value in named.items() if value}
        brought = capturing.introduced(opened, scene.state, given)
        if brought is None:
            return False
        followed = await capturing.capture(connection, visitor.tenant_id, opened, brought)
        if not await ledger.attach_lead(connection, opened, followed.lead_id, captured=followed.created):
            raise turn.Overtaken()
        return True


async def _own(database: Database, visitor: VisitorActor, session_id: uuid.UUID) -> None:
    async with ledger.opened(database, visitor.tenant_id, session_id) as (_, read):
        turn.allowed(read, visitor.origin)
