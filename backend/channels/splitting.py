"""From the bytes of a webhook to its events; whatever the bytes are, nothing is lost and nothing is raised. Pure."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from backend.channels.json_reading import part, parts, text
from backend.channels.messenger import splitting as messenger
from backend.channels.telegram import splitting as telegram
from backend.channels.whatsapp import splitting as whatsapp
from backend.inbox.enums import Source
from backend.inbox.told import Told, digest

UNREADABLE: Final = "unreadable"
_UNKNOWN: Final = "meta.other"


def split_meta(body: bytes) -> list[Told]:
    """Events in the order in which they stand in the body, each id once (F4)."""
    try:
        found = {(each.account_key, each.external_id): each for each in reversed(list(_split(json.loads(body))))}
    except (ValueError, RecursionError):
        return [unreadable(Source.META, "", "", body)]
    return list(reversed(found.values()))


def split_telegram(account_key: str, body: bytes) -> list[Told]:
    try:
        update = json.loads(body)
        if isinstance(update, dict) and update:
            return [telegram.split(account_key, update)]
    except (ValueError, RecursionError):
        pass
    return [unreadable(Source.TELEGRAM, "telegram", account_key, body)]


def unreadable(source: Source, channel: str, account_key: str, body: bytes) -> Told:
    """Rightly signed and yet no JSON: kept as it came, for somebody's eyes."""
    return Told(
        source=source,
        channel=channel,
        account_key=account_key,
        external_id="sha256:" + hashlib.sha256(body).hexdigest(),
        kind=UNREADABLE,
        payload={UNREADABLE: base64.b64encode(body).decode()},
    )


# Any: JSON of the platform, in every function here.
def _split(body: Any) -> Iterator[Told]:
    named = text(body, "object")
    whole = True
    for entry in parts(body, "entry"):
        told = list(_entry(named, entry))
        yield from told or [_unknown(named, entry)]
        whole = False
    given = part(body).get("entry")
    if whole or (isinstance(given, list) and len(given) != len(parts(body, "entry"))):
        yield _unknown(named, body)


def _entry(named: str, entry: Mapping[str, Any]) -> Iterator[Told]:
    lists = ("changes",) if named == whatsapp.OBJECT else ("messaging", "standby", "changes")
    if named == whatsapp.OBJECT:
        for change in parts(entry, "changes"):
            yield from whatsapp.split(entry, change)
    elif named in messenger.OBJECTS:
        yield from messenger.split(messenger.OBJECTS[named], entry)
    else:
        return
    if any(_holds_strangers(entry.get(name)) for name in lists):
        yield _unknown(named, entry)


def _holds_strangers(listed: Any) -> bool:
    """Whether something stands there that is no object, and so became no event."""
    return listed is not None and (not isinstance(listed, list) or any(not isinstance(each, dict) for each in listed))


def _unknown(named: str, content: Any) -> Told:
    channel = "whatsapp" if named == whatsapp.OBJECT else messenger.OBJECTS.get(named, "")
    return Told(
        source=Source.META,
        channel=channel,
        account_key=text(content, "id"),
        external_id=digest(content),
        kind=_UNKNOWN,
        payload=content,
        wide=channel == "whatsapp",
    )
