"""The platforms' twins, and senders that speak with them."""

from collections.abc import AsyncIterator, Mapping

import pytest_asyncio

from backend.providers.messaging import MessageSender
from tests.support import phone_twin
from tools.phones.server import Phones

Senders = Mapping[str, MessageSender]


@pytest_asyncio.fixture
async def twin() -> AsyncIterator[Phones]:
    async with phone_twin.phones() as opened:
        yield opened


@pytest_asyncio.fixture
async def senders(twin: Phones) -> AsyncIterator[Senders]:
    made = phone_twin.senders(twin)
    yield made
    for each in made.values():
        await each.close()
