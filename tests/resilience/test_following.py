"""Kill -9 of one of three workers, ten times while two follow-ups go out to each of sixty people: each arrives once.

What the sources admit does not work (requirements, point 1). The phones count, and say in their receipts what they
show: a worker may die before it claims a step, while it writes the message, between the call and its record.
"""

import asyncio
import secrets
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import text

from backend.channels.enums import ChannelKind
from backend.core import clock
from backend.core.database.session import Database
from backend.nurturing.enums import SequenceKind, Trigger
from tests.resilience.conftest import World
from tests.resilience.skipping import minute_passes
from tests.support.following import Shop, daytime, open_shop, step
from tests.support.phone_twin import adopt
from tests.support.processes import Program, worker
from tools.phones import wiring
from tools.phones.cast import Account, Person
from tools.phones.server import Phones

# Of the thirty messages that one number sends a minute (MSG-06) twenty may be follow-ups.
NUMBERS: Final = 10
PEOPLE_EACH: Final = 6
PEOPLE: Final = NUMBERS * PEOPLE_EACH
# After so many of the hundred and twenty. What hangs on a dead worker's call comes only when all kills are over.
KILLS: Final = (1, *range(9, 82, 9))
PATIENCE_SECONDS: Final = 600
KIND: Final = SequenceKind.INTEREST_COLD

_OPEN: Final = text(
    "SELECT (SELECT count(*) FROM follow_ups WHERE status = 'pending' AND scheduled_at <= now())"
    " + (SELECT count(*) FROM deliveries WHERE status NOT IN ('sent', 'delivered', 'read'))"
    " + (SELECT count(*) FROM procrastinate_jobs"
    "    WHERE task_name IN ('nurturing.deliver', 'conversations.deliver', 'conversations.seek'))"
)


@pytest.fixture
def workers(world: World, tmp_path: Path) -> Iterator[list[Program]]:
    more = [worker(tmp_path / f"worker-{number}.log") for number in (2, 3)]
    yield [world.worker, *more]
    for each in more:
        each.kill()


async def account_of(shop: Shop, twin: Phones) -> tuple[uuid.UUID, Account]:
    number = f"{secrets.randbelow(10**12):012}"
    account = adopt(twin, Account("whatsapp", number, "Cuines", "+34930001122", f"token-{number}", f"9{number}"))
    given = {"external_id": number, "business_id": account.business_id, "token": account.token}
    return await shop.account(ChannelKind.WHATSAPP, **given), account


async def somebody(shop: Shop, twin: Phones, account_id: uuid.UUID, account: Account, number: int) -> Person:
    """Wrote a moment ago and is in the sequence, whose first step is due."""
    person = twin.world.newcomer(f"Persona {number}", "es", f"346{number:08}")
    twin.world.thread(account, person).heard_at = time.time()
    lead_id = await shop.lead(f"Ana{chr(97 + number % 26)} Puig", timezone=daytime())
    user = person.ids("whatsapp")[0]
    thread = await shop.thread(account_id, ChannelKind.WHATSAPP, heard=clock.now(), lead_id=lead_id, user=user)
    await shop.enrol(KIND, thread, Trigger.HAND)
    return person


def arrived(twin: Phones, people: list[Person]) -> int:
    return sum(len(twin.received("whatsapp", person)) for person in people)


async def kill_in_turn(workers: list[Program], twin: Phones, people: list[Person]) -> None:
    """One dies and another takes its place, so that there are three again when the next one dies."""
    for number, count in enumerate(KILLS):
        while arrived(twin, people) < count:
            await asyncio.sleep(0.02)
        victim = workers[number % len(workers)]
        victim.kill()
        victim.start()


async def settled(database: Database) -> None:
    """Nothing is due, nothing is on its way, and no job is left that could say it a second time."""
    left: int | None = 1
    while left:
        await asyncio.sleep(0.1)
        async with database.platform() as session:
            left = await session.scalar(_OPEN)


async def test_each_follow_up_arrives_exactly_once(world: World, database: Database, workers: list[Program]) -> None:
    twin = Phones()
    twin.postman.waits = (0.5, 1.0, 2.0, 4.0)
    async with asyncio.timeout(PATIENCE_SECONDS), twin.open():
        for program in (world.api, *workers):
            program.environment = wiring.settings(twin.address, {})
        world.api.start()
        await asyncio.to_thread(world.api.wait)
        twin.call_back(world.api.url)
        shop = await open_shop(database)
        await shop.has(KIND, step(0, "Primero, {name}"), step(0, "Segundo, {name}"))
        lines = [await account_of(shop, twin) for _ in range(NUMBERS)]
        people = [await somebody(shop, twin, *lines[number % NUMBERS], number) for number in range(PEOPLE)]
        for each in workers:
            each.start()
        await kill_in_turn(workers, twin, people)
        await asyncio.gather(*(asyncio.to_thread(each.stop) for each in workers))
        await twin.postman.settled()
        await minute_passes(database)
        workers[0].start()
        await settled(database)
    for number, person in enumerate(people):
        name = f"Ana{chr(97 + number % 26)}"
        seen = [each.text for each in twin.received("whatsapp", person)]
        assert seen == [f"Primero, {name}", f"Segundo, {name}"], person.name
