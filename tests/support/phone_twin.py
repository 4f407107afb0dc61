"""The phones for tests: Graph and Telegram on a port of their own, and the product told to speak to them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from backend.providers.messaging import Line, MessageSender
from backend.providers.meta import Meta
from backend.providers.telegram import Telegram
from tools.phones import wiring
from tools.phones.cast import Account
from tools.phones.server import Phones

APP_SECRET = wiring.APP_SECRET
VERIFY_TOKEN = wiring.VERIFY_TOKEN
# Retries of a test's webhooks come at once; the last of them after a blink.
WAITS = (0.0, 0.01, 0.05)


@asynccontextmanager
async def phones() -> AsyncIterator[Phones]:
    """All switches off: nobody is told anything until `calling_back` or an address says where."""
    twin = Phones()
    twin.postman.waits = WAITS
    async with twin.open():
        yield twin


def line(twin: Phones, kind: str) -> Line:
    account = twin.account(kind)
    return Line(kind, account.id, account.token, account.business_id)


def senders(twin: Phones) -> dict[str, MessageSender]:
    """The product's own clients, with the twin's address where Meta's and Telegram's would stand."""
    meta = Meta(twin.address, wiring.GRAPH_VERSION, frozenset({twin.address}))
    telegram = Telegram(twin.address)
    return {"whatsapp": meta, "instagram": meta, "messenger": meta, "telegram": telegram}


@asynccontextmanager
async def told(app: FastAPI, twin: Phones) -> AsyncIterator[None]:
    """While it lasts, the app's API and jobs speak to the phones."""
    before, made = app.state.providers, senders(twin)
    app.state.providers = replace(before, messaging=made)
    try:
        yield
    finally:
        app.state.providers = before
        for each in made.values():
            await each.close()


def calling_back(twin: Phones, app: FastAPI) -> None:
    """The phones' webhooks reach the app without a network, as our client does."""
    twin.postman.transport = _into(app)
    twin.call_back("http://test")


def adopt(twin: Phones, account: Account) -> Account:
    """Another account on the twin, for a test that wants one of its own."""
    twin.world.accounts[account.id] = account
    return account


def _into(app: FastAPI) -> Callable[[str, dict[str, str], bytes], Awaitable[int]]:
    async def deliver(url: str, headers: dict[str, str], body: bytes) -> int:
        transport = ASGITransport(app=app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            answer = await client.post(url, headers=headers, content=body)
            return answer.status_code

    return deliver
