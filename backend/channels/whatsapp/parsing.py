"""What a WhatsApp event says, in our words. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from backend.channels.enums import IncomingKind, ReceiptState
from backend.channels.json_reading import part, parts, plain, raw, seconds, text
from backend.channels.phones import from_digits
from backend.channels.shapes import ChannelUser, Incoming, Receipt
from backend.channels.whatsapp.contents import content
from backend.core import clock

_STATES: Final = {
    "sent": ReceiptState.SENT,
    "delivered": ReceiptState.DELIVERED,
    "read": ReceiptState.READ,
    "played": ReceiptState.READ,
    "failed": ReceiptState.FAILED,
}
_PRICED_TYPES: Final = {"regular": True, "free_customer_service": False, "free_entry_point": False}


# Any: JSON of the platform, in every function here.
def parse(payload: Any) -> Iterator[Incoming]:
    for entry in parts(payload, "entry"):
        for change in parts(entry, "changes"):
            yield from _change(entry, change)


def _change(entry: Mapping[str, Any], change: Mapping[str, Any]) -> Iterator[Incoming]:
    value = part(change, "value")
    at = seconds(entry, "time") or clock.now()
    messages, echoes = parts(value, "messages"), parts(value, "message_echoes")
    statuses = parts(value, "statuses")
    for message in messages:
        yield _message(message, parts(value, "contacts"), at)
    for message in echoes:
        yield _echo(message, parts(value, "contacts"), at)
    for status in statuses:
        yield _status(status, parts(value, "contacts"), at)
    if not (messages or echoes or statuses):
        details = {"field": text(change, "field"), "value": plain(value)}
        yield Incoming(IncomingKind.IGNORED, "", at, details=details)


def _message(message: Mapping[str, Any], contacts: list[Mapping[str, Any]], fallback: datetime) -> Incoming:
    at = seconds(message, "timestamp") or fallback
    user = _sender(message, contacts)
    special = _SPECIAL.get(text(message, "type"))
    if text(message, "group_id"):
        # A business's answers belong to a person; in a group nobody asked for them.
        return Incoming(IncomingKind.IGNORED, text(message, "id"), at, user, details={"reason": "group"})
    if special:
        return special(message, user, at)
    said = content(message)
    if said is None or user is None:
        details = {"reason": text(message, "type") or "empty", "message": plain(message)}
        return Incoming(IncomingKind.IGNORED, text(message, "id"), at, user, details=details)
    return Incoming(
        IncomingKind.MESSAGE,
        text(message, "id"),
        at,
        _with_shared_phone(user, said.phone),
        said.text,
        said.option,
        said.media,
        text(message, "context", "id") or None,
        details=said.details,
    )


def _echo(message: Mapping[str, Any], contacts: list[Mapping[str, Any]], fallback: datetime) -> Incoming:
    """The business wrote from its own phone (coexistence); the person is the one it was written to."""
    at = seconds(message, "timestamp") or fallback
    user = _person(contacts, text(message, "to_user_id"), text(message, "to"))
    said = content(message)
    if user is None or said is None:
        details = {"reason": f"echo.{text(message, 'type')}", "message": plain(message)}
        return Incoming(IncomingKind.IGNORED, text(message, "id"), at, user, details=details)
    reply_to = text(message, "context", "id") or None
    return Incoming(
        IncomingKind.ECHO, text(message, "id"), at, user, said.text, None, said.media, reply_to, details=said.details
    )


def _reaction(message: Mapping[str, Any], user: ChannelUser | None, at: datetime) -> Incoming:
    """Without an emoji it was taken back."""
    about = text(message, "reaction", "message_id")
    details = {"emoji": text(message, "reaction", "emoji")[:32]}
    return Incoming(IncomingKind.REACTION, about, at, user, reply_to=about or None, details=details)


def _edit(message: Mapping[str, Any], user: ChannelUser | None, at: datetime) -> Incoming:
    said = content(part(message, "edit", "message"))
    return Incoming(
        IncomingKind.EDIT if said else IncomingKind.IGNORED,
        text(message, "edit", "original_message_id"),
        at,
        user,
        said.text if said else None,
        media=said.media if said else (),
        details=said.details if said else {"reason": "edit"},
    )


def _revoke(message: Mapping[str, Any], user: ChannelUser | None, at: datetime) -> Incoming:
    return Incoming(IncomingKind.DELETION, text(message, "revoke", "original_message_id"), at, user)


def _system(message: Mapping[str, Any], user: ChannelUser | None, at: datetime) -> Incoming:
    """A person changed number or id: `details.identity` names the old and the new one, which are one person."""
    system = part(message, "system")
    new = text(system, "wa_id") or text(system, "new_wa_id") or text(system, "user_id")
    old = text(message, "from_user_id") if text(system, "user_id") == new else text(message, "from")
    details: dict[str, Any] = {"reason": f"system.{text(system, 'type')}", "text": text(system, "body")}
    if new and old and new != old:
        details["identity"] = {"old": old, "new": new}
        ids = dict.fromkeys((*(user.ids if user else ()), old, new))
        user = ChannelUser(tuple(ids), from_digits(new) or (user.phone if user else None))
    return Incoming(IncomingKind.IGNORED, text(message, "id"), at, user, details=details)


_SPECIAL: Final = {"reaction": _reaction, "edit": _edit, "revoke": _revoke, "system": _system}


def _status(status: Mapping[str, Any], contacts: list[Mapping[str, Any]], fallback: datetime) -> Incoming:
    at = seconds(status, "timestamp") or fallback
    user = _person(contacts, text(status, "recipient_user_id"), text(status, "recipient_id"))
    state = _STATES.get(text(status, "status"))
    if state is None or not text(status, "id"):
        details = {"reason": f"status.{text(status, 'status')[:40]}", "status": plain(status)}
        return Incoming(IncomingKind.IGNORED, text(status, "id"), at, user, details=details)
    error = next(iter(parts(status, "errors")), {})
    receipt = Receipt(
        text(status, "id"),
        state,
        at,
        cause=text(error, "error_data", "details") or text(error, "message") or text(error, "title"),
        code=text(error, "code"),
        opaque=text(status, "biz_opaque_callback_data"),
        category=text(status, "pricing", "category").lower().replace("-", "_"),
        billable=_billable(part(status, "pricing")),
    )
    return Incoming(IncomingKind.STATUS, receipt.provider_id, at, user, receipts=(receipt,))


def _billable(pricing: Mapping[str, Any]) -> bool | None:
    """Whether this message is charged; `type` says it too, and is to take the place of `billable` one day.

    Under conversation-based pricing (CBP, until July 2025) a conversation was charged and no message.
    """
    if text(pricing, "pricing_model").upper() == "CBP":
        return None
    said = raw(pricing, "billable")
    return said if isinstance(said, bool) else _PRICED_TYPES.get(text(pricing, "type"))


def _sender(message: Mapping[str, Any], contacts: list[Mapping[str, Any]]) -> ChannelUser | None:
    return _person(contacts, text(message, "from_user_id"), text(message, "from"))


def _person(contacts: list[Mapping[str, Any]], scoped: str, number: str) -> ChannelUser | None:
    """The business-scoped id first: it stays where the phone is hidden or changes (F2, X33)."""
    named = {scoped, number} - {""}
    contact: Mapping[str, Any] = next(
        (each for each in contacts if named & {text(each, "wa_id"), text(each, "user_id")}),
        contacts[0] if len(contacts) == 1 else {},
    )
    ids = dict.fromkeys(
        each for each in (scoped, text(contact, "user_id"), number, text(contact, "wa_id")) if each.strip()
    )
    if not ids:
        return None
    phone = from_digits(number) or from_digits(text(contact, "wa_id"))
    return ChannelUser(
        tuple(each[:300] for each in ids),
        phone,
        username=text(contact, "profile", "username")[:120] or None,
        name=text(contact, "profile", "name").strip()[:120] or None,
    )


def _with_shared_phone(user: ChannelUser, shared: str | None) -> ChannelUser:
    """Somebody whose number was hidden gave it, as we had asked."""
    if user.phone or not shared:
        return user
    return ChannelUser(user.ids, shared, user.username, user.name, user.language)
