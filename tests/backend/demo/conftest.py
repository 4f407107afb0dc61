"""The demo, written once into a database of its own: its figures would disturb everybody else's."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from pydantic import SecretStr

from backend.core import crypto, events
from backend.core.database.session import Database
from backend.core.settings import Settings
from backend.demo import service as demo
from backend.reactions import REACTIONS
from tests.support import postgres


@pytest_asyncio.fixture(scope="session")
async def demo_settings(settings: Settings, owner_url: str, shared_dir: Path) -> AsyncIterator[Settings]:
    lock = shared_dir / "postgres.lock"
    name = postgres.template(owner_url, lock)
    with postgres.copy_of(owner_url, name, lock) as (app_url, _):
        own = settings.database.model_copy(update={"url": SecretStr(app_url)})
        yield settings.model_copy(update={"database": own})


@pytest_asyncio.fixture(scope="session")
async def seeded(demo_settings: Settings) -> AsyncIterator[Database]:
    crypto.install(crypto.Cipher.from_settings(demo_settings.security))
    events.connect(REACTIONS)
    database = Database.from_settings(demo_settings.database)
    assert await seed(database, demo_settings)
    yield database
    await database.close()


async def seed(database: Database, settings: Settings) -> bool:
    return await demo.seed(
        database, production=settings.production, demo_url=settings.http.demo_url, costs=settings.security
    )
