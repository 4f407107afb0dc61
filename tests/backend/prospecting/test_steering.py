"""Pause, resume, cancel, delete, and who comes first in the queue."""

import asyncio
import uuid
from collections.abc import Callable

from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.backend.prospecting.conftest import Prospector
from tests.support.people import run_jobs
from tests.support.roles import member
from tools.town.server import Town

SLOW = "abogados en Valldemar"


async def until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not fact():
            await asyncio.sleep(0.02)


async def stopped_in_the_middle(someone: Prospector, town: Town, verb: str) -> tuple[str, int]:
    """The search's id, and how many leads it had when it was stopped in the middle of a site."""
    town.hold_after = 6
    started = await someone.start()
    working = asyncio.create_task(someone.work())
    await town.held.wait()
    await someone.do("POST", f"/searches/{started['id']}/{verb}")
    async with asyncio.timeout(60):
        await working
    town.release()
    found = await someone.do("GET", f"/searches/{started['id']}")
    return found["id"], found["counts"]["saved"]


async def test_a_pause_is_felt_within_a_site_and_resumed_without_asking_twice(someone: Prospector, town: Town) -> None:
    search_id, saved = await stopped_in_the_middle(someone, town, "pause")
    paused = await someone.do("GET", f"/searches/{search_id}")
    assert (paused["state"], paused["reserved"]) == ("paused", 0)
    assert saved < 6
    await someone.do("POST", f"/searches/{search_id}/resume")
    await someone.work()
    done = await someone.do("GET", f"/searches/{search_id}")
    assert (done["state"], done["counts"]["saved"]) == ("done", 6)
    twice = {path: count for path, count in town.served.items() if count > 1}
    assert twice == {}
    assert town.asked["overpass"] == 1


async def test_a_cancelled_search_keeps_what_it_saved(someone: Prospector, town: Town) -> None:
    search_id, saved = await stopped_in_the_middle(someone, town, "cancel")
    over = await someone.do("GET", f"/searches/{search_id}")
    assert (over["state"], over["reserved"], over["counts"]["saved"]) == ("cancelled", 0, saved)
    assert {each["reason"] for each in await someone.results(over, "skipped")} == {"cancelled"}
    assert await someone.refused("POST", f"/searches/{search_id}/resume") == (409, "search_not_paused")
    assert await someone.refused("POST", f"/searches/{search_id}/cancel") == (409, "search_is_over")
    await someone.do("DELETE", f"/searches/{search_id}")
    assert await someone.refused("GET", f"/searches/{search_id}") == (404, "search_not_found")


async def test_what_was_never_begun_costs_no_search(someone: Prospector) -> None:
    before = await someone.do("GET", "/plan/usage")
    started = await someone.start()
    await someone.do("POST", f"/searches/{started['id']}/cancel")
    await someone.work()
    assert (await someone.do("GET", "/plan/usage"))["searches"] == before["searches"]


async def test_a_search_under_way_cannot_be_deleted(someone: Prospector) -> None:
    started = await someone.start()
    assert await someone.refused("DELETE", f"/searches/{started['id']}") == (409, "search_under_way")
    await someone.do("POST", f"/searches/{started['id']}/pause")
    await someone.do("DELETE", f"/searches/{started['id']}")
    await someone.work()


async def test_a_better_plan_comes_first(app: FastAPI, client: AsyncClient, database: Database, town: Town) -> None:
    """PRO-08: priority 0, 1, 2, 3, whoever asked first."""
    queue = []
    for plan in ("free", "starter", "business", "pro"):
        who = Prospector(app, client, await member(client, database, Role.AGENT, plan=plan))
        queue.append((plan, (await who.start(limit=1))["id"]))
    await run_jobs(app, "scrape")
    async with database.platform() as session:
        rows = await session.execute(
            text("SELECT id FROM searches WHERE id = ANY(:ids) ORDER BY started_at"),
            {"ids": [uuid.UUID(each) for _, each in queue]},
        )
        order = [str(row[0]) for row in rows]
    names = {each: plan for plan, each in queue}
    assert [names[each] for each in order] == ["business", "pro", "starter", "free"]


async def test_a_visitor_of_the_office_looks_and_does_not_search(
    app: FastAPI, client: AsyncClient, database: Database, town: Town
) -> None:
    viewer = Prospector(app, client, await member(client, database, Role.VIEWER))
    assert (await viewer.do("GET", "/searches"))["items"] == []
    assert await viewer.refused("POST", "/searches", query="dentistas en Valldemar") == (403, "role_too_low")


async def test_anothers_search_is_not_there(
    app: FastAPI, client: AsyncClient, database: Database, someone: Prospector
) -> None:
    search = await someone.search()
    stranger = Prospector(app, client, await member(client, database, Role.OWNER))
    for method, path in (
        ("GET", ""),
        ("GET", "/events"),
        ("GET", "/results"),
        ("POST", "/pause"),
        ("POST", "/resume"),
        ("POST", "/cancel"),
        ("DELETE", ""),
    ):
        refusal = await stranger.refused(method, f"/searches/{search['id']}{path}")
        assert refusal == (404, "search_not_found"), (method, path)
    again = await stranger.search()
    assert again["counts"]["duplicate"] == 0
