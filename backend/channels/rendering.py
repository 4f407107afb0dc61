"""What we say on a channel, as its platform takes it: buttons or numbers, one message or several. Pure."""

from backend.channels.enums import ChannelKind
from backend.channels.messenger import rendering as messenger
from backend.channels.shapes import Call, Outgoing
from backend.channels.telegram import rendering as telegram
from backend.channels.whatsapp import rendering as whatsapp


def render(kind: str, outgoing: Outgoing) -> list[Call]:
    """The calls in their order, without a recipient; none where nothing is said, or on the web.

    A file that has no address comes as `Call.upload`: its id is put in where the body leaves room for it.
    """
    match kind:
        case ChannelKind.WHATSAPP:
            return list(whatsapp.render(outgoing))
        case ChannelKind.INSTAGRAM | ChannelKind.MESSENGER:
            return list(messenger.render(ChannelKind(kind), outgoing))
        case ChannelKind.TELEGRAM:
            return list(telegram.render(outgoing))
    return []
