"""Whether a message whose answer was lost stands in an Instagram chat: read from the platform's own list of it.

`/{account}/conversations?platform=instagram&user_id={person}` names the chat, and its `messages` come newest first;
only of the twenty newest are the words told. So the list must reach back past our call: one that does not, and in
which the message was not found, says nothing.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from backend.providers.messaging import Failure, Lost, SendFailed

# The platform tells whole seconds by a clock of its own.
SKEW: Final = timedelta(seconds=10)
NEWEST: Final = 20
_FIELDS: Final = f"messages.limit({NEWEST}){{id,created_time,from,to,message,attachments}}"

Json = Mapping[str, Any]  # Any: JSON of the platform
# A path and its query; the answer's body.
Ask = Callable[[str, Mapping[str, str]], Awaitable[Json]]


async def find(ask: Ask, node: str, lost: Lost) -> str:
    """Raises `SendFailed`."""
    try:
        rows, whole = await _newest(ask, node, lost.recipient, lost.since - SKEW)
    except SendFailed as failure:
        # 190 alone is about the token; other refusals are about this reading, and sending may well work.
        if failure.kind in {Failure.RATE_LIMITED, Failure.TEMPORARY} or failure.code.startswith("190"):
            raise
        raise SendFailed(Failure.UNKNOWN, failure.code, failure.message) from failure
    ours = [each for each in rows if _is_it(each, lost)]
    if ours:
        # The oldest: what has the same words and came later was sent by somebody who read this one.
        return str(min(ours, key=_created)["id"])
    if not whole:
        raise SendFailed(Failure.UNKNOWN, "list_too_short")
    return ""


async def _newest(ask: Ask, node: str, recipient: str, since: datetime) -> tuple[Sequence[Json], bool]:
    """The newest messages, and whether nothing since then is missing among them."""
    asked = {"platform": "instagram", "user_id": recipient}
    chats = _rows(await ask(f"{node}/conversations", asked))
    chat = str(chats[0].get("id") or "") if chats else ""
    if not chat:
        raise SendFailed(Failure.UNKNOWN, "no_conversation")
    page = (await ask(chat, {"fields": _FIELDS})).get("messages")
    rows = _rows(page if isinstance(page, Mapping) else {})
    paging = page.get("paging") if isinstance(page, Mapping) else None
    more = isinstance(paging, Mapping) and bool(paging.get("next"))
    whole = bool(rows) and (not more or min(map(_created, rows)) < since)
    # One of ours that comes without its words may be anything.
    told = all(
        "message" in each or each.get("attachments") or _author(each) == recipient
        for each in rows
        if _created(each) >= since
    )
    return rows, whole and told


def _author(row: Json) -> str:
    sender = row.get("from")
    return str(sender.get("id") or "") if isinstance(sender, Mapping) else ""


def _is_it(row: Json, lost: Lost) -> bool:
    author = _author(row)
    if not author or author == lost.recipient or str(row.get("id") or "") in {"", *lost.others}:
        return False
    return _created(row) >= lost.since - SKEW and _same(row, lost)


def _same(row: Json, lost: Lost) -> bool:
    message = lost.body.get("message")
    said = message if isinstance(message, Mapping) else {}
    if said.get("attachment"):
        return bool(row.get("attachments")) and not row.get("message")
    return bool(said.get("text")) and str(row.get("message") or "").strip() == str(said["text"]).strip()


def _created(row: Json) -> datetime:
    """`2026-11-21T10:00:00+0000`; without a moment it may be of any."""
    try:
        return datetime.strptime(str(row.get("created_time")), "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)


def _rows(page: Json) -> Sequence[Json]:
    data = page.get("data")
    return [each for each in data if isinstance(each, Mapping)] if isinstance(data, list) else []
