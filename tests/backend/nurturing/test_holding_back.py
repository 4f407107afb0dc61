"""What keeps a due step back: the night, the week, a shut window, a colleague, an account that is down (F3)."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.channels.enums import ChannelKind
from backend.conversations.enums import ConversationStatus
from backend.core import clock
from backend.nurturing.enums import (
    Condition,
    EnrolmentState,
    FollowUpStatus,
    SkipReason,
    Trigger,
)
from tests.backend.nurturing.calls import COLD, person
from tests.backend.nurturing.conftest import noon
from tests.support.following import Shop, step

HOUR = timedelta(hours=1)
SENT, SKIPPED, PENDING = FollowUpStatus.SENT, FollowUpStatus.SKIPPED, FollowUpStatus.PENDING


SENT, SKIPPED, PENDING, CANCELLED = (
    FollowUpStatus.SENT,
    FollowUpStatus.SKIPPED,
    FollowUpStatus.PENDING,
    FollowUpStatus.CANCELLED,
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "due", "opens"),
    [
        pytest.param("Europe/Madrid", "2026-06-10T20:59:59+02:00", None, id="just in time"),
        pytest.param("Europe/Madrid", "2026-06-10T21:00:00+02:00", "2026-06-11T08:00+02:00", id="from nine on"),
        pytest.param("Europe/Madrid", "2026-06-11T07:59:59+02:00", "2026-06-11T08:00+02:00", id="before eight"),
        pytest.param("Europe/Madrid", "2026-10-24T22:00:00+02:00", "2026-10-25T08:00+01:00", id="winter time comes"),
        pytest.param("Europe/Madrid", "2026-03-28T22:00:00+01:00", "2026-03-29T08:00+02:00", id="summer time comes"),
        pytest.param("America/Santiago", "2026-09-05T22:00:00-04:00", "2026-09-06T08:00-03:00", id="no midnight (F9)"),
        pytest.param("Asia/Tokyo", "2026-06-10T12:00:00+02:00", None, id="seven in the evening there"),
        pytest.param("Asia/Tokyo", "2026-06-10T15:00:00+02:00", "2026-06-11T08:00+09:00", id="night there"),
    ],
)
async def test_nobody_is_woken_at_night_on_their_own_clock(shop: Shop, zone: str, due: str, opens: str | None) -> None:
    at = local(due)
    with clock.held(at - HOUR):
        thread, _ = await person(shop, timezone=zone)
        await shop.has(COLD, step(1))
        enrolled = await shop.enrol(COLD, thread)
    with clock.held(at):
        assert await shop.deliver_due() == [PENDING if opens else SENT]
    (follow_up,) = await shop.follow_ups(enrolled)
    if opens:
        assert (follow_up.scheduled_at, follow_up.reason) == (local(opens), "quiet_hours")
        with clock.held(local(opens)):
            assert await shop.deliver_due() == [SENT]
    assert len(await shop.said(thread)) == 1


async def test_three_a_week_are_enough(shop: Shop) -> None:
    with clock.held(noon()):
        thread, _ = await person(shop)
        await shop.has(COLD, *(step(hours) for hours in (0, 1, 2, 3)))
        await shop.enrol(COLD, thread)
        assert await shop.deliver_due() == [SENT]
    for hours in (1, 2):
        with clock.held(noon() + hours * HOUR):
            assert await shop.deliver_due() == [SENT]
    with clock.held(noon() + 3 * HOUR):
        assert await shop.deliver_due() == [PENDING]
    waiting = (await shop.follow_ups())[-1]
    assert waiting.reason == "weekly_cap"
    assert waiting.scheduled_at > noon() + timedelta(days=5)
    assert len(await shop.said(thread)) == 3


async def test_a_shut_window_needs_a_template_in_the_persons_language(shop: Shop) -> None:
    whatsapp = await shop.account(ChannelKind.WHATSAPP)
    await shop.template(whatsapp, language="en_US", body="Hi {{1}}")
    await shop.template(whatsapp, language="es", body="Hola {{1}} de {{2}}")
    with clock.held(noon()):
        thread = await shop.thread(whatsapp, ChannelKind.WHATSAPP, heard=noon(), lead_id=await shop.lead())
        template = {"name": "hello", "variables": ["{name}", "{business}"]}
        await shop.has(COLD, step(72, "Palabras libres", template=template))
        await shop.enrol(COLD, thread)
    with clock.held(noon(3)):
        assert await shop.deliver_due() == [SENT]
    assert await shop.said(thread) == ["Hola Ana de Cuines Test"]


async def test_without_a_template_another_channel_is_taken(shop: Shop) -> None:
    whatsapp = await shop.account(ChannelKind.WHATSAPP)
    with clock.held(noon()):
        lead_id = await shop.lead()
        shut = await shop.thread(whatsapp, ChannelKind.WHATSAPP, heard=noon(), lead_id=lead_id)
        telegram = await shop.thread(await shop.account(), heard=noon() - HOUR, lead_id=lead_id)
        await shop.has(COLD, step(72, channels=["whatsapp", "telegram"]))
        enrolled = await shop.enrol(COLD, shut)
    with clock.held(noon(3)):
        assert await shop.deliver_due() == [SENT]
    assert (await shop.said(shut), await shop.said(telegram)) == ([], ["Hola Ana"])
    assert (await shop.follow_ups(enrolled))[0].conversation_id == telegram


async def test_where_nothing_may_be_said_the_step_is_skipped_and_the_next_one_comes(shop: Shop) -> None:
    whatsapp, instagram = await shop.account(ChannelKind.WHATSAPP), await shop.account(ChannelKind.INSTAGRAM)
    with clock.held(noon()):
        lead_id = await shop.lead()
        shut = await shop.thread(whatsapp, ChannelKind.WHATSAPP, lead_id=lead_id)
        await shop.thread(instagram, ChannelKind.INSTAGRAM, heard=noon() - HOUR, lead_id=lead_id)
        await shop.has(COLD, step(72), step(168))
        enrolled = await shop.enrol(COLD, shut)
    with clock.held(noon(3)):
        assert await shop.deliver_due() == [SKIPPED]
    first, second = await shop.follow_ups(enrolled)
    assert first.reason == SkipReason.NO_TEMPLATE
    assert second.scheduled_at == noon(7)


async def test_a_step_of_a_day_is_said_before_the_window_shuts(shop: Shop) -> None:
    whatsapp = await shop.account(ChannelKind.WHATSAPP)
    with clock.held(noon()):
        thread = await shop.thread(whatsapp, ChannelKind.WHATSAPP, heard=noon(), lead_id=await shop.lead())
        await shop.has(COLD, step(24, "Hola {name}"))
        await shop.enrol(COLD, thread)
    with clock.held(noon(1) - HOUR / 6):
        assert await shop.deliver_due() == [SENT]
    assert await shop.said(thread) == ["Hola Ana"]


async def test_an_account_that_is_down_is_waited_for_but_not_for_ever(shop: Shop) -> None:
    account = await shop.account(status="error")
    with clock.held(noon()):
        thread = await shop.thread(account, lead_id=await shop.lead())
        await shop.has(COLD, step(0))
        enrolled = await shop.enrol(COLD, thread)
        assert await shop.deliver_due() == [PENDING]
    (waiting,) = await shop.follow_ups(enrolled)
    assert (waiting.reason, waiting.scheduled_at) == ("account_down", noon() + HOUR)
    with clock.held(noon(10)):
        assert await shop.deliver_due() == [SKIPPED]
    assert (await shop.follow_ups(enrolled))[0].reason == "account_down"


async def test_a_page_that_was_closed_cannot_be_written_to(shop: Shop) -> None:
    with clock.held(noon()):
        page = await shop.thread(None, ChannelKind.WEB, lead_id=await shop.lead())
        await shop.has(COLD, step(0))
        enrolled = await shop.enrol(COLD, page)
        assert await shop.deliver_due() == [SKIPPED]
    assert (await shop.follow_ups(enrolled))[0].reason == SkipReason.NO_CHANNEL
    assert (await shop.enrolment(enrolled)).state == EnrolmentState.COMPLETED


@pytest.mark.parametrize(("trigger", "status"), [(Trigger.INTENT, PENDING), (Trigger.HAND, SENT)])
async def test_a_colleague_who_talks_is_not_interrupted_but_may_ask_for_it(
    shop: Shop, trigger: Trigger, status: FollowUpStatus
) -> None:
    with clock.held(noon()):
        account = await shop.account()
        thread = await shop.thread(account, lead_id=await shop.lead(), status=ConversationStatus.HUMAN)
        await shop.has(COLD, step(0))
        await shop.enrol(COLD, thread, trigger)
        assert await shop.deliver_due() == [status]
    with clock.held(noon(1)):
        await shop.deliver_due()
    assert len(await shop.said(thread)) == 1


async def test_a_condition_that_does_not_hold_skips_the_step(shop: Shop) -> None:
    with clock.held(noon()):
        thread, _ = await person(shop)
        await shop.has(COLD, step(0, "Con producto", condition=Condition.WITH_PRODUCT), step(1, "Para todos"))
        enrolled = await shop.enrol(COLD, thread)
        assert await shop.deliver_due() == [SKIPPED]
    assert (await shop.follow_ups(enrolled))[0].reason == SkipReason.CONDITION
    with clock.held(noon() + HOUR):
        await shop.deliver_due()
    assert await shop.said(thread) == ["Para todos"]
