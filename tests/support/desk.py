"""Somebody of the business at the inbox, and the visitor they talk with."""

from dataclasses import dataclass
from typing import Any

from httpx2 import AsyncClient, Response

from tests.support.builders import Visitor
from tests.support.people import Person


# Any: answers are JSON.
@dataclass(slots=True)
class Desk:
    client: AsyncClient
    person: Person
    visitor: Visitor

    @property
    def path(self) -> str:
        return f"/v1/conversations/{self.visitor.session_id}"

    async def try_to(self, act: str, **body: Any) -> Response:
        return await self.client.post(f"{self.path}/{act}", json=body or None, headers=self.person.headers)

    async def do(self, act: str, **body: Any) -> Any:
        answer = await self.try_to(act, **body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def refused(self, act: str, **body: Any) -> tuple[int, str]:
        answer = await self.try_to(act, **body)
        return answer.status_code, answer.json()["error"]["code"]

    async def detail(self) -> Any:
        return await self.read("")

    async def read(self, below: str) -> Any:
        return await self.look(self.path + below)

    async def look(self, path: str) -> Any:
        answer = await self.client.get(path, headers=self.person.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()
