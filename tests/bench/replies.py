"""From a customer's message to our answer on their phone, through API, worker and the offline twins (MSG-06).

Goal: p95 below 900 ms at 300 messages a minute, the debounce of bursts (F5) switched off, for it is a wait on
purpose. Beside it stands a bare echo: a server that takes the same webhook and calls the platform at once.
"""

import asyncio
import json
import os
import secrets
import statistics
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
from aiohttp import web

from backend.channels.models import ChannelAccount
from backend.core import clock, crypto
from backend.core.database.session import Database
from backend.core.settings import load as load_settings
from backend.tenants import service as tenants
from tests.bench.chat import api
from tests.bench.processes import Program, all_running
from tests.bench.report import Figure, tell
from tests.bench.server import Server
from tests.support.phone_twin import adopt
from tools.phones import wiring
from tools.phones.cast import Account, Person
from tools.phones.server import Phones

MESSAGES = 150
PER_MINUTE = 300
# Each number may send thirty a minute: so many numbers share the messages.
NUMBERS = 15
PORT, ECHO_PORT = 18401, 18402
GOAL_MS = 900.0


def main() -> bool:
    """Prints the table; True where the goal is met."""
    with Server() as server:
        ours, bare = asyncio.run(_measure(server))
    figures = [
        Figure(f"p{percent} from message to answer", _percentile(ours, percent), "ms", _percentile(bare, percent))
        for percent in (50, 99)
    ]
    p95 = Figure("p95 from message to answer", _percentile(ours, 95), "ms", _percentile(bare, 95), GOAL_MS, None, True)
    return tell("bare echo", [figures[0], p95, figures[1]])


def _percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1] * 1000


async def _measure(server: Server) -> tuple[list[float], list[float]]:
    twin = Phones()
    async with twin.open():
        environment = {**server.environment, **wiring.settings(twin.address, {}), "LOG_LEVEL": "WARNING"}
        os.environ.update(environment)
        crypto.install(crypto.Cipher.from_settings(load_settings().security))
        accounts = await _accounts(Database(server.app_url), twin)
        with all_running({"api": api(PORT), "worker": Program(("-m", "backend.worker"))}, environment):
            twin.call_back(f"http://127.0.0.1:{PORT}")
            await _answered(twin, accounts, 10)
            ours = await _answered(twin, accounts, MESSAGES)
        async with _echo(twin):
            twin.postman.meta_url = f"http://127.0.0.1:{ECHO_PORT}/"
            bare = await _answered(twin, accounts, MESSAGES)
    return ours, bare


async def _accounts(database: Database, twin: Phones) -> list[Account]:
    async with database.platform() as session:
        tenant = await tenants.found_tenant(session, name="Bench", plan="business", allowed_origins=[])
    found = [_account(twin) for _ in range(NUMBERS)]
    async with database.tenant(tenant.id) as session:
        session.add_all(
            ChannelAccount(
                id=uuid.uuid4(),
                kind="whatsapp",
                name=each.name,
                external_id=each.id,
                business_id=each.business_id,
                address=each.address,
                token=each.token,
                webhook_secret="",
                debounce_seconds=0,
                connected_at=clock.now() - timedelta(minutes=1),
            )
            for each in found
        )
    return found


def _account(twin: Phones) -> Account:
    number = f"{secrets.randbelow(10**14)}"
    return adopt(twin, Account("whatsapp", number, "Bench", "+34930001122", f"token-{number}", f"9{number}"))


async def _answered(twin: Phones, accounts: list[Account], count: int) -> list[float]:
    """Seconds until each message's answer stood on its writer's phone; every message is of somebody new."""
    waiting = []
    for number in range(count):
        person = twin.world.newcomer(f"Persona {number}", "es", f"346{secrets.randbelow(10**8):08}")
        waiting.append(asyncio.create_task(_one(twin, accounts[number % len(accounts)], person)))
        await asyncio.sleep(60 / PER_MINUTE)
    return list(await asyncio.gather(*waiting))


async def _one(twin: Phones, account: Account, person: Person) -> float:
    began = time.perf_counter()
    twin.hands.write(account, person, "hola, ¿hacéis cocinas?")
    async with asyncio.timeout(30):
        while not twin.received("whatsapp", person):
            await asyncio.sleep(0.005)
    return time.perf_counter() - began


@asynccontextmanager
async def _echo(twin: Phones) -> AsyncIterator[None]:
    async def take(request: web.Request) -> web.Response:
        value = (await request.json())["entry"][0]["changes"][0]["value"]
        for message in value.get("messages", ()):
            call = asyncio.create_task(_send(twin, value["metadata"]["phone_number_id"], message["from"]))
            calls.add(call)
            call.add_done_callback(calls.discard)
        return web.Response()

    calls: set[asyncio.Task[None]] = set()
    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", ECHO_PORT).start()
    yield
    await runner.cleanup()


async def _send(twin: Phones, number: str, to: str) -> None:
    body = {"messaging_product": "whatsapp", "to": to, "type": "text", "text": {"body": "hola"}}
    headers = {"Authorization": f"Bearer {twin.world.accounts[number].token}", "Content-Type": "application/json"}
    url = f"{twin.address}/{wiring.GRAPH_VERSION}/{number}/messages"
    async with aiohttp.ClientSession() as session, session.post(url, data=json.dumps(body), headers=headers) as answer:
        await answer.read()
