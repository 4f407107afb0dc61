"""Messages leave in order and once, whatever the platform does meanwhile (MSG-02, MSG-06, F3)."""

import asyncio
import uuid
from datetime import time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from fastapi import FastAPI

from backend.channels import queries as channels
from backend.conversations import reconciling
from backend.conversations.enums import SenderKind
from backend.conversations.errors import SendRefused
from backend.core import clock, crypto
from backend.core.database.session import Database
from backend.providers.bundle import Providers
from tests.support.builders import Business, found_business
from tests.support.lines import Talk, open_talk
from tests.support.people import run_jobs
from tools.phones.server import Phones

KINDS = ("whatsapp", "instagram", "messenger", "telegram")


@pytest_asyncio.fixture
async def business(database: Database) -> Business:
    return await found_business(database, preset=None)


@pytest_asyncio.fixture
async def talk(database: Database, twin: Phones, providers: Providers, business: Business) -> Talk:
    return await open_talk(database, twin, providers, business)


@pytest.mark.parametrize("kind", KINDS)
async def test_words_arrive_in_order_once(
    app: FastAPI, database: Database, twin: Phones, providers: Providers, business: Business, kind: str
) -> None:
    talk = await open_talk(database, twin, providers, business, kind)
    await talk.say("Hola", "¿Qué tal?", "¿Sigues ahí?")
    await run_jobs(app, "chat")
    assert talk.texts == ["Hola", "¿Qué tal?", "¿Sigues ahí?"]
    assert await talk.statuses() == ["sent"] * 3
    assert all(each.provider_id and each.sent_at for each in await talk.deliveries())


async def test_a_long_text_leaves_in_parts_and_in_order(talk: Talk) -> None:
    """F6, MSG-02."""
    await talk.say(" ".join(f"palabra{number}" for number in range(900)))
    await talk.deliver()
    assert len(talk.texts) == 3
    assert " ".join(talk.texts).split() == [f"palabra{number}" for number in range(900)]
    assert [each.part for each in await talk.deliveries()] == [0, 1, 2]


async def test_the_same_key_twice_is_one_message(talk: Talk) -> None:
    first = await talk.say("Tu cita es mañana", key="step-1")
    second = await talk.say("Tu cita es mañana", key="step-1")
    assert [each.message_id for each in first] == [each.message_id for each in second]
    await talk.deliver()
    assert talk.texts == ["Tu cita es mañana"]


async def test_two_workers_at_once_carry_each_message_once(talk: Talk) -> None:
    await talk.say(*(f"n {number}" for number in range(8)))
    await asyncio.gather(*(talk.deliver() for _ in range(4)))
    await talk.deliver()
    assert talk.texts == [f"n {number}" for number in range(8)]


@pytest.mark.parametrize("fault", ["500", "429", "reset"])
async def test_a_try_that_failed_for_now_is_made_again_and_nobody_passes_it(talk: Talk, fault: str) -> None:
    talk.twin.faults.order(fault, account=talk.account.id, retry_after=90)
    await talk.say("uno", "dos")
    await talk.deliver()
    assert talk.texts == []
    first, second = await talk.deliveries()
    if fault == "reset":
        # The answer was lost: whether it went out is for the reconciliation to find out.
        assert (first.status, second.status) == ("sending", "queued")
        return
    assert (first.status, second.status) == ("queued", "queued")
    assert first.code == {"500": "temporary", "429": "rate_limited"}[fault]
    (at,) = talk.planned
    assert at is not None
    assert at == first.not_before
    if fault == "429":
        assert at >= clock.now() + timedelta(seconds=85)
    await talk.deliver()
    assert talk.texts == []
    with clock.held(at + timedelta(seconds=4)):
        await talk.deliver()
    assert talk.texts == ["uno", "dos"]


async def test_a_platform_that_is_down_for_an_hour_loses_nothing(talk: Talk) -> None:
    """Growing pauses, and everything is there an hour later, in order."""
    talk.twin.faults.order("500", -1, account=talk.account.id)
    start = moment = clock.now()
    await talk.say("uno", "dos", "tres")
    pauses: list[timedelta] = []
    while moment < start + timedelta(hours=1):
        with clock.held(moment):
            await talk.deliver()
        at = talk.planned.pop()
        assert at is not None
        pauses.append(at - moment)
        moment = at
    assert len(pauses) < 40
    assert pauses[0] < timedelta(seconds=7)
    assert all(later > earlier * 1.2 for earlier, later in pairwise(pauses[:6]))
    assert max(pauses) <= timedelta(minutes=6)
    talk.twin.faults.clear()
    with clock.held(moment):
        await talk.deliver()
    assert talk.texts == ["uno", "dos", "tres"]
    assert await talk.statuses() == ["sent"] * 3


async def test_a_revoked_token_keeps_everything_until_a_new_one_comes(talk: Talk, database: Database) -> None:
    talk.account.token_works = False
    await talk.say("uno", "dos")
    await talk.deliver()
    assert await talk.statuses() == ["queued", "queued"]
    assert await account_status(talk) == "expired"
    with pytest.raises(SendRefused) as refused:
        await talk.say("¿Hola?", sender=SenderKind.HUMAN)
    assert refused.value.details["reason"] == "account_down"
    # The bot's own answers wait with the others, and days pass without a call.
    await talk.say("tres")
    met = len(talk.received)
    with clock.held(clock.now() + timedelta(hours=5)):
        await talk.deliver()
        assert talk.id not in {conversation_id for _, conversation_id in await woken(database)}
    assert len(talk.received) == met
    talk.account.token, talk.account.token_works = "EAAnew" + talk.account.token, True
    await talk.change(
        "UPDATE channel_accounts SET token = :token, token_rotated_at = now(), status = 'connected'"
        " WHERE id = :account_id",
        token=crypto.cipher().encrypt(talk.account.token),
    )
    with clock.held(clock.now() + timedelta(hours=5)):
        assert talk.id in {conversation_id for _, conversation_id in await woken(database)}
        await talk.deliver()
    assert talk.texts == ["uno", "dos", "tres"]


async def account_status(talk: Talk) -> str:
    async with talk.database.tenant(talk.tenant_id) as session:
        return (await channels.get_account(session, talk.account_id)).status


async def woken(database: Database) -> set[tuple[uuid.UUID, uuid.UUID]]:
    async with database.platform() as session:
        return await reconciling.reconcile(session)


@pytest.mark.parametrize(
    ("kind", "hours", "code"),
    [("whatsapp", 25, "window_closed"), ("instagram", 25, "window_closed"), ("messenger", 25, "window_closed")],
)
async def test_what_waited_past_its_window_is_not_sent_and_says_why(
    database: Database, twin: Phones, providers: Providers, business: Business, kind: str, hours: int, code: str
) -> None:
    """F3: the policy is asked again at every try."""
    talk = await open_talk(database, twin, providers, business, kind)
    await talk.say("uno", "dos")
    with clock.held(clock.now() + timedelta(hours=hours)):
        await talk.deliver()
    assert [(each.status, each.code) for each in await talk.deliveries()] == [("failed", code)] * 2
    assert talk.texts == []


async def test_what_the_platform_refuses_ends_with_its_cause_and_the_rest_goes_on(talk: Talk) -> None:
    """The platform's own clock is ahead: for it the window is over."""
    talk.twin.world.thread(talk.account, talk.person).heard_at = 0
    await talk.say("uno")
    await talk.deliver()
    (refused,) = await talk.deliveries()
    assert (refused.status, refused.code) == ("failed", "window_closed")
    assert "131047" in str(refused.cause)
    talk.twin.hands.write(talk.account, talk.person, "sigo aquí")
    await talk.say("dos")
    await talk.deliver()
    assert talk.texts[-1] == "dos"


async def test_who_stopped_the_bot_is_left_alone(
    database: Database, twin: Phones, providers: Providers, business: Business
) -> None:
    talk = await open_talk(database, twin, providers, business, "telegram")
    twin.hands.block(talk.account, talk.person, True)
    await talk.say("uno", "dos")
    await talk.deliver()
    assert [(each.status, each.code) for each in await talk.deliveries()] == [("failed", "blocked")] * 2
    with pytest.raises(SendRefused) as refused:
        await talk.say("tres", sender=SenderKind.HUMAN)
    assert refused.value.details["reason"] == "blocked"


async def test_a_follow_up_that_waits_for_the_morning_holds_up_nobody(
    database: Database, twin: Phones, providers: Providers, business: Business
) -> None:
    talk = await open_talk(database, twin, providers, business, "telegram")
    evening = clock.now().astimezone(ZoneInfo("Europe/Madrid")).replace(hour=20, minute=59, second=59)
    with clock.held(evening):
        await talk.say("¿Seguimos?", sender=SenderKind.NURTURING)
    with clock.held(evening + timedelta(seconds=2)):
        await talk.say("Claro, dime", sender=SenderKind.HUMAN)
        await talk.deliver()
    assert talk.texts == ["Claro, dime"]
    (morning,) = talk.planned
    assert morning is not None
    assert morning.astimezone(ZoneInfo("Europe/Madrid")).time() == time(8)
    with clock.held(morning):
        await talk.deliver()
    assert talk.texts == ["Claro, dime", "¿Seguimos?"]
