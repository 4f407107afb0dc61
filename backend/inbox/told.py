"""One event as a platform told it, before it is kept. Pure."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from backend.inbox.enums import Source

_KEY_LENGTH = 80
_ID_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Told:
    """`subject` is whose thread it belongs to, as the platform names the person; empty for the account's own."""

    source: Source
    channel: str
    account_key: str
    external_id: str
    kind: str
    payload: Any  # Any: JSON as it came, narrowed to this one event
    subject: str = ""
    # Sent to the larger account that owns several of ours (a WhatsApp business account).
    wide: bool = False


def as_key(text: str) -> str:
    """An account's name as its column takes it."""
    return _fitting(text, _KEY_LENGTH)


def as_id(text: str) -> str:
    """A provider's id as its column takes it; what does not fit is told apart by its hash."""
    return _fitting(text, _ID_LENGTH)


def _fitting(text: str, length: int) -> str:
    # A NUL or half a character cannot stand in a column; no platform sends one, but anybody's fuzzer does.
    if len(text) <= length and text.isprintable():
        return text
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest(value: Any) -> str:  # Any: JSON
    """An id for what has none: the same content is the same event."""
    return "sha256:" + hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
