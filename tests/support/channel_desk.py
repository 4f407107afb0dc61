"""Accounts on the platforms' twins, connected through the API as an administrator does."""

import secrets
import uuid
from typing import Any

from httpx2 import AsyncClient, Response

from backend.channels.models import ChannelAccount
from backend.core.database.session import Database
from tests.support.people import Person
from tests.support.phone_twin import adopt
from tools.phones.cast import Account, templates
from tools.phones.server import Phones


def on_the_platform(twin: Phones, kind: str) -> Account:
    number = str(secrets.randbelow(10**14) + 10**14)
    token = f"{number}:AAF{secrets.token_hex(16)}" if kind == "telegram" else f"EAA{secrets.token_hex(16)}"
    address = f"+34{number[:9]}" if kind == "whatsapp" else f"@acme{number}"
    business = f"9{number}" if kind == "whatsapp" else ""
    made = Account(kind, number, f"Acme {kind}", address, token, business, subscribed=False)
    made.templates = templates() if kind == "whatsapp" else []
    return adopt(twin, made)


# Any: fields by name, and JSON answers.
def asked(account: Account, **given: Any) -> dict[str, Any]:
    body = {"kind": account.kind, "token": account.token}
    if account.kind != "telegram":
        body |= {"external_id": account.id, "business_id": account.business_id}
    return body | given


async def connect(client: AsyncClient, person: Person, account: Account, **given: Any) -> Response:
    return await client.post("/v1/channels", json=asked(account, **given), headers=person.headers)


async def connected(client: AsyncClient, person: Person, account: Account) -> dict[str, Any]:
    answer = await connect(client, person, account)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def stored(database: Database, person: Person, account_id: str) -> ChannelAccount:
    async with database.tenant(uuid.UUID(person.tenant_id)) as session:
        return await session.get_one(ChannelAccount, uuid.UUID(account_id))
