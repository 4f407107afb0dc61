"""Two companies that have lived, side by side in one database."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest_asyncio
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from tests.isolation.company import Builder, Company
from tests.isolation.living import lived


@dataclass(frozen=True, slots=True)
class Neighbours:
    """`mine` asks; `theirs` must not show."""

    mine: Company
    theirs: Company


@pytest_asyncio.fixture(scope="session")
async def neighbours(app: FastAPI) -> AsyncIterator[Neighbours]:
    transport = ASGITransport(app=app, client=("10.9.9.9", 1), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        mine = await lived(Builder(client, app, "ametller"))
        yield Neighbours(mine, await lived(Builder(client, app, "zarzamora")))
