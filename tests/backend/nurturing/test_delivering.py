"""A due step: sent once, put off, or skipped, decided when it is sent (issue: a worker delivers)."""

import asyncio
import uuid
from datetime import timedelta

import pytest
from fastapi import FastAPI

from backend.assistant.memory import service as memories
from backend.assistant.memory.schemas import Discussed
from backend.channels.enums import ChannelKind
from backend.core import clock
from backend.core.database.session import Database
from backend.leads.enums import Stage
from backend.nurturing import delivering, jobs
from backend.nurturing.enums import (
    EnrolmentState,
    FollowUpStatus,
    SequenceKind,
    SkipReason,
    StopReason,
)
from tests.backend.nurturing.calls import COLD, person
from tests.backend.nurturing.conftest import noon
from tests.support.following import Shop, hand_out, in_queue, step
from tests.support.people import run_jobs

HOUR = timedelta(hours=1)
SENT, SKIPPED, PENDING, CANCELLED = (
    FollowUpStatus.SENT,
    FollowUpStatus.SKIPPED,
    FollowUpStatus.PENDING,
    FollowUpStatus.CANCELLED,
)


async def test_a_due_step_goes_out_once_and_the_next_waits_for_its_time(shop: Shop) -> None:
    with clock.held(noon()):
        thread, _ = await person(shop)
        await shop.has(COLD, step(24, "Hola {name}, somos {business}"), step(72, "¿Seguimos?"))
        enrolled = await shop.enrol(COLD, thread)
    with clock.held(noon(1) - HOUR):
        assert await shop.deliver_due() == []
    with clock.held(noon(1)):
        assert await shop.deliver_due() == [SENT]
        assert await shop.deliver_due() == []
    assert await shop.said(thread) == ["Hola Ana, somos Cuines Test"]
    (delivery,) = await shop.deliveries()
    first, second = await shop.follow_ups(enrolled)
    assert delivery.key == first.key
    assert (first.status, first.sent_at) == (SENT, noon(1))
    assert (second.status, second.scheduled_at) == (PENDING, noon(3))
    with clock.held(noon(3)):
        assert await shop.deliver_due() == [SENT]
    assert (await shop.enrolment(enrolled)).state == EnrolmentState.COMPLETED


async def test_the_words_are_in_the_persons_language_and_about_what_was_talked_of(shop: Shop) -> None:
    with clock.held(noon()):
        thread = await shop.thread(await shop.account(), language="ca", lead_id=await shop.lead("Pol Serra"))
        async with shop.database.tenant(shop.id) as session:
            about = Discussed(item_id=uuid.uuid4(), name="la cuina Nora", at=noon())
            await memories.remember(session, thread, products=[about])
        await shop.has(COLD)
        await shop.enrol(COLD, thread)
    with clock.held(noon(1)):
        await shop.deliver_due()
    (said,) = await shop.said(thread)
    assert said.startswith("Hola Pol, fa poc ens vas preguntar per la cuina Nora.")


@pytest.mark.parametrize("sequence", [COLD, SequenceKind.POST_PURCHASE])
async def test_whoever_answered_gets_nothing_more_even_if_nobody_announced_it(
    shop: Shop, sequence: SequenceKind
) -> None:
    with clock.held(noon()):
        stage = Stage.CUSTOMER if sequence is SequenceKind.POST_PURCHASE else Stage.NEW
        thread, _ = await person(shop, stage=stage)
        await shop.has(sequence, step(1), step(24))
        enrolled = await shop.enrol(sequence, thread)
    with clock.held(noon() + HOUR):
        assert await shop.deliver_due() == [SENT]
    await shop.hears(thread, noon() + 2 * HOUR)
    with clock.held(noon(1) + HOUR):
        assert await shop.deliver_due() == [CANCELLED]
    assert len(await shop.said(thread)) == 1
    ended = await shop.enrolment(enrolled)
    assert (ended.state, ended.reason, ended.replied_at) == (
        EnrolmentState.STOPPED,
        StopReason.REPLIED,
        noon() + 2 * HOUR,
    )
    assert [each.replied_at is not None for each in await shop.follow_ups(enrolled)] == [True, False]


async def test_an_answer_on_another_channel_counts(shop: Shop) -> None:
    with clock.held(noon()):
        thread, lead_id = await person(shop)
        page = await shop.thread(None, ChannelKind.WEB, heard=noon() - HOUR, lead_id=lead_id)
        await shop.has(COLD, step(1))
        await shop.enrol(COLD, thread)
    await shop.hears(page, noon() + HOUR / 2)
    with clock.held(noon() + HOUR):
        assert await shop.deliver_due() == [CANCELLED]
    assert await shop.said(thread) == []


@pytest.mark.parametrize("stage", [Stage.CUSTOMER, Stage.LOST])
async def test_a_new_stage_stops_it_even_if_nobody_announced_it(shop: Shop, stage: Stage) -> None:
    with clock.held(noon()):
        thread, lead_id = await person(shop)
        await shop.has(COLD, step(1))
        enrolled = await shop.enrol(COLD, thread)
        await shop.moves(lead_id, stage)
    with clock.held(noon() + HOUR):
        assert await shop.deliver_due() == [CANCELLED]
    assert (await shop.enrolment(enrolled)).reason == StopReason.STAGE_CHANGED


async def test_whoever_opted_out_gets_nothing_more(shop: Shop) -> None:
    with clock.held(noon()):
        thread, _ = await person(shop)
        await shop.has(COLD, step(1))
        enrolled = await shop.enrol(COLD, thread)
        await shop.opts_out(thread)
    with clock.held(noon() + HOUR):
        assert await shop.deliver_due() == [CANCELLED]
    assert (await shop.enrolment(enrolled)).reason == StopReason.OPTED_OUT
    assert await shop.said(thread) == []


async def test_a_sequence_that_was_switched_off_says_nothing(shop: Shop) -> None:
    with clock.held(noon()):
        thread, _ = await person(shop)
        await shop.has(COLD, step(1))
        enrolled = await shop.enrol(COLD, thread)
        await shop.has(COLD, step(1), active=False)
    with clock.held(noon() + HOUR):
        assert await shop.deliver_due() == [CANCELLED]
    assert (await shop.enrolment(enrolled)).reason == StopReason.SWITCHED_OFF


async def test_a_step_that_was_taken_away_ends_the_way(shop: Shop) -> None:
    with clock.held(noon()):
        thread, _ = await person(shop)
        await shop.has(COLD, step(0), step(1))
        enrolled = await shop.enrol(COLD, thread)
        await shop.deliver_due()
        await shop.has(COLD, step(0))
    with clock.held(noon() + HOUR):
        assert await shop.deliver_due() == [CANCELLED]
    assert (await shop.enrolment(enrolled)).state == EnrolmentState.COMPLETED
    assert len(await shop.said(thread)) == 1


async def test_ten_workers_with_the_same_step_send_it_once(shop: Shop) -> None:
    with clock.held(noon()):
        thread, _ = await person(shop)
        await shop.has(COLD, step(0), step(48))
        enrolled = await shop.enrol(COLD, thread)
        (follow_up,) = await shop.follow_ups(enrolled)
        outcomes = await asyncio.gather(*(shop.deliver(follow_up.id) for _ in range(10)))
    assert [each for each in outcomes if each] == [SENT]
    assert len(await shop.said(thread)) == 1
    assert len(await shop.deliveries()) == 1


async def test_what_is_due_is_handed_out_once_until_its_worker_is_lost(shop: Shop) -> None:
    with clock.held(noon()):
        thread, _ = await person(shop)
        await shop.has(COLD, step(0))
        enrolled = await shop.enrol(COLD, thread)
        mine = [ids for tenant_id, ids in await hand_out(shop.database) if tenant_id == shop.id]
        assert mine == [[each.id for each in await shop.follow_ups(enrolled)]]
        assert shop.id not in {tenant_id for tenant_id, _ in await hand_out(shop.database)}
    with clock.held(noon() + timedelta(minutes=2)):
        assert shop.id in {tenant_id for tenant_id, _ in await hand_out(shop.database)}


async def test_the_clock_and_the_worker_do_it_by_themselves(app: FastAPI, database: Database, shop: Shop) -> None:
    with clock.held(noon()):
        thread, _ = await person(shop)
        await shop.has(COLD, step(0))
        await shop.enrol(COLD, thread)
        async with database.platform() as session:
            await jobs.find_due.work(session, None)
        assert await in_queue(database, "nurturing.deliver", shop.id) == 1
        await run_jobs(app, "default")
    assert await shop.said(thread) == ["Hola Ana"]


async def test_one_that_fails_does_not_keep_the_others_waiting_and_is_given_up_one_day(shop: Shop) -> None:
    """Steps that nobody can read: put off four times, each longer, then skipped."""
    with clock.held(noon()):
        broken, _ = await person(shop)
        fine, _ = await person(shop)
        await shop.has(COLD, step(0))
        await shop.has(SequenceKind.ABANDONED, step(0))
        bad, good = await shop.enrol(COLD, broken), await shop.enrol(SequenceKind.ABANDONED, fine)
        await shop.breaks(COLD)
    ids = [str(each.id) for enrolled in (bad, good) for each in await shop.follow_ups(enrolled)]
    at, waits = noon(), []
    for _ in range(delivering.MOST_ATTEMPTS):
        with clock.held(at):
            await jobs.deliver.work(lambda: shop.database.tenant(shop.id), None, ids=ids)
        (last,) = await shop.follow_ups(bad)
        waits.append((last.scheduled_at - at) // timedelta(minutes=1))
        at = last.scheduled_at
    assert waits == [5, 10, 20, 40, 0]
    assert await shop.said(fine) == ["Hola Ana"]
    (last,) = await shop.follow_ups(bad)
    assert (last.status, last.reason) == (SKIPPED, SkipReason.FAILED)
    assert (await shop.enrolment(bad)).reason == StopReason.FAILED
