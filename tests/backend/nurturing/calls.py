"""What the tests of nurturing do often: somebody of the business at the API, somebody who wrote to it."""

import uuid
from typing import Any

from httpx2 import AsyncClient, Response

from backend.core import clock
from backend.core.database.session import Database
from backend.core.http.actor import Role
from backend.nurturing.enums import SequenceKind
from tests.support.following import Shop
from tests.support.people import Person
from tests.support.roles import member

COLD = SequenceKind.INTEREST_COLD


async def person(shop: Shop, **given: Any) -> tuple[uuid.UUID, uuid.UUID]:
    """(conversation, lead) of somebody who just wrote to the bot."""
    lead_id = await shop.lead(**given)
    return await shop.thread(await shop.account(), heard=clock.now(), lead_id=lead_id), lead_id


class Desk:
    """Somebody of the business at the API."""

    def __init__(self, client: AsyncClient, person: Person, shop: Shop) -> None:
        self.client, self.person, self.shop = client, person, shop

    async def ask(self, method: str, path: str, **more: Any) -> Response:
        return await self.client.request(method, f"/v1/nurturing{path}", headers=self.person.headers, **more)

    async def do(self, method: str, path: str, **more: Any) -> Any:
        answer = await self.ask(method, path, **more)
        assert answer.is_success, answer.text
        return answer.json()

    async def refused(self, method: str, path: str, **more: Any) -> tuple[int, str]:
        answer = await self.ask(method, path, **more)
        return answer.status_code, answer.json()["error"]["code"]

    async def somebody(self, **lead: Any) -> tuple[uuid.UUID, uuid.UUID]:
        """(conversation, lead) of somebody on Telegram."""
        lead_id = await self.shop.lead(**lead)
        return await self.shop.thread(await self.shop.account(), lead_id=lead_id), lead_id


async def at_desk(client: AsyncClient, database: Database, role: Role) -> Desk:
    person = await member(client, database, role)
    return Desk(client, person, Shop(database, uuid.UUID(person.tenant_id)))


def steps(*hours: int, **given: Any) -> dict[str, Any]:
    return {"steps": [{"delay_hours": each, "texts": {"es": "Hola {name}"}, **given} for each in hours]}
