"""How fast messages leave: thirty a minute for a WhatsApp number, and no faster than a platform bears (MSG-06)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest_asyncio

from backend.conversations.enums import SenderKind
from backend.core import clock
from backend.core.database.session import Database
from backend.providers.bundle import Providers
from tests.support.builders import Business, found_business
from tests.support.lines import open_talk
from tools.phones.server import Phones


@pytest_asyncio.fixture
async def business(database: Database) -> Business:
    return await found_business(database, preset=None)


async def test_a_storm_of_429_is_answered_by_waiting_as_long_as_asked(
    database: Database, twin: Phones, providers: Providers, business: Business
) -> None:
    """One refusal holds back the whole account: not each of the threads has to ask."""
    talks = [await open_talk(database, twin, providers, business, "telegram")]
    talks += [await open_talk(database, twin, providers, business, "telegram", beside=talks[0]) for _ in range(9)]
    for each in talks:
        await each.say("hola")
    twin.faults.order("429", -1, account=talks[0].account.id, retry_after=30)
    met, moment = twin.faults.met, clock.now()
    for _ in range(5):
        for each in talks:
            with clock.held(moment):
                await each.deliver()
    assert twin.faults.met - met == 1
    assert all(each.planned and each.planned[0] and each.planned[0] >= moment + timedelta(seconds=30) for each in talks)
    twin.faults.clear()
    for each in talks:
        with clock.held(moment + timedelta(seconds=60)):
            await each.deliver()
    assert [each.texts for each in talks] == [["hola"]] * 10


async def test_thirty_a_minute_for_a_number_and_never_more(
    database: Database, twin: Phones, providers: Providers, business: Business
) -> None:
    """MSG-06: each of the waiting ones is told its own moment, and does not ask again before."""
    talks = [await open_talk(database, twin, providers, business)]
    talks += [await open_talk(database, twin, providers, business, beside=talks[0]) for _ in range(69)]
    start = clock.now()
    for each in talks:
        await each.say("hola")
        with clock.held(start):
            await each.deliver()
    assert sum(len(each.texts) for each in talks) == 30
    waits = sorted(each.planned[0] - start for each in talks if each.planned and each.planned[0])
    assert waits == [timedelta(minutes=1)] * 30 + [timedelta(minutes=2)] * 10
    for each in talks:
        with clock.held(start + timedelta(minutes=1)):
            await each.deliver()
    assert sum(len(each.texts) for each in talks) == 60
    for each in talks:
        with clock.held(start + timedelta(minutes=2)):
            await each.deliver()
    assert [each.texts for each in talks] == [["hola"]] * 70
    assert all(len(each.planned) <= 1 for each in talks)


async def test_follow_ups_leave_room_for_answers(
    database: Database, twin: Phones, providers: Providers, business: Business
) -> None:
    """MSG-06: twenty of the thirty, and none taken ahead of time."""
    noon = clock.now().astimezone(ZoneInfo("Europe/Madrid")).replace(hour=12, minute=0)
    with clock.held(noon):
        talks = [await open_talk(database, twin, providers, business)]
        talks += [await open_talk(database, twin, providers, business, beside=talks[0]) for _ in range(30)]
        for each in talks[:25]:
            await each.say("¿Seguimos?", sender=SenderKind.NURTURING)
            await each.deliver()
        assert sum(len(each.texts) for each in talks) == 20
        for each in talks[25:]:
            await each.say("Dime")
            await each.deliver()
    assert [each.texts for each in talks[25:]] == [["Dime"]] * 6
    waiting = [each for each in talks if not each.texts]
    with clock.held(noon + timedelta(seconds=90)):
        for each in waiting:
            await each.deliver()
    assert [each.texts for each in waiting] == [["¿Seguimos?"]] * 5


async def test_a_place_in_the_minute_that_was_missed_is_taken_anew(
    database: Database, twin: Phones, providers: Providers, business: Business
) -> None:
    """Else all that was held up would leave at once."""
    talks = [await open_talk(database, twin, providers, business)]
    talks += [await open_talk(database, twin, providers, business, beside=talks[0]) for _ in range(69)]
    start = clock.now()
    for moment in (start, start + timedelta(minutes=10)):
        for each in talks:
            if moment == start:
                await each.say("hola")
            with clock.held(moment):
                await each.deliver()
    assert sum(len(each.texts) for each in talks) == 60
