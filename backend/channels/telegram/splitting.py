"""One Telegram update as an event of the inbox. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from backend.channels.enums import ChannelKind
from backend.channels.json_reading import part, text
from backend.inbox.enums import Source
from backend.inbox.told import Told, digest

_NAME_LENGTH: Final = 28


# Any: JSON of the platform, in every function here.
def split(account_key: str, update: Mapping[str, Any]) -> Told:
    """An update holds one thing beside its number; a kind we do not know yet is kept under its name (F6)."""
    name = about(update)
    return Told(
        source=Source.TELEGRAM,
        channel=ChannelKind.TELEGRAM,
        account_key=account_key,
        external_id=text(update, "update_id") or digest(update),
        kind=f"{ChannelKind.TELEGRAM}.{name}",
        payload=update,
        subject=_subject(part(update, name)),
    )


def about(update: Mapping[str, Any]) -> str:
    named = next((name for name in update if name != "update_id"), "other")
    return named[:_NAME_LENGTH] if named.isidentifier() else "other"


def _subject(content: Mapping[str, Any]) -> str:
    """The chat; a press of a button names it in the message that holds the button."""
    return text(content, "chat", "id") or text(content, "message", "chat", "id") or text(content, "from", "id")
