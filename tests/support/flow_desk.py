"""A business's owner at work on its flows, through the API."""

import uuid
from dataclasses import dataclass
from typing import Any

from httpx2 import AsyncClient, Response

from backend.core.database.session import Database
from backend.flows import service as flows
from tests.support import people


def greeting(text: str) -> dict[str, Any]:
    """A small flow without faults that says this."""
    return {
        "name": "small",
        "default_language": "es",
        "languages": ["es"],
        "start": "hello",
        "blocks": [
            {"type": "message", "id": "hello", "text": {"es": text}, "next": "ask"},
            {"type": "input", "id": "ask", "prompt": {"es": "¿Cómo te llamas?"}, "next": "bye"},
            {"type": "end", "id": "bye", "message": {"es": f"Adiós de {text}"}},
        ],
    }


def faulty() -> dict[str, Any]:
    """A flow whose question leads nowhere."""
    definition = greeting("Hola")
    definition["blocks"][1]["next"] = "nowhere"
    return definition


# Any: bodies and answers are JSON.
@dataclass
class Desk:
    client: AsyncClient
    headers: dict[str, str]
    tenant_id: uuid.UUID
    flow_id: str

    async def call(self, method: str, path: str = "", body: Any = None) -> Response:
        """`path` after /v1/flows; with a leading `.` after this desk's flow."""
        place = f"/{self.flow_id}{path[1:]}" if path.startswith(".") else path
        return await self.client.request(method, f"/v1/flows{place}", json=body, headers=self.headers)

    async def ok(self, method: str, path: str = "", body: Any = None) -> Any:
        response = await self.call(method, path, body)
        assert response.is_success, response.text
        return response.json() if response.content else None

    async def refused(self, method: str, path: str = "", body: Any = None) -> tuple[int, str]:
        response = await self.call(method, path, body)
        return response.status_code, response.json()["error"]["code"]

    async def published(self, *texts: str) -> None:
        """Publish one version after another."""
        for text in texts:
            await self.ok("PUT", "./draft", {"definition": greeting(text)})
            await self.ok("POST", "./publish")

    async def begin(self, name: str = "Otra", **body: Any) -> str:
        """Another flow; the desk turns to it."""
        self.flow_id = (await self.ok("POST", "", {"name": name, **body}))["id"]
        return self.flow_id

    async def standing(self) -> dict[int, str]:
        """number -> status of every version."""
        page = await self.ok("GET", "./versions?limit=200")
        return {each["number"]: each["status"] for each in page["items"]}


async def open_desk(client: AsyncClient, database: Database) -> Desk:
    """In a business of its own, at its default flow: version 1, published."""
    owner = await people.register(client)
    tenant_id = uuid.UUID(owner.tenant_id)
    async with database.tenant(tenant_id) as session:
        flow = await flows.found_default(session)
    return Desk(client, owner.headers, tenant_id, str(flow.id))
