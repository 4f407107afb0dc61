"""Somebody who talks with the assistant."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest_asyncio
from fastapi import FastAPI
from httpx2 import AsyncClient, Response
from pydantic import SecretStr

from backend.core.database.session import Database
from backend.core.http.actor import Role
from backend.core.settings import ModelSettings
from backend.providers.openai import OpenAI
from tests.support.model_twin import ModelTwin, model_twin
from tests.support.people import Person
from tests.support.roles import member


# Any: answers are JSON.
@dataclass(slots=True)
class Talker:
    client: AsyncClient
    person: Person
    language: str = "es"

    async def try_say(self, text: str = "", **more: Any) -> Response:
        headers = {**self.person.headers, "Accept-Language": self.language}
        return await self.client.post("/v1/assistant/messages", json={"text": text, **more}, headers=headers)

    async def say(self, text: str = "", **more: Any) -> dict[str, Any]:
        answer = await self.try_say(text, **more)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def get(self, path: str) -> Any:
        answer = await self.client.get(path, headers=self.person.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def lead(self, name: str, **more: Any) -> str:
        answer = await self.client.post("/v1/leads", json={"name": name, **more}, headers=self.person.headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def spent(self) -> float:
        return float((await self.get("/v1/plan"))["usage"]["ia_msgs"]["used"])


@pytest_asyncio.fixture
async def talker(client: AsyncClient, database: Database) -> Talker:
    return Talker(client, await member(client, database, Role.OWNER))


@pytest_asyncio.fixture
async def model(app: FastAPI) -> AsyncIterator[ModelTwin]:
    """A key is set, and a twin answers under the base address."""
    with model_twin() as twin:
        before = app.state.providers
        settings = ModelSettings.model_construct(api_key=SecretStr("k"), base_url=twin.url, name="twin")
        speaking = OpenAI(settings)
        app.state.providers = replace(before, model=speaking)
        yield twin
        app.state.providers = before
        await speaking.close()
