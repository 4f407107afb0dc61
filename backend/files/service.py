"""Keeps uploads and gives them back."""

import hashlib
import uuid
from typing import Final

from sqlalchemy import func, select

from backend.core import crypto
from backend.core.database.base import uuid7
from backend.core.database.session import Database, OpenTenant, TenantSession, bound_tenant
from backend.files.enums import Retention
from backend.files.errors import TooManyFiles
from backend.files.kinds import ON_THE_WEB, Accepted, content_type, safe_name
from backend.files.models import File
from backend.files.queries import count_of, get_file, list_keys
from backend.providers.storage import FileMissing, ObjectStore

# What lies in the store says nothing about itself.
SEALED_TYPE: Final = "application/octet-stream"


async def keep(
    open_session: OpenTenant,
    store: ObjectStore,
    tenant_id: uuid.UUID,
    conversation_id: uuid.UUID,
    *,
    name: str | None,
    content: bytes,
    at_most: int,
    accepted: Accepted = ON_THE_WEB,
) -> File:
    """Check, seal, store, then note it: a row never points to bytes that are not there.

    Raises `FileEmpty`, `FileTooLarge`, `FileKindRefused`, `TooManyFiles`.
    """
    kind = content_type(content, accepted)
    file_id = uuid7()
    key = f"{tenant_id}/{conversation_id}/{file_id}"
    kept = File(
        id=file_id,
        conversation_id=conversation_id,
        name=safe_name(name, kind),
        content_type=kind,
        size=len(content),
        sha256=hashlib.sha256(content).digest(),
        storage_key=key,
        retention=Retention.VOICE if kind.startswith("audio/") else Retention.ATTACHMENT,
    )
    async with open_session() as session:
        await _refuse_beyond(session, conversation_id, at_most)
    await store.put(key, crypto.cipher().seal(content), content_type=SEALED_TYPE)
    try:
        async with open_session() as session:
            # Counted again one after another: many uploads at once must not slip past the limit together.
            await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(str(conversation_id)))))
            await _refuse_beyond(session, conversation_id, at_most)
            session.add(kept)
    except TooManyFiles:
        await store.delete(key)
        raise
    return kept


async def _refuse_beyond(session: TenantSession, conversation_id: uuid.UUID, at_most: int) -> None:
    if await count_of(session, conversation_id) >= at_most:
        raise TooManyFiles(limit=at_most)


async def read(session: TenantSession, store: ObjectStore, file_id: uuid.UUID) -> tuple[File, bytes]:
    """The file and its bytes. Raises `FileNotFound`."""
    found = await get_file(session, file_id)
    assert found.storage_key.startswith(str(bound_tenant(session)))
    return found, crypto.cipher().unseal(await store.get(found.storage_key))


async def reseal(database: Database, store: ObjectStore) -> int:
    """Seal every stored file anew with the first key (SEC-03); how many changed. May be stopped and started again."""
    changed, last = 0, None
    while True:
        async with database.platform() as session:
            page = await list_keys(session, after=last)
        if not page:
            return changed
        for _, key in page:
            changed += await _reseal(store, key)
        last, _ = page[-1]


async def _reseal(store: ObjectStore, key: str) -> bool:
    cipher = crypto.cipher()
    try:
        sealed = await store.get(key)
    except FileMissing:
        return False
    if cipher.is_current(sealed):
        return False
    await store.put(key, cipher.seal(cipher.unseal(sealed)), content_type=SEALED_TYPE)
    return True
