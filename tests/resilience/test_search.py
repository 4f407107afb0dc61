"""Kill -9 of the worker in the middle of a search: it goes on, no page is fetched twice, no lead charged twice."""

import asyncio
import contextlib
import sqlite3
import uuid
from pathlib import Path
from typing import Final

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from backend.core.http.actor import Role
from backend.plans import queries as plans
from backend.plans.enums import Metric
from tests.resilience.conftest import World
from tests.resilience.skipping import minute_passes
from tests.support.processes import worker
from tests.support.roles import member
from tools.town.server import Town
from tools.town.wiring import settings

PATIENCE_SECONDS: Final = 300
BUSINESSES: Final = ("dentistas en Valldemar", "restaurantes en Valldemar", "peluquerías en Valldemar")


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What both processes are told; the worker gets the town's port when the town is open."""
    given = {"SCRAPER_CACHE_DIR": f"{tmp_path}/cache", "LOG_LEVEL": "WARNING"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return given


async def state_of(database: Database, search_id: str) -> str | None:
    async with database.platform() as session:
        found: str | None = await session.scalar(text("SELECT state FROM searches WHERE id = :id"), {"id": search_id})
        return found


async def until_done(database: Database, search_id: str) -> None:
    while await state_of(database, search_id) != "done":
        await asyncio.sleep(0.1)


async def test_a_killed_search_goes_on_where_it_was(
    world: World, database: Database, told: dict[str, str], tmp_path: Path
) -> None:
    town = Town(slow_seconds=0.2)
    async with asyncio.timeout(PATIENCE_SECONDS), town.open():
        environment = settings(town.address, {}) | told | {"SCRAPER_DELAY": "0"}
        working = worker(tmp_path / "search-worker.log", **environment)
        world.api.environment = environment
        world.api.start()
        working.start()
        try:
            await asyncio.to_thread(world.api.wait)
            async with AsyncClient(base_url=world.api.url, timeout=30) as client:
                person = await member(client, database, Role.AGENT)
                town.hold_after = 25
                body = {"query": BUSINESSES[0], "variants": list(BUSINESSES[1:]), "limit": 100}
                started = await client.post("/v1/searches", json=body, headers=person.headers)
                assert started.status_code == 202, started.text
                search_id = started.json()["id"]
                await town.held.wait()
                await until_written_down(town, Path(told["SCRAPER_CACHE_DIR"]))
                while not (await counts(database, search_id))["saved"]:
                    await asyncio.sleep(0.1)
                working.kill()
                before = await counts(database, search_id)
                town.release()
                await minute_passes(database)
                working.start()
                await until_done(database, search_id)
        finally:
            working.kill()
    after = await counts(database, search_id)
    # Else it would prove nothing.
    assert 0 < before["saved"] < after["saved"]
    assert {path: times for path, times in town.served.items() if times > 1} == {}
    assert town.asked["overpass"] == len(BUSINESSES)
    await assert_charged_once(database, person.tenant_id, after["saved"])


async def until_written_down(town: Town, folder: Path) -> None:
    """What was handed out whole has arrived, and stands in the crawler's notebook."""
    kept: set[str] = set()
    while not town.served.keys() <= kept:
        await asyncio.sleep(0.1)
        with contextlib.closing(sqlite3.connect(folder / "pages.sqlite3")) as notebook:
            asked = [row[0] for row in notebook.execute("SELECT asked FROM pages")]
        kept = {each.removeprefix("http://").replace(f":{town.port}", "", 1) for each in asked}


async def counts(database: Database, search_id: str) -> dict[str, int]:
    async with database.platform() as session:
        rows = await session.execute(
            text("SELECT state, count(*) FROM search_results WHERE search_id = :id GROUP BY state"), {"id": search_id}
        )
        return {"saved": 0} | {str(state): int(count) for state, count in rows}


async def assert_charged_once(database: Database, tenant_id: str, saved: int) -> None:
    async with database.tenant(uuid.UUID(tenant_id)) as session:
        used = {each.metric: each for each in await plans.list_standings(session)}
        leads = await session.scalar(text("SELECT count(*) FROM leads WHERE source = 'prospecting'"))
        domains = await session.scalar(text("SELECT count(DISTINCT domain) FROM leads WHERE source = 'prospecting'"))
    assert leads == domains == saved
    assert (used[Metric.LEADS].used, used[Metric.LEADS].reserved) == (saved, 0)
    assert (used[Metric.SEARCHES].used, used[Metric.SEARCHES].reserved) == (1, 0)
