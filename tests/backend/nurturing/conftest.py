"""A business with a Telegram bot, where people may be written to at any hour of the day."""

from datetime import UTC, datetime, timedelta

import pytest_asyncio
from httpx2 import AsyncClient

from backend.core import clock
from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.backend.nurturing.calls import Desk, at_desk
from tests.support.following import Shop, open_shop


@pytest_asyncio.fixture
async def shop(database: Database) -> Shop:
    return await open_shop(database)


@pytest_asyncio.fixture
async def desk(client: AsyncClient, database: Database) -> Desk:
    """An administrator."""
    return await at_desk(client, database, Role.ADMIN)


def noon(days: int = 0) -> datetime:
    """Of the company's day, so that no night keeps anything back; today's, for the rows' own stamps are today's."""
    return clock.now().replace(hour=11, minute=0, second=0, microsecond=0, tzinfo=UTC) + timedelta(days=days)
