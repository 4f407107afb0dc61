"""Somebody who has a file of leads."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest_asyncio
from fastapi import FastAPI
from httpx2 import AsyncClient, Response

from tests.support import people
from tests.support.people import Person, run_jobs


# Any: JSON bodies.
@dataclass(slots=True)
class Desk:
    """Uploads, plans and runs imports as one person."""

    app: FastAPI
    client: AsyncClient
    person: Person

    async def upload(self, content: bytes, name: str = "leads.csv") -> Response:
        files = {"file": (name, content, "application/octet-stream")}
        return await self.client.post("/v1/imports", files=files, headers=self.person.headers)

    async def uploaded(self, content: bytes, name: str = "leads.csv") -> dict[str, Any]:
        answer = await self.upload(content, name)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> Response:
        return await self.client.request(method, f"/v1{path}", json=body, headers={**self.person.headers, **headers})

    async def read(self, path: str, **headers: str) -> Any:
        answer = await self.call("GET", path, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def plan(self, found: dict[str, Any], **changes: Any) -> Response:
        suggested = {str(each["index"]): each["suggested"] for each in found["columns"] if each["suggested"]}
        body = {"mapping": suggested, "has_header": found["has_header"], **changes}
        return await self.call("PUT", f"/imports/{found['id']}/plan", body)

    async def imported(
        self, content: bytes, name: str = "leads.csv", *, dry_run: bool = False, **changes: Any
    ) -> dict[str, Any]:
        """The whole way: the import as it stands after its job."""
        found = await self.uploaded(content, name)
        planned = await self.plan(found, **changes)
        assert planned.status_code == 200, planned.text
        return await self.run(found["id"], dry_run=dry_run)

    async def run(self, import_id: str, *, dry_run: bool = False) -> dict[str, Any]:
        started = await self.call("POST", f"/imports/{import_id}/start", {"dry_run": dry_run})
        assert started.status_code == 202, started.text
        await run_jobs(self.app, "default")
        found: dict[str, Any] = await self.read(f"/imports/{import_id}")
        return found

    async def leads(self, **params: Any) -> list[dict[str, Any]]:
        answer = await self.client.get("/v1/leads", params={"limit": 200, **params}, headers=self.person.headers)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def detail(self, lead_id: str) -> dict[str, Any]:
        found: dict[str, Any] = await self.read(f"/leads/{lead_id}")
        return found

    async def refused(self, import_id: str, **headers: str) -> list[dict[str, Any]]:
        page = await self.read(f"/imports/{import_id}/refused", **headers)
        items: list[dict[str, Any]] = page["items"]
        return items


@pytest_asyncio.fixture
async def desk(app: FastAPI, client: AsyncClient) -> Desk:
    return Desk(app, client, await people.register(client))


NewDesk = Callable[[], Awaitable[Desk]]


@pytest_asyncio.fixture
async def other(app: FastAPI, client: AsyncClient) -> Desk:
    """Somebody of another company."""
    return Desk(app, client, await people.register(client))
