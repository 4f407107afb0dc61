"""The list over HTTP: filters, orders, search, pages, plots (CRM-11)."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from tests.backend.leads.calls import add, filled, listed, user_id
from tests.support.people import Person


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, ["Dora", "Çelia Roca", "Ben Ortiz", "Ana Núñez"]),
        ({"stage": "hot"}, ["Ana Núñez"]),
        ({"temperature": "premium"}, ["Dora"]),
        ({"temperature": "cold", "sort": "name"}, ["Ana Núñez", "Ben Ortiz", "Çelia Roca"]),
        ({"contact_state": "replied"}, ["Çelia Roca"]),
        ({"source": "whatsapp"}, ["Ben Ortiz"]),
        ({"channel": "manual", "sort": "name"}, ["Ana Núñez", "Çelia Roca", "Dora"]),
        ({"language": "ca"}, ["Ana Núñez"]),
        ({"sort": "name"}, ["Ana Núñez", "Ben Ortiz", "Çelia Roca", "Dora"]),
        ({"sort": "-score", "limit": 2}, ["Dora", "Çelia Roca"]),
        ({"sort": "-last_activity_at", "limit": 1}, ["Dora"]),
        ({"q": "nunez"}, ["Ana Núñez"]),
        ({"q": "VALLES cui"}, ["Ana Núñez"]),
        ({"q": "ana valles baño"}, []),
        ({"q": "bañ"}, ["Ben Ortiz"]),
        ({"q": "Ana@example.com"}, ["Ana Núñez"]),
        ({"q": "ana@example.co"}, []),
        ({"q": "612 34 56 78"}, ["Ben Ortiz"]),
        ({"q": "+34612345678"}, ["Ben Ortiz"]),
        ({"q": "612345679"}, []),
        ({"q": "%"}, []),
        ({"q": "' OR 1=1 --"}, []),
        ({"q": "\x00"}, []),
        ({"q": " "}, ["Dora", "Çelia Roca", "Ben Ortiz", "Ana Núñez"]),
        ({"q": "o", "sort": "name"}, ["Ben Ortiz"]),
        ({"stage": "hot", "source": "whatsapp"}, []),
        ({"created_from": "2020-01-01T00:00:00", "limit": 1}, ["Dora"]),
        ({"created_to": "2020-01-01T00:00:00Z"}, []),
    ],
)
async def test_crm_11_filters_combine(
    client: AsyncClient, owner: Person, params: dict[str, Any], expected: list[str]
) -> None:
    await filled(client, owner)
    assert await listed(client, owner, **params) == expected


async def test_leads_of_one_person_of_the_team(client: AsyncClient, owner: Person) -> None:
    await filled(client, owner)
    assert await listed(client, owner, assignee_id=await user_id(client, owner)) == ["Çelia Roca"]


@pytest.mark.parametrize("sort", ["-created_at", "-score", "-last_activity_at", "name"])
async def test_pages_neither_repeat_nor_lose(client: AsyncClient, owner: Person, sort: str) -> None:
    names = {f"Lead {number}" for number in range(7)}
    for name in names:
        await add(client, owner, name=name)
    seen: list[str] = []
    cursor = None
    while True:
        params: dict[str, Any] = {
            "sort": sort,
            "limit": 3,
            "with_total": True,
            **({"cursor": cursor} if cursor else {}),
        }
        answer = (await client.get("/v1/leads", params=params, headers=owner.headers)).json()
        seen += [each["name"] for each in answer["items"]]
        assert answer["total"] == 7
        cursor = answer["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == 7
    assert set(seen) == names


async def test_the_total_is_only_counted_when_wanted(client: AsyncClient, owner: Person) -> None:
    answer = await client.get("/v1/leads", headers=owner.headers)
    assert answer.json() == {"items": [], "next_cursor": None, "total": None}


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJuYW1lIiwgMSwgMV0", "eyJhIjoxfQ", "//", "\u00e9"])
async def test_a_foreign_cursor_is_refused(client: AsyncClient, owner: Person, cursor: str) -> None:
    for path in ("/v1/leads", f"/v1/leads/{(await add(client, owner, name='A'))['id']}/timeline"):
        answer = await client.get(path, params={"cursor": cursor}, headers=owner.headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_cursor")


async def test_a_cursor_belongs_to_its_order(client: AsyncClient, owner: Person) -> None:
    for number in range(2):
        await add(client, owner, name=str(number))
    first = await client.get("/v1/leads", params={"limit": 1}, headers=owner.headers)
    params: dict[str, str] = {"cursor": first.json()["next_cursor"], "sort": "name"}
    assert (await client.get("/v1/leads", params=params, headers=owner.headers)).status_code == 422


async def test_plots_count_every_stage_temperature_and_day(
    client: AsyncClient, owner: Person, database: Database
) -> None:
    await filled(client, owner)
    old = await add(client, owner, name="Old")
    async with database.tenant(uuid.UUID(owner.tenant_id)) as session:
        past = {"id": old["id"], "at": datetime.now(UTC) - timedelta(days=3)}
        await session.execute(text("UPDATE leads SET created_at = :at WHERE id = :id"), past)
    stats = (await client.get("/v1/leads/stats", headers=owner.headers)).json()
    assert stats["by_stage"] == {"new": 4, "active": 0, "hot": 1, "customer": 0, "lost": 0}
    assert stats["by_temperature"] == {"cold": 4, "warm": 0, "hot": 0, "premium": 1}
    days = [each["leads"] for each in stats["by_day"]]
    assert (len(days), days[-1], days[-4], sum(days)) == (30, 4, 1, 5)
