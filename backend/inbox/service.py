"""What becomes of an event: handled, failed, dead, and taken in again."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import CursorResult, delete, select, update

from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import PlatformSession, TenantSession
from backend.core.events import announce
from backend.core.http.actor import Actor
from backend.core.jobs import RETRY_WAITS
from backend.inbox import queries
from backend.inbox.enums import EventState
from backend.inbox.errors import EventNotRetriable, NothingChosen
from backend.inbox.events import EventKept, EventsTakenAgain, thread_lock
from backend.inbox.models import InboxEvent
from backend.inbox.queries import Filters

# MSG-05: the first try and three more.
TRIES: Final = 1 + len(RETRY_WAITS)
# At once; a longer range is taken in by asking again.
MOST_AT_ONCE: Final = 1_000
_RETRIABLE: Final = (EventState.DEAD.value, EventState.IGNORED.value)
# Longer than the last wait between two tries, and than any job takes.
_FORGOTTEN_AFTER: Final = timedelta(minutes=10)
# Longer than platforms repeat themselves (Meta: 7 days), so that a late repeat is still known.
_KEPT: Final = timedelta(days=30)
_KEPT_DEAD: Final = timedelta(days=90)
_BATCH: Final = 5_000


async def finished(session: TenantSession, event_id: uuid.UUID, state: EventState = EventState.DONE) -> None:
    """`done` or `ignored`; an event that was finished before stays as it is."""
    waiting = update(InboxEvent).where(InboxEvent.id == event_id, InboxEvent.state == EventState.WAITING.value)
    values = {"state": state.value, "handled_at": clock.now(), "error": None}
    await session.execute(waiting.values(values).execution_options(synchronize_session=False))


async def failed(session: TenantSession, event_id: uuid.UUID, error: BaseException | str) -> bool:
    """Note a failed try; after the last one the event is dead, and True is returned (MSG-05)."""
    event = await queries.get_event(session, event_id, lock=True)
    if event.state != EventState.WAITING:
        return event.state == EventState.DEAD
    event.attempts += 1
    event.error = _told(error)
    if event.attempts >= TRIES:
        event.state, event.handled_at = EventState.DEAD.value, clock.now()
    await session.flush()
    return event.state == EventState.DEAD


def _told(error: BaseException | str) -> str:
    """What kind of failure it was; its words may quote what a person said, and are kept out (SEC-05)."""
    return error[:200] if isinstance(error, str) else type(error).__name__[:200]


async def retry(session: TenantSession, event_id: uuid.UUID, *, by: Actor) -> InboxEvent:
    """Take it in again from the start. Raises `EventNotFound`, `EventNotRetriable`."""
    event = await queries.get_event(session, event_id, lock=True)
    if event.state not in _RETRIABLE:
        raise EventNotRetriable(state=event.state)
    await _again(session, [event])
    await _told_of(session, by, {"events": 1, "event_id": str(event.id), "kind": event.kind})
    return event


async def retry_many(
    session: TenantSession,
    ids: Sequence[uuid.UUID] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    account_id: uuid.UUID | None = None,
    *,
    by: Actor,
) -> int:
    """Dead events by their ids or by when they came, oldest first; how many are taken in again.

    Raises `NothingChosen`.
    """
    if not ids and since is None and until is None:
        raise NothingChosen()
    chosen = queries.conditions(Filters(EventState.DEAD, account_id, since=since, until=until))
    query = select(InboxEvent).where(*chosen)
    if ids:
        query = query.where(InboxEvent.id.in_(list(ids)))
    query = query.order_by(InboxEvent.received_at, InboxEvent.id).limit(MOST_AT_ONCE).with_for_update()
    events = (await session.scalars(query)).all()
    await _again(session, events)
    if events:
        asked = {"since": since and since.isoformat(), "until": until and until.isoformat()}
        account = {"account_id": account_id and str(account_id), "by_hand": bool(ids)}
        await _told_of(session, by, {"events": len(events), **asked, **account})
    return len(events)


async def _again(session: TenantSession, events: Sequence[InboxEvent]) -> None:
    for event in events:
        event.state, event.attempts, event.error, event.handled_at = EventState.WAITING.value, 0, None, None
    await session.flush()
    for event in events:
        await announce(session, EventKept(str(event.id)), lock=thread_lock(event.account_id, event.thread))


# Any: JSON for the trail, without a word of what was said.
async def _told_of(session: TenantSession, by: Actor, changes: dict[str, Any]) -> None:
    """The trail stands on this same floor, so it hears of it as of any fact."""
    await announce(session, EventsTakenAgain(uuid7(), clock.now().isoformat(), by.user_id, changes))


async def remember_forgotten(session: PlatformSession) -> int:
    """Give events that wait without a job a new one; how many there were."""
    found = await queries.list_forgotten(session, clock.now() - _FORGOTTEN_AFTER, most=MOST_AT_ONCE)
    for event_id, tenant_id, account_id, thread in found:
        await announce(session, EventKept(str(event_id)), tenant_id=tenant_id, lock=thread_lock(account_id, thread))
    return len(found)


async def forget_old(session: PlatformSession) -> int:
    """What was handled long ago; what people said stays in its conversation (X13)."""
    now = clock.now()
    old = select(InboxEvent.id).where(
        (InboxEvent.received_at < now - _KEPT_DEAD)
        | (
            (InboxEvent.received_at < now - _KEPT)
            & InboxEvent.state.in_((EventState.DONE.value, EventState.IGNORED.value))
        )
    )
    gone = await session.execute(delete(InboxEvent).where(InboxEvent.id.in_(old.limit(_BATCH))))
    assert isinstance(gone, CursorResult)
    return gone.rowcount
