"""A worker ends when it is told to, with its database and without it."""

import asyncio
import signal

import pytest
from sqlalchemy import text

from backend.core.database.session import Database
from tests.resilience.conftest import World

HEARTBEATS = text("SELECT count(*) FROM procrastinate_workers")


async def until_beating(database: Database) -> None:
    async with asyncio.timeout(120):
        beating: int | None = 0
        while not beating:
            await asyncio.sleep(0.1)
            async with database.platform() as session:
                beating = await session.scalar(HEARTBEATS)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT], ids=lambda each: each.name)
async def test_told_to_stop_it_signs_off(world: World, database: Database, told: signal.Signals) -> None:
    world.worker.start()
    await until_beating(database)
    assert await asyncio.to_thread(world.worker.stop, told) == 0
    async with database.platform() as session:
        assert await session.scalar(HEARTBEATS) == 0


async def test_told_while_it_waits_for_its_database_it_stops_too(world: World, database: Database) -> None:
    world.worker.start()
    await until_beating(database)
    world.postgres.kill()
    await asyncio.to_thread(world.worker.says, "worker_lost_its_database")
    assert await asyncio.to_thread(world.worker.stop) == 0
    await asyncio.to_thread(world.postgres.start)
