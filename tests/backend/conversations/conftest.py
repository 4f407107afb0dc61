"""A visitor who has just opened the chat of a kitchen studio."""

from collections.abc import Iterator

import pytest
import pytest_asyncio
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.core.settings import Settings
from tests.support.builders import Visitor, found_business, found_staffed
from tests.support.desk import Desk
from tests.support.processes import Program, two_apis


@pytest_asyncio.fixture
async def visitor(client: AsyncClient, database: Database) -> Visitor:
    visitor = Visitor(client, await found_business(database))
    await visitor.start()
    return visitor


@pytest_asyncio.fixture
async def desk(client: AsyncClient, database: Database) -> Desk:
    """An agent of the business, and a visitor who has just begun."""
    business, agent = await found_staffed(client, database)
    visitor = Visitor(client, business)
    await visitor.start()
    return Desk(client, agent, visitor)


@pytest.fixture(scope="module")
def apis(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Program, Program]]:
    """Two API processes over the tests' database."""
    with two_apis(tmp_path_factory.mktemp("apis"), LOG_LEVEL="INFO") as running:
        yield running
