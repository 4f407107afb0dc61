"""What an event of Messenger or Instagram says, in our words. Pure."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from backend.channels.enums import ChannelKind, IncomingKind, ReceiptState
from backend.channels.json_reading import flag, part, parts, plain, raw, seconds, text
from backend.channels.messenger.attachments import read
from backend.channels.messenger.splitting import ABOUT, account_of, person_of
from backend.channels.shapes import ChannelUser, Incoming, Receipt
from backend.core import clock


# Any: JSON of the platform, in every function here.
def parse(kind: ChannelKind, payload: Any) -> Iterator[Incoming]:
    for entry in parts(payload, "entry"):
        for item in parts(entry, "messaging"):
            yield _event(entry, item)
        for item in parts(entry, "standby"):
            yield _standing_by(entry, item)
        for change in parts(entry, "changes"):
            value = part(change, "value")
            if part(value, "sender") and any(name in value for name in ABOUT):
                yield _event(entry, value)
            else:
                details = {"field": text(change, "field"), "value": plain(value)}
                at = seconds(entry, "time") or clock.now()
                yield Incoming(IncomingKind.IGNORED, "", at, details=details)


def _event(entry: Mapping[str, Any], item: Mapping[str, Any]) -> Incoming:
    at = seconds(item, "timestamp") or seconds(entry, "time") or clock.now()
    person = person_of(account_of(entry, item), item)
    user = ChannelUser((person[:300],)) if person.strip() else None
    reader = next((_READERS[name] for name in _READERS if name in item), None)
    found = reader(item, user, at) if reader and user else None
    return found or Incoming(IncomingKind.IGNORED, "", at, user, details={"reason": "other", "event": plain(item)})


def _standing_by(entry: Mapping[str, Any], item: Mapping[str, Any]) -> Incoming:
    """Another app holds the thread: what people say there is its business, what it answers is an echo for us."""
    found = _event(entry, item)
    if found.kind is IncomingKind.ECHO:
        return found
    details = {**found.details, "reason": "standby", "kind": found.kind.value, "text": found.text}
    return Incoming(IncomingKind.IGNORED, found.provider_id, found.at, found.user, details=details)


def _message(item: Mapping[str, Any], user: ChannelUser, at: datetime) -> Incoming | None:
    message = part(item, "message")
    provider_id = text(message, "mid")
    if flag(message, "is_deleted"):
        return Incoming(IncomingKind.DELETION, provider_id, at, user)
    words, choice = text(message, "text") or None, text(message, "quick_reply", "payload") or None
    media, details = read(message)
    if flag(message, "is_unsupported") or not (words or choice or media or details):
        return Incoming(
            IncomingKind.IGNORED, provider_id, at, user, details={"reason": "unsupported", **plain(message)}
        )
    reply_to = text(message, "reply_to", "mid") or None
    if flag(message, "is_echo"):
        return _echo(
            message, Incoming(IncomingKind.ECHO, provider_id, at, user, words, None, media, reply_to, (), details)
        )
    return Incoming(IncomingKind.MESSAGE, provider_id, at, user, words, choice, media, reply_to, details=details)


def _echo(message: Mapping[str, Any], echo: Incoming) -> Incoming:
    """Whoever wrote it, it was sent. What carries a delivery's id is ours and nothing more than its receipt."""
    opaque = text(message, "metadata")
    receipt = Receipt(echo.provider_id, ReceiptState.SENT, echo.at, opaque=opaque)
    ours = _is_uuid(opaque)
    return Incoming(
        IncomingKind.STATUS if ours else IncomingKind.ECHO,
        echo.provider_id,
        echo.at,
        echo.user,
        None if ours else echo.text,
        media=() if ours else echo.media,
        reply_to=None if ours else echo.reply_to,
        receipts=(receipt,),
        details={} if ours else echo.details,
    )


def _is_uuid(given: str) -> bool:
    try:
        return bool(uuid.UUID(given))
    except ValueError:
        return False


def _edit(item: Mapping[str, Any], user: ChannelUser, at: datetime) -> Incoming | None:
    edit = part(item, "message_edit")
    if not text(edit, "mid"):
        return None
    return Incoming(IncomingKind.EDIT, text(edit, "mid"), at, user, text(edit, "text") or None)


def _postback(item: Mapping[str, Any], user: ChannelUser, at: datetime) -> Incoming | None:
    postback = part(item, "postback")
    title, payload = text(postback, "title") or None, text(postback, "payload") or None
    if not (title or payload):
        return None
    details = {"referral": plain(part(postback, "referral"))} if part(postback, "referral") else {}
    return Incoming(IncomingKind.MESSAGE, text(postback, "mid"), at, user, title, payload, details=details)


def _reaction(item: Mapping[str, Any], user: ChannelUser, at: datetime) -> Incoming | None:
    reaction = part(item, "reaction")
    about = text(reaction, "mid")
    gone = text(reaction, "action") == "unreact"
    emoji = "" if gone else text(reaction, "emoji") or text(reaction, "reaction")
    return Incoming(IncomingKind.REACTION, about, at, user, reply_to=about or None, details={"emoji": emoji[:32]})


def _read(item: Mapping[str, Any], user: ChannelUser, at: datetime) -> Incoming | None:
    """Instagram names the message; Messenger says until when all was read (`details.until`)."""
    mid, until = text(item, "read", "mid"), seconds(item, "read", "watermark")
    receipts = (Receipt(mid, ReceiptState.READ, at),) if mid else ()
    return Incoming(
        IncomingKind.READ, mid, at, user, receipts=receipts, details={"until": until.isoformat()} if until else {}
    )


def _delivery(item: Mapping[str, Any], user: ChannelUser, at: datetime) -> Incoming | None:
    moment = seconds(item, "delivery", "watermark") or at
    mids = raw(item, "delivery", "mids")
    named = [text(each) for each in mids] if isinstance(mids, list) else []
    receipts = tuple(Receipt(each, ReceiptState.DELIVERED, moment) for each in named if each)
    return Incoming(IncomingKind.STATUS, receipts[0].provider_id, at, user, receipts=receipts) if receipts else None


def _noted(name: str) -> "_Reader":
    """Understood, and nothing to answer: an ad that was clicked, a thread that was handed to another app."""

    def note(item: Mapping[str, Any], user: ChannelUser, at: datetime) -> Incoming | None:
        return Incoming(IncomingKind.IGNORED, "", at, user, details={"reason": name, name: plain(raw(item, name))})

    return note


_Reader = Callable[[Mapping[str, Any], ChannelUser, datetime], Incoming | None]
_READERS: Final[Mapping[str, _Reader]] = {
    **{name: _noted(name) for name in ABOUT},
    "message": _message,
    "message_edit": _edit,
    "postback": _postback,
    "reaction": _reaction,
    "read": _read,
    "delivery": _delivery,
}
