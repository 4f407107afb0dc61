"""Messages as bubbles: days between them, and who speaks, said once a turn."""

from collections.abc import Iterator
from datetime import date, datetime

from backend.conversations.enums import MessageRole
from backend.conversations.schemas import ConversationDetail, MessageOut
from streamlit_app.kit import formatting
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.transcript import Bubble, transcript


def show_transcript(conversation: ConversationDetail, *, key: str, height: int) -> None:
    visitor = conversation.lead_name or _("Visitor")
    shown = list(bubbles(conversation.messages, visitor))
    transcript(shown, of=str(conversation.id), label=_("Conversation"), key=key, height=height)


def bubbles(messages: list[MessageOut], visitor: str) -> Iterator[Bubble]:
    day: date | None = None
    before: tuple[MessageRole, str | None] | None = None
    for message in messages:
        here = message.created_at.astimezone(formatting.zone())
        if here.date() != day:
            day, before = here.date(), None
            yield Bubble("day", _day(here))
        speaker = (message.role, message.author)
        yield Bubble(
            role=message.role,
            text=message.text,
            who=_who(message, visitor),
            at=formatting.clock(message.created_at),
            first=speaker != before,
            files=tuple(file.name for file in message.attachments),
        )
        before = speaker


def _day(at: datetime) -> str:
    if at.date() == datetime.now(formatting.zone()).date():
        return _("Today")
    return formatting.day_in_full(at.date()).capitalize()


def _who(message: MessageOut, visitor: str) -> str:
    names = {
        MessageRole.VISITOR: visitor,
        MessageRole.BOT: _("Assistant"),
        MessageRole.AGENT: message.author or _("Your team"),
        MessageRole.SYSTEM: "",
    }
    return names[message.role]
