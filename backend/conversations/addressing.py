"""Puts into a platform's call what is known only when it leaves: the recipient, the uploaded file, our own id. Pure."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from backend.channels.enums import ChannelKind

# Telegram's fields that hold a file.
_FILES: Final = ("photo", "document", "voice", "audio", "video", "animation", "sticker")

Body = dict[str, Any]  # Any: JSON as the platform takes it


def addressed(kind: ChannelKind, body: Mapping[str, Any], recipient: str, delivery_id: uuid.UUID) -> Body:
    """The body with whom it is for, and with our id where the platform says it back in what it tells us later."""
    match kind:
        case ChannelKind.WHATSAPP:
            # A number has its own field; a user without a visible number is named by a business-scoped id (F2).
            digits = recipient.removeprefix("+")
            name, value = ("to", digits) if digits.isdecimal() else ("recipient", recipient)
            return {
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                **body,
                name: value,
                "biz_opaque_callback_data": str(delivery_id),
            }
        case ChannelKind.MESSENGER | ChannelKind.INSTAGRAM:
            known = {**body, "recipient": {"id": recipient}}
            if kind is ChannelKind.MESSENGER and isinstance(body.get("message"), Mapping):
                known["message"] = {**body["message"], "metadata": str(delivery_id)}
            return known
        case ChannelKind.TELEGRAM:
            return {**body, "chat_id": int(recipient) if recipient.lstrip("-").isdecimal() else recipient}
    return dict(body)


def with_file(kind: ChannelKind, body: Mapping[str, Any], uploaded: str) -> Body:
    """The body with the id under which the platform keeps the file."""
    if kind is ChannelKind.WHATSAPP:
        name = str(body["type"])
        return {**body, name: {**body.get(name, {}), "id": uploaded}}
    if kind is ChannelKind.TELEGRAM:
        name = next(each for each in _FILES if each in body)
        return {**body, name: uploaded}
    message = body["message"]
    payload = {**message["attachment"].get("payload", {}), "attachment_id": uploaded}
    return {**body, "message": {**message, "attachment": {**message["attachment"], "payload": payload}}}
