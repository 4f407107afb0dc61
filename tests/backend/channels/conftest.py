"""The platforms' twins for a file of tests, and somebody who administers a company."""

from collections.abc import AsyncIterator

import pytest_asyncio
from fastapi import FastAPI
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.support.people import Person
from tests.support.phone_twin import phones, told
from tests.support.roles import member
from tools.phones.server import Phones


@pytest_asyncio.fixture(scope="module")
async def twin(app: FastAPI) -> AsyncIterator[Phones]:
    async with phones() as opened, told(app, opened):
        yield opened


@pytest_asyncio.fixture
async def person(twin: Phones, client: AsyncClient, database: Database) -> Person:
    return await member(client, database, Role.ADMIN)
