"""A clock that the test moves, an address for each test, and a company with seats enough for a team."""

import itertools
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import text

from backend.core import clock
from backend.core.database.session import Database

Wait = Callable[[timedelta], datetime]
_hosts = itertools.count(1)


def client_at(app: FastAPI, address: str) -> AsyncClient:
    transport = ASGITransport(app=app, client=(address, 1), raise_app_exceptions=False)
    return AsyncClient(transport=transport, base_url="http://127.0.0.1:8000")


@pytest_asyncio.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """Each test calls from elsewhere, for failed sign-ins count against their address."""
    host = next(_hosts)
    async with client_at(app, f"10.0.{host // 250}.{host % 250 + 1}") as opened:
        yield opened


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Wait:
    """Let time pass without waiting."""
    moment = clock.now()

    def pass_by(span: timedelta) -> datetime:
        nonlocal moment
        moment += span
        return moment

    monkeypatch.setattr(clock, "now", lambda: moment)
    return pass_by


async def give_seats(database: Database, tenant_id: str) -> None:
    """The plan with five seats (X3)."""
    async with database.platform() as session:
        await session.execute(text("UPDATE tenants SET plan = 'business' WHERE id = :id"), {"id": tenant_id})
