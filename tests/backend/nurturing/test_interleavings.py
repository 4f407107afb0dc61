"""Whatever order things happen in, a step is said at most once, and nothing is said after a reason to stop.

Facts (a reply, an opt-out, a lost lead, a switch) come with and without the job that tells of them, early, late and
twice; several workers hold the same steps at once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from backend.core import clock
from backend.core.database.session import Database
from backend.leads.enums import Stage
from backend.nurturing import enrolling
from backend.nurturing.enums import FollowUpStatus, SequenceKind, StopReason
from tests.backend.nurturing.conftest import noon
from tests.support.following import Shop, open_shop, step

COLD, PRICE = SequenceKind.INTEREST_COLD, SequenceKind.OBJECTION_PRICE
MINUTE = timedelta(minutes=1)


@dataclass
class Story:
    """One person, and when what happened; each act takes a minute."""

    shop: Shop
    thread: UUID
    lead_id: UUID
    now: datetime = field(default_factory=noon)
    replied: list[datetime] = field(default_factory=list)
    ended: list[datetime] = field(default_factory=list)
    switched: list[tuple[datetime, bool]] = field(default_factory=list)

    async def work(self) -> None:
        """Three workers, each with everything that is due."""
        due = [each.id for each in await self.shop.follow_ups() if each.status == FollowUpStatus.PENDING]
        await asyncio.gather(*(self.shop.deliver(each) for each in due * 3))

    async def work_later(self) -> None:
        waiting = [each.scheduled_at for each in await self.shop.follow_ups() if each.status == FollowUpStatus.PENDING]
        self.now = max(self.now, *waiting) if waiting else self.now
        with clock.held(self.now):
            await self.work()

    async def reply(self) -> None:
        await self.shop.hears(self.thread, self.now)
        self.replied.append(self.now)

    async def hear_of_reply(self) -> None:
        async with self.shop.database.tenant(self.shop.id) as session:
            await enrolling.hear_reply(session, self.thread)

    async def everything_at_once(self) -> None:
        """Workers, a reply's job and an intent's job hold the same rows."""
        await asyncio.gather(self.work(), self.hear_of_reply(), self._intend("interest_soft"), self.work())

    async def want(self) -> None:
        await self._intend("interest_soft")

    async def object(self) -> None:
        await self._intend("objection_price")

    async def opt_out(self) -> None:
        await self.shop.opts_out(self.thread)
        self.ended.append(self.now)

    async def hear_of_opt_out(self) -> None:
        """Late or twice: it is told of again, but never of what did not happen."""
        if self.ended:
            async with self.shop.database.tenant(self.shop.id) as session:
                await enrolling.forget(session, self.thread, StopReason.OPTED_OUT)

    async def lose(self) -> None:
        await self.shop.moves(self.lead_id, Stage.LOST)
        self.ended.append(self.now)

    async def hear_of_stage(self) -> None:
        async with self.shop.database.tenant(self.shop.id) as session:
            await enrolling.change_stage(session, self.lead_id)

    async def switch(self) -> None:
        on = not self.switched[-1][1] if self.switched else False
        await self.shop.has(COLD, step(0), step(1), step(2), active=on)
        self.switched.append((self.now, on))

    async def _intend(self, intent: str) -> None:
        async with self.shop.database.tenant(self.shop.id) as session:
            await enrolling.hear_intent(session, self.thread, intent)

    def off_at(self, moment: datetime) -> bool:
        return next((not on for at, on in reversed(self.switched) if at <= moment), False)


ACTS: dict[str, Callable[[Story], Awaitable[None]]] = {
    name: getattr(Story, name)
    for name in (
        "work",
        "work_later",
        "reply",
        "hear_of_reply",
        "everything_at_once",
        "want",
        "object",
        "opt_out",
        "hear_of_opt_out",
        "lose",
        "hear_of_stage",
        "switch",
    )
}


@given(some.lists(some.sampled_from(sorted(ACTS)), min_size=3, max_size=14))
@example(["want", "work", "reply", "work_later", "want", "work", "hear_of_reply", "work_later"])
@example(["want", "work", "opt_out", "work_later", "want", "work_later", "hear_of_opt_out"])
@example(["object", "want", "work", "lose", "work_later", "hear_of_stage", "want", "work_later"])
@example(["want", "work", "switch", "work_later", "switch", "work_later", "want", "work_later", "work_later"])
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
async def test_at_most_once_and_never_after_a_stop(database: Database, acts: list[str]) -> None:
    story = await begin(database)
    for name in acts:
        story.now += MINUTE
        with clock.held(story.now):
            await ACTS[name](story)
    await assert_said_once(story)
    await assert_silent_after_stops(story)


async def begin(database: Database) -> Story:
    shop = await open_shop(database)
    with clock.held(noon()):
        lead_id = await shop.lead()
        thread = await shop.thread(await shop.account(), heard=noon(), lead_id=lead_id)
        await shop.has(COLD, step(0), step(1), step(2))
        await shop.has(PRICE, step(0), step(1))
    return Story(shop, thread, lead_id)


async def assert_said_once(story: Story) -> None:
    """Every step that counts as sent was said once, and nothing else was said."""
    sent = [each for each in await story.shop.follow_ups() if each.status == FollowUpStatus.SENT]
    assert len({(each.enrolment_id, each.step) for each in sent}) == len(sent)
    deliveries = [each for each in await story.shop.deliveries() if each.sender == "nurturing"]
    assert sorted(each.key for each in sent) == sorted(each.key or "" for each in deliveries)
    assert len(await story.shop.said(story.thread)) == len(sent)


async def assert_silent_after_stops(story: Story) -> None:
    ways = {each.id: each for each in await story.shop.enrolments()}
    active = [each for each in ways.values() if each.state == "active"]
    assert len(active) <= 1
    for each in await story.shop.follow_ups():
        if each.sent_at is None:
            continue
        began = ways[each.enrolment_id].enrolled_at
        assert not [at for at in story.replied if began < at <= each.sent_at]
        assert not [at for at in story.ended if at <= each.sent_at]
        assert ways[each.enrolment_id].kind != COLD or not story.off_at(each.sent_at)
