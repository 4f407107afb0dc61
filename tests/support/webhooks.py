"""Webhooks as the platforms send them: documented shapes by name, signed with the tests' secret."""

import hmac
import json
import secrets
import uuid
from pathlib import Path
from typing import Any

from httpx2 import AsyncClient, Response
from sqlalchemy import select

from backend.channels.models import ChannelAccount
from backend.core.database.base import uuid7
from backend.core.database.session import Database
from backend.inbox.models import InboxEvent

SHAPES = Path(__file__).resolve().parents[1] / "backend" / "channels" / "webhooks"
APP_SECRET = "made-up-app-secret"
KINDS = ("whatsapp", "instagram", "messenger", "telegram")


def shapes() -> list[tuple[str, str]]:
    """(channel, name) of every documented shape."""
    return [(kind, path.stem) for kind in KINDS for path in sorted((SHAPES / kind).glob("*.json"))]


# Any: JSON of the platforms.
def shape(kind: str, name: str, account: str = "ACCOUNT", business: str = "BUSINESS") -> Any:
    """The body, sent to this account."""
    text = (SHAPES / kind / f"{name}.json").read_text()
    return json.loads(text.replace('"ACCOUNT"', f'"{account}"').replace('"BUSINESS"', f'"{business}"'))


def signature(body: bytes, secret: str = APP_SECRET) -> str:
    return "sha256=" + hmac.digest(secret.encode(), body, "sha256").hex()


async def post_meta(client: AsyncClient, body: bytes, signed: str | None = None) -> Response:
    headers = {"X-Hub-Signature-256": signature(body) if signed is None else signed}
    return await client.post("/v1/webhooks/meta", content=body, headers=headers)


async def post_telegram(
    client: AsyncClient, account: ChannelAccount, body: bytes, secret: str | None = None
) -> Response:
    headers = {"X-Telegram-Bot-Api-Secret-Token": account.webhook_secret if secret is None else secret}
    return await client.post(f"/v1/webhooks/telegram/{account.id}", content=body, headers=headers)


async def post(client: AsyncClient, account: ChannelAccount, body: Any) -> Response:
    content = json.dumps(body).encode()
    if account.kind == "telegram":
        return await post_telegram(client, account, content)
    return await post_meta(client, content)


async def an_account(database: Database, tenant_id: uuid.UUID, kind: str = "whatsapp", **given: Any) -> ChannelAccount:
    """A connected account with ids of its own, which nobody was asked about."""
    number = str(secrets.randbelow(10**14) + 10**14)
    fields = {
        "id": uuid7(),
        "kind": kind,
        "name": f"Cuines {kind}",
        "external_id": number,
        "business_id": f"9{number}",
        "address": "+34600000001" if kind == "whatsapp" else "@cuines",
        "token": "a-token",
        "webhook_secret": secrets.token_urlsafe(16),
    }
    async with database.tenant(tenant_id) as session:
        account = ChannelAccount(**(fields | given))
        session.add(account)
        await session.flush()
        await session.refresh(account)
    return account


async def kept(database: Database, account: ChannelAccount) -> list[InboxEvent]:
    """What stands in the inbox for an account, in the order in which it came."""
    keys = (account.external_id, account.business_id)
    async with database.platform() as session:
        query = select(InboxEvent).where(InboxEvent.account_key.in_(keys))
        return list((await session.scalars(query.order_by(InboxEvent.received_at, InboxEvent.id))).all())
