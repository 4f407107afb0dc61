"""How many follow-ups a minute arrive on the phones, with one worker and with two, all of them due at once.

Each is claimed, judged (window, night, cap, opt-out, suppression), written, carried out and recorded, three
transactions and one call. Beside it stands a bare loop: the call alone, as many at once as the worker has hands.
Telegram carries them, for a WhatsApp number may only send thirty a minute (MSG-06).
"""

import asyncio
import json
import os
import time
import uuid
from typing import Final

import aiohttp

from backend.channels.enums import ChannelKind
from backend.core import clock, crypto
from backend.core.database.session import Database
from backend.core.settings import load as load_settings
from backend.nurturing.enums import SequenceKind, Trigger
from tests.bench.processes import Program, all_running
from tests.bench.report import Figure, tell
from tests.bench.server import Server
from tests.support.following import Shop, daytime, open_shop, step
from tests.support.phone_twin import adopt
from tools.phones import wiring
from tools.phones.cast import Account, Person
from tools.phones.server import Phones

PEOPLE: Final = 300
BOTS: Final = 5
HANDS: Final = 4
PATIENCE_SECONDS: Final = 600
# Ten a second: a business with ten thousand people in its sequences is through within a quarter of an hour.
GOAL: Final = 600.0
KIND: Final = SequenceKind.INTEREST_COLD


def main() -> bool:
    """Prints the table; True where the goal is met."""
    with Server() as server:
        one, two, bare = asyncio.run(_measure(server))
    figures = [
        Figure("follow-ups a minute, one worker", one, "/min", bare, None, GOAL, True),
        Figure("follow-ups a minute, two workers", two, "/min", bare, None, GOAL, True),
    ]
    return tell("bare calls", figures)


async def _measure(server: Server) -> tuple[float, float, float]:
    twin = Phones()
    async with twin.open():
        environment = {**server.environment, **wiring.settings(twin.address, {}), "LOG_LEVEL": "WARNING"}
        environment["WORKER_CONCURRENCY"] = str(HANDS)
        os.environ.update(environment)
        crypto.install(crypto.Cipher.from_settings(load_settings().security))
        database = Database(server.app_url)
        await database.open()
        rates = [await _followed(database, twin, environment, workers) for workers in (1, 2)]
        bare = await _bare(twin)
        await database.close()
    return rates[0], rates[1], bare


async def _followed(database: Database, twin: Phones, environment: dict[str, str], workers: int) -> float:
    shop = await open_shop(database)
    await shop.has(KIND, step(0, "Hola {name}, ¿seguimos con {product}?"))
    lines = [await _bot(shop, twin) for _ in range(BOTS)]
    before = len(twin.received("telegram"))
    for number in range(PEOPLE):
        account_id, account = lines[number % BOTS]
        lead_id = await shop.lead(f"Ana {number}", timezone=daytime())
        user = _newcomer(twin, account, number).ids("telegram")[0]
        thread = await shop.thread(account_id, ChannelKind.TELEGRAM, heard=clock.now(), lead_id=lead_id, user=user)
        await shop.enrol(KIND, thread, Trigger.HAND)
    programs = {f"worker {number}": Program(("-m", "backend.worker")) for number in range(workers)}
    with all_running(programs, environment):
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await _arriving(twin, before)


async def _arriving(twin: Phones, before: int) -> float:
    """A minute's worth, from the first that arrives to the last."""
    began, came = 0.0, before
    while came < before + PEOPLE:
        await asyncio.sleep(0.01)
        came = len(twin.received("telegram"))
        began = began or (time.perf_counter() if came > before else 0.0)
    return PEOPLE / (time.perf_counter() - began) * 60


async def _bot(shop: Shop, twin: Phones) -> tuple[uuid.UUID, Account]:
    number = str(7_240_600_000 + len(twin.world.accounts))
    account = adopt(twin, Account("telegram", number, "Bench", "@bench_bot", f"{number}:AAFmade-up-bench-token"))
    given = {"external_id": number, "address": account.address, "token": account.token}
    return await shop.account(ChannelKind.TELEGRAM, **given), account


def _newcomer(twin: Phones, account: Account, number: int) -> Person:
    person = twin.world.newcomer(f"Persona {number}", "es")
    twin.world.thread(account, person).heard_at = time.time()
    return person


async def _bare(twin: Phones) -> float:
    """The platform's side alone."""
    account = twin.account("telegram")
    targets = [_newcomer(twin, account, number).ids("telegram")[0] for number in range(PEOPLE)]
    began = time.perf_counter()
    async with aiohttp.ClientSession() as session:
        hands = asyncio.Semaphore(HANDS)

        async def call(target: str) -> None:
            body = json.dumps({"chat_id": target, "text": "Hola"})
            headers = {"Content-Type": "application/json"}
            url = f"{twin.address}/bot{account.token}/sendMessage"
            async with hands, session.post(url, data=body, headers=headers) as answer:
                assert answer.status == 200, await answer.text()

        await asyncio.gather(*map(call, targets))
    return PEOPLE / (time.perf_counter() - began) * 60
