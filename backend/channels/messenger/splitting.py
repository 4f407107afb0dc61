"""Takes Messenger's and Instagram's webhooks apart: one event for each thing that happened in a thread. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from backend.channels.enums import ChannelKind
from backend.channels.json_reading import flag, part, parts, raw, text
from backend.inbox.enums import Source
from backend.inbox.told import Told, digest

OBJECTS: Final = {"instagram": ChannelKind.INSTAGRAM, "page": ChannelKind.MESSENGER}
NAMES: Final = {kind: name for name, kind in OBJECTS.items()}
# What an event may be about, by the name under which it stands.
ABOUT: Final = (
    "message",
    "message_edit",
    "postback",
    "reaction",
    "read",
    "delivery",
    "referral",
    "optin",
    "pass_thread_control",
    "take_thread_control",
    "request_thread_control",
    "app_roles",
)


# Any: JSON of the platform, in every function here.
def split_thread(kind: ChannelKind, entry: Mapping[str, Any], road: str, item: Mapping[str, Any]) -> Told:
    """`road` is `messaging`, or `standby` while another app holds the thread."""
    account = account_of(entry, item)
    mark = "standby:" if road == "standby" else ""
    return Told(
        source=Source.META,
        channel=kind,
        account_key=account,
        external_id=mark + _identify(item),
        kind=f"{kind}.{_about(item)}" if not mark else f"{kind}.standby",
        payload=_alone(kind, entry, {road: [item]}),
        subject=person_of(account, item),
    )


def split_change(kind: ChannelKind, entry: Mapping[str, Any], change: Mapping[str, Any]) -> Told:
    """Comments, mentions and the like. A message may come this way too: then it is one like any other."""
    value = part(change, "value")
    if part(value, "sender") and _about(value) != "other":
        return split_thread(kind, entry, "messaging", value)
    field = text(change, "field")[:28]
    return Told(
        source=Source.META,
        channel=kind,
        account_key=text(entry, "id"),
        external_id=digest([raw(entry, "id"), change]),
        kind=f"{kind}.{field}" if field.isidentifier() else f"{kind}.other",
        payload=_alone(kind, entry, {"changes": [change]}),
    )


def split(kind: ChannelKind, entry: Mapping[str, Any]) -> Iterator[Told]:
    for road in ("messaging", "standby"):
        for item in parts(entry, road):
            yield split_thread(kind, entry, road, item)
    for change in parts(entry, "changes"):
        yield split_change(kind, entry, change)


def account_of(entry: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    """Whom it was sent to; Meta's own test events name the entry `0`."""
    named = text(entry, "id")
    if named not in {"", "0"}:
        return named
    outward = flag(item, "message", "is_echo")
    return text(item, "sender" if outward else "recipient", "id") or named


def person_of(account: str, item: Mapping[str, Any]) -> str:
    """The other one of the two; somebody who came by a plugin may have only a reference."""
    sender, recipient = text(item, "sender", "id"), text(item, "recipient", "id")
    if flag(item, "message", "is_echo") or sender == account:
        return recipient
    return sender or text(item, "sender", "user_ref")


def _about(item: Mapping[str, Any]) -> str:
    return next((name for name in ABOUT if name in item), "other")


def _identify(item: Mapping[str, Any]) -> str:
    message = text(item, "message", "mid")
    if message:
        return f"{message}:deleted" if flag(item, "message", "is_deleted") else message
    edited = text(item, "message_edit", "mid")
    if edited:
        return f"{edited}:edit:{text(item, 'message_edit', 'num_edit')}"
    return text(item, "postback", "mid") or digest(item)


def _alone(kind: ChannelKind, entry: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
    outside = {name: each for name, each in entry.items() if name in {"id", "time"}}
    return {"object": NAMES[kind], "entry": [{**outside, **content}]}
