"""The list and its search give the same leads by whichever way they are found, and by indexes only."""

import itertools
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import insert, text

from backend.core.database.base import uuid7
from backend.core.database.session import Database
from backend.leads import listing, search, searching
from backend.leads.enums import Sort, Stage
from backend.leads.listing import Filters
from backend.leads.models import Lead, LeadWord
from tests.support.builders import Business, found_business

NOW = datetime(2026, 11, 20, tzinfo=UTC)
FIRST, LAST = ("Ana", "Anna", "Ben", ""), ("Puig", "Roca", "Núñez")
LEADS: list[dict[str, Any]] = [
    {
        "id": uuid7(),
        "name": f"{first} {last}".strip(),
        "name_key": search.name_key(f"{first} {last}"),
        "summary": ("cocina moderna", "baño")[number % 2],
        "stage": ("new", "active", "hot")[number % 3],
        "score": number * 37 % 101,
        "source": "web",
        "channel": "web",
        "created_at": NOW - timedelta(hours=number),
        "last_activity_at": NOW - timedelta(minutes=number * 7 % 60),
    }
    for number, (first, last) in enumerate(itertools.product(FIRST, LAST))
]


@pytest_asyncio.fixture(scope="module")
async def business(database: Database) -> Business:
    found = await found_business(database, preset=None)
    async with database.tenant(found.id) as session:
        await session.execute(insert(Lead), LEADS)
        words = [(each["id"], word) for each in LEADS for word in search.words(each["name"], each["summary"])]
        await session.execute(insert(LeadWord), [{"lead_id": lead, "word": word} for lead, word in words])
    return found


def expected(filters: Filters, sort: Sort) -> list[uuid.UUID]:
    """The same question answered by reading everything."""
    terms = search.terms(filters.q or "")
    kept = [
        each
        for each in LEADS
        if filters.stage in (None, each["stage"])
        and all(any(word.startswith(term) for word in search.words(each["name"], each["summary"])) for term in terms)
    ]
    order = listing.ORDERS[sort]
    kept.sort(key=lambda each: (each[order.column.key], each["id"]), reverse=order.descending)
    return [each["id"] for each in kept]


QUERIES = (None, "an", "anna", "puig an", "nunez baño", "zzz")
# (rare up to, longest walk): as in production; every word frequent; frequent and soon given up.
WAYS = ((2_000, 4_000), (0, 4_000), (0, 3))


@pytest.mark.parametrize(("rare", "longest"), WAYS)
@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("q", QUERIES)
async def test_every_way_finds_the_same(
    database: Database, business: Business, monkeypatch: pytest.MonkeyPatch, q: str, sort: Sort, rare: int, longest: int
) -> None:
    monkeypatch.setattr(searching, "RARE", rare)
    monkeypatch.setattr(listing, "LONGEST_WALK", longest)
    for stage in (None, Stage.ACTIVE):
        filters, seen, after = Filters(stage=stage, q=q), [], None
        async with database.tenant(business.id) as session:
            while True:
                page = await listing.list_leads(session, filters, sort=sort, limit=4, after=after, with_total=True)
                seen += [row.id for row in page.rows]
                after = page.following
                if after is None:
                    break
        assert seen == expected(filters, sort)
        assert page.total == len(seen)


async def test_the_total_stops_at_its_limit(
    database: Database, business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_COUNTED", 5)
    async with database.tenant(business.id) as session:
        assert (await listing.list_leads(session, Filters(), with_total=True)).total == 5


@pytest.mark.parametrize("kind", ["text", "uuid", "timestamptz", "int2", "bytea"])
async def test_row_level_security_keeps_no_comparison_from_an_index(database: Database, kind: str) -> None:
    """Equality and order of what the list asks for are leakproof, so they may run before the policy."""
    query = (
        "SELECT oprname, proleakproof FROM pg_operator JOIN pg_proc ON pg_proc.oid = oprcode"
        " WHERE oprleft = CAST(:kind AS regtype) AND oprright = oprleft AND oprname IN ('=', '<', '>', '<=', '>=')"
    )
    async with database.platform() as session:
        found = {row[0]: row[1] for row in await session.execute(text(query), {"kind": kind})}
    assert found == dict.fromkeys(("=", "<", ">", "<=", ">="), True)


async def test_words_are_found_by_an_index(database: Database, business: Business) -> None:
    query = "EXPLAIN SELECT lead_id FROM lead_words WHERE word >= 'an' AND word < 'ao'"
    async with database.tenant(business.id) as session:
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = (await session.scalars(text(query))).all()
    (condition,) = (line for line in plan if "Index Cond" in line)
    assert "tenant_id" in condition
    assert "word" in condition
