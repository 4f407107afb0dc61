"""Turns that are written together: each visitor gets their own answer, whatever happens to the others."""

import asyncio
import uuid

import pytest
import pytest_asyncio
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.conversations.errors import ConversationNotFound
from backend.conversations.gathering import LARGEST, TurnGatherer
from backend.conversations.turn import Said
from backend.core.crypto import Tampered
from backend.core.database.session import Database
from backend.flows.engine.state import Reply
from tests.backend.conversations.test_chat import ROAD
from tests.support.builders import Business, Visitor, found_business


@pytest.fixture
def gatherer(database: Database) -> TurnGatherer:
    return TurnGatherer(database)


@pytest_asyncio.fixture
async def crowd(client: AsyncClient, database: Database) -> list[Visitor]:
    """64 visitors of one business, one of each eight a little further than the one before."""
    business = await found_business(database)
    visitors = [Visitor(client, business) for _ in range(64)]
    await asyncio.gather(*(begin(each, number % 8) for number, each in enumerate(visitors)))
    return visitors


async def begin(visitor: Visitor, steps: int) -> None:
    await visitor.start()
    for answer in ROAD[:steps]:
        await visitor.send(**answer)


def said(visitor: Visitor, **answer: str) -> Said:
    return Said(uuid.UUID(visitor.session_id), Reply(**answer), key=uuid.uuid4().hex, request_hash=b"x")  # type: ignore[arg-type] # words only


async def test_64_visitors_at_once_are_each_answered_in_their_own_place(crowd: list[Visitor]) -> None:
    await asyncio.gather(*(each.send(**ROAD[number % 8]) for number, each in enumerate(crowd)))
    asked = [each.last["ask"]["block_id"] for each in crowd]
    order = ["project", "style", "metres", "budget", "urgency", "photos", "name", "email"]
    assert asked == order * 8
    for number, visitor in enumerate(crowd):
        words = [each for role, each in await visitor.said() if role == "visitor"]
        assert len(words) == number % 8 + 1
        assert visitor.last["session_id"] == visitor.session_id


async def test_one_bad_apple_does_not_spoil_the_batch(
    crowd: list[Visitor], gatherer: TurnGatherer, database: Database
) -> None:
    """A guessed conversation, one whose state cannot be read, and one under a page's other address."""
    broken, foreign = crowd[8], crowd[16]
    business = crowd[0].business
    async with database.tenant(business.id) as session:
        spoil = "UPDATE conversations SET state = 'dev.' || encode(sha256('x'), 'base64') WHERE id = :id"
        await session.execute(text(spoil), {"id": broken.session_id})
    guessed = Visitor(crowd[0].client, business, session_id=str(uuid.uuid4()))

    def take(visitor: Visitor, origin: str) -> "asyncio.Task[object]":
        return asyncio.ensure_future(gatherer.take(business.id, origin, said(visitor, option="accept")))

    good = [take(each, business.origin) for each in crowd[0::8] if each not in (broken, foreign)]
    bad = [
        take(guessed, business.origin),
        take(broken, business.origin),
        take(foreign, "https://elsewhere.example.com"),
    ]
    outcomes = await asyncio.gather(*bad, return_exceptions=True)
    assert [type(each) for each in outcomes] == [ConversationNotFound, Tampered, ConversationNotFound]
    await asyncio.gather(*good)
    for visitor in crowd[0::8]:
        if visitor is not broken:
            words = [each for role, each in await visitor.said() if role == "visitor"]
            assert words == ([] if visitor is foreign else ["Acepto"])


async def test_a_visitor_who_goes_away_keeps_the_turn_and_disturbs_nobody(
    crowd: list[Visitor], gatherer: TurnGatherer
) -> None:
    business, gone, others = crowd[0].business, crowd[8], crowd[0:1] + crowd[16:64:8]
    leaving = said(gone, option="accept")
    tasks = [
        asyncio.ensure_future(gatherer.take(business.id, business.origin, each))
        for each in (said(others[0], option="accept"), leaving, *(said(each, option="accept") for each in others[1:]))
    ]
    await asyncio.sleep(0)
    tasks[1].cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(answers[1], asyncio.CancelledError)
    repeated = await gatherer.take(business.id, business.origin, leaving)
    assert repeated.messages
    for visitor in (gone, *others):
        assert [each for role, each in await visitor.said() if role == "visitor"] == ["Acepto"]


async def test_a_conversations_messages_keep_their_order(crowd: list[Visitor], gatherer: TurnGatherer) -> None:
    business, talker = crowd[0].business, crowd[0]
    spoken = [said(talker, text=f"{number:02}") for number in range(12)]
    around = [said(each, option="accept") for each in crowd[8:64:8]]
    takes = [gatherer.take(business.id, business.origin, each) for each in (*spoken, *around)]
    await asyncio.gather(*takes)
    words = [each for role, each in await talker.said() if role == "visitor"]
    assert words == [f"{number:02}" for number in range(12)]


async def test_more_than_one_batch_holds_are_all_answered(
    client: AsyncClient, database: Database, gatherer: TurnGatherer
) -> None:
    business = await found_business(database)
    visitors = [Visitor(client, business) for _ in range(LARGEST + 20)]
    await asyncio.gather(*(each.start() for each in visitors))
    takes = [gatherer.take(business.id, business.origin, said(each, option="accept")) for each in visitors]
    answers = await asyncio.gather(*takes)
    assert [str(each.session_id) for each in answers] == [each.session_id for each in visitors]
    assert {each.ask.block_id for each in answers if each.ask} == {"project"}


async def test_two_businesses_do_not_meet(client: AsyncClient, database: Database, gatherer: TurnGatherer) -> None:
    businesses: list[Business] = [await found_business(database) for _ in range(2)]
    visitors = [Visitor(client, businesses[number % 2]) for number in range(8)]
    for each in visitors:
        await each.start()

    def take(visitor: Visitor, business: Business) -> "asyncio.Task[object]":
        return asyncio.ensure_future(gatherer.take(business.id, business.origin, said(visitor, option="accept")))

    own = await asyncio.gather(*(take(each, each.business) for each in visitors[:4]))
    swapped = [take(each, businesses[1 - number % 2]) for number, each in enumerate(visitors)]
    assert len(own) == 4
    outcomes = await asyncio.gather(*swapped, return_exceptions=True)
    assert {type(each) for each in outcomes} == {ConversationNotFound}
