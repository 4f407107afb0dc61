"""Workers that are killed in the middle of a call to a platform, and who looks after what they left."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from backend.conversations import reconciling, seeking
from backend.conversations.reconciling import Doubt
from backend.core import clock
from backend.core.database.session import Database, TenantSession
from backend.providers.bundle import Providers
from backend.providers.messaging import Line, Lost, SendFailed
from tests.support.builders import Business, found_business
from tests.support.lines import Talk, open_talk
from tools.phones.server import Phones


class Killed(BaseException):
    """What a worker hears that is killed: nothing catches it, nothing is written after it."""


@dataclass(slots=True)
class Mortal:
    """A client whose worker dies at its `nth` call: before it leaves, or right after it arrived."""

    inner: Any
    after: bool
    nth: int = 1

    async def send(self, line: Line, verb: str, body: dict[str, Any]) -> str:
        self.nth -= 1
        if self.nth > 0:
            sent: str = await self.inner.send(line, verb, body)
            return sent
        if self.after:
            # Whatever the platform answers: nobody is there to hear it.
            with suppress(SendFailed):
                await self.inner.send(line, verb, body)
        raise Killed

    async def upload(self, *given: Any) -> str:
        uploaded: str = await self.inner.upload(*given)
        return uploaded

    async def find(self, line: Line, lost: Lost) -> str:
        if self.after:
            await self.inner.find(line, lost)
        raise Killed


async def begin(database: Database, twin: Phones, providers: Providers, kind: str, beside: Talk | None = None) -> Talk:
    """Somebody said hello, as a chat with a bot begins."""
    business = Business(beside.tenant_id, "") if beside else await found_business(database, preset=None)
    talk = await open_talk(database, twin, providers, business, kind, beside=beside)
    await talk.hear("hola")
    return talk


def untouched(talk: Talk) -> bool:
    """Looking changed nothing that the person can see."""
    return not any(each.edited for each in talk.received)


async def die(talk: Talk, *, after: bool, nth: int = 1) -> datetime:
    """The worker that carries this conversation is killed in the middle of a call; returns when."""
    whole = talk.providers
    mortal: dict[str, Any] = {kind: Mortal(each, after, nth) for kind, each in whole.messaging.items()}
    talk.providers = replace(whole, messaging=mortal)
    with pytest.raises(Killed):
        await talk.deliver()
    talk.providers = whole
    return clock.now()


async def reconcile(talk: Talk, at: datetime) -> bool:
    """Whether the conversation goes on."""
    with clock.held(at):
        async with talk.database.platform() as session:
            return (talk.tenant_id, talk.id) in await reconciling.reconcile(session)


async def lease(talk: Talk, at: datetime) -> list[Doubt]:
    """The tickets that the reconciliation gives out for these conversations."""
    with clock.held(at):
        async with talk.database.platform() as session:
            return [each for each in await reconciling.lease_doubts(session) if each.tenant_id == talk.tenant_id]


async def seek(talk: Talk, doubts: Iterable[Doubt], at: datetime) -> None:
    """What the job does, without the queue."""

    async def wake(session: TenantSession, moment: datetime | None) -> None:
        talk.planned.append(moment)

    with clock.held(at):
        for each in doubts:
            opens = lambda: talk.database.tenant(talk.tenant_id)  # noqa: E731 - as the queue hands it in
            await seeking.seek(opens, talk.providers, each.delivery_id, each.leased_at, wake)


async def settle(talk: Talk, at: datetime) -> bool:
    """The minute of silence is over: what is in doubt is looked for, and the queue goes on. Whether anything was."""
    doubts = await lease(talk, at)
    await seek(talk, doubts, at)
    with clock.held(at):
        await talk.deliver()
    return bool(doubts)
