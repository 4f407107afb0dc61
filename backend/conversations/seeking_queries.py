"""What is known about a message whose answer was lost: which numbers it may have at the platform, and which not."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, text

from backend.core.database.session import TenantSession

# Of Telegram, after everything that is known: how many messages we may have heard nothing of.
UNHEARD: Final = 30
MOST_PROBES: Final = 100
# Clocks of workers differ.
MARGIN: Final = timedelta(seconds=5)
_RECENT: Final = 200
_MOST_LATER: Final = 2_000

_OTHERS: Final = text(
    """
    SELECT provider_id, status, called_at FROM deliveries
    WHERE conversation_id = :conversation_id AND account_id = :account_id AND id <> :id AND called_at IS NOT NULL
      AND status NOT IN ('queued', 'failed')
    """
)
# What was written down up to a turn stood there before anything was said in that turn.
_HEARD: Final = text(
    "SELECT provider_id FROM messages"
    " WHERE conversation_id = :conversation_id AND provider_id IS NOT NULL AND turn <= coalesce(:turn, turn)"
)
# What the account is known to have sent and heard: the latest before the call, and everything since.
_BEFORE: Final = text(
    """
    (SELECT provider_id FROM deliveries
     WHERE account_id = :account_id AND provider_id IS NOT NULL AND created_at < :before AND sent_at < :before
     ORDER BY created_at DESC LIMIT :recent)
    UNION ALL
    (SELECT m.provider_id FROM messages m JOIN conversations c ON c.id = m.conversation_id
     WHERE c.account_id = :account_id AND m.provider_id IS NOT NULL AND m.created_at < :before
     ORDER BY m.created_at DESC LIMIT :recent)
    """
)
_SINCE: Final = text(
    """
    (SELECT provider_id FROM deliveries
     WHERE account_id = :account_id AND provider_id IS NOT NULL AND updated_at >= :before LIMIT :most)
    UNION ALL
    (SELECT m.provider_id FROM messages m JOIN conversations c ON c.id = m.conversation_id
     WHERE c.account_id = :account_id AND m.provider_id IS NOT NULL AND m.created_at >= :before LIMIT :most)
    """
)


@dataclass(frozen=True, slots=True)
class Place:
    """The call in doubt: which delivery, in which turn of which conversation, of which account, and when it began."""

    id: uuid.UUID
    conversation_id: uuid.UUID
    turn: int
    account_id: uuid.UUID
    called_at: datetime


async def list_others(session: TenantSession, place: Place) -> Collection[str]:
    """The platform's ids of everything known in this conversation."""
    sent = {row.provider_id for row in await _others(session, place) if row.provider_id}
    heard = await session.execute(_HEARD, {"conversation_id": place.conversation_id, "turn": None})
    return frozenset(sent | {row.provider_id for row in heard})


async def list_numbers(session: TenantSession, place: Place) -> Sequence[int] | None:
    """Telegram: the numbers that the message may have; None where too many may be it, or one of them is in doubt too.

    They lie above everything that was known when the call began, and end a little after what is known now. Between
    them stand messages of other chats of the same bot, which are known and left out; and most of all none may be
    among them that is ours and in the same chat, for to ask is to edit.
    """
    others = await _others(session, place)
    heard = await session.execute(_HEARD, {"conversation_id": place.conversation_id, "turn": place.turn})
    floor = max((await _before(session, place), *_numbers(_earlier(others, place)), *_numbers(heard.all())))
    if not floor or _another_doubt(others, place):
        return None
    values = {"account_id": place.account_id, "before": place.called_at - MARGIN, "most": _MOST_LATER}
    since = (await session.execute(_SINCE, values)).all()
    known = {*_numbers(since), *_numbers(others)}
    end = max(floor, *known) if known else floor
    if len(since) >= _MOST_LATER or end - floor > _MOST_LATER:
        return None
    found = [each for each in range(floor + 1, end + UNHEARD + 1) if each not in known]
    return found if len(found) <= MOST_PROBES else None


# Any: columns of the statements above, in every function below.
async def _others(session: TenantSession, place: Place) -> Sequence[Row[Any]]:
    values = {"id": place.id, "conversation_id": place.conversation_id, "account_id": place.account_id}
    return (await session.execute(_OTHERS, values)).all()


def _earlier(others: Sequence[Row[Any]], place: Place) -> Sequence[Row[Any]]:
    """Of one conversation one call is under way, so what was called before has a lower number."""
    return [each for each in others if each.called_at < place.called_at and each.provider_id]


def _another_doubt(others: Sequence[Row[Any]], place: Place) -> bool:
    """One more of ours may stand in this chat, unknown, and above the floor."""
    settled = max((each.called_at for each in _earlier(others, place)), default=None)
    doubts = [each.called_at for each in others if not each.provider_id]
    return any(settled is None or each > settled for each in doubts)


async def _before(session: TenantSession, place: Place) -> int:
    """0 where nothing is known."""
    values = {"account_id": place.account_id, "before": place.called_at - MARGIN, "recent": _RECENT}
    return max(_numbers((await session.execute(_BEFORE, values)).all()), default=0)


def _numbers(rows: Iterable[Row[Any]]) -> list[int]:
    """`chat:message`; what is named otherwise (a pressed button) is no message."""
    parts = [each.provider_id.partition(":") for each in rows if each.provider_id]
    return [int(number) for chat, _, number in parts if chat.lstrip("-").isdecimal() and number.isdecimal()]
