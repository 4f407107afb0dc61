"""What is to be said, as the transcript keeps it and as the channel will be given it."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from backend.channels import queries as channels
from backend.channels import templates
from backend.channels.enums import ChannelKind, MediaKind, TemplateStatus
from backend.channels.errors import VariablesMissing
from backend.channels.shapes import Outgoing, OutgoingMedia
from backend.conversations.enums import MessageRole, SenderKind
from backend.conversations.errors import FileNotOfConversation, NothingToSay, TemplateUnusable
from backend.conversations.ledger import Line
from backend.conversations.models import Conversation
from backend.core.database.session import TenantSession
from backend.files import queries as files
from backend.files.schemas import FileOut

_ROLES: Final = {SenderKind.HUMAN: MessageRole.AGENT, SenderKind.SYSTEM: MessageRole.SYSTEM}


async def compose(
    session: TenantSession, conversation: Conversation, outgoing: Outgoing, sender: SenderKind
) -> tuple[Line, Outgoing]:
    """The message's line, and what goes out. Raises `TemplateUnusable`, `NothingToSay`, `FileNotOfConversation`."""
    words = outgoing.text.strip()
    if outgoing.template:
        words, outgoing = await _with_template(session, conversation, outgoing)
    attachments = await _attachments(session, conversation.id, outgoing)
    if not words and not attachments:
        raise NothingToSay()
    line = Line(
        _ROLES.get(sender, MessageRole.BOT),
        words or ", ".join(each["name"] for each in attachments),
        attachments=attachments,
        details=_details(outgoing),
    )
    return line, outgoing


async def _with_template(
    session: TenantSession, conversation: Conversation, outgoing: Outgoing
) -> tuple[str, Outgoing]:
    """Only WhatsApp has templates; elsewhere the words that come with one are said instead."""
    used = outgoing.template
    assert used is not None  # the caller looked
    if conversation.channel != ChannelKind.WHATSAPP or conversation.account_id is None:
        if not outgoing.text.strip():
            raise TemplateUnusable()
        return outgoing.text.strip(), replace(outgoing, template=None)
    found = await channels.find_template(session, conversation.account_id, used.name, used.language)
    if found is None or found.status != TemplateStatus.APPROVED:
        raise TemplateUnusable()
    words = reading(found.header, found.body, found.footer, used.variables)
    use = templates.use(found.name, found.language, found.header, found.body, used.variables)
    return words, replace(outgoing, template=use)


def reading(header: str, body: str, footer: str, values: Sequence[str]) -> str:
    """A template as the person reads it. Raises `TemplateUnusable` where a value is missing or one too many."""
    try:
        read = templates.preview(header, body, footer, values)
    except VariablesMissing as missing:
        raise TemplateUnusable(**missing.details) from missing
    return "\n\n".join(part for part in (read.header, read.body, read.footer) if part.strip())


async def _attachments(
    session: TenantSession, conversation_id: uuid.UUID, outgoing: Outgoing
) -> list[dict[str, Any]]:  # Any: attachments as JSON
    kept = await _files(session, conversation_id, [uuid.UUID(each.file_id) for each in outgoing.media])
    return [
        {"id": str(each.id), "name": each.name, "content_type": each.content_type, "size": each.size} for each in kept
    ]


async def media_of(session: TenantSession, conversation_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> list[OutgoingMedia]:
    """Files of this conversation, to be sent in it. Raises `FileNotOfConversation`."""
    kept = await _files(session, conversation_id, ids)
    return [OutgoingMedia(_kind(each.content_type), str(each.id), each.content_type, each.name) for each in kept]


async def _files(session: TenantSession, conversation_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> list[FileOut]:
    found = await files.list_of(session, conversation_id, ids) if ids else []
    if {each.id for each in found} != {*ids}:
        raise FileNotOfConversation()
    return [FileOut.model_validate(each) for each in found]


def _kind(content_type: str) -> MediaKind:
    """Everything that is neither picture, sound nor film travels as a document."""
    family = content_type.partition("/")[0]
    return MediaKind(family) if family in {"image", "audio", "video"} else MediaKind.DOCUMENT


def _details(outgoing: Outgoing) -> str | None:
    found: dict[str, Any] = {}  # Any: JSON by kind
    if outgoing.options:
        found["options"] = [{"id": each.id, "label": each.label} for each in outgoing.options]
    if outgoing.template:
        found["template"] = {"name": outgoing.template.name, "language": outgoing.template.language}
    return json.dumps(found, ensure_ascii=False) if found else None
