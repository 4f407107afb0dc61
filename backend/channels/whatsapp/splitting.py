"""Takes WhatsApp's webhooks apart: each message, status and notice becomes an event that is understood alone. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from backend.channels.enums import ChannelKind
from backend.channels.json_reading import part, parts, raw, text
from backend.inbox.enums import Source
from backend.inbox.told import Told, digest

OBJECT: Final = "whatsapp_business_account"
_LISTS: Final = ("messages", "statuses", "message_echoes", "errors")
_KINDS: Final = {"messages": "message", "statuses": "status", "message_echoes": "echo", "errors": "errors"}


# Any: JSON of the platform, in every function here.
def split(entry: Mapping[str, Any], change: Mapping[str, Any]) -> Iterator[Told]:
    """The events of one change; a change that holds no list we know is one event itself."""
    value = part(change, "value")
    found = False
    for name in _LISTS:
        for item in parts(value, name):
            found = True
            yield _item(entry, change, value, name, item)
    if not found or any(not isinstance(each, dict) for name in _LISTS for each in _listed(value.get(name))):
        yield _notice(entry, change)


def _listed(value: Any) -> list[Any]:
    """What stands where a list should; anything else is kept whole."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _item(
    entry: Mapping[str, Any], change: Mapping[str, Any], value: Mapping[str, Any], name: str, item: Mapping[str, Any]
) -> Told:
    own = {key: each for key, each in value.items() if key not in (*_LISTS, "contacts")}
    contacts = _contacts_of(value, item)
    if contacts:
        own["contacts"] = contacts
    own[name] = [item]
    account = text(value, "metadata", "phone_number_id")
    return Told(
        source=Source.META,
        channel=ChannelKind.WHATSAPP,
        account_key=account or text(entry, "id"),
        external_id=_identify(name, item),
        kind=f"{ChannelKind.WHATSAPP}.{_KINDS[name]}",
        payload=_alone(entry, {**change, "value": own}),
        subject=_subject(item, contacts),
        wide=not account,
    )


def _identify(name: str, item: Mapping[str, Any]) -> str:
    given = text(item, "id")
    if not given:
        return digest([name, item])
    return f"{given}:{text(item, 'status')}" if name == "statuses" else given


def _contacts_of(value: Mapping[str, Any], item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Those of the message's own person; a lone one is theirs."""
    contacts = parts(value, "contacts")
    if len(contacts) < 2:
        return contacts
    names = ("from", "from_user_id", "to", "to_user_id", "recipient_id", "recipient_user_id")
    theirs = {text(item, name) for name in names} - {""}
    return [each for each in contacts if theirs & {text(each, "wa_id"), text(each, "user_id")}]


def _subject(item: Mapping[str, Any], contacts: list[Mapping[str, Any]]) -> str:
    """The business-scoped id before the phone: it alone is in every event (F2)."""
    return (
        _first([item], "from_user_id", "to_user_id", "recipient_user_id")
        or _first(contacts, "user_id")
        or _first([item], "to", "recipient_id", "from")
    )


def _first(items: list[Mapping[str, Any]], *names: str) -> str:
    return next(filter(None, (text(item, name) for item in items for name in names)), "")


def _notice(entry: Mapping[str, Any], change: Mapping[str, Any]) -> Told:
    """A change of another field: an account's standing, a template's, or what will be thought of next."""
    account = text(change, "value", "metadata", "phone_number_id")
    field = text(change, "field")[:28]
    return Told(
        source=Source.META,
        channel=ChannelKind.WHATSAPP,
        account_key=account or text(entry, "id"),
        external_id=digest([raw(entry, "id"), change]),
        kind=f"{ChannelKind.WHATSAPP}.{field}" if field.isidentifier() else f"{ChannelKind.WHATSAPP}.other",
        payload=_alone(entry, change),
        wide=not account,
    )


def _alone(entry: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """A webhook of its own that holds nothing else."""
    outside = {name: each for name, each in entry.items() if name in {"id", "time"}}
    return {"object": OBJECT, "entry": [{**outside, "changes": [change]}]}
