"""Channels, clocks and tabs of the inbox in people's words."""

from datetime import datetime

from backend.channels.enums import ChannelKind
from backend.conversations.enums import CannedPurpose, ConversationStatus
from backend.conversations.schemas import ConversationOut
from streamlit_app.kit import formatting, words
from streamlit_app.kit.i18n import _


def channel(value: ChannelKind) -> str:
    return {
        ChannelKind.WEB: _("Website"),
        ChannelKind.WHATSAPP: "WhatsApp",
        ChannelKind.INSTAGRAM: "Instagram",
        ChannelKind.MESSENGER: "Messenger",
        ChannelKind.TELEGRAM: "Telegram",
    }[value]


def purpose(value: CannedPurpose) -> str:
    return {
        CannedPurpose.OPENING: _("Opening"),
        CannedPurpose.FOLLOW_UP: _("Follow-up"),
        CannedPurpose.HANDOFF: _("Handing over"),
    }[value]


def standing(found: ConversationOut) -> str:
    """Who answers, and until when."""
    status = words.conversation_status(found.status)
    if found.returns_at and found.status in (ConversationStatus.HUMAN, ConversationStatus.PAUSED):
        return _("{status}, the assistant is back {when}").format(status=status, when=upcoming(found.returns_at))
    return status


def upcoming(at: datetime) -> str:
    """A moment ahead: "at 16:40", "on 23 Nov, 09:00"."""
    here, today = at.astimezone(formatting.zone()), formatting.now().astimezone(formatting.zone())
    if here.date() == today.date():
        return _("at {time}").format(time=formatting.clock(at))
    return _("on {day}, {time}").format(day=formatting.day(here.date()), time=formatting.clock(at))


def left(until: datetime) -> str:
    """How long until then, in the two largest units that still say something."""
    minutes = max(0, int((until - formatting.now()).total_seconds() // 60))
    if minutes < 60:
        return _("{count} min").format(count=minutes)
    hours = minutes // 60
    if hours < 24:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes % 60)
    return _("{count} d").format(count=hours // 24)


def since(at: datetime) -> str:
    """How long already."""
    minutes = max(0, int((formatting.now() - at).total_seconds() // 60))
    if minutes < 60:
        return _("{count} min").format(count=minutes)
    return (
        _("{count} h").format(count=minutes // 60) if minutes < 1440 else _("{count} d").format(count=minutes // 1440)
    )
