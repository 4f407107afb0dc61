"""Somebody who has leads."""

import pytest_asyncio
from httpx2 import AsyncClient

from tests.support import people
from tests.support.people import Person


@pytest_asyncio.fixture
async def owner(client: AsyncClient) -> Person:
    return await people.register(client)
