"""An agent of a business that has accounts on the phones."""

import uuid
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from httpx2 import AsyncClient, Response

from backend.channels.models import ChannelTemplate
from backend.core.database.session import Database
from tests.support.builders import Business
from tests.support.lines import Talk, open_talk
from tests.support.people import Person
from tools.phones.server import Phones


@dataclass(slots=True)
class House:
    """Asks the API as the agent, and opens threads with people."""

    client: AsyncClient
    app: FastAPI
    database: Database
    twin: Phones
    business: Business
    person: Person

    async def talk(self, kind: str = "whatsapp", **given: Any) -> Talk:
        return await open_talk(self.database, self.twin, self.app.state.providers, self.business, kind, **given)

    async def ask(self, method: str, path: str, language: str = "es", **body: Any) -> Response:
        headers = {**self.person.headers, "Accept-Language": language}
        return await self.client.request(method, f"/v1{path}", json=body or None, headers=headers)

    async def get(self, path: str, language: str = "es") -> Any:
        answer = await self.ask("GET", path, language)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, **body: Any) -> Any:
        answer = await self.ask("POST", path, **body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def refused(self, path: str, **body: Any) -> tuple[int, str, Any]:
        answer = await self.ask("POST", path, **body)
        error = answer.json()["error"]
        return answer.status_code, error["code"], error.get("details", {})

    async def template(self, talk: Talk, body: str = "Hola {{1}}, ¿seguimos con {{2}}?", **given: Any) -> uuid.UUID:
        """On both sides: in our list and at the platform."""
        values = {"name": "seguimos", "language": "es", "category": "marketing", "status": "approved"} | given
        row = ChannelTemplate(account_id=talk.account_id, body=body, **values)
        async with self.database.tenant(self.business.id) as session:
            session.add(row)
        part = {"type": "BODY", "text": body}
        found = {"name": values["name"], "language": values["language"], "components": [part]}
        talk.account.templates.append(found | {"category": "MARKETING", "status": "APPROVED"})
        return row.id

    async def lead(self, **given: Any) -> str:
        made = await self.post("/leads", name="Rosa", **given)
        return str(made["id"])
