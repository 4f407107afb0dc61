"""What every channel's words become: one shape for what comes in and one for what goes out. Pure."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.channels.enums import AccountStatus, ChannelKind, IncomingKind, MediaKind, ReceiptState, Responder


@dataclass(frozen=True, slots=True)
class Account:
    """An account as conversations need it: which one it is, who answers on it, and since when it is ours."""

    id: uuid.UUID
    kind: ChannelKind
    name: str
    address: str
    status: AccountStatus
    responder: Responder
    bot_on: bool
    debounce_seconds: int
    connected_at: datetime


@dataclass(frozen=True, slots=True)
class ChannelUser:
    """Who wrote: the channel's own ids, best first (a business-scoped id before a wa_id), phone where shown (F2)."""

    ids: tuple[str, ...]
    phone: str | None = None
    username: str | None = None
    name: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class MediaRef:
    """A file that waits at the platform; fetched by its id, or by `url` where the platform gives one."""

    kind: MediaKind
    id: str = ""
    url: str = ""
    content_type: str = ""
    name: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message of ours; `opaque` is what we had sent along to know it again.

    `billable` is None where the platform does not say whether this one message is charged.
    """

    provider_id: str
    state: ReceiptState
    at: datetime
    cause: str = ""
    code: str = ""
    opaque: str = ""
    category: str = ""
    billable: bool | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event, understood. `provider_id` is the platform's id of the message it is about.

    `details` keeps what has no field of its own as JSON: location, contacts, order, referral, an emoji.
    """

    kind: IncomingKind
    provider_id: str
    at: datetime
    user: ChannelUser | None = None
    text: str | None = None
    option: str | None = None
    media: tuple[MediaRef, ...] = ()
    reply_to: str | None = None
    receipts: tuple[Receipt, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)  # Any: JSON of the platform


@dataclass(frozen=True, slots=True)
class Option:
    """A button or a line of a list."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class OutgoingMedia:
    """A file of ours; `url` is an address the platform may fetch, where it wants one."""

    kind: MediaKind
    file_id: str
    content_type: str
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class TemplateUse:
    """An approved template with its variables, in their order.

    `names` are those of its gaps, where they are known: `header.1` stands in the header, words are named parameters.
    """

    name: str
    language: str
    variables: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One thing to say; a template replaces everything else."""

    text: str = ""
    options: Sequence[Option] = ()
    media: Sequence[OutgoingMedia] = ()
    template: TemplateUse | None = None
    # Instagram and Messenger past a day: only what a person wrote may carry it (F3).
    human_agent_tag: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a platform: its verb (`messages`, `sendMessage`, ...) and its JSON."""

    verb: str
    body: Mapping[str, Any]  # Any: JSON as the platform takes it
    # The file to upload first, where the platform wants that; its id is put in the body by the client.
    upload: OutgoingMedia | None = None
