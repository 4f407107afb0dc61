"""A visitor who has just opened the chat of a kitchen studio."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.core.settings import Settings
from backend.providers.bundle import Providers
from tests.support.builders import Visitor, found_business, found_staffed
from tests.support.desk import Desk
from tests.support.house import House
from tests.support.phone_twin import phones, told
from tests.support.processes import Program, two_apis
from tools.phones.server import Phones


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


@pytest_asyncio.fixture(scope="module")
async def twin() -> AsyncIterator[Phones]:
    """The platforms' servers, with phones on the other side."""
    async with phones() as opened:
        yield opened


@pytest_asyncio.fixture
async def providers(app: FastAPI, twin: Phones) -> AsyncIterator[Providers]:
    """The app's and its jobs', speaking to the twin, where everything works again."""
    twin.faults.clear()
    async with told(app, twin):
        yield app.state.providers


@pytest_asyncio.fixture
async def house(client: AsyncClient, app: FastAPI, database: Database, twin: Phones, providers: Providers) -> House:
    """An agent of a business that has accounts on the phones."""
    business, person = await found_staffed(client, database)
    return House(client, app, database, twin, business, person)
