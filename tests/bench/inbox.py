"""The inbox's list, tab by tab and searched, in tenants of 100 and of 10,000 conversations among 60,000.

Goal: the 95th percentile of the larger is less than 1.5 times that of the smaller, over all calls and over each
call's own median, where one that grows cannot hide. The counts of all tabs are asked beside every page, as the panel
does; they are bounded, so they may cost more in the larger tenant, but never what anybody would wait for.
"""

import asyncio
import os
import statistics
import time
import uuid
from typing import Any, Final

import psycopg
from httpx2 import ASGITransport, AsyncClient

from backend.core import crypto, logs
from backend.core.settings import load
from backend.leads import search
from backend.main import create_app
from tests.bench.report import Figure, tell
from tests.bench.server import Server
from tests.support import people

SIZES: Final = (100, 10_000)
OTHERS: Final = 50_000
ROUNDS: Final = 12
GOAL: Final = 1.5
# What people take for at once, in milliseconds.
COUNTS_GOAL: Final = 60

# As many rows as the smaller tenant has behind each tab: a full page is compared with a full page.
# Any: what a query string takes.
CALLS: Final[tuple[dict[str, Any], ...]] = (
    {"snoozed": False, "limit": 50},
    {"snoozed": False, "mine": True},
    {"snoozed": False, "unassigned": True, "limit": 3},
    {"snoozed": False, "waiting": True, "limit": 3},
    {"snoozed": False, "closing": 4},
    {"snoozed": True, "limit": 2},
    {"mentions": True},
    {"unread": True, "limit": 10},
    {"status": "human", "limit": 4},
    {"channel": "whatsapp", "limit": 25},
    {"q": "family7", "limit": 4},
    {"q": "name3", "limit": 14},
)

_CROWD: Final = """
INSERT INTO tenants (id, slug, name)
SELECT gen_random_uuid(), 'other-' || n, 'Other' FROM generate_series(1, 25) AS n
RETURNING id"""
_LEADS: Final = """
INSERT INTO leads (id, tenant_id, name, name_key, stage, stage_id, source, channel, language, summary, qualification)
SELECT md5('lead' || tenant || n)::uuid, tenant, 'Name' || n %% 7 || ' Family' || n %% 23,
       'name' || n %% 7 || ' family' || n %% 23, 'new', md5(tenant || ':new')::uuid, 'web', 'web', 'es', '', '{}'
FROM unnest(%(tenants)s::uuid[], %(counts)s::int[]) AS houses (tenant, many), generate_series(1, many) AS n"""
_WORDS: Final = """
INSERT INTO lead_words (tenant_id, lead_id, word)
SELECT tenant_id, id, word FROM leads, unnest(string_to_array(name_key, ' ')) AS word"""
_TALKS: Final = """
INSERT INTO conversations (id, tenant_id, channel, origin, status, language, state, unread, lead_id, last_message,
                           last_message_at, last_inbound_at, snoozed_until, created_at)
SELECT md5('talk' || tenant || n)::uuid, tenant, (ARRAY['web', 'whatsapp', 'instagram', 'telegram'])[1 + n %% 4], 'x',
       CASE WHEN n %% 25 = 0 THEN 'human' WHEN n %% 2 = 0 THEN 'ended' ELSE 'open' END, 'es', %(sealed)s,
       CASE WHEN n %% 10 = 0 THEN 1 ELSE 0 END, md5('lead' || tenant || n)::uuid, %(sealed)s,
       now() - n * interval '7 minutes', now() - n * interval '7 minutes',
       CASE WHEN n %% 33 = 0 THEN now() + interval '1 day' END, now() - n * interval '7 minutes'
FROM unnest(%(tenants)s::uuid[], %(counts)s::int[]) AS houses (tenant, many), generate_series(1, many) AS n"""
Times = dict[int, list[list[float]]]


def _fill(owner_url: str, sizes: dict[uuid.UUID, int]) -> None:
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        made = (
            "INSERT INTO tenants (id, slug, name) SELECT gen_random_uuid(), 'x' || n, 'x' FROM generate_series(1, 25) n"
        )
        others = [row[0] for row in connection.execute(f"{made} RETURNING id".encode()).fetchall()]
        counts = {**dict.fromkeys(others, OTHERS // len(others)), **sizes}
        given = {"tenants": list(counts), "counts": list(counts.values())}
        sealed = crypto.cipher().encrypt("x" * 400)
        for statement in (_LEADS, _WORDS, _TALKS):
            connection.execute(statement.encode(), {**given, "sealed": sealed})
        for table in ("leads", "lead_words", "conversations"):
            connection.execute(f"VACUUM (ANALYZE) {table}".encode())
    assert search.words("Name3 Family7") == {"name3", "family7"}


async def _measure(server: Server) -> tuple[Times, dict[int, list[float]]]:
    app = create_app(load())
    async with app.router.lifespan_context(app):
        transport = ASGITransport(app=app)
        async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            owners = {size: await people.register(client) for size in SIZES}
            sizes = {uuid.UUID(owner.tenant_id): size for size, owner in owners.items()}
            await asyncio.to_thread(_fill, server.owner_url, sizes)
            times: Times = {size: [[] for _ in CALLS] for size in SIZES}
            counts: dict[int, list[float]] = {size: [] for size in SIZES}
            for turn in range(ROUNDS + 1):
                for number, params in enumerate(CALLS):
                    for size, owner in owners.items():
                        took = await _timed(client, owner, "/v1/conversations", params)
                        counted = await _timed(client, owner, "/v1/conversations/counts", {})
                        if turn:  # the first round warms the caches
                            times[size][number].append(took)
                            counts[size].append(counted)
            return times, counts


async def _timed(client: AsyncClient, owner: people.Person, path: str, params: dict[str, Any]) -> float:
    began = time.perf_counter()
    answer = await client.get(path, params=params, headers=owner.headers)
    assert answer.status_code == 200, answer.text
    return (time.perf_counter() - began) * 1000


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _report(times: Times, counts: dict[int, list[float]]) -> bool:
    small, large = SIZES
    whole = {size: [took for each in kinds for took in each] for size, kinds in times.items()}
    medians = {size: [statistics.median(each) for each in kinds] for size, kinds in times.items()}
    figures = []
    for size in SIZES:
        goal = GOAL if size == large else None
        name = f"{size:,} conversations"
        figures += [
            Figure(f"{name}: p50", statistics.median(whole[size]), "ms", statistics.median(whole[small])),
            Figure(f"{name}: p95", _p95(whole[size]), "ms", _p95(whole[small]), most=goal),
            Figure(f"{name}: p95 of each call's median", _p95(medians[size]), "ms", _p95(medians[small]), most=goal),
        ]
    met = tell(f"{small:,}", figures)
    slowest = sorted(zip(medians[large], medians[small], map(str, CALLS), strict=True), reverse=True)[:4]
    for took, before, call in slowest:
        print(f"{took:.1f} ms (small: {before:.1f}) for {call}")
    bounded = [Figure(f"counts, {size:,}: p95", _p95(counts[size]), "ms", most=COUNTS_GOAL) for size in SIZES]
    return tell("", bounded) and met


def main() -> bool:
    """Prints the table; True where the goal is met."""
    with Server() as server:
        os.environ.update(server.environment)
        logs.configure("CRITICAL")
        times, counts = asyncio.run(_measure(server))
    return _report(times, counts)
