"""What a Telegram update says, in our words; groups and channels are left alone on purpose. Pure."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from backend.channels.enums import IncomingKind
from backend.channels.json_reading import part, parts, plain, seconds, text
from backend.channels.phones import from_digits
from backend.channels.shapes import ChannelUser, Incoming
from backend.channels.telegram.contents import details_of, media_of
from backend.channels.telegram.splitting import about
from backend.core import clock

_START: Final = "/start"


# Any: JSON of the platform, in every function here.
def parse(payload: Any) -> Iterator[Incoming]:
    update = part(payload)
    name = about(update)
    content = part(update, name)
    reader = _READERS.get(name)
    found = reader(content) if reader else None
    yield found or _ignored(name, content)


def _ignored(name: str, content: Mapping[str, Any]) -> Incoming:
    details = {"reason": name, "update": plain(content)}
    return Incoming(IncomingKind.IGNORED, _message_id(content), _moment(content), details=details)


def _message_id(content: Mapping[str, Any]) -> str:
    """`chat:message`, as our sent messages are named: a message's number is its own within its chat only."""
    number = text(content, "message_id")
    return f"{text(content, 'chat', 'id')}:{number}" if number else ""


def _moment(content: Mapping[str, Any]) -> datetime:
    return seconds(content, "edit_date") or seconds(content, "date") or clock.now()


def _user(person: Mapping[str, Any], phone: str | None = None) -> ChannelUser | None:
    if not text(person, "id"):
        return None
    name = " ".join(filter(None, (text(person, "first_name").strip(), text(person, "last_name").strip())))
    return ChannelUser(
        (text(person, "id")[:300],),
        phone,
        username=text(person, "username")[:120] or None,
        name=name[:120] or None,
        language=text(person, "language_code")[:8].lower() or None,
    )


def _private(chat: Mapping[str, Any]) -> bool:
    return text(chat, "type") in {"private", ""}


def _message(message: Mapping[str, Any], kind: IncomingKind = IncomingKind.MESSAGE) -> Incoming | None:
    sender = part(message, "from") or part(message, "chat")
    if not _private(part(message, "chat")) or sender.get("is_bot") is True:
        return None
    user = _user(sender, _own_phone(message, sender))
    words = text(message, "text") or text(message, "caption")
    media, details = media_of(message), details_of(message)
    if user is None or not (words or media or details):
        return None
    if words.split(maxsplit=1)[:1] == [_START] and len(words.split()) > 1:
        # What a link carried: `https://t.me/bot?start=code` arrives as a command.
        details["start"] = words.split(maxsplit=1)[1].strip()[:64]
    reply_to = _message_id({"chat": part(message, "chat"), **part(message, "reply_to_message")}) or None
    at = _moment(message)
    return Incoming(kind, _message_id(message), at, user, words or None, None, media, reply_to, details=details)


def _own_phone(message: Mapping[str, Any], sender: Mapping[str, Any]) -> str | None:
    """A shared contact is one's own where it bears one's own id; anybody else's number is not theirs."""
    contact = part(message, "contact")
    own = text(contact, "user_id") and text(contact, "user_id") == text(sender, "id")
    return from_digits(text(contact, "phone_number")) if own else None


def _edited(message: Mapping[str, Any]) -> Incoming | None:
    return _message(message, IncomingKind.EDIT)


def _pressed(query: Mapping[str, Any]) -> Incoming | None:
    """A button; its label is read from the keyboard it stands in."""
    message = part(query, "message")
    user, data = _user(part(query, "from")), text(query, "data")
    if user is None or not data or not _private(part(message, "chat")):
        return None
    rows = part(message, "reply_markup").get("inline_keyboard")
    buttons = (
        [each for row in rows if isinstance(row, list) for each in parts({"row": row}, "row")]
        if isinstance(rows, list)
        else []
    )
    label = next((text(each, "text") for each in buttons if text(each, "callback_data") == data), "")
    return Incoming(
        IncomingKind.MESSAGE,
        f"callback:{text(query, 'id')}",
        clock.now(),
        user,
        label or data,
        data,
        reply_to=_message_id(message) or None,
        details={"callback_query_id": text(query, "id")},
    )


def _membership(change: Mapping[str, Any]) -> Incoming | None:
    """The person stopped the bot, or started it again."""
    user = _user(part(change, "from"))
    if user is None or not _private(part(change, "chat")):
        return None
    blocked = text(change, "new_chat_member", "status") in {"kicked", "left"}
    return Incoming(IncomingKind.BLOCKED, "", _moment(change), user, details={"blocked": blocked})


def _reaction(change: Mapping[str, Any]) -> Incoming | None:
    user = _user(part(change, "user"))
    if user is None or not _private(part(change, "chat")):
        return None
    emoji = "".join(text(each, "emoji") for each in parts(change, "new_reaction"))[:32]
    mid = _message_id(change)
    return Incoming(IncomingKind.REACTION, mid, _moment(change), user, reply_to=mid or None, details={"emoji": emoji})


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Incoming | None]]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _pressed,
    "my_chat_member": _membership,
    "message_reaction": _reaction,
}
