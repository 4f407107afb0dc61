"""Looks at the platform for a message whose answer was lost: Telegram and Instagram tell nothing, so they are asked.

One job for each message in doubt. It takes the doubt over (the reconciliation leaves it alone for a minute then, which
is longer than a search may last), asks with no transaction open, and writes down what came of it, guarded by the
number of the try: a worker that dies anywhere in between leaves the doubt as it was, and two cannot both act on it.

- Found: sent, under the id it has there.
- Surely not there: it never went out, and is queued again.
- Too busy or out of order over there: asked again later, for an hour.
- Nothing can be told (too many numbers in question, an answer of an unknown kind): `unconfirmed`, and people decide.

How each platform is asked: `providers.telegram_probing`, `providers.meta_reading`.
"""

import asyncio
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from backend.channels import queries as channels
from backend.channels.enums import AccountStatus, ChannelKind
from backend.conversations import addressing, delivery_queries, delivery_store, seeking_queries
from backend.conversations.delivering import Wake
from backend.conversations.delivery_store import Head
from backend.conversations.seeking_queries import Place
from backend.conversations.telling import tell
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.jobs import OpenSession
from backend.providers.bundle import Providers
from backend.providers.messaging import Failure, Line, Lost, SendFailed

log = structlog.get_logger()

# Shorter than the minute for which the reconciliation leaves the doubt alone.
LONGEST_SEARCH: Final = 45.0
PAUSE: Final = timedelta(seconds=60)
# After so long people wait for the next message; and what is a day old is no longer told as it was.
GIVES_UP_AFTER: Final = timedelta(hours=1)
TOO_OLD: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class _Search:
    """What is asked about, and whom; `lost` is None where asking would tell nothing."""

    head: Head
    called_at: datetime
    line: Line
    rotated_at: datetime | None
    lost: Lost | None


async def seek(
    open_session: OpenSession, providers: Providers, delivery_id: uuid.UUID, leased_at: datetime, wake: Wake
) -> None:
    """`leased_at` is the reconciliation's ticket: whoever comes with another one is too late."""
    async with open_session() as session:
        search = await _begin(session, delivery_id, leased_at)
    if search is None:
        return
    try:
        found = await _ask(providers, search)
    except SendFailed as failure:
        log.info("delivery_not_found_out", kind=failure.kind, code=failure.code, delivery_id=str(delivery_id))
        async with open_session() as session:
            await _not_told(session, search, failure, wake)
        return
    async with open_session() as session:
        await _settle(session, search, found, wake)


async def _begin(session: TenantSession, delivery_id: uuid.UUID, leased_at: datetime) -> _Search | None:
    """None where another has it, or it is settled."""
    called_at = await delivery_store.take_doubt(session, delivery_id, leased_at, clock.now())
    head = await delivery_store.find(session, delivery_id) if called_at else None
    if head is None or called_at is None:
        return None
    account = await channels.find_account(session, head.account_id)
    recipient = await delivery_queries.find_recipient(session, head.conversation_id, head.account_id)
    if account is None or account.status != AccountStatus.CONNECTED:
        return None
    line = channels.line_of(account)
    known = recipient and clock.now() - called_at < TOO_OLD
    lost = await _lost(session, head, called_at, recipient) if recipient and known else None
    return _Search(head, called_at, line, account.token_rotated_at, lost)


async def _lost(session: TenantSession, head: Head, called_at: datetime, recipient: str) -> Lost | None:
    place = Place(head.id, head.conversation_id, head.turn, head.account_id, called_at)
    body = addressing.addressed(head.kind, head.call["body"], recipient, head.id)
    verb = head.call["verb"]
    if head.kind is ChannelKind.TELEGRAM:
        numbers = await seeking_queries.list_numbers(session, place)
        return None if numbers is None else Lost(verb, body, recipient, called_at, numbers=numbers)
    others = await seeking_queries.list_others(session, place)
    return Lost(verb, body, recipient, called_at, others=others)


async def _ask(providers: Providers, search: _Search) -> str:
    if search.lost is None:
        raise SendFailed(Failure.UNKNOWN, "not_asked")
    try:
        async with asyncio.timeout(LONGEST_SEARCH):
            return await providers.messaging[search.head.kind].find(search.line, search.lost)
    except TimeoutError:
        raise SendFailed(Failure.TEMPORARY, "too_slow") from None


async def _settle(session: TenantSession, search: _Search, found: str, wake: Wake) -> None:
    head, now = search.head, clock.now()
    if found:
        await delivery_store.sent(session, head.id, found, now)
    else:
        await delivery_store.never_went(session, head, search.called_at, now)
    await wake(session, None)
    await tell(session, head.conversation_id, "delivery")


async def _not_told(session: TenantSession, search: _Search, failure: SendFailed, wake: Wake) -> None:
    head, now = search.head, clock.now()
    cause = f"{failure.code} {failure.message}".strip()
    if failure.kind is Failure.UNAUTHORIZED:
        # As it would be with any other call: it waits for a new token, and is looked for then.
        await delivery_store.expire_account(session, head.account_id, search.rotated_at, cause[:500], now)
        return
    busy = failure.kind in {Failure.RATE_LIMITED, Failure.TEMPORARY}
    if busy and now - search.called_at < GIVES_UP_AFTER:
        at = now + max(PAUSE, timedelta(seconds=failure.retry_after or 0))
        code = Failure.UNKNOWN.value
        await delivery_store.unanswered(session, head, code, cause, now, attempts=head.attempts, at=at)
        return
    await delivery_store.unconfirmed(session, head, cause, now, attempts=head.attempts)
    await wake(session, None)
    await tell(session, head.conversation_id, "delivery")
