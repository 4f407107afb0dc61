"""A made-up town, and somebody of a business who searches it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest_asyncio
from fastapi import FastAPI
from httpx2 import AsyncClient, Response

from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.support.people import Person, run_jobs
from tests.support.roles import member
from tests.support.town import told
from tools.town.server import Town


@pytest_asyncio.fixture
async def town(app: FastAPI, tmp_path: Path) -> AsyncIterator[Town]:
    async with Town(slow_seconds=0.2).open() as opened, told(app, opened, tmp_path):
        yield opened


# Any: answers are JSON.
@dataclass(slots=True)
class Prospector:
    """Somebody who searches, and the worker that works for them."""

    app: FastAPI
    client: AsyncClient
    person: Person

    async def ask(self, method: str, path: str, **body: Any) -> Response:
        return await self.client.request(method, f"/v1{path}", json=body or None, headers=self.person.headers)

    async def do(self, method: str, path: str, **body: Any) -> Any:
        answer = await self.ask(method, path, **body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def refused(self, method: str, path: str, **body: Any) -> tuple[int, str]:
        answer = await self.ask(method, path, **body)
        return answer.status_code, answer.json()["error"]["code"]

    async def start(self, query: str = "dentistas en Valldemar", **more: Any) -> Any:
        return await self.do("POST", "/searches", query=query, **more)

    async def work(self) -> None:
        await run_jobs(self.app, "scrape")

    async def search(self, query: str = "dentistas en Valldemar", **more: Any) -> Any:
        """A search from its start to its end."""
        started = await self.start(query, **more)
        await self.work()
        return await self.do("GET", f"/searches/{started['id']}")

    async def results(self, search: Any, state: str = "") -> list[Any]:
        query = f"?limit=200&state={state}" if state else "?limit=200"
        found: list[Any] = (await self.do("GET", f"/searches/{search['id']}/results{query}"))["items"]
        return found

    async def remaining(self, metric: str) -> Any:
        return (await self.do("GET", "/plan"))["remaining"][metric]


@pytest_asyncio.fixture
async def someone(app: FastAPI, client: AsyncClient, database: Database, town: Town) -> Prospector:
    return Prospector(app, client, await member(client, database, Role.AGENT, plan="business"))


@pytest_asyncio.fixture
async def freeloader(app: FastAPI, client: AsyncClient, database: Database, town: Town) -> Prospector:
    return Prospector(app, client, await member(client, database, Role.AGENT, plan="free"))
