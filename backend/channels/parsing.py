"""What an event of any platform says, in our words: the door for whoever handles it. Pure.

It never raises, whatever JSON it is given: an event that says nothing to us is `IGNORED`, with what it held.
"""

from collections.abc import Sequence
from typing import Any

from backend.channels.enums import ChannelKind
from backend.channels.messenger import parsing as messenger
from backend.channels.shapes import Incoming
from backend.channels.telegram import parsing as telegram
from backend.channels.whatsapp import parsing as whatsapp


def parse(kind: str, payload: Any) -> Sequence[Incoming]:  # Any: JSON of the platform
    """`kind` is the channel's, or an inbox event's (`whatsapp.message`); an unknown one says nothing."""
    match kind.partition(".")[0]:
        case ChannelKind.WHATSAPP:
            return list(whatsapp.parse(payload))
        case ChannelKind.INSTAGRAM | ChannelKind.MESSENGER as channel:
            return list(messenger.parse(ChannelKind(channel), payload))
        case ChannelKind.TELEGRAM:
            return list(telegram.parse(payload))
    return []
