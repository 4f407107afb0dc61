"""chat/send at 1, 16 and 64 visitors against bare ASGI and against pgbench of the same four statements.

Goal: at least 0.6 of bare ASGI at 16 visitors on one process, with authentication, row-level security,
limits and idempotency on.
"""

import asyncio
import os
import statistics
import subprocess
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path

import psycopg

from backend.core import clock, crypto, events
from backend.core.database.session import Database
from backend.core.http.tokens import issue_widget_token
from backend.core.settings import load as load_settings
from backend.flows.models import Flow, FlowVersion
from backend.reactions import REACTIONS
from backend.tenants import service as tenants
from tests.bench.load import Load, Target, loaded
from tests.bench.processes import Program, all_running, asgi
from tests.bench.server import Server

VISITORS = (1, 16, 64)
ROUNDS = 3
SECONDS = 2.5
PGBENCH_SECONDS = 2
RAW_PORT, PORT = 18201, 18202
GOAL = 0.6
ORIGIN = "https://bench.example.com"

_TEXT = {"es": "¿Y ahora?"}
FLOW = {
    "name": "bench", "default_language": "es", "languages": ["es"], "start": "one",
    "variables": {"a": {"type": "text"}, "b": {"type": "text"}},
    "blocks": [
        {"id": "one", "type": "input", "prompt": _TEXT, "saves": "a", "next": "two"},
        {"id": "two", "type": "input", "prompt": _TEXT, "saves": "b", "next": "one"},
    ],
}  # fmt: skip

RAW_TABLES = """
CREATE TABLE raw_conversations (id uuid PRIMARY KEY, state jsonb, turn int, updated_at timestamptz);
CREATE TABLE raw_messages (id uuid PRIMARY KEY, conversation_id uuid REFERENCES raw_conversations,
  turn int, role text, content text, created_at timestamptz DEFAULT now());
CREATE INDEX ON raw_messages (conversation_id, turn);
"""

PGBENCH = """
\\set n random(1, 1000)
BEGIN;
SELECT state, turn FROM raw_conversations
  WHERE id = ('00000000-0000-0000-0000-' || lpad(:n::text, 12, '0'))::uuid FOR UPDATE;
INSERT INTO raw_messages (id, conversation_id, turn, role, content)
  VALUES (gen_random_uuid(), ('00000000-0000-0000-0000-' || lpad(:n::text, 12, '0'))::uuid, 1, 'visitor', 'answer');
INSERT INTO raw_messages (id, conversation_id, turn, role, content)
  VALUES (gen_random_uuid(), ('00000000-0000-0000-0000-' || lpad(:n::text, 12, '0'))::uuid, 1, 'bot', 'reply');
UPDATE raw_conversations SET state = '{"n": 1}', turn = 1, updated_at = now()
  WHERE id = ('00000000-0000-0000-0000-' || lpad(:n::text, 12, '0'))::uuid;
COMMIT;
"""


async def _conversations(database: Database, count: int) -> tuple[uuid.UUID, list[str]]:
    """A tenant whose flow asks for ever, and as many open conversations."""
    async with database.platform() as session:
        tenant = await tenants.found_tenant(session, name="Bench", plan="business", allowed_origins=[ORIGIN])
    async with database.tenant(tenant.id) as session:
        flow = Flow(name="bench", is_default=True)
        session.add(flow)
        await session.flush()
        session.add(
            FlowVersion(flow_id=flow.id, number=1, status="published", definition=FLOW, published_at=clock.now())
        )
    from backend.conversations import starting
    from backend.conversations.schemas import ChatStart
    from backend.core.http.actor import VisitorActor

    await database.open()
    visitor = VisitorActor(tenant.id, ORIGIN)
    started = [await starting.start(database, visitor, ChatStart(), None) for _ in range(count)]
    await database.close()
    return tenant.id, [str(chat.session_id) for chat in started]


def _raw_rows(owner_url: str) -> list[str]:
    ids = [f"00000000-0000-0000-0000-{n:012d}" for n in range(1, 1001)]
    with psycopg.connect(owner_url) as connection:
        connection.execute(RAW_TABLES)
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO raw_conversations VALUES (%s, '{}', 0, now())", [(each,) for each in ids])
    return ids


def _pgbench(server: Server, clients: int, seconds: int) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".sql", delete=False) as script:
        script.write(PGBENCH)
    command = [str(server.programs / "pgbench"), "-n", "-M", "prepared", "-f", script.name, "-c", str(clients)]
    done = subprocess.run(
        [*command, "-j", "1", "-T", str(seconds), server.owner_url], capture_output=True, text=True, check=True
    )
    Path(script.name).unlink()
    return next(float(line.split()[2]) for line in done.stdout.splitlines() if line.startswith("tps"))


@dataclass(frozen=True, slots=True)
class Chats:
    """Open conversations of one tenant, and what the API and its visitors need to go on with them."""

    environment: dict[str, str]
    headers: dict[str, str]
    ids: list[str]

    def target(self, port: int, visitors: int) -> Target:
        return Target(port, "/v1/chat/send", self.headers, self.ids[:visitors])


def open_chats(server: Server, count: int) -> Chats:
    environment = {**server.environment, "DB_POOL_SIZE": "10"}
    os.environ.update(environment)
    crypto.install(crypto.Cipher.from_settings(load_settings().security))
    events.connect(REACTIONS)
    tenant_id, ids = asyncio.run(_conversations(Database(server.app_url), count))
    token = issue_widget_token(environment["SECRET_KEY"], tenant_id, ORIGIN, clock.now())
    headers = {"Authorization": f"Bearer {token}", "Origin": ORIGIN, "Content-Type": "application/json"}
    return Chats(environment, headers, ids)


def api(port: int) -> Program:
    """One process of the API, as the Procfile starts it."""
    return asgi("backend.main:serve", port, "--factory", path="/health")


def main() -> bool:
    """Prints the table; True where the goal is met."""
    with Server() as server:
        chats = open_chats(server, max(VISITORS))
        raw = _raw_rows(server.owner_url)
        programs = {"raw": asgi("tests.bench.raw_app:app", RAW_PORT), "ours": api(PORT)}
        with all_running(programs, {**chats.environment, "BENCH_URL": server.owner_url}):
            rounds = {visitors: _rounds(server, chats, raw, visitors) for visitors in VISITORS}
    return _report(rounds)


@dataclass(frozen=True, slots=True)
class Round:
    """What was measured one after another: us, bare ASGI, and pgbench's turns a second."""

    ours: Load
    raw: Load
    pgbench: float


def _rounds(server: Server, chats: Chats, raw: list[str], visitors: int) -> list[Round]:
    found = []
    for _ in range(ROUNDS):
        limit = loaded(Target(RAW_PORT, "/", {}, raw[:visitors]), SECONDS)
        ours = loaded(chats.target(PORT, visitors), SECONDS)
        assert not ours.refused, ours.refused
        found.append(Round(ours, limit, _pgbench(server, visitors, PGBENCH_SECONDS)))
    return found


def _report(measured: dict[int, list[Round]]) -> bool:
    met = True
    print(
        f"{'visitors':>8} {'ours/s':>8} {'raw/s':>8} {'pgbench/s':>9} {'of raw':>7} {'p50':>6} {'p95':>6} {'p99':>6} ms"
    )
    for visitors, rounds in measured.items():
        middle = sorted((each.ours for each in rounds), key=lambda one: one.rate)[len(rounds) // 2]
        ratio = statistics.median(each.ours.rate / each.raw.rate for each in rounds)
        print(
            f"{visitors:>8} {middle.rate:>8.0f} {statistics.median(each.raw.rate for each in rounds):>8.0f}"
            f" {statistics.median(each.pgbench for each in rounds):>9.0f} {ratio:>7.2f}"
            f" {middle.p50:>6.1f} {middle.p95:>6.1f} {middle.p99:>6.1f}"
        )
        met = met and (visitors != 16 or ratio >= GOAL)
    print(f"goal at 16 visitors: at least {GOAL} of bare ASGI: {'met' if met else 'MISSED'}")
    return met
