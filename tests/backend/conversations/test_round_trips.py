"""A turn makes at most five round trips to the database, BEGIN and COMMIT included (issue: one transaction a turn)."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from httpx2 import AsyncClient

from backend.conversations import turn
from backend.conversations.gathering import TurnGatherer
from backend.conversations.turn import Said
from backend.core.database.session import Database
from backend.flows.engine.state import Reply
from tests.backend.conversations.test_chat import ROAD
from tests.support.builders import Business, Visitor, found_business
from tests.support.round_trips import CountingProxy

LIMIT = 5


@pytest_asyncio.fixture(scope="session")
async def counted(database_urls: tuple[str, str]) -> AsyncIterator[tuple[CountingProxy, Database]]:
    proxy, url = await CountingProxy.before(database_urls[0])
    database = Database(url, pool_size=1)
    await database.open()
    await database.pool.wait()
    yield proxy, database
    await database.close()
    await proxy.close()


def said(conversation_id: str, answer: dict[str, Any]) -> Said:
    return Said(uuid.UUID(conversation_id), Reply(**answer), key=uuid.uuid4().hex, request_hash=b"x")


async def test_every_turn_of_the_kitchen_flow_stays_within_five(
    client: AsyncClient, database: Database, counted: tuple[CountingProxy, Database]
) -> None:
    proxy, through = counted
    visitor = Visitor(client, await found_business(database))
    await visitor.start()
    trips = {}
    for answer in ROAD:
        proxy.reset()
        await turn.take(through, visitor.business.id, visitor.business.origin, said(visitor.session_id, answer))
        trips[str(answer)] = proxy.trips
    assert max(trips.values()) <= LIMIT, trips


async def test_a_turn_that_meets_a_known_person_stays_within_five(
    client: AsyncClient, database: Database, counted: tuple[CountingProxy, Database]
) -> None:
    proxy, through = counted
    business = await found_business(database)
    await _walk_all(client, business)
    visitor = Visitor(client, business)
    await visitor.start()
    worst = 0
    for answer in ROAD:
        proxy.reset()
        await turn.take(through, business.id, business.origin, said(visitor.session_id, answer))
        worst = max(worst, proxy.trips)
    assert worst <= LIMIT


async def _walk_all(client: AsyncClient, business: Business) -> None:
    visitor = Visitor(client, business)
    await visitor.start()
    for answer in ROAD:
        await visitor.send(**answer)


async def test_turns_that_come_together_share_their_round_trips(
    client: AsyncClient, database: Database, counted: tuple[CountingProxy, Database]
) -> None:
    proxy, through = counted
    business = await found_business(database)
    visitors = [Visitor(client, business) for _ in range(12)]
    for visitor in visitors:
        await visitor.start()
    gatherer = TurnGatherer(through)
    proxy.reset()
    await asyncio.gather(
        *(gatherer.take(business.id, business.origin, said(each.session_id, ROAD[0])) for each in visitors)
    )
    assert proxy.trips <= 2 * LIMIT


@pytest.mark.parametrize("repeat", range(2))
async def test_a_repeated_key_costs_no_more(
    client: AsyncClient, database: Database, counted: tuple[CountingProxy, Database], repeat: int
) -> None:
    proxy, through = counted
    visitor = Visitor(client, await found_business(database))
    await visitor.start()
    same = said(visitor.session_id, ROAD[0])
    for _ in range(repeat + 1):
        proxy.reset()
        await turn.take(through, visitor.business.id, visitor.business.origin, same)
    assert proxy.trips <= LIMIT
