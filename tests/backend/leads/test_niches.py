"""Niches: slug and name, rename, delete, merge, filter (PRO-06)."""

import asyncio
from typing import Any

import pytest
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.core.http.actor import Role
from backend.leads.niches import slug
from tests.backend.leads.calls import UNKNOWN, add, call, listed, timeline
from tests.support import people
from tests.support.people import Person
from tests.support.roles import member


async def niche(client: AsyncClient, owner: Person, name: str) -> str:
    return str((await call(client, owner, "POST", "/niches", 201, name=name))["id"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Clínicas  Dentales!", "clinicas-dentales"),
        ("clinicas dentales", "clinicas-dentales"),
        ("Girona / Bars & cafès", "girona-bars-cafes"),
        ("歯科", "歯科"),
        ("C3PO", "c3po"),
    ],
)
def test_two_spellings_of_a_name_have_one_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


async def test_a_niche_keeps_its_name_and_counts_its_leads(client: AsyncClient, owner: Person) -> None:
    made = await call(client, owner, "POST", "/niches", 201, name=" Clínicas  Dentales ")
    assert (made["name"], made["slug"], made["leads"]) == ("Clínicas Dentales", "clinicas-dentales", 0)
    lead = await add(client, owner, name="Ana", niche_id=made["id"])
    await add(client, owner, name="Ben")
    assert [each["leads"] for each in await call(client, owner, "GET", "/niches")] == [1]
    assert await listed(client, owner, niche_id=made["id"]) == ["Ana"]
    assert await listed(client, owner, niche_id="none") == ["Ben"]
    await call(client, owner, "DELETE", f"/leads/{lead['id']}", 204)
    assert [each["leads"] for each in await call(client, owner, "GET", "/niches")] == [0]


async def test_the_same_name_twice_is_one_niche(client: AsyncClient, owner: Person) -> None:
    first = await niche(client, owner, "Cocinas")
    again = await call(client, owner, "POST", "/niches", 409, name="COCINAS")
    assert again["error"]["code"] == "niche_exists"
    assert again["error"]["details"] == {"niche_id": first, "name": "Cocinas"}


async def test_two_at_once_give_one_niche(client: AsyncClient, owner: Person) -> None:
    answers = await asyncio.gather(
        *(client.post("/v1/niches", json={"name": "Cocinas"}, headers=owner.headers) for _ in range(4))
    )
    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    assert len(await call(client, owner, "GET", "/niches")) == 1


async def test_a_lead_moves_to_another_niche_and_the_timeline_tells_it(client: AsyncClient, owner: Person) -> None:
    one, other = await niche(client, owner, "Cocinas"), await niche(client, owner, "Baños")
    lead = await add(client, owner, name="Ana", niche_id=one)
    after = await call(client, owner, "PATCH", f"/leads/{lead['id']}", niche_id=other)
    assert after["niche_id"] == other
    assert await timeline(client, owner, lead["id"]) == ["niche_changed", "created"]
    assert (await call(client, owner, "PATCH", f"/leads/{lead['id']}", niche_id=None))["niche_id"] is None


async def test_a_niche_is_renamed_unless_the_name_is_taken(client: AsyncClient, owner: Person) -> None:
    one = await niche(client, owner, "Cocinas")
    await niche(client, owner, "Baños")
    renamed = await call(client, owner, "PATCH", f"/niches/{one}", name="Cocinas y más")
    assert (renamed["name"], renamed["slug"]) == ("Cocinas y más", "cocinas-y-mas")
    assert (await call(client, owner, "PATCH", f"/niches/{one}", name="COCINAS Y MÁS"))["name"] == "COCINAS Y MÁS"
    refused = await call(client, owner, "PATCH", f"/niches/{one}", 409, name="banos")
    assert refused["error"]["code"] == "niche_exists"


async def test_two_renamed_alike_at_once_stay_two(client: AsyncClient, owner: Person) -> None:
    ids = [await niche(client, owner, name) for name in ("Uno", "Dos")]
    answers = await asyncio.gather(
        *(client.patch(f"/v1/niches/{each}", json={"name": "Igual"}, headers=owner.headers) for each in ids)
    )
    assert sorted(each.status_code for each in answers) == [200, 409]


async def test_a_merge_takes_all_leads_along(client: AsyncClient, owner: Person) -> None:
    one, other = await niche(client, owner, "Cocina"), await niche(client, owner, "Cocinas")
    await add(client, owner, name="Ana", niche_id=one)
    await add(client, owner, name="Ben", niche_id=other)
    kept = await call(client, owner, "POST", f"/niches/{one}/merge", into_id=other)
    assert (kept["id"], kept["leads"]) == (other, 2)
    assert [each["id"] for each in await call(client, owner, "GET", "/niches")] == [other]
    refused = await call(client, owner, "POST", f"/niches/{other}/merge", 422, into_id=other)
    assert refused["error"]["code"] == "niche_merges_with_itself"


@pytest.mark.parametrize(("leads", "left", "binned"), [("keep", ["Ana"], []), ("bin", [], ["Ana"])])
async def test_leads_of_a_deleted_niche_stay_or_go_to_the_bin(
    client: AsyncClient, owner: Person, leads: str, left: list[str], binned: list[str]
) -> None:
    one = await niche(client, owner, "Cocinas")
    lead = await add(client, owner, name="Ana", niche_id=one)
    await call(client, owner, "DELETE", f"/niches/{one}", 204, params={"leads": leads})
    assert await listed(client, owner) == left
    assert await listed(client, owner, bin="true") == binned
    if binned:
        await call(client, owner, "POST", f"/leads/{lead['id']}/restore")
        assert await listed(client, owner, niche_id="none") == ["Ana"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/niches", {"name": "¡!"}, 422, "niche_name_empty"),
        ("POST", "/niches", {"name": "a\x00"}, 422, "invalid_input"),
        ("POST", "/niches", {"name": "x" * 81}, 422, "invalid_input"),
        ("PATCH", f"/niches/{UNKNOWN}", {"name": "x"}, 404, "niche_not_found"),
        ("DELETE", f"/niches/{UNKNOWN}", None, 404, "niche_not_found"),
        ("DELETE", f"/niches/{UNKNOWN}?leads=burn", None, 422, "invalid_input"),
        ("POST", f"/niches/{UNKNOWN}/merge", {"into_id": str(UNKNOWN)[:-1] + "1"}, 404, "niche_not_found"),
        ("POST", "/leads", {"name": "Ana", "niche_id": UNKNOWN}, 404, "niche_not_found"),
        ("GET", "/leads?niche_id=kitchens", None, 422, "invalid_input"),
    ],
)
async def test_what_cannot_be_is_refused(
    client: AsyncClient, owner: Person, method: str, path: str, body: Any, status: int, code: str
) -> None:
    answer = await client.request(method, f"/v1{path}", json=body, headers=owner.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


async def test_another_companys_niche_is_not_there(client: AsyncClient, owner: Person) -> None:
    theirs = await niche(client, await people.register(client), "Cocinas")
    mine = await niche(client, owner, "Cocinas")
    await call(client, owner, "PATCH", f"/niches/{theirs}", 404, name="x")
    await call(client, owner, "DELETE", f"/niches/{theirs}", 404)
    await call(client, owner, "POST", f"/niches/{mine}/merge", 404, into_id=theirs)
    await call(client, owner, "POST", "/leads", 404, name="Ana", niche_id=theirs)


@pytest.mark.parametrize(
    ("role", "method", "status"),
    [(Role.VIEWER, "GET", 200), (Role.VIEWER, "POST", 403), (Role.AGENT, "POST", 201), (Role.AGENT, "DELETE", 403)],
)
async def test_viewers_read_agents_name_admins_delete(
    client: AsyncClient, database: Database, role: Role, method: str, status: int
) -> None:
    person = await member(client, database, role)
    path = f"/v1/niches/{UNKNOWN}" if method == "DELETE" else "/v1/niches"
    json = {"name": "Cocinas"} if method == "POST" else None
    assert (await client.request(method, path, json=json, headers=person.headers)).status_code == status
