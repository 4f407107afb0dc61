"""A business on its phones."""

from collections.abc import AsyncIterator

import pytest_asyncio
from fastapi import FastAPI
from httpx2 import AsyncClient

from backend.core.database.session import Database
from tests.support.street import Street, street


@pytest_asyncio.fixture
async def agent(app: FastAPI, client: AsyncClient, database: Database) -> AsyncIterator[Street]:
    """The agent answers at once on every channel."""
    async with street(app, client, database, "whatsapp", "instagram", "messenger", "telegram") as found:
        yield found


@pytest_asyncio.fixture
async def flow(app: FastAPI, client: AsyncClient, database: Database) -> AsyncIterator[Street]:
    """The kitchen studio's flow answers."""
    async with street(app, client, database, "whatsapp", "telegram", responder="flow") as found:
        yield found


@pytest_asyncio.fixture
async def people(app: FastAPI, client: AsyncClient, database: Database) -> AsyncIterator[Street]:
    """Nobody answers by itself."""
    async with street(app, client, database, "whatsapp", "instagram", "telegram", responder="people") as found:
        yield found
