"""Builders: a business with what it needs for the story at hand, in a tenant of its own."""

import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any

from httpx2 import AsyncClient, Response

from backend.core import clock
from backend.core.database.session import Database
from backend.core.http.actor import Role
from backend.core.http.tokens import issue_widget_token
from backend.flows import service as flows
from backend.flows.enums import Preset, VersionStatus
from backend.flows.models import Flow, FlowVersion
from backend.flows.schemas import FlowDefinition
from backend.tenants import service as tenants
from tests.support.people import Person
from tests.support.roles import member

ORIGIN = "https://shop.example.com"
SECRET = "a-test-secret-key-that-is-long-enough-0123456789"


@dataclass(frozen=True, slots=True)
class Business:
    """A founded tenant with a published flow."""

    id: uuid.UUID
    slug: str
    origin: str = ORIGIN

    @property
    def widget_headers(self) -> dict[str, str]:
        token = issue_widget_token(SECRET, self.id, self.origin, clock.now())
        return {"Authorization": f"Bearer {token}", "Origin": self.origin}


async def found_business(
    database: Database,
    *,
    preset: Preset | None = Preset.KITCHEN_STUDIO,
    plan: str = "business",
    origin: str = ORIGIN,
    language: Any = "es",
) -> Business:
    """A business of its own for one test."""
    slug = f"t-{secrets.token_hex(6)}"
    async with database.platform() as session:
        tenant = await tenants.found_tenant(
            session, name="Cuines Test", slug=slug, plan=plan, allowed_origins=[origin], language=language
        )
    if preset:
        async with database.tenant(tenant.id) as session:
            await flows.found_default(session, preset)
    return Business(tenant.id, slug, origin)


async def found_talking(database: Database, definition: FlowDefinition) -> Business:
    """A business that greets with this flow."""
    business = await found_business(database, preset=None)
    async with database.tenant(business.id) as session:
        flow = Flow(name=definition.name, is_default=True)
        session.add(flow)
        await session.flush()
        published = {"number": 1, "status": VersionStatus.PUBLISHED.value, "published_at": clock.now()}
        session.add(FlowVersion(flow_id=flow.id, definition=flows.as_stored(definition), **published))
    return business


async def found_staffed(
    client: AsyncClient, database: Database, role: Role = Role.AGENT, preset: Preset = Preset.KITCHEN_STUDIO
) -> tuple[Business, Person]:
    """A business with a flow, and somebody of it."""
    person = await member(client, database, role)
    tenant_id = uuid.UUID(person.tenant_id)
    async with database.tenant(tenant_id) as session:
        await flows.found_default(session, preset)
    return Business(tenant_id, slug=""), person


@dataclass
class Visitor:
    """A widget's page in a test: starts, sends, and keeps the last answer."""

    client: AsyncClient
    business: Business
    session_id: str = ""
    last: dict[str, Any] = field(default_factory=dict)

    async def start(self, **body: Any) -> dict[str, Any]:
        response = await self.post("/v1/chat/start", {"language": "es", **body})
        assert response.status_code == 200, response.text
        self.last = response.json()
        self.session_id = self.last["session_id"]
        return self.last

    async def send(self, *, key: str | None = None, **answer: Any) -> dict[str, Any]:
        response = await self.try_send(key=key, **answer)
        assert response.status_code == 200, response.text
        self.last = response.json()
        return self.last

    async def try_send(self, *, key: str | None = None, **answer: Any) -> Response:
        headers = {"Idempotency-Key": key or secrets.token_hex(12)}
        return await self.post("/v1/chat/send", {"session_id": self.session_id, **answer}, headers)

    async def read(self) -> dict[str, Any]:
        response = await self.get(f"/v1/chat/{self.session_id}")
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    async def said(self) -> list[tuple[str, str]]:
        """The transcript as (role, text)."""
        return [(each["role"], each["text"]) for each in (await self.read())["messages"]]

    async def upload(self, content: bytes, name: str = "photo.png", kind: str = "image/png") -> Response:
        path = f"/v1/chat/{self.session_id}/files"
        return await self.client.post(path, files={"file": (name, content, kind)}, headers=self.business.widget_headers)

    async def get(self, path: str, **headers: str) -> Response:
        return await self.client.get(path, headers={**self.business.widget_headers, **headers})

    async def post(self, path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
        return await self.client.post(path, json=body, headers={**self.business.widget_headers, **(headers or {})})
