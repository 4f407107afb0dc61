"""Files that a person sent on a channel: fetched from the platform, checked by their bytes, kept sealed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from backend.channels.shapes import MediaRef
from backend.conversations.schemas import AttachmentOut
from backend.core.database.session import OpenTenant
from backend.core.errors import AppError
from backend.files import service as files
from backend.files.kinds import CHANNEL_MAX_BYTES, ON_CHANNELS
from backend.providers.messaging import Failure, Line, MessageSender, SendFailed
from backend.providers.storage import ObjectStore

log = structlog.get_logger()

# A person's thread may hold years of photos; beyond this somebody floods it.
MAX_FILES: Final = 500
# Worth another try of the whole event; anything else will not get better.
_PASSING: Final = frozenset({Failure.RATE_LIMITED, Failure.TEMPORARY, Failure.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What could be kept, and the names of what could not."""

    attachments: tuple[AttachmentOut, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Where files come from and where they go, for one account of one tenant."""

    open_session: OpenTenant
    store: ObjectStore
    sender: MessageSender
    line: Line
    tenant_id: uuid.UUID
    # On the last try what cannot be had is left behind, for the words must not be lost with it.
    last_try: bool

    async def fetch(self, conversation_id: uuid.UUID, media: Sequence[MediaRef]) -> Fetched:
        """Raises `SendFailed` where the platform may answer later."""
        kept, missing = [], []
        for each in media:
            found = await self._one(conversation_id, each)
            if found:
                kept.append(found)
            else:
                missing.append(each.name or each.kind.value)
        return Fetched(tuple(kept), tuple(missing))

    async def _one(self, conversation_id: uuid.UUID, media: MediaRef) -> AttachmentOut | None:
        try:
            got = await self.sender.fetch(self.line, media.id, media.url, most=CHANNEL_MAX_BYTES)
            kept = await files.keep(
                self.open_session,
                self.store,
                self.tenant_id,
                conversation_id,
                name=media.name or media.kind.value,
                content=got.content,
                at_most=MAX_FILES,
                accepted=ON_CHANNELS,
            )
        except SendFailed as failure:
            if failure.kind in _PASSING and not self.last_try:
                raise
            log.warning("media_missing", kind=media.kind.value, failure=failure.kind.value, code=failure.code)
            return None
        except AppError as refusal:
            log.info("media_refused", kind=media.kind.value, code=refusal.code)
            return None
        return AttachmentOut(id=kept.id, name=kept.name, content_type=kept.content_type, size=kept.size)
