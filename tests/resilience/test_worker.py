"""A worker ends when it is told to, with its database and without it."""

import asyncio
import signal

import psycopg
import pytest
from sqlalchemy import text

from backend.core.database.session import Database
from tests.resilience.conftest import World

HEARTBEATS = text("SELECT count(*) FROM procrastinate_workers")
LISTENING = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"


async def until_at_work(world: World) -> None:
    """Both of its crews have signed on, and listen for jobs."""
    async with (
        asyncio.timeout(120),
        await psycopg.AsyncConnection.connect(world.postgres.server.url, autocommit=True) as owner,
    ):
        while await (await owner.execute(LISTENING)).fetchone() != (2,):
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT], ids=lambda each: each.name)
async def test_told_to_stop_it_signs_off(world: World, database: Database, told: signal.Signals) -> None:
    world.worker.start()
    await until_at_work(world)
    assert await asyncio.to_thread(world.worker.stop, told) == 0
    async with database.platform() as session:
        assert await session.scalar(HEARTBEATS) == 0


async def test_told_while_it_waits_for_its_database_it_stops_too(world: World) -> None:
    world.worker.start()
    await until_at_work(world)
    world.postgres.kill()
    await asyncio.to_thread(world.worker.says, "worker_lost_its_database")
    assert await asyncio.to_thread(world.worker.stop) == 0
    await asyncio.to_thread(world.postgres.start)
