"""Kill -9 of worker, API and Postgres in turn while 500 messages flow in: each is answered once, in order.

The phones count: a platform that gets no 200 tells us again, a worker that dies between its call and its note leaves
a question that the platform's receipt answers.
"""

import asyncio
import secrets
import uuid
from collections import Counter
from datetime import timedelta
from typing import Final

from backend.channels.models import ChannelAccount
from backend.core import clock
from backend.core.database.session import Database
from backend.flows.schemas import FlowDefinition
from tests.resilience.conftest import World
from tests.support.builders import found_talking
from tests.support.flows import asking, end, flow
from tests.support.phone_twin import adopt
from tools.phones import wiring
from tools.phones.cast import Account, Person
from tools.phones.server import Phones

PEOPLE: Final = 25
QUESTIONS: Final = 19
# The first word is greeted with the first question.
MESSAGES: Final = PEOPLE * (QUESTIONS + 1)
PATIENCE_SECONDS: Final = 300


def _flow() -> FlowDefinition:
    chain = [
        asking("input", f"q{n}", format="text", saves="note", prompt={"es": f"Pregunta {n}"})
        | {"next": f"q{n + 1}" if n + 1 < QUESTIONS else "end"}
        for n in range(QUESTIONS)
    ]
    return flow(*chain, end("end", "Fin"), note="text:note")


def expected() -> list[str]:
    return [*(f"Pregunta {n}" for n in range(QUESTIONS)), "Fin"]


async def _business(database: Database, twin: Phones) -> list[Account]:
    """A number for each person: thirty messages a minute is what one number may send (MSG-06)."""
    business = await found_talking(database, _flow())
    return [await _account(database, twin, business.id) for _ in range(PEOPLE)]


async def _account(database: Database, twin: Phones, tenant_id: uuid.UUID) -> Account:
    number = f"{secrets.randbelow(10**12)}"
    account = adopt(twin, Account("whatsapp", number, "Cuines", "+34930001122", f"token-{number}", f"9{number}"))
    async with database.tenant(tenant_id) as session:
        session.add(
            ChannelAccount(
                id=uuid.uuid4(),
                kind="whatsapp",
                name="Cuines",
                external_id=number,
                business_id=account.business_id,
                address=account.address,
                token=account.token,
                webhook_secret="",
                responder="flow",
                debounce_seconds=0,
                connected_at=clock.now() - timedelta(minutes=1),
            )
        )
    return account


async def _write(twin: Phones, accounts: list[Account], people: list[Person]) -> None:
    """Everybody writes on without waiting for the answer."""
    for number in range(QUESTIONS + 1):
        for account, person in zip(accounts, people, strict=True):
            # What a person says is told twice; what becomes of our answers, once.
            twin.postman.twice = True
            twin.hands.write(account, person, f"respuesta {number}" if number else "hola")
            twin.postman.twice = False
        await asyncio.sleep(0.4)


async def _kill_in_turn(world: World) -> None:
    await asyncio.sleep(2)
    world.worker.kill()
    await asyncio.sleep(1)
    world.worker.start()
    await asyncio.sleep(2)
    world.api.kill()
    await asyncio.sleep(1)
    world.api.start()
    await asyncio.to_thread(world.api.wait)
    await asyncio.sleep(2)
    world.postgres.kill()
    await asyncio.sleep(1)
    await asyncio.to_thread(world.postgres.start)


async def test_every_message_is_answered_once_and_in_order(world: World, database: Database) -> None:
    twin = Phones()
    twin.postman.waits = (0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 13.0)
    async with asyncio.timeout(PATIENCE_SECONDS), twin.open():
        told = wiring.settings(twin.address, {})
        world.api.environment = world.worker.environment = told
        world.api.start()
        world.worker.start()
        await asyncio.to_thread(world.api.wait)
        twin.call_back(world.api.url)
        accounts = await _business(database, twin)
        people = [twin.world.newcomer(f"Persona {n}", "es", f"346{n:08}") for n in range(PEOPLE)]
        await asyncio.gather(_write(twin, accounts, people), _kill_in_turn(world))
        await twin.postman.settled()
        while sum(len(twin.received("whatsapp", person)) for person in people) < MESSAGES:
            await asyncio.sleep(0.1)
        # Time for a second delivery, if there were one.
        await asyncio.sleep(5)
    assert not twin.postman.given_up
    for person in people:
        seen = [each.text for each in twin.received("whatsapp", person)]
        assert Counter(seen) == Counter(expected()), person.name
        assert seen == expected(), person.name
