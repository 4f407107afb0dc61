"""Acknowledging Meta's webhooks against a bare app that stores the same row, and at 300 and 3,000 a minute (MSG-06).

Goals: at least half of the bare app's acknowledgements; p95 below 400 ms at 3,000 a minute with the worker busy.
Ours keeps the event encrypted, finds its account, and writes the job that takes it in, in the same round trip.
"""

import asyncio
import os
import statistics

import psycopg

from backend.channels.models import ChannelAccount
from backend.core import crypto, events
from backend.core.database.session import Database
from backend.core.settings import load as load_settings
from backend.reactions import REACTIONS
from backend.tenants import service as tenants
from tests.bench.chat import api
from tests.bench.load import Load
from tests.bench.processes import Program, all_running, asgi, running
from tests.bench.raw_webhook import SECRET, TABLE
from tests.bench.report import Figure, tell
from tests.bench.server import Server
from tests.bench.webhook_load import Stream, streamed

RAW_PORT, PORT = 18231, 18232
ACCOUNT = "106540352242922"
CLIENTS, ROUNDS, SECONDS = 16, 3, 3.0
STEADY_SECONDS = 12.0
PATH = "/v1/webhooks/meta"
# Nobody listens there: what the worker answers fails at once, and its work is done all the same.
NOWHERE = "http://127.0.0.1:9"


async def _account(database: Database) -> None:
    async with database.platform() as session:
        tenant = await tenants.found_tenant(session, name="Bench", plan="business")
    async with database.tenant(tenant.id) as session:
        fields = {"kind": "whatsapp", "name": "Bench", "external_id": ACCOUNT, "business_id": "102290129340398"}
        session.add(ChannelAccount(**fields, token="EAAbench", webhook_secret="bench"))
    await database.close()


def _prepared(server: Server) -> dict[str, str]:
    environment = {
        **server.environment,
        "META_APP_SECRET": SECRET.decode(),
        "META_GRAPH_URL": NOWHERE,
        "TELEGRAM_API_URL": NOWHERE,
        "BENCH_URL": server.owner_url,
    }
    os.environ.update(environment)
    crypto.install(crypto.Cipher.from_settings(load_settings().security))
    events.connect(REACTIONS)
    asyncio.run(_account(Database(server.app_url)))
    with psycopg.connect(server.owner_url) as connection:
        connection.execute(TABLE)
    return environment


def _burst(port: int, path: str) -> Load:
    found = streamed(Stream(port, path, ACCOUNT, CLIENTS, SECONDS))
    assert not found.refused, found.refused
    return found


def main() -> bool:
    """Prints the table; True where the goals are met."""
    with Server() as server:
        environment = _prepared(server)
        programs = {"raw": asgi("tests.bench.raw_webhook:app", RAW_PORT), "ours": api(PORT)}
        with all_running(programs, environment):
            rounds = [(_burst(RAW_PORT, "/"), _burst(PORT, PATH)) for _ in range(ROUNDS)]
            # What the rounds have left is more than the worker will get through: it is busy all the time.
            with running(Program(("-m", "backend.worker")), environment):
                busy = {rate: _steady(rate) for rate in (300, 3_000)}
    return tell("bare app", [*_throughput(rounds), *_latencies(busy)])


def _steady(rate: int) -> Load:
    found = streamed(Stream(PORT, PATH, ACCOUNT, CLIENTS, STEADY_SECONDS, float(rate)))
    assert not found.refused, found.refused
    return found


def _throughput(rounds: list[tuple[Load, Load]]) -> list[Figure]:
    ratio = statistics.median(ours.rate / raw.rate for raw, ours in rounds)
    ours = statistics.median(each.rate for _, each in rounds)
    p95 = statistics.median(each.p95 for _, each in rounds)
    return [
        Figure(f"acknowledged a second at {CLIENTS} clients", ours, "/s", beside=ours / ratio, least=0.5),
        Figure("   p95", p95, "ms", beside=statistics.median(each.p95 for each, _ in rounds)),
    ]


def _latencies(busy: dict[int, Load]) -> list[Figure]:
    return [
        Figure(f"{rate} a minute, worker busy: {name}", getattr(load, name), "ms", most=400 if name == "p95" else None)
        for rate, load in busy.items()
        for name in ("p50", "p95", "p99")
    ]
