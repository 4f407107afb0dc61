"""The API's own document, and the application behind it on the loop that schemathesis keeps."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
import schemathesis
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from schemathesis.schemas import BaseSchema
from starlette.types import Receive, Scope, Send

from backend.core.database.session import Database
from backend.core.settings import Settings
from tests.contract.callers import SELF_HARM, Callers
from tests.isolation.company import Builder, Company
from tests.isolation.living import lived
from tests.support.people import register
from tests.support.roles import super_admin
from tests.support.routes import ROUTES


class Standing:
    """ASGI: starts with the first request and stands until it is closed; schemathesis would start it anew each test."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.stack = AsyncExitStack()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            raise NotImplementedError  # how an application says that it has none
        if self.loop is None:
            self.loop = asyncio.get_running_loop()
            await self.stack.enter_async_context(self.app.router.lifespan_context(self.app))
        await self.app(scope, receive, send)

    def close(self) -> None:
        assert self.loop is not None
        asyncio.run_coroutine_threadsafe(self.stack.aclose(), self.loop).result(timeout=20)


@pytest.fixture(scope="session")
def standing(settings: Settings) -> Iterator[Standing]:
    from backend.main import create_app

    created = Standing(create_app(settings))
    yield created
    created.close()


@pytest.fixture(scope="session")
def document(standing: Standing) -> BaseSchema:
    return schemathesis.openapi.from_asgi("/openapi.json", standing)


@pytest_asyncio.fixture(scope="session")
async def company(app: FastAPI) -> Company:
    transport = ASGITransport(app=app, client=("10.8.8.8", 1), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as opened:
        found = await lived(Builder(opened, app, "contract"))
        # The web's: on a channel nobody may be written to who never wrote.
        found.ids["conversation_id"] = found.ids["session_id"]
        return found


@pytest_asyncio.fixture(autouse=True)
async def _nothing_counted_yet(app: FastAPI, request: pytest.FixtureRequest) -> None:
    """One company writes here more often than a plan allows in a minute, the more so the faster the machine is."""
    await app.state.limiter.storage.reset()
    if "standing" in request.fixturenames:
        standing: Standing = request.getfixturevalue("standing")
        await standing.app.state.limiter.storage.reset()


@pytest_asyncio.fixture(scope="session")
async def standing_callers(app: FastAPI, database: Database, company: Company) -> Callers:
    """For the routes that end nobody's session."""
    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://127.0.0.1:8000") as opened:
        return Callers(company, await register(opened), await super_admin(opened, database))


@pytest_asyncio.fixture
async def callers(client: AsyncClient, standing_callers: Callers, request: pytest.FixtureRequest) -> Callers:
    """With a company of its own for a test that may harm it; most name one route, which does not."""
    named = [route for route in ROUTES if str(route) in map(str, _parameters(request))]
    if named and not any(route.path.startswith(SELF_HARM) for route in named):
        return standing_callers
    return Callers(standing_callers.company, await register(client), standing_callers.superadmin)


def _parameters(request: pytest.FixtureRequest) -> Iterable[object]:
    case = getattr(request.node, "callspec", None)
    return case.params.values() if case else ()
