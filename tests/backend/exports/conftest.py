"""Somebody who takes leads out."""

import csv
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest_asyncio
from fastapi import FastAPI
from httpx2 import AsyncClient, Response

from backend.core.database.session import Database
from backend.leads import saving
from backend.leads.enums import Source
from backend.leads.saving import NewLead, Outcome
from tests.support import people
from tests.support.people import Person, run_jobs


# Any: JSON bodies and leads' fields.
@dataclass(slots=True)
class Desk:
    """Saves leads and exports them as one person."""

    app: FastAPI
    client: AsyncClient
    person: Person

    @property
    def tenant_id(self) -> uuid.UUID:
        return uuid.UUID(self.person.tenant_id)

    async def save(self, *rows: dict[str, Any]) -> Sequence[Outcome]:
        database: Database = self.app.state.database
        async with database.tenant(self.tenant_id) as session:
            leads = [NewLead(source=Source.MANUAL, **row) for row in rows]
            return await saving.save_many(session, leads, on_duplicate="fill", by=None)

    async def use_plan(self, plan: str) -> None:
        from sqlalchemy import text

        async with self.app.state.database.platform() as session:
            await session.execute(
                text("UPDATE tenants SET plan = :p WHERE id = :id"), {"p": plan, "id": self.tenant_id}
            )

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> Response:
        return await self.client.request(method, f"/v1{path}", json=body, headers={**self.person.headers, **headers})

    async def read(self, path: str, **headers: str) -> Any:
        answer = await self.call("GET", path, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def asked(self, language: str = "en", **body: Any) -> dict[str, Any]:
        answer = await self.call("POST", "/exports", body, **{"Accept-Language": language})
        assert answer.status_code == 202, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def exported(self, language: str = "en", **body: Any) -> dict[str, Any]:
        """An export after its jobs."""
        asked = await self.asked(language, **body)
        await run_jobs(self.app, "default")
        found: dict[str, Any] = await self.read(f"/exports/{asked['id']}")
        assert found["state"] == "ready", found
        return found

    async def content(self, found: dict[str, Any]) -> bytes:
        answer = await self.call("GET", f"/exports/{found['id']}/file")
        assert answer.status_code == 200, answer.text
        assert len(answer.content) == found["bytes"]
        return answer.content

    async def table(self, **body: Any) -> list[dict[str, str]]:
        """The rows of a CSV by header."""
        return rows_of(await self.content(await self.exported(**body)))


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest_asyncio.fixture
async def desk(app: FastAPI, client: AsyncClient) -> Desk:
    found = Desk(app, client, await people.register(client))
    await found.use_plan("business")
    return found


@pytest_asyncio.fixture
async def other(app: FastAPI, client: AsyncClient) -> Desk:
    """Somebody of another company."""
    return Desk(app, client, await people.register(client))
