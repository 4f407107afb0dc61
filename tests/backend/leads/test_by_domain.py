"""One lead for each domain: the warning, the refusal, the sync of other programs (PRO-04)."""

import asyncio
from typing import Any

import pytest
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.backend.leads.calls import add, call, listed, timeline
from tests.backend.leads.test_niches import niche
from tests.support import people
from tests.support.people import Person
from tests.support.roles import member


async def test_the_domain_follows_from_the_website(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Clínica", website="www.Clinica.cat/contacte")
    assert (lead["website"], lead["domain"]) == ("https://www.Clinica.cat/contacte", "clinica.cat")
    assert await listed(client, owner, q="clinica.cat") == ["Clínica"]
    path = f"/leads/{lead['id']}"
    social = await call(client, owner, "PATCH", path, website="https://instagram.com/clinica")
    assert (social["website"], social["domain"]) == ("https://instagram.com/clinica", None)
    gone = await call(client, owner, "PATCH", path, website=None)
    assert (gone["website"], gone["domain"]) == (None, None)
    assert await timeline(client, owner, lead["id"]) == ["edited", "edited", "created"]


async def test_a_known_domain_is_refused_with_the_niche_where_it_is(client: AsyncClient, owner: Person) -> None:
    kitchens = await niche(client, owner, "Cocinas")
    lead = await add(client, owner, name="Ana", website="clinica.cat", niche_id=kitchens)
    refused = await call(client, owner, "POST", "/leads", 409, name="Ben", website="http://www.clinica.cat/x")
    assert refused["error"]["code"] == "domain_known"
    expected = {"domain": "clinica.cat", "lead_id": lead["id"], "name": "Ana", "niche_id": kitchens, "niche": "Cocinas"}
    assert refused["error"]["details"] == expected
    assert await call(client, owner, "GET", "/leads/check", params={"domain": "https://clinica.cat"}) == expected
    other = await add(client, owner, name="Ben")
    await call(client, owner, "PATCH", f"/leads/{other['id']}", 409, website="clinica.cat")
    same = await call(client, owner, "PATCH", f"/leads/{lead['id']}", website="https://clinica.cat/nou")
    assert same["domain"] == "clinica.cat"


@pytest.mark.parametrize(
    ("text", "domain"), [("libre.cat", "libre.cat"), ("https://facebook.com/x", None), ("no es nada", None)]
)
async def test_the_check_says_when_nobody_has_it(
    client: AsyncClient, owner: Person, text: str, domain: str | None
) -> None:
    found = await call(client, owner, "GET", "/leads/check", params={"domain": text})
    assert found == {"domain": domain, "lead_id": None, "name": None, "niche_id": None, "niche": None}


async def test_a_deleted_lead_frees_its_domain(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Ana", website="clinica.cat")
    await call(client, owner, "DELETE", f"/leads/{lead['id']}", 204)
    await call(client, owner, "GET", "/leads/by-domain/clinica.cat", 404)
    again = await add(client, owner, name="Ben", website="clinica.cat")
    assert again["id"] != lead["id"]


async def test_a_sync_adds_once_and_then_replaces_what_it_gives(client: AsyncClient, owner: Person) -> None:
    path = "/leads/by-domain/www.Clinica.cat"
    made = await call(client, owner, "PUT", path, 201, name="Clínica", email="Info@clinica.cat", value_minor=5_000)
    assert (made["domain"], made["website"], made["source"]) == ("clinica.cat", "https://clinica.cat", "api")
    again = await call(client, owner, "PUT", path, 200, name="Clínica", email="info@clinica.cat", value_minor=5_000)
    assert (again["id"], again["updated_at"]) == (made["id"], made["updated_at"])
    after = await call(client, owner, "PUT", path, 200, name="Clínica Nova", tags=["Dental"], stage="hot")
    assert (after["name"], after["email"], after["tags"]) == ("Clínica Nova", "info@clinica.cat", ["Dental"])
    assert await call(client, owner, "GET", path) == after
    assert await timeline(client, owner, made["id"]) == ["edited", "tagged", "stage_changed", "created"]


async def test_many_syncs_at_once_give_one_lead(client: AsyncClient, owner: Person) -> None:
    answers = await asyncio.gather(
        *(
            client.put(
                "/v1/leads/by-domain/clinica.cat",
                json={"name": f"Clínica {number}", "email": "info@clinica.cat"},
                headers=owner.headers,
            )
            for number in range(5)
        )
    )
    assert sorted(each.status_code for each in answers) == [200, 200, 200, 200, 201]
    assert len({each.json()["id"] for each in answers}) == 1


async def test_a_sync_and_a_person_at_once_do_not_wait_for_each_other_for_ever(
    client: AsyncClient, owner: Person
) -> None:
    body = {"name": "Clínica", "email": "info@clinica.cat", "phone": "612345678"}
    by_hand = {**body, "website": "clinica.cat"}
    for _ in range(3):
        answers = await asyncio.gather(
            client.put("/v1/leads/by-domain/clinica.cat", json=body, headers=owner.headers),
            client.post("/v1/leads", json=by_hand, headers=owner.headers),
            client.put("/v1/leads/by-domain/clinica.cat", json=body, headers=owner.headers),
        )
        assert {each.status_code for each in answers} <= {200, 201, 409}
    assert await listed(client, owner) == ["Clínica"]


async def test_the_sync_of_a_merged_lead_changes_the_one_that_speaks_for_it(client: AsyncClient, owner: Person) -> None:
    kept, other = await add(client, owner, name="Ana"), await add(client, owner, website="clinica.cat", name="Ben")
    await call(client, owner, "POST", f"/leads/{kept['id']}/merge", other_id=other["id"])
    after = await call(client, owner, "PUT", "/leads/by-domain/clinica.cat", company="Clínica SL")
    assert (after["id"], after["company"]) == (kept["id"], "Clínica SL")
    assert (await call(client, owner, "GET", f"/leads/{other['id']}"))["id"] == kept["id"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("PUT", "/leads/by-domain/facebook.com", {}, 422, "unusable_domain"),
        ("PUT", "/leads/by-domain/nada", {}, 422, "unusable_domain"),
        ("GET", "/leads/by-domain/nada", None, 422, "unusable_domain"),
        ("GET", "/leads/by-domain/libre.cat", None, 404, "lead_not_found"),
        ("GET", "/leads/by-domain/%00.cat", None, 422, "unusable_domain"),
        ("PUT", "/leads/by-domain/clinica.cat", {"website": "otra.cat"}, 422, "unusable_domain"),
        ("PUT", "/leads/by-domain/clinica.cat", {"email": "nada"}, 422, "unusable_email"),
        ("PUT", "/leads/by-domain/clinica.cat", {"name": "a\x00"}, 422, "invalid_input"),
        ("POST", "/leads", {"name": "Ana", "website": "javascript:alert(1)"}, 422, "unusable_website"),
        ("GET", f"/leads/check?domain={'x' * 2_001}", None, 422, "invalid_input"),
    ],
)
async def test_what_cannot_be_is_refused(
    client: AsyncClient, owner: Person, method: str, path: str, body: Any, status: int, code: str
) -> None:
    answer = await client.request(method, f"/v1{path}", json=body, headers=owner.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


async def test_two_companies_may_have_one_domain(client: AsyncClient, owner: Person) -> None:
    other = await people.register(client)
    theirs = await add(client, other, name="Ana", website="clinica.cat")
    await call(client, owner, "GET", "/leads/by-domain/clinica.cat", 404)
    mine = await call(client, owner, "PUT", "/leads/by-domain/clinica.cat", 201, name="Ben")
    assert mine["id"] != theirs["id"]


@pytest.mark.parametrize(("role", "method", "status"), [(Role.VIEWER, "GET", 404), (Role.VIEWER, "PUT", 403)])
async def test_viewers_do_not_sync(
    client: AsyncClient, database: Database, role: Role, method: str, status: int
) -> None:
    person = await member(client, database, role)
    json = {"name": "Ana"} if method == "PUT" else None
    answer = await client.request(method, "/v1/leads/by-domain/clinica.cat", json=json, headers=person.headers)
    assert answer.status_code == status
