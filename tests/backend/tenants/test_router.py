"""A company reads and changes itself; every field is checked (PAN-02)."""

from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.support.people import Person, register, run_jobs
from tests.support.roles import member


async def patch(client: AsyncClient, person: Person, **body: Any) -> Any:
    return await client.patch("/v1/tenant", json=body, headers=person.headers)


async def test_a_change_is_answered_kept_and_audited(client: AsyncClient, app: FastAPI) -> None:
    owner = await register(client)
    answer = await patch(
        client,
        owner,
        name="Cuines Mar",
        timezone="America/Santiago",
        allowed_origins=["https://WWW.Example.com/", "https://www.example.com"],
        contact_email="hola@example.com",
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["allowed_origins"] == ["https://www.example.com"]
    kept = (await client.get("/v1/tenant", headers=owner.headers)).json()
    assert kept == answer.json()
    assert kept["contact_email"] == "hola@example.com"

    await run_jobs(app)
    trail = (await client.get("/v1/audit?action=tenant.updated", headers=owner.headers)).json()["items"]
    assert len(trail) == 1
    assert trail[0]["changes"]["timezone"] == {"from": "Europe/Madrid", "to": "America/Santiago"}
    assert trail[0]["changes"]["contact_email"] == {"changed": True}
    assert "hola@" not in str(trail)


async def test_branding_and_texts_change_piece_by_piece(client: AsyncClient) -> None:
    owner = await register(client)
    await patch(client, owner, branding={"primary": "#0f766e"}, texts={"ca": {"title": "Hola!", "closed": "Tancat"}})
    answer = await patch(
        client, owner, branding={"position": "left"}, texts={"ca": {"closed": None}, "en": {"title": "Hi"}}
    )
    tenant = answer.json()
    assert (tenant["branding"]["primary"], tenant["branding"]["position"]) == ("#0f766e", "left")
    assert tenant["texts"]["ca"]["title"] == "Hola!"
    assert tenant["texts"]["ca"]["closed"] is None
    assert tenant["texts"]["en"]["title"] == "Hi"


@pytest.mark.parametrize(
    "body",
    [
        {"name": ""},
        {"name": None},
        {"name": "x" * 121},
        {"name": "null\u0000byte"},
        {"branding": {"primary": "red"}},
        {"branding": {"primary": "#12345"}},
        {"branding": {"logo_url": "http://example.com/logo.png"}},
        {"branding": {"logo_url": "javascript:alert(1)"}},
        {"branding": {"radius": 99}},
        {"branding": {"shadow": "large"}},
        {"texts": {"fr": {"title": "Salut"}}},
        {"texts": {"es": {"title": "x" * 61}}},
        {"languages": []},
        {"languages": ["es", "fr"]},
        {"languages": ["ca"]},
        {"default_language": "fr"},
        {"timezone": "Mars/Olympus"},
        {"timezone": "posixrules"},
        {"country": "XX"},
        {"currency": "EURO"},
        {"allowed_origins": ["https://*.example.com"]},
        {"allowed_origins": ["http://example.com"]},
        {"allowed_origins": [f"https://{number}.example.com" for number in range(21)]},
        {"contact_email": "nobody"},
        {"plan": "business"},
        {"slug": "mine"},
        {"maintenance": True},
        {"unknown": 1},
    ],
)
async def test_a_bad_field_is_refused_and_nothing_changes(client: AsyncClient, body: dict[str, Any]) -> None:
    owner = await register(client)
    before = (await client.get("/v1/tenant", headers=owner.headers)).json()
    answer = await patch(client, owner, **body)
    assert answer.status_code == 422, answer.text
    assert (await client.get("/v1/tenant", headers=owner.headers)).json() == before


@pytest.mark.parametrize(("role", "status"), [(Role.VIEWER, 403), (Role.AGENT, 403), (Role.ADMIN, 200)])
async def test_only_administrators_change_the_company(
    client: AsyncClient, database: Database, role: Role, status: int
) -> None:
    person = await member(client, database, role)
    assert (await client.get("/v1/tenant", headers=person.headers)).status_code == 200
    assert (await patch(client, person, name="Nou nom")).status_code == status


async def test_the_snippet_names_the_company(client: AsyncClient) -> None:
    owner = await register(client)
    slug = (await client.get("/v1/tenant", headers=owner.headers)).json()["slug"]
    found = (await client.get("/v1/tenant/snippet", headers=owner.headers)).json()
    assert found["snippet"] == f'<script src="http://127.0.0.1:8000/widget.js" data-tenant="{slug}" async></script>'


@pytest.mark.parametrize("name", ["Cuines 🍳", "مطابخ البحر", "<script>alert(1)</script>", "'; DROP TABLE tenants;--"])
async def test_text_of_any_kind_is_kept_as_text(client: AsyncClient, name: str) -> None:
    owner = await register(client)
    assert (await patch(client, owner, name=name)).json()["name"] == name


async def test_half_a_character_is_refused(client: AsyncClient) -> None:
    owner = await register(client)
    headers = {**owner.headers, "Content-Type": "application/json"}
    answer = await client.patch("/v1/tenant", content=b'{"name": "\\ud800"}', headers=headers)
    assert answer.status_code == 422
