"""Carries messages out: one conversation's queue at a time, in order, each message exactly once.

**Order.** A job works off one conversation: it takes the first delivery that is not out yet, and nobody passes it.
Two jobs of one conversation cannot both take it, for taking is one guarded statement on a locked row; the second one
finds `sending` and leaves. So no lock of the queue is needed, and a try that is planned for later blocks no other job.

**Exactly once.** `sending` and the number of the try are committed before the call, the outcome after it. Between the
two a worker may die, or the answer may be lost on its way (`Failure.UNKNOWN`); then nobody knows whether the message
went out, and sending again could say it twice. So it stays `sending`, nothing of its conversation passes it, and one of
three things happens:
- WhatsApp says our own id back in every status (`biz_opaque_callback_data`), Messenger in its echo (`metadata`):
  `receipts` finds the delivery by it, and it is settled, whichever worker asked. Where such a platform would have told
  and did not for `reconciling.SILENT_FOR` (60 s, with nothing of this account waiting in the inbox), it never got the
  message: it is queued again.
- Telegram and Instagram take no mark of ours, so after the same silence `seeking` looks at what stands there: on
  Telegram by an edit to the very same words, which changes nothing and says whether message K is ours
  (`providers.telegram_probing`), on Instagram in the list of the chat's newest messages (`providers.meta_reading`).
  Found, it is settled under the id that it has there; surely not there, it is queued again. Instagram's echo of the
  same words settles it as well, often before anybody has to look (`echoes`).
- Where even that tells nothing (too much happened since to ask about it all, an answer that nobody foresaw), it
  becomes `unconfirmed`, is shown as such, and a person may send it again with a click. A machine that cannot know says
  so instead of guessing.
A late answer of a worker that was thought dead still counts: whatever is known to have gone out is never sent again.

**Failures.** Too many or out of order over there: tried again after `Retry-After` or a growing pause, for hours;
while the platform says "too many", the whole account waits. A refused token marks the account expired, and its
messages wait for a new one. A closed window, a block, a refusal end it, with a cause that people understand.
"""

import asyncio
import random
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import structlog

from backend.channels import queries as channels
from backend.channels.enums import AccountStatus, ChannelKind
from backend.conversations import addressing, delivery_queries, delivery_store, sending_queries
from backend.conversations.delivery_store import Claimed, Head
from backend.conversations.enums import DeliveryStatus, Refusal, SenderKind
from backend.conversations.policy import decide
from backend.conversations.telling import tell
from backend.core import clock, crypto
from backend.core.database.session import TenantSession
from backend.core.jobs import OpenSession
from backend.providers.bundle import Providers
from backend.providers.messaging import Failure, SendFailed
from backend.providers.storage import FileMissing, StorageFailed

log = structlog.get_logger()

# A job gives way after so many messages, so that one long queue does not hold a worker.
IN_A_ROW: Final = 20
FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(minutes=5)
# With the longest pause between them that is more than eight hours.
MOST_ATTEMPTS: Final = 110
# A place in the minute that was missed by more is taken anew, else what was held up would leave all at once.
STALE: Final = timedelta(seconds=5)
# Seconds. After `reconciling.SILENT_FOR`, which is longer than both together, nobody is in a call any more.
LONGEST_CALL: Final = 45.0
FRESH: Final = timedelta(seconds=5)
# WhatsApp's limit for one pair of numbers: only this conversation has to wait.
_ONE_PAIR: Final = "131056"

# Plans another look at this conversation, in the same transaction.
Wake = Callable[[TenantSession, datetime | None], Awaitable[None]]


class Step(StrEnum):
    """What came of looking at the queue."""

    IDLE = "idle"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the platform said: its id of the message, or why not."""

    provider_id: str = ""
    failure: SendFailed | None = None


async def deliver(open_session: OpenSession, providers: Providers, conversation_id: uuid.UUID, wake: Wake) -> None:
    """Everything of this conversation that may go out now."""
    for _ in range(IN_A_ROW):
        async with open_session() as session:
            found = await _next(session, conversation_id, wake)
        if found is Step.IDLE:
            return
        if isinstance(found, Claimed):
            outcome = await _call(open_session, providers, found)
            async with open_session() as session:
                await _record(session, found, outcome, wake)
    async with open_session() as session:
        await wake(session, None)


async def _next(session: TenantSession, conversation_id: uuid.UUID, wake: Wake) -> Claimed | Step:
    now = clock.now()
    head = await delivery_store.get_head(session, conversation_id, now)
    if head is None or head.status == DeliveryStatus.SENDING:
        return Step.IDLE
    if head.not_before and head.not_before > now:
        return Step.IDLE  # whoever set it has planned a job for then
    refused = await _refused(session, head, now, wake)
    if refused:
        return refused
    if head.account_status is not AccountStatus.CONNECTED:
        return Step.IDLE  # the reconciliation wakes it when the account is back
    later = await _later(session, head, now)
    if later:
        at, slot = later
        await delivery_store.wait(session, head, at, now, attempts=head.attempts, slot=slot)
        await wake(session, at)
        return Step.IDLE
    return await _claim(session, head, now)


async def _refused(session: TenantSession, head: Head, now: datetime, wake: Wake) -> Step | None:
    """F3: the policy is asked at every try, for hours may have passed since the last."""
    facts = await sending_queries.get_facts(session, head.conversation_id)
    asked = facts.asked(head.sender, now, template=bool(head.call.get("template")))
    # That the opting out was confirmed was noted with this very message.
    verdict = decide(replace(asked, confirmed=False))
    if verdict.allowed or verdict.refusal is None:
        return None
    if verdict.refusal is Refusal.ACCOUNT_DOWN and head.account_status is not AccountStatus.DISCONNECTED:
        return None  # it is queued already: it waits
    if verdict.retry_at:
        await delivery_store.wait(session, head, verdict.retry_at, now, attempts=head.attempts, code=verdict.refusal)
        await wake(session, verdict.retry_at)
        return Step.AGAIN
    await _fail(session, head, verdict.refusal.value, None, now)
    return Step.AGAIN


async def _later(session: TenantSession, head: Head, now: datetime) -> tuple[datetime, datetime | None] | None:
    """When it may go out, if that is not now, and the place in the account's minute that it then has (MSG-06)."""
    if head.resumes_at and head.resumes_at > now:
        return _spread(head.resumes_at), None
    if head.kind is not ChannelKind.WHATSAPP or (head.slot_at and now - head.slot_at < STALE):
        return None
    if head.sender is SenderKind.NURTURING:
        again = await delivery_store.take_spare_slot(session, head.account_id, now)
        return (_spread(again, apart=20), None) if again else None
    slot = await delivery_store.take_slot(session, head.account_id, now)
    return (slot, slot) if slot > now else None


def _spread(until: datetime, *, apart: float = 3) -> datetime:
    """Not all at the same moment."""
    return until + timedelta(seconds=random.uniform(0, apart))  # noqa: S311 - spreads load, keeps no secret


async def _claim(session: TenantSession, head: Head, now: datetime) -> Claimed | Step:
    account = await channels.find_account(session, head.account_id)
    recipient = await delivery_queries.find_recipient(session, head.conversation_id, head.account_id)
    if account is None or recipient is None:
        await _fail(session, head, Refusal.NEVER_WROTE.value, None, now)
        return Step.AGAIN
    attempt = await delivery_store.claim(session, head, now)
    return Claimed(head, attempt, now, channels.line_of(account), recipient, account.token_rotated_at)


async def _call(open_session: OpenSession, providers: Providers, claimed: Claimed) -> Outcome:
    """No transaction is open while the platform is spoken with."""
    head = claimed.head
    sender = providers.messaging[head.kind]
    body = addressing.addressed(head.kind, head.call["body"], claimed.recipient, head.id)
    try:
        if head.call.get("upload"):
            body = await _with_file(open_session, providers, claimed, body)
        await _make_sure(open_session, claimed)
        async with asyncio.timeout(LONGEST_CALL):
            return Outcome(await sender.send(claimed.line, head.call["verb"], body))
    except TimeoutError:
        return Outcome(failure=SendFailed(Failure.UNKNOWN, "too_slow"))
    except SendFailed as failure:
        log.info("delivery_not_sent", kind=failure.kind, code=failure.code, delivery_id=str(head.id))
        return Outcome(failure=failure)


async def _make_sure(open_session: OpenSession, claimed: Claimed) -> None:
    """An upload takes its time, a machine may stand still: somebody else may have found the message forgotten."""
    now = clock.now()
    if now - claimed.at < FRESH:
        return
    async with open_session() as session:
        if not await delivery_store.still_mine(session, claimed, now):
            raise SendFailed(Failure.TEMPORARY, "taken_over")


async def _with_file(
    open_session: OpenSession,
    providers: Providers,
    claimed: Claimed,
    body: dict[str, Any],  # Any: JSON as the platform takes it
) -> dict[str, Any]:
    """Uploaded anew at each try: nobody sees a file before its message, so a lost answer here is only a try less."""
    upload = claimed.head.call["upload"]
    async with open_session() as session:
        file = await delivery_queries.find_file(session, uuid.UUID(upload["file_id"]))
    if file is None:
        raise SendFailed(Failure.REJECTED, "file_gone")
    try:
        content = crypto.cipher().unseal(await providers.storage.get(file.storage_key))
        sender = providers.messaging[claimed.head.kind]
        uploaded = await sender.upload(claimed.line, file.name, file.content_type, content)
    except FileMissing:
        raise SendFailed(Failure.REJECTED, "file_gone") from None
    except StorageFailed as error:
        raise SendFailed(Failure.TEMPORARY, "storage") from error
    except SendFailed as failure:
        kind = Failure.TEMPORARY if failure.kind is Failure.UNKNOWN else failure.kind
        raise SendFailed(kind, failure.code, failure.message, retry_after=failure.retry_after) from failure
    return addressing.with_file(claimed.head.kind, body, uploaded)


async def _record(session: TenantSession, claimed: Claimed, outcome: Outcome, wake: Wake) -> None:
    head, now, failure = claimed.head, clock.now(), outcome.failure
    if failure is None:
        await delivery_store.sent(session, head.id, outcome.provider_id, now)
    elif failure.kind in {Failure.RATE_LIMITED, Failure.TEMPORARY}:
        await _again(session, claimed, failure, now, wake)
    elif failure.kind is Failure.UNAUTHORIZED:
        error = f"{failure.code} {failure.message}".strip()[:500]
        await delivery_store.expire_account(session, head.account_id, claimed.rotated_at, error, now)
        await delivery_store.wait(session, head, None, now, attempts=claimed.attempt, code=failure.kind, cause=error)
    elif failure.kind is Failure.UNKNOWN:
        await delivery_store.unanswered(session, head, failure.kind, failure.code, now, attempts=claimed.attempt)
    else:
        if failure.kind is Failure.BLOCKED:
            await delivery_store.note_blocked(session, head.conversation_id, now)
        await _fail(session, head, failure.kind.value, f"{failure.code} {failure.message}".strip()[:500], now)
    await tell(session, head.conversation_id, "delivery")


async def _again(session: TenantSession, claimed: Claimed, failure: SendFailed, now: datetime, wake: Wake) -> None:
    head = claimed.head
    cause = f"{failure.code} {failure.message}".strip()[:500]
    if claimed.attempt >= MOST_ATTEMPTS:
        await _fail(session, head, failure.kind.value, cause, now)
        return
    at = now + pause(claimed.attempt, failure.retry_after)
    if failure.kind is Failure.RATE_LIMITED and not failure.code.startswith(_ONE_PAIR):
        await delivery_store.pause_account(session, head.account_id, at)
    await delivery_store.wait(session, head, at, now, attempts=claimed.attempt, code=failure.kind, cause=cause)
    await wake(session, at)


def pause(attempt: int, retry_after: float | None = None) -> timedelta:
    """Doubling from five seconds to five minutes, never sooner than asked; a little apart from the others."""
    grown = min(FIRST_PAUSE * (1 << min(attempt - 1, 10)), LONGEST_PAUSE)
    apart = grown * random.uniform(1, 1.2)  # noqa: S311 - spreads load, keeps no secret
    return max(apart, timedelta(seconds=retry_after or 0))


async def _fail(session: TenantSession, head: Head, code: str, cause: str | None, now: datetime) -> None:
    await delivery_store.failed(session, head, code, cause, now)
    await tell(session, head.conversation_id, "delivery")
