"""The messaging platforms in our words; `meta.py` and `telegram.py` speak them.

Every failure is a `SendFailed` that says what to do next, so that no caller reads a vendor's codes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class Failure(StrEnum):
    """Why a call did not do what it should.

    `unknown` alone leaves open whether the message went out: the answer was lost on its way.
    """

    RATE_LIMITED = "rate_limited"
    TEMPORARY = "temporary"
    UNAUTHORIZED = "unauthorized"
    WINDOW_CLOSED = "window_closed"
    BLOCKED = "blocked"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


class SendFailed(Exception):
    """A platform refused or could not be reached; `code` and `message` are the platform's own."""

    def __init__(self, kind: Failure, code: str = "", message: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(f"{kind}: {code}")
        self.kind = kind
        self.code = code
        self.message = message
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Line:
    """The account that speaks: its platform id, its token, and the larger account that owns it (WABA)."""

    kind: str
    external_id: str
    # Not in what a log or a traceback shows of it.
    token: str = field(repr=False)
    business_id: str = ""


@dataclass(frozen=True, slots=True)
class AccountCheck:
    """What the platform says of an account; `address` is how people find it (phone, @name)."""

    name: str
    address: str
    token_expires_at: datetime | None = None
    quality: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """How a person calls themselves on a platform; empty where they hide it."""

    name: str = ""
    username: str = ""


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """A message template as the platform holds it; `body` with {{1}} or {{name}} for its variables."""

    name: str
    language: str
    category: str
    status: str
    body: str
    header: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A fetched file, never larger than asked for."""

    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A message of ours whose answer never came: the call as it left, and which of the platform's it may be."""

    verb: str
    body: Mapping[str, Any]  # Any: JSON as the platform takes it
    recipient: str
    since: datetime
    # Ids of messages that are known, and so are not this one.
    others: Collection[str] = frozenset()
    # Where the platform counts its messages: the numbers that it may have, the likeliest first.
    numbers: Sequence[int] = ()


class MessageSender(Protocol):
    """One platform's API. Every method raises `SendFailed`; timeouts are the client's own."""

    async def send(self, line: Line, verb: str, body: Mapping[str, Any]) -> str:
        """One message; returns the platform's id of it."""

    async def find(self, line: Line, lost: Lost) -> str:
        """The platform's id of it; empty where it surely never got it, and `unknown` where that cannot be told."""

    async def profile(self, line: Line, user_id: str) -> Profile:
        """Of somebody who wrote; only where the platform does not say it with every message."""

    async def check(self, line: Line) -> AccountCheck: ...

    async def fetch(self, line: Line, media_id: str, url: str, *, most: int) -> Media: ...

    async def upload(self, line: Line, name: str, content_type: str, content: bytes) -> str: ...

    async def templates(self, line: Line) -> Sequence[TemplateInfo]: ...

    async def subscribe(self, line: Line, url: str, secret: str) -> None:
        """Ask the platform to tell us of this account's events (Telegram: setWebhook; Meta: subscribed_apps)."""

    async def unsubscribe(self, line: Line) -> None: ...

    async def close(self) -> None: ...
