"""Kill -9 of the worker in the middle of an import and of an export: no row twice, none lost, counted once."""

import asyncio
import csv
import io
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from tests.resilience.conftest import World
from tests.resilience.skipping import minute_passes
from tests.support.people import Person, register

ROWS: Final = 8_000
PATIENCE_SECONDS: Final = 480


@asynccontextmanager
async def owner(world: World, database: Database) -> AsyncIterator[tuple[AsyncClient, Person]]:
    world.api.start()
    world.worker.start()
    await asyncio.to_thread(world.api.wait)
    async with asyncio.timeout(PATIENCE_SECONDS), AsyncClient(base_url=world.api.url, timeout=60) as client:
        person = await register(client)
        async with database.platform() as session:
            await session.execute(text("UPDATE tenants SET plan = 'business'"))
        yield client, person


# Any: JSON.
async def until(
    client: AsyncClient, person: Person, path: str, *states: str, rows: int = 0, every: float = 0.1
) -> dict[str, Any]:
    while True:
        answer = (await client.get(f"/v1{path}", headers=person.headers)).json()
        if answer["state"] in states and answer.get("position", rows) >= rows:
            found: dict[str, Any] = answer
            return found
        assert answer["state"] not in ("failed", "cancelled"), answer
        await asyncio.sleep(every)


async def test_a_worker_dies_within_an_import_and_within_an_export(world: World, database: Database) -> None:
    async with owner(world, database) as (client, person):
        lines = "".join(f"Lead {n},l{n}@puig.cat\n" for n in range(ROWS))
        sent = {"file": ("leads.csv", f"name,email\n{lines}".encode(), "text/csv")}
        found = (await client.post("/v1/imports", files=sent, headers=person.headers)).json()
        path = f"/imports/{found['id']}"
        plan = {"mapping": {"0": "name", "1": "email"}}
        await client.put(f"/v1{path}/plan", json=plan, headers=person.headers)
        await client.post(f"/v1{path}/start", json={}, headers=person.headers)
        middle = await until(client, person, path, "running", rows=2_000, every=0.02)
        world.worker.kill()
        assert middle["position"] < ROWS
        await minute_passes(database)
        world.worker.start()
        done = await until(client, person, path, "done")
        assert done["counts"] == {"created": ROWS, "updated": 0, "duplicate": 0, "refused": 0}

        asked = await exporting(client, person)
        world.worker.kill()
        path = f"/exports/{asked[-1]}"
        await minute_passes(database)
        world.worker.start()
        ready = await until(client, person, path, "ready")
        assert ready["rows"] == ROWS
        file = await client.get(f"/v1{path}/file", headers=person.headers)
        rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))
        assert len({tuple(row) for row in rows}) == len(rows) == ROWS + 1
        history = (await client.get("/v1/exports", headers=person.headers)).json()["items"]
        assert [each["id"] for each in history] == asked[::-1]
    await _assert_counted_once(database, uuid.UUID(person.tenant_id), exports=len(asked))


async def exporting(client: AsyncClient, person: Person) -> list[str]:
    """Asks for exports until one is seen under way, for it takes half a second; their ids, that one's last."""
    asked: list[str] = []
    state = ""
    while state != "running":
        made = (await client.post("/v1/exports", json={}, headers=person.headers)).json()
        asked.append(made["id"])
        state = (await until(client, person, f"/exports/{made['id']}", "running", "ready", every=0.02))["state"]
    return asked


async def _assert_counted_once(database: Database, tenant_id: uuid.UUID, *, exports: int) -> None:
    async with database.tenant(tenant_id) as session:
        found = await session.execute(text("SELECT metric, sum(used) FROM usage_counters GROUP BY metric"))
        counted = {row[0]: row[1] for row in found}
        leads = await session.scalar(text("SELECT count(*) FROM leads"))
        held = await session.scalar(text("SELECT coalesce(sum(reserved), 0) FROM usage_counters"))
    assert leads == ROWS
    assert counted["leads"] == ROWS
    assert counted["csv_exports"] == exports
    assert held == 0
