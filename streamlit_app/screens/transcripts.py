"""Messages as bubbles: days between them, who speaks, said once a turn, and what became of each."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from backend.conversations.enums import MessageRole
from backend.conversations.schemas import AttachmentOut, ConversationDetail, ConversationNoteOut, MessageOut
from streamlit_app.kit import formatting
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.transcript import Act, Asked, Bubble, Media, transcript
from streamlit_app.screens import cost_words, delivery_words

WHY, CORRECT, RESEND = "why", "correct", "resend"
_SEEN_AS = ("image", "audio", "video")


def show_transcript(conversation: ConversationDetail, *, key: str, height: str, may_work: bool = False) -> Asked | None:
    """What was pressed at a message, if somebody may do anything there."""
    shown = list(bubbles(conversation, may_work=may_work))
    return transcript(shown, of=str(conversation.id), label=_("Conversation"), key=key, height=height)


def bubbles(conversation: ConversationDetail, *, may_work: bool = False) -> Iterator[Bubble]:
    day: date | None = None
    before: tuple[str, str | None] | None = None
    visitor = conversation.lead_name or _("Visitor")
    for each in _in_order(conversation.messages, conversation.notes):
        at = each.at if isinstance(each, ConversationNoteOut) else each.created_at
        here = at.astimezone(formatting.zone())
        if here.date() != day:
            day, before = here.date(), None
            yield Bubble("day", _day(here))
        if isinstance(each, ConversationNoteOut):
            before = None
            yield _note(each)
            continue
        speaker = (each.role, each.author)
        yield _bubble(each, visitor, first=speaker != before, may_work=may_work)
        before = speaker


def _in_order(
    messages: Sequence[MessageOut], notes: Sequence[ConversationNoteOut]
) -> Sequence[MessageOut | ConversationNoteOut]:
    """Messages keep their own order; a note stands after what was said before it."""
    waiting = sorted(notes, key=lambda each: each.at, reverse=True)
    found: list[MessageOut | ConversationNoteOut] = []
    for message in messages:
        while waiting and waiting[-1].at < message.created_at:
            found.append(waiting.pop())
        found.append(message)
    return [*found, *reversed(waiting)]


def _note(note: ConversationNoteOut) -> Bubble:
    who = _("{name}, only for the team").format(name=note.author_name or _("Automatic"))
    return Bubble("note", note.body, who=f"🔒 {who}", at=formatting.clock(note.at), first=True, id=f"note-{note.id}")


def _bubble(message: MessageOut, visitor: str, *, first: bool, may_work: bool) -> Bubble:
    gone = message.deleted_at is not None
    sent = message.delivery
    return Bubble(
        role=message.role,
        text=_("This message was deleted.") if gone else message.text,
        who=_who(message, visitor),
        at=formatting.clock(message.created_at),
        first=first,
        files=tuple(_media(file) for file in message.attachments),
        id=message.id,
        ticks=sent.status if sent else "",
        state=delivery_words.state(sent.status) if sent else "",
        cause=delivery_words.cause(sent) if sent else "",
        marks=tuple(_marks(message)),
        reaction=str(message.details.get("reaction") or ""),
        quote=str(message.details.get("quote") or ""),
        gone=gone,
        acts=tuple(_acts(message)) if may_work else (),
    )


def _acts(message: MessageOut) -> Iterator[Act]:
    if message.delivery and message.delivery.status in delivery_words.RESENT:
        yield Act(RESEND, _("Send again"))
    if message.explained:
        yield Act(WHY, _("Why this answer?"))
    if message.role is MessageRole.BOT and message.text:
        yield Act(CORRECT, _("Correct it"))


def _marks(message: MessageOut) -> Iterator[str]:
    if message.details.get("edited"):
        yield _("edited")
    if message.details.get("corrected"):
        yield _("corrected")
    if message.delivery and (charge := cost_words.charge(message.delivery)):
        yield charge


def _media(file: AttachmentOut) -> Media:
    kind = file.content_type.partition("/")[0]
    return Media(
        name=file.name,
        kind=kind if kind in _SEEN_AS else "document",
        url=f"/download/files/{file.id}",
        size=formatting.size(file.size),
    )


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
