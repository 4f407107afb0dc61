"""The rows of messages on their way: each step of a delivery is one guarded statement."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, text

from backend.channels.enums import AccountStatus, ChannelKind
from backend.channels.events import AccountNeedsCare
from backend.conversations.enums import SenderKind
from backend.core import crypto
from backend.core.database.session import TenantSession
from backend.core.events import announce
from backend.providers.messaging import Failure, Line

# MSG-06: 30 messages a minute for a WhatsApp number, and never more in any sixty seconds. Follow-ups take at most 20
# of them and none ahead of time: a thousand of them must not stand in the way of one answer.
A_MINUTE: Final = 30
FOLLOW_UPS_A_MINUTE: Final = 20

# The first message that is not yet out. One that waits for the morning holds up nobody; every other one does, for
# people read in order. Whoever finds it `sending` leaves it to whoever sends it, or to the reconciliation; that one
# comes before all, also before an older message that somebody sends again: of one conversation one call is under way.
_COLUMNS: Final = """
    SELECT d.id, d.conversation_id, d.status, d.not_before, d.slot_at, d.sender, d.turn, d.position, d.attempts,
      d.account_id, d.call, a.kind, a.status AS account_status, a.resumes_at
    FROM deliveries d JOIN channel_accounts a ON a.id = d.account_id
"""
_HEAD: Final = text(
    f"""{_COLUMNS}
    WHERE d.conversation_id = :id AND d.status IN ('queued', 'sending')
      AND NOT (d.sender = 'nurturing' AND d.status = 'queued' AND coalesce(d.not_before > :now, false))
    ORDER BY d.status = 'sending' DESC, d.turn, d.position, d.part LIMIT 1 FOR UPDATE OF d
    """
)
_ONE: Final = text(f"{_COLUMNS} WHERE d.id = :id FOR UPDATE OF d")
# A place in the account's minute: now, or a minute after the thirtieth last message. Taken ahead of time, so that
# each of a hundred waiting messages has a moment of its own and none has to ask twice.
_SLOT: Final = text(
    """
    UPDATE channel_accounts SET slots = (
      slots || CASE WHEN cardinality(slots) < :most THEN greatest(:now, slots[cardinality(slots)])
                    ELSE greatest(:now, slots[1] + interval '60 seconds') END
    )[greatest(cardinality(slots) + 2 - :most, 1):]
    WHERE id = :id RETURNING slots[cardinality(slots)]
    """
)
_SPARE_SLOT: Final = text(
    """
    UPDATE channel_accounts
    SET slots = (slots || CAST(:now AS timestamptz))[greatest(cardinality(slots) + 2 - :most, 1):]
    WHERE id = :id AND (
      cardinality(slots) < :spare OR slots[cardinality(slots) + 1 - :spare] + interval '60 seconds' <= :now
    )
    RETURNING id
    """
)
_NEXT_SPARE: Final = text(
    "SELECT slots[cardinality(slots) + 1 - :spare] + interval '60 seconds' FROM channel_accounts WHERE id = :id"
)
_CLAIM: Final = text(
    """
    UPDATE deliveries SET status = 'sending', attempts = attempts + 1, slot_at = NULL, not_before = NULL,
      called_at = :now, updated_at = :now
    WHERE id = :id AND status = 'queued' RETURNING attempts
    """
)
_STILL_MINE: Final = text(
    "UPDATE deliveries SET called_at = :now, updated_at = :now"
    " WHERE id = :id AND status = 'sending' AND attempts = :attempts RETURNING id"
)
_WAIT: Final = text(
    "UPDATE deliveries SET status = 'queued', not_before = :at, slot_at = :slot, code = :code, cause = :cause,"
    " updated_at = :now WHERE id = :id AND status IN ('queued', 'sending') AND attempts = :attempts"
)
# The platform's answer wins over whatever was thought meanwhile; only what it said itself is never undone.
_SENT: Final = text(
    """
    UPDATE deliveries SET
      status = CASE WHEN status IN ('queued', 'sending', 'unconfirmed') THEN 'sent' ELSE status END,
      provider_id = coalesce(provider_id, nullif(:provider_id, '')), sent_at = least(coalesce(sent_at, :now), :now),
      code = CASE WHEN status = 'failed' THEN code END, cause = CASE WHEN status = 'failed' THEN cause END,
      not_before = NULL, updated_at = :now
    WHERE id = :id
    """
)
# The rest of a message that was cut into parts makes no sense without this one.
_FAILED: Final = text(
    """
    UPDATE deliveries SET status = 'failed', code = :code, cause = :cause, not_before = NULL, updated_at = :now
    WHERE conversation_id = :conversation_id AND turn = :turn AND position = :position
      AND ((id = :id AND status IN ('queued', 'sending')) OR status = 'queued')
    """
)
_UNCONFIRMED: Final = text(
    "UPDATE deliveries SET status = 'unconfirmed', code = :code, cause = :cause, not_before = NULL, updated_at = :now"
    " WHERE id = :id AND status = 'sending' AND attempts = :attempts"
)
_UNANSWERED: Final = text(
    "UPDATE deliveries SET code = :code, cause = :cause, not_before = :at, updated_at = :now"
    " WHERE id = :id AND status = 'sending' AND attempts = :attempts"
)
# Another moment in any case, so that the ticket is good for one.
_TAKE_DOUBT: Final = text(
    "UPDATE deliveries SET updated_at = greatest(:now, updated_at + interval '1 microsecond')"
    " WHERE id = :id AND status = 'sending' AND updated_at = :leased_at"
    " RETURNING called_at"
)
# Not where the same worker went on after all, and began its call anew.
_NEVER_WENT: Final = text(
    "UPDATE deliveries SET status = 'queued', code = NULL, cause = NULL, not_before = NULL, updated_at = :now"
    " WHERE id = :id AND status = 'sending' AND attempts = :attempts AND called_at = :called_at"
)
_EXPIRED: Final = text(
    "UPDATE channel_accounts SET status = 'expired', error = :error, updated_at = :now"
    " WHERE id = :id AND status = 'connected' AND token_rotated_at IS NOT DISTINCT FROM :rotated_at"
    " RETURNING kind, name"
)
_PAUSED: Final = text(
    "UPDATE channel_accounts SET resumes_at = greatest(coalesce(resumes_at, :until), :until) WHERE id = :id"
)
_BLOCKED: Final = text("UPDATE conversations SET blocked_at = :now WHERE id = :id")


@dataclass(frozen=True, slots=True)
class Head:
    """The delivery whose turn it is."""

    id: uuid.UUID
    conversation_id: uuid.UUID
    status: str
    not_before: datetime | None
    slot_at: datetime | None
    sender: SenderKind
    turn: int
    position: int
    attempts: int
    account_id: uuid.UUID
    kind: ChannelKind
    account_status: AccountStatus
    resumes_at: datetime | None
    call: dict[str, Any]  # Any: verb, body, upload, template as JSON


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is noted as being sent: from here on nobody else sends it."""

    head: Head
    attempt: int
    at: datetime
    line: Line
    recipient: str
    rotated_at: datetime | None


async def get_head(session: TenantSession, conversation_id: uuid.UUID, now: datetime) -> Head | None:
    """Held until the transaction ends."""
    row = (await session.execute(_HEAD, {"id": conversation_id, "now": now})).first()
    return _head(row) if row else None


async def find(session: TenantSession, delivery_id: uuid.UUID) -> Head | None:
    """Held until the transaction ends."""
    row = (await session.execute(_ONE, {"id": delivery_id})).first()
    return _head(row) if row else None


def _head(row: Row[Any]) -> Head:  # Any: columns of the statements above
    return Head(
        id=row.id,
        conversation_id=row.conversation_id,
        status=row.status,
        not_before=row.not_before,
        slot_at=row.slot_at,
        sender=SenderKind(row.sender),
        turn=row.turn,
        position=row.position,
        attempts=row.attempts,
        account_id=row.account_id,
        kind=ChannelKind(row.kind),
        account_status=AccountStatus(row.account_status),
        resumes_at=row.resumes_at,
        call=json.loads(crypto.cipher().decrypt(row.call)),
    )


async def take_slot(session: TenantSession, account_id: uuid.UUID, now: datetime) -> datetime:
    """When this account may let out one more message."""
    values = {"id": account_id, "now": now, "most": A_MINUTE}
    taken: datetime = (await session.execute(_SLOT, values)).scalar_one()
    return taken


async def take_spare_slot(session: TenantSession, account_id: uuid.UUID, now: datetime) -> datetime | None:
    """None where it is taken; else when asking again is worth it, and nothing is taken."""
    values = {"id": account_id, "spare": FOLLOW_UPS_A_MINUTE}
    taken = await session.execute(_SPARE_SLOT, {**values, "now": now, "most": A_MINUTE})
    if taken.first():
        return None
    found: datetime = (await session.execute(_NEXT_SPARE, values)).scalar_one()
    return found


async def claim(session: TenantSession, head: Head, now: datetime) -> int:
    """The number of this try."""
    attempt: int = (await session.execute(_CLAIM, {"id": head.id, "now": now})).scalar_one()
    return attempt


async def still_mine(session: TenantSession, claimed: Claimed, now: datetime) -> bool:
    """Asked anew where time went by between the claim and the call; the call's time counts from here."""
    values = {"id": claimed.head.id, "attempts": claimed.attempt, "now": now}
    return (await session.execute(_STILL_MINE, values)).first() is not None


async def wait(
    session: TenantSession,
    head: Head,
    at: datetime | None,
    now: datetime,
    *,
    attempts: int,
    slot: datetime | None = None,
    code: str | None = None,
    cause: str | None = None,
) -> None:
    """Back into the queue; `at` None waits until somebody's hand or the reconciliation."""
    values = {"id": head.id, "at": at, "now": now, "attempts": attempts, "slot": slot, "code": code, "cause": cause}
    await session.execute(_WAIT, values)


async def sent(session: TenantSession, delivery_id: uuid.UUID, provider_id: str, now: datetime) -> None:
    await session.execute(_SENT, {"id": delivery_id, "provider_id": provider_id[:300], "now": now})


async def failed(session: TenantSession, head: Head, code: str, cause: str | None, now: datetime) -> None:
    place = {"conversation_id": head.conversation_id, "turn": head.turn, "position": head.position}
    await session.execute(_FAILED, {"id": head.id, "code": code, "cause": cause, "now": now, **place})


async def unanswered(
    session: TenantSession,
    head: Head,
    code: str,
    cause: str,
    now: datetime,
    *,
    attempts: int,
    at: datetime | None = None,
) -> None:
    """Nobody knows (yet) whether it went out: it stays open for the reconciliation, which asks not before `at`."""
    values = {"id": head.id, "code": code, "cause": cause[:500], "now": now, "attempts": attempts, "at": at}
    await session.execute(_UNANSWERED, values)


async def unconfirmed(session: TenantSession, head: Head, cause: str, now: datetime, *, attempts: int) -> None:
    """Nobody will ever know: people decide."""
    values = {"id": head.id, "code": Failure.UNKNOWN.value, "cause": cause[:500], "now": now, "attempts": attempts}
    await session.execute(_UNCONFIRMED, values)


async def take_doubt(
    session: TenantSession, delivery_id: uuid.UUID, leased_at: datetime, now: datetime
) -> datetime | None:
    """When its call began; None where somebody else took the doubt, or it is settled."""
    values = {"id": delivery_id, "leased_at": leased_at, "now": now}
    row = (await session.execute(_TAKE_DOUBT, values)).first()
    return row.called_at if row else None


async def never_went(session: TenantSession, head: Head, called_at: datetime, now: datetime) -> None:
    """Surely not: back into the queue."""
    values = {"id": head.id, "attempts": head.attempts, "called_at": called_at, "now": now}
    await session.execute(_NEVER_WENT, values)


async def expire_account(
    session: TenantSession, account_id: uuid.UUID, rotated_at: datetime | None, error: str, now: datetime
) -> None:
    """Unless somebody gave it a new token while the old one was refused. People are told once."""
    values = {"id": account_id, "rotated_at": rotated_at, "error": error, "now": now}
    row = (await session.execute(_EXPIRED, values)).first()
    if row:
        await announce(session, AccountNeedsCare(str(account_id), row.kind, row.name, AccountStatus.EXPIRED.value, 0))


async def pause_account(session: TenantSession, account_id: uuid.UUID, until: datetime) -> None:
    await session.execute(_PAUSED, {"id": account_id, "until": until})


async def note_blocked(session: TenantSession, conversation_id: uuid.UUID, now: datetime) -> None:
    await session.execute(_BLOCKED, {"id": conversation_id, "now": now})
