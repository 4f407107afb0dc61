"""One event of the inbox becomes what it means for a conversation; whatever happens, it is accounted for.

Most events are one transaction, which also marks the event done. A message with files has three steps: whose it is (a
transaction), its files (the outside world, no transaction), its words and all that follows (a transaction). A worker
that dies in between leaves the event waiting, and the job is given to another one.
"""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from backend.assistant.intents.opt_out import is_opt_out
from backend.channels import parsing
from backend.channels import queries as channels
from backend.channels.enums import ChannelKind, IncomingKind
from backend.channels.shapes import Account, Incoming
from backend.conversations import (
    amending,
    answering,
    arriving,
    echoes,
    hearing,
    identifying,
    opting_out,
    receipts,
    turn,
)
from backend.conversations.amending import ToldTooEarly
from backend.conversations.errors import ConversationBusy
from backend.conversations.fetching import Fetcher
from backend.conversations.hearing import Answerer, Words
from backend.conversations.meeting import NAMELESS
from backend.conversations.meeting_jobs import meet
from backend.conversations.receipts import ReceiptTooEarly
from backend.core import clock
from backend.core.database.session import TenantSession, bound_tenant
from backend.core.events import announce
from backend.core.jobs import RETRY_WAITS, OpenSession, enqueue
from backend.inbox import queries as inbox_queries
from backend.inbox import service as inbox
from backend.inbox.enums import EventState
from backend.inbox.events import EventKept
from backend.providers.bundle import Providers
from backend.providers.messaging import Line

TRIES: Final = 1 + len(RETRY_WAITS)  # MSG-05
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done with one event."""

    event_id: uuid.UUID
    tenant_id: uuid.UUID
    account: Account
    line: Line
    incomings: tuple[Incoming, ...]
    last_try: bool

    @property
    def waits_for_files(self) -> bool:
        return any(each.kind is IncomingKind.MESSAGE and each.media for each in self.incomings)

    @property
    def ends(self) -> EventState:
        ignored = all(each.kind is IncomingKind.IGNORED for each in self.incomings)
        return EventState.IGNORED if ignored else EventState.DONE


async def take_in(open_session: OpenSession, providers: Providers, event_id: uuid.UUID) -> None:
    """Harmless to run twice. Raises what failed, so that the job is tried again; after the last try it is dead."""
    try:
        await _take_in(open_session, providers, event_id)
    except Exception as failure:
        async with open_session() as session:
            await inbox.failed(session, event_id, failure)
        raise


async def _take_in(open_session: OpenSession, providers: Providers, event_id: uuid.UUID) -> None:
    try:
        task = await _again_if_overtaken(open_session, lambda session: _at_once(session, event_id))
        if task is not None:
            await _with_files(open_session, providers, task)
    except (ToldTooEarly, ReceiptTooEarly):
        async with open_session() as session:
            await _put_off(session, event_id)


async def _at_once(session: TenantSession, event_id: uuid.UUID) -> Task | None:
    """Everything in one transaction, unless files are to be fetched first: then what is to be done."""
    task = await _task(session, event_id)
    if task is None or task.waits_for_files:
        return task
    for incoming in task.incomings:
        if incoming.kind is IncomingKind.MESSAGE:
            conversation_id = await _whose(session, task, incoming)
            await _write(session, task, conversation_id, Words(incoming))
        else:
            await _HANDLERS[incoming.kind](session, task.account, incoming)
    await inbox.finished(session, event_id, task.ends)
    return None


async def _with_files(open_session: OpenSession, providers: Providers, task: Task) -> None:
    """A message whose files come from the outside world, for which no transaction waits; an event holds one."""
    incoming = next(each for each in task.incomings if each.media)
    async with open_session() as session:
        conversation_id = await _whose(session, task, incoming)
    sender = providers.messaging[task.account.kind]
    fetcher = Fetcher(open_session, providers.storage, sender, task.line, task.tenant_id, last_try=task.last_try)
    fetched = await fetcher.fetch(conversation_id, incoming.media)
    words = Words(incoming, fetched.attachments).without(fetched.missing)

    async def write(session: TenantSession) -> None:
        if await _task(session, task.event_id) is not None:
            await _write(session, task, conversation_id, words)
            await inbox.finished(session, task.event_id, task.ends)

    await _again_if_overtaken(open_session, write)


async def _put_off(session: TenantSession, event_id: uuid.UUID) -> None:
    """F4: any order. Outside the thread's order, or it would hold up the very message that it waits for."""
    event = await inbox_queries.get_event(session, event_id, lock=True)
    if event.attempts >= len(RETRY_WAITS):
        # What it is about never came: there is nothing to change.
        await inbox.finished(session, event_id, EventState.IGNORED)
        return
    later = clock.now() + timedelta(seconds=RETRY_WAITS[event.attempts])
    event.attempts += 1
    await session.flush()
    await announce(session, EventKept(str(event_id)), at=later)


async def _task(session: TenantSession, event_id: uuid.UUID) -> Task | None:
    """The event is held until the transaction ends; None where it was taken in already."""
    event = await inbox_queries.get_event(session, event_id, lock=True)
    account = await channels.find_account(session, event.account_id) if event.account_id else None
    if event.state != EventState.WAITING or account is None:
        return None
    return Task(
        event_id,
        bound_tenant(session),
        channels.account_of(account),
        channels.line_of(account),
        tuple(parsing.parse(ChannelKind(account.kind), inbox_queries.payload_of(event))),
        last_try=event.attempts + 1 >= TRIES,
    )


async def _whose(session: TenantSession, task: Task, incoming: Incoming) -> uuid.UUID:
    assert incoming.user is not None  # a message has somebody who wrote it; parsing sees to it
    at = identifying.not_later(incoming.at)
    found = await identifying.find_or_open(session, task.account, incoming.user, at)
    if found.created and task.account.kind in NAMELESS:
        await enqueue(session, meet, conversation_id=found.conversation_id)
    return found.conversation_id


async def _again_if_overtaken(open_session: OpenSession, work: Callable[[TenantSession], Awaitable[Found]]) -> Found:
    for _ in range(turn.ATTEMPTS):
        try:
            async with open_session() as session:
                return await work(session)
        except turn.Overtaken:
            continue
    raise ConversationBusy()


async def _write(session: TenantSession, task: Task, conversation_id: uuid.UUID, words: Words) -> None:
    carried = await arriving.arrive(session, task.account, conversation_id, words)
    await hearing.introduce(session, conversation_id, words)
    if is_opt_out(words.text):
        await hearing.keep(session, conversation_id, words, Answerer.NOBODY)
        await opting_out.opt_out(session, conversation_id)
    elif carried:
        await arriving.go_on(session, conversation_id, words)
    else:
        await _answer(session, task.account, conversation_id, words)


async def _answer(session: TenantSession, account: Account, conversation_id: uuid.UUID, words: Words) -> None:
    answerer = await hearing.hear(session, account, conversation_id, words)
    # What was said before we were connected is kept, and never answered as if it were new (F5).
    if answerer is Answerer.AGENT and words.incoming.at >= account.connected_at:
        await answering.plan(session, account, conversation_id)


async def _told_of_ours(session: TenantSession, account: Account, incoming: Incoming) -> None:
    await receipts.note(session, account.id, incoming.receipts)
    until = str(incoming.details.get("until") or "") if incoming.kind is IncomingKind.READ else ""
    conversation_id = await identifying.find(session, account.id, incoming.user) if until and incoming.user else None
    if conversation_id:
        await receipts.read_until(session, conversation_id, datetime.fromisoformat(str(until)))


async def _echo(session: TenantSession, account: Account, incoming: Incoming) -> None:
    # What the business says in the platform's own app is known to nobody here.
    await receipts.note(session, account.id, incoming.receipts, patient=False)
    conversation_id = await identifying.find(session, account.id, incoming.user) if incoming.user else None
    if conversation_id is None or await echoes.settle(session, account, conversation_id, incoming):
        return
    # Asked last: our own answer may have come while we looked.
    if not await receipts.is_ours(session, account.id, incoming.provider_id):
        await amending.said_elsewhere(session, account, conversation_id, incoming)


async def _amended(session: TenantSession, account: Account, incoming: Incoming) -> None:
    conversation_id = await identifying.find(session, account.id, incoming.user) if incoming.user else None
    if conversation_id is None:
        raise ToldTooEarly
    amend = {
        IncomingKind.EDIT: amending.edit,
        IncomingKind.DELETION: amending.take_back,
        IncomingKind.REACTION: amending.react,
    }[incoming.kind]
    if not await amend(session, conversation_id, incoming):
        raise ToldTooEarly


async def _blocked(session: TenantSession, account: Account, incoming: Incoming) -> None:
    conversation_id = await identifying.find(session, account.id, incoming.user) if incoming.user else None
    if conversation_id:
        await opting_out.blocked(session, conversation_id, blocked=bool(incoming.details.get("blocked", True)))


async def _moved(session: TenantSession, account: Account, incoming: Incoming) -> None:
    """Left alone on purpose, but for one thing: a person who has another id now stays the same person."""
    changed = incoming.details.get("identity")
    if isinstance(changed, dict) and changed.get("old") and changed.get("new"):
        at = identifying.not_later(incoming.at)
        await identifying.moved(session, account.id, str(changed["old"]), str(changed["new"]), at)


_HANDLERS: Final[dict[IncomingKind, Callable[[TenantSession, Account, Incoming], Awaitable[None]]]] = {
    IncomingKind.STATUS: _told_of_ours,
    IncomingKind.READ: _told_of_ours,
    IncomingKind.ECHO: _echo,
    IncomingKind.EDIT: _amended,
    IncomingKind.DELETION: _amended,
    IncomingKind.REACTION: _amended,
    IncomingKind.BLOCKED: _blocked,
    IncomingKind.IGNORED: _moved,
}
