"""The filtered list of leads and the board in tenants of 1,000, 10,000 and 100,000 among 1,000,000 rows.

Goal: the 95th percentile grows by less than 1.5 times from the smallest tenant to the largest. The same calls
go to each tenant in turn, through the whole API in one process; beside it stands the least that Postgres can
do for a page: fifty rows by an index, on a bare connection, under the same row-level security. On a busy
machine the slowest calls are those that waited for a core, so the growth is judged twice: over all calls, and
over each kind of call's own median, where a kind that grows cannot hide.

The board's sums are exact, so one of 100,000 cards reads 100,000 entries of an index: its goal is a time that
nobody waits for, whatever the size, and the same for dragging a card.
"""

import asyncio
import os
import statistics
import time
import uuid
from collections.abc import Awaitable, Sequence
from datetime import timedelta
from typing import Any

from httpx2 import ASGITransport, AsyncClient

from backend.core import clock, logs
from backend.core.database.session import Database, binding
from backend.core.settings import load
from backend.main import create_app
from tests.bench.leads_data import SEALED, fill
from tests.bench.report import Figure, tell
from tests.bench.server import Server
from tests.support import people

SIZES = (1_000, 10_000, 100_000)
TOTAL = 1_000_000
ROUNDS = 5
GOAL = 1.5
# What people take for at once, in milliseconds.
BOARD_GOAL = 200
DRAG_GOAL = 60

_FLOOR = (
    "SELECT id, name, company, email, stage, score, summary FROM leads"
    " WHERE NOT hidden ORDER BY created_at DESC, id DESC LIMIT 50"
)
# Any: what a query string takes.
Call = dict[str, Any]
LEAFED: tuple[Call, ...] = ({}, {"sort": "name"}, {"stage": "new", "sort": "-score"}, {"q": "cocina"})
BOARDS: tuple[Call, ...] = (
    {},
    {"sort": "-score"},
    {"sort": "stage_since"},
    {"temperature": "hot"},
    {"niche_id": str(uuid.UUID(int=7))},
    {"language": "pt", "source": "manual"},
    {"q": "cocina"},
    {"q": "family4321"},
)
# For each tenant's size: what every call took, in milliseconds, round by round.
Times = dict[int, list[list[float]]]


def calls() -> list[Call]:
    """What people ask for: one filter, several, a range of days, words, each in some order."""
    month = {
        "created_from": (clock.now() - timedelta(days=90)).isoformat(),
        "created_to": (clock.now() - timedelta(days=60)).isoformat(),
    }
    filters: list[Call] = [
        {},
        {"stage": "hot"},
        {"stage": "lost"},
        {"temperature": "premium"},
        {"temperature": "cold"},
        {"contact_state": "to_contact"},
        {"source": "manual"},
        {"channel": "web"},
        {"language": "pt"},
        {"assignee_id": str(uuid.UUID(int=1))},
        {"stage": "new", "temperature": "hot"},
        {"stage": "lost", "source": "manual", "language": "en"},
        month,
        {**month, "stage": "new"},
    ]
    orders = ("-created_at", "-score", "-last_activity_at", "name")
    searches: list[Call] = [
        {"q": "cocina"},
        {"q": "m2", "sort": "name"},
        {"q": "family4321"},
        {"q": "zzz"},
        {"q": "cocina moderno", "sort": "-score"},
        {"q": "company12 armario"},
        {"q": "cocina", "stage": "lost", "language": "en"},
        {"q": SEALED},
    ]
    counted = [{**each, "with_total": True} for each in ({}, {"stage": "new"}, {"q": "cocina"})]
    return [{**each, "sort": order} for each in filters for order in orders] + searches + counted


async def _timed(call: Awaitable[object]) -> float:
    began = time.perf_counter()
    await call
    return (time.perf_counter() - began) * 1000


async def _measure(server: Server) -> tuple[Times, list[float], Times, Times]:
    app = create_app(load())
    async with app.router.lifespan_context(app):
        transport = ASGITransport(app=app)
        async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            owners = {size: await people.register(client) for size in SIZES}
            sizes = {uuid.UUID(owner.tenant_id): size for size, owner in owners.items()}
            took = await _timed(asyncio.to_thread(fill, server.owner_url, sizes, total=TOTAL))
            print(f"{TOTAL:,} leads made in {took / 1000:.0f} s")
            listed, floor = await _rounds(client, app.state.database, owners)
            return listed, floor, *await _board_rounds(client, owners)


async def _rounds(
    client: AsyncClient, database: Database, owners: dict[int, people.Person]
) -> tuple[Times, list[float]]:
    wanted = {size: await _calls_of(client, owner) for size, owner in owners.items()}
    times: Times = {size: [[] for _ in found] for size, found in wanted.items()}
    floor: list[float] = []
    for turn in range(ROUNDS + 1):
        for number in range(len(wanted[SIZES[0]])):
            for size, owner in owners.items():
                took = await _timed(_page(client, owner, wanted[size][number]))
                if turn:  # the first round warms the caches
                    times[size][number].append(took)
            if turn and number % 8 == 0:
                floor.append(await _timed(_bare(database, owners[SIZES[-1]])))
    return times, floor


async def _board_rounds(client: AsyncClient, owners: dict[int, people.Person]) -> tuple[Times, Times]:
    """Boards in all ways, and cards dragged from one column to the next."""
    boards: Times = {size: [[] for _ in BOARDS] for size in owners}
    drags: Times = {size: [[]] for size in owners}
    for turn in range(ROUNDS + 1):
        for size, owner in owners.items():
            pipeline = (await _get(client, owner, "/v1/pipelines", {}))[0]
            path = f"/v1/pipelines/{pipeline['id']}/board"
            for number, params in enumerate(BOARDS):
                took = await _timed(_get(client, owner, path, params))
                if turn:
                    boards[size][number].append(took)
            cards = (await _get(client, owner, path, {}))["columns"][0]["cards"]
            for card in cards[: 10 if turn else 1]:
                move = f"/v1/leads/{card['id']}/move"
                target = {"stage_id": pipeline["stages"][1]["id"]}
                took = await _timed(client.post(move, json=target, headers=owner.headers))
                if turn:
                    drags[size][0].append(took)
    return boards, drags


async def _calls_of(client: AsyncClient, owner: people.Person) -> list[Call]:
    """The calls, and the pages that follow some of them."""
    following = [{**each, "cursor": (await _page(client, owner, each))["next_cursor"]} for each in LEAFED]
    return [*calls(), *following]


# Any: the JSON of the answer.
async def _page(client: AsyncClient, owner: people.Person, params: Call) -> dict[str, Any]:
    found: dict[str, Any] = await _get(client, owner, "/v1/leads", params)
    return found


async def _get(client: AsyncClient, owner: people.Person, path: str, params: Call) -> Any:
    answer = await client.get(path, params=params, headers=owner.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def _bare(database: Database, owner: people.Person) -> None:
    async with database.pool.connection() as connection:
        await connection.execute(binding(uuid.UUID(owner.tenant_id)))
        await (await connection.execute(_FLOOR)).fetchall()
        await connection.execute("COMMIT")


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _report(times: Times, floor: Sequence[float]) -> bool:
    smallest, largest = SIZES[0], SIZES[-1]
    whole = {size: [took for each in kinds for took in each] for size, kinds in times.items()}
    medians = {size: [statistics.median(each) for each in kinds] for size, kinds in times.items()}
    figures = [Figure("a page by an index, bare connection", statistics.median(floor), "ms")]
    for size in SIZES:
        name = f"{size:,} leads"
        goal = GOAL if size == largest else None
        figures += [
            Figure(f"{name}: p50", statistics.median(whole[size]), "ms", statistics.median(whole[smallest])),
            Figure(f"{name}: p95", _p95(whole[size]), "ms", _p95(whole[smallest]), most=goal),
            Figure(f"{name}: p95 of each call's median", _p95(medians[size]), "ms", _p95(medians[smallest]), most=goal),
        ]
    met = tell(f"{smallest:,}", figures)
    growth = [last - first for first, last in zip(medians[smallest], medians[largest], strict=True)]
    for extra, call in sorted(zip(growth, map(str, [*calls(), *LEAFED]), strict=True), reverse=True)[:3]:
        print(f"grows most: {extra:+.1f} ms for {call}")
    return met


def _report_board(boards: Times, drags: Times) -> bool:
    figures: list[Figure] = []
    for name, times, goal in (("board", boards, BOARD_GOAL), ("dragging a card", drags, DRAG_GOAL)):
        for size, kinds in times.items():
            whole = [took for each in kinds for took in each]
            title = f"{name}, {size:,} leads"
            most = goal if size == SIZES[-1] else None
            figures += [
                Figure(f"{title}: p50", statistics.median(whole), "ms"),
                Figure(f"{title}: p95", _p95(whole), "ms", most=most),
            ]
    met = tell("", figures)
    slowest = zip(boards[SIZES[-1]], map(str, BOARDS), strict=True)
    for took, params in sorted(((statistics.median(each), params) for each, params in slowest), reverse=True):
        print(f"board of {SIZES[-1]:,}: {took:.1f} ms for {params}")
    return met


def main() -> bool:
    """Prints the table; True where the goal is met."""
    with Server() as server:
        os.environ.update(server.environment)
        logs.configure("CRITICAL")
        times, floor, boards, drags = asyncio.run(_measure(server))
    met = _report(times, floor)
    return _report_board(boards, drags) and met
