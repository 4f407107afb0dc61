"""Leads that may be one: found by chat and scan, decided by people, and never asked twice."""

import asyncio
import uuid

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient

from backend.core.database.session import Database
from tests.backend.leads.calls import add, listed
from tests.backend.leads.merge_calls import ask, detail, merge, refused, undo
from tests.backend.leads.test_capturing import captured, said
from tests.support.builders import Business
from tests.support.people import Person, register, run_jobs


async def scan(client: AsyncClient, owner: Person, app: FastAPI) -> list[tuple[set[str], str]]:
    await ask(client, owner, "POST", "/duplicates/scan", 202)
    await run_jobs(app, "default")
    return await pairs(client, owner)


async def pairs(client: AsyncClient, owner: Person) -> list[tuple[set[str], str]]:
    items = (await ask(client, owner, "GET", "/duplicates"))["items"]
    return [({each["one"]["name"], each["other"]["name"]}, each["reason"]) for each in items]


async def pair_id(client: AsyncClient, owner: Person) -> str:
    (only,) = (await ask(client, owner, "GET", "/duplicates"))["items"]
    return str(only["id"])


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"name": "Ana Puig", "company": "Sol"}, {"name": "ANA PUIG", "company": " sol "}, "name"),
        ({"name": "Ana Puig"}, {"name": "Àna  Puig"}, None),
        ({"name": "Ana Puig"}, {"name": "Àna Puig"}, "name"),
        ({"name": "Ana"}, {"name": "Ana"}, None),
        ({"name": "Ana", "company": "Sol"}, {"name": "Ana", "company": "Sol"}, "name"),
        ({"name": "Ana Puig", "company": "Sol"}, {"name": "Ana Puig", "company": "Mar"}, None),
        ({"company": "Clínica Sol"}, {"company": "clínica sol"}, "name"),
    ],
)
async def test_the_same_name_within_a_company_is_a_pair(
    client: AsyncClient, owner: Person, app: FastAPI, one: dict[str, str], other: dict[str, str], reason: str | None
) -> None:
    for given in (one, other):
        await add(client, owner, **given)
    assert [found for _, found in await scan(client, owner, app)] == ([reason] if reason else [])


async def test_a_shared_further_contact_is_a_pair(client: AsyncClient, owner: Person, app: FastAPI) -> None:
    ana = (await add(client, owner, name="Ana"))["id"]
    ben = (await add(client, owner, name="Ben", phone="612345678"))["id"]
    await add(client, owner, name="Cel", email="cel@example.com")
    await ask(client, owner, "POST", f"/leads/{ana}/contacts", 201, kind="whatsapp", value="612345678")
    await ask(client, owner, "POST", f"/leads/{ben}/contacts", 201, kind="email", value="cel@example.com")
    found = await scan(client, owner, app)
    assert sorted(found, key=str) == sorted([({"Ana", "Ben"}, "phone"), ({"Ben", "Cel"}, "email")], key=str)


async def test_an_address_that_many_share_is_nobodys(client: AsyncClient, owner: Person, app: FastAPI) -> None:
    for number in range(11):
        lead = (await add(client, owner, name=f"L{number}"))["id"]
        await ask(client, owner, "POST", f"/leads/{lead}/contacts", 201, kind="email", value="booking@example.com")
    assert await scan(client, owner, app) == []


async def test_what_was_decided_never_comes_back(client: AsyncClient, owner: Person, app: FastAPI) -> None:
    for _ in range(2):
        await add(client, owner, name="Ana Puig", company="Sol")
    await scan(client, owner, app)
    pair = await pair_id(client, owner)
    await ask(client, owner, "POST", f"/duplicates/{pair}/different", 204)
    assert await scan(client, owner, app) == []
    assert await refused(client, owner, "POST", f"/duplicates/{pair}/different") == (409, "pair_decided")


async def test_a_pair_is_merged_and_after_an_undo_waits_again(client: AsyncClient, owner: Person, app: FastAPI) -> None:
    leads = [(await add(client, owner, name="Ana Puig", company="Sol"))["id"] for _ in range(2)]
    stranger = (await add(client, owner, name="Zoe"))["id"]
    await scan(client, owner, app)
    pair = await pair_id(client, owner)
    code = await refused(client, owner, "POST", f"/duplicates/{pair}/merge", keep_id=stranger)
    assert code == (422, "not_of_the_pair")
    kept = await ask(client, owner, "POST", f"/duplicates/{pair}/merge", keep_id=leads[1])
    assert (kept["id"], [each["lead_id"] for each in kept["merged"]]) == (leads[1], [leads[0]])
    assert await scan(client, owner, app) == []
    await undo(client, owner, kept["merged"][0]["merge_id"])
    assert len(await pairs(client, owner)) == 1


async def test_pairs_follow_merges_and_forget_the_deleted(client: AsyncClient, owner: Person, app: FastAPI) -> None:
    """A pair of a merged lead is asked of the one that speaks for it."""
    one, other = [(await add(client, owner, name="Ana Puig", company="Sol"))["id"] for _ in range(2)]
    third = (await add(client, owner, name="Zoe"))["id"]
    await scan(client, owner, app)
    await merge(client, owner, third, other)
    assert await pairs(client, owner) == [({"Ana Puig", "Zoe"}, "name")]
    pair = await pair_id(client, owner)
    await ask(client, owner, "DELETE", f"/leads/{one}", 204)
    assert await pairs(client, owner) == []
    await ask(client, owner, "POST", f"/leads/{one}/restore")
    kept = await ask(client, owner, "POST", f"/duplicates/{pair}/merge", keep_id=third)
    assert {each["lead_id"] for each in kept["merged"]} == {one, other}


async def test_the_chat_writes_a_pair_once(client: AsyncClient, owner: Person, database: Database) -> None:
    business = Business(uuid.UUID(owner.tenant_id), "")
    await add(client, owner, name="Ana", email="ana@example.com", phone="611111111")
    await add(client, owner, name="Ben", email="ben@example.com", phone="622222222")
    for _ in range(2):
        await captured(database, business, said(email="ana@example.com", phone="622222222"))
    assert await pairs(client, owner) == [({"Ana", "Ben"}, "phone")]


async def test_a_pair_decided_by_two_at_once_is_decided_once(client: AsyncClient, owner: Person, app: FastAPI) -> None:
    leads = [(await add(client, owner, name="Ana Puig", company="Sol"))["id"] for _ in range(2)]
    await scan(client, owner, app)
    path = f"/v1/duplicates/{await pair_id(client, owner)}/merge"
    answers = await asyncio.gather(
        *(client.post(path, json={"keep_id": keep}, headers=owner.headers) for keep in leads * 2)
    )
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]
    assert len(await listed(client, owner)) == 1
    assert (await detail(client, owner, leads[0]))["id"] == (await detail(client, owner, leads[1]))["id"]


async def test_others_pairs_do_not_exist(client: AsyncClient, owner: Person, app: FastAPI) -> None:
    for _ in range(2):
        await add(client, owner, name="Ana Puig", company="Sol")
    await scan(client, owner, app)
    stranger = await register(client)
    assert await pairs(client, stranger) == []
    for pair in (await pair_id(client, owner), str(uuid.uuid4())):
        own = str(uuid.uuid4())
        assert await refused(client, stranger, "POST", f"/duplicates/{pair}/different") == (404, "pair_not_found")
        code = await refused(client, stranger, "POST", f"/duplicates/{pair}/merge", keep_id=own)
        assert code == (404, "pair_not_found")
