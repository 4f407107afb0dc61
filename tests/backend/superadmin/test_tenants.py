"""The platform's staff create, change, pause and close companies (SUP-01, SUP-03)."""

import secrets
import uuid
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient

from backend.core.database.session import Database
from tests.support.people import Person, mailed_token, mails_to, new_email, register, run_jobs
from tests.support.roles import super_admin


def wanted(**changes: Any) -> dict[str, Any]:
    return {
        "name": f"Cuines {secrets.token_hex(4)}",
        "owner_email": new_email(),
        "plan": "starter",
        "language": "ca",
        "preset": "kitchen_studio",
        "origins": ["https://www.example.com"],
    } | changes


async def create(client: AsyncClient, staff: Person, **changes: Any) -> Any:
    answer = await client.post("/v1/admin/tenants", json=wanted(**changes), headers=staff.headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
async def staff(client: AsyncClient, database: Database) -> Person:
    return await super_admin(client, database)


async def test_a_created_company_is_ready_to_use(client: AsyncClient, app: FastAPI, staff: Person) -> None:
    email = new_email()
    created = await create(client, staff, owner_email=email)
    tenant = created["tenant"]
    assert created["invitation_sent"] is True
    assert f'data-tenant="{tenant["slug"]}"' in created["snippet"]
    assert (tenant["plan"], tenant["default_language"], tenant["status"]) == ("starter", "ca", "active")
    assert tenant["usage"] == {"leads": 0, "conversations_this_month": 0, "members": 0}

    config = await client.get(
        f"/v1/widget/config?tenant={tenant['slug']}", headers={"Origin": "https://www.example.com"}
    )
    assert config.status_code == 200, config.text

    token = await mailed_token(app, email, "invitation")
    joined = await client.post(
        "/v1/auth/invitations/accept",
        json={"token": token, "full_name": "Marta Sol", "password": "una-clave-larga"},
    )
    assert joined.status_code == 200, joined.text
    assert joined.json()["tenant"]["id"] == tenant["id"]
    shown = (await client.get(f"/v1/admin/tenants/{tenant['id']}", headers=staff.headers)).json()
    assert shown["usage"]["members"] == 1


async def test_nothing_is_left_of_a_creation_that_fails(client: AsyncClient, app: FastAPI, staff: Person) -> None:
    taken = (await create(client, staff))["tenant"]["slug"]
    email = new_email()
    answer = await client.post("/v1/admin/tenants", json=wanted(slug=taken, owner_email=email), headers=staff.headers)
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "slug_taken"
    await run_jobs(app, "mail")
    assert mails_to(app, email) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"plan": "platinum"}, "unknown_plan"),
        ({"name": ""}, "invalid_input"),
        ({"owner_email": "nobody"}, "invalid_input"),
        ({"preset": "bakery"}, "invalid_input"),
        ({"language": "fr"}, "invalid_input"),
        ({"origins": ["https://*.example.com"]}, "invalid_input"),
        ({"slug": "Not A Slug"}, "invalid_input"),
        ({"more": 1}, "invalid_input"),
    ],
)
async def test_a_bad_creation_is_refused(client: AsyncClient, staff: Person, change: dict[str, Any], code: str) -> None:
    answer = await client.post("/v1/admin/tenants", json=wanted(**change), headers=staff.headers)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == code


async def test_the_list_finds_by_name_and_status_and_pages(client: AsyncClient, staff: Person) -> None:
    mark = secrets.token_hex(5)
    ids = [(await create(client, staff, name=f"{mark} 100% {number}"))["tenant"]["id"] for number in range(3)]
    await client.patch(f"/v1/admin/tenants/{ids[0]}", json={"status": "paused"}, headers=staff.headers)

    async def found(query: str) -> Any:
        return (await client.get(f"/v1/admin/tenants?q={mark}{query}", headers=staff.headers)).json()

    first = await found("&limit=2")
    second = await found(f"&limit=2&cursor={first['next_cursor']}")
    assert [each["id"] for each in first["items"] + second["items"]] == ids[::-1]
    assert second["next_cursor"] is None
    assert [each["id"] for each in (await found("&status=paused"))["items"]] == [ids[0]]
    assert len((await found(" 100%25 "))["items"]) == 3
    assert (await found("_"))["items"] == []


async def test_changes_are_kept_and_leave_their_trace(client: AsyncClient, staff: Person) -> None:
    tenant = (await create(client, staff))["tenant"]["id"]
    change = {"name": "Nou nom", "plan": "pro", "allowed_origins": ["https://b.example.com"], "default_language": "pt"}
    changed = await client.patch(f"/v1/admin/tenants/{tenant}", json=change, headers=staff.headers)
    assert changed.status_code == 200, changed.text
    assert {key: changed.json()[key] for key in change} == change

    trail = (await client.get(f"/v1/admin/audit?tenant_id={tenant}", headers=staff.headers)).json()["items"]
    updated = next(each for each in trail if each["action"] == "tenant.updated")
    assert updated["changes"]["plan"] == {"from": "starter", "to": "pro"}
    assert updated["actor_kind"] == "staff"
    assert {"tenant.created", "invitation.sent"} <= {each["action"] for each in trail}


@pytest.mark.parametrize(
    "change", [{"plan": "platinum"}, {"name": None}, {"status": "gone"}, {"slug": "other"}, {"default_language": "fr"}]
)
async def test_a_bad_change_is_refused(client: AsyncClient, staff: Person, change: dict[str, Any]) -> None:
    tenant = (await create(client, staff))["tenant"]["id"]
    answer = await client.patch(f"/v1/admin/tenants/{tenant}", json=change, headers=staff.headers)
    assert answer.status_code == 422


async def test_a_paused_company_is_shut_out_until_it_is_activated(client: AsyncClient, staff: Person) -> None:
    owner = await register(client)
    path = f"/v1/admin/tenants/{owner.tenant_id}"
    await client.patch(path, json={"status": "paused"}, headers=staff.headers)
    assert (await client.get("/v1/tenant", headers=owner.headers)).status_code in (401, 403)
    await client.patch(path, json={"status": "active"}, headers=staff.headers)
    assert (await client.get("/v1/tenant", headers=owner.headers)).status_code == 200


async def test_maintenance_goes_on_and_off_with_a_note(client: AsyncClient, staff: Person) -> None:
    tenant = (await create(client, staff))["tenant"]["id"]
    path = f"/v1/admin/tenants/{tenant}/maintenance"
    for on in (True, False):
        answer = await client.put(path, json={"on": on, "note": "moving house"}, headers=staff.headers)
        assert answer.status_code == 200, answer.text
        assert answer.json()["maintenance"] is on
    trail = (
        await client.get(f"/v1/admin/audit?tenant_id={tenant}&action=tenant.maintenance_set", headers=staff.headers)
    ).json()["items"]
    assert [each["changes"]["maintenance"]["to"] for each in trail] == [False, True]
    assert trail[0]["changes"]["note"] == "moving house"


@pytest.mark.parametrize("method", ["GET", "PATCH"])
async def test_a_company_that_does_not_exist_is_not_found(client: AsyncClient, staff: Person, method: str) -> None:
    path = f"/v1/admin/tenants/{uuid.uuid4()}"
    body = {"name": "x"} if method == "PATCH" else None
    answer = await client.request(method, path, headers=staff.headers, json=body)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "tenant_not_found"


ROUTES = [
    ("GET", "/v1/admin/tenants"),
    ("POST", "/v1/admin/tenants"),
    ("GET", f"/v1/admin/tenants/{uuid.UUID(int=7)}"),
    ("PATCH", f"/v1/admin/tenants/{uuid.UUID(int=7)}"),
    ("PUT", f"/v1/admin/tenants/{uuid.UUID(int=7)}/maintenance"),
    ("GET", "/v1/admin/overview"),
    ("GET", "/v1/admin/errors"),
    ("GET", "/v1/admin/audit"),
    ("GET", "/v1/admin/plans"),
    ("PUT", "/v1/admin/plans/free"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_an_owner_is_no_superadmin(client: AsyncClient, method: str, path: str) -> None:
    """IDN-13: /v1/admin/* is the superadmin's alone."""
    owner = await register(client)
    assert (await client.request(method, path, headers=owner.headers)).status_code == 403
    assert (await client.request(method, path)).status_code == 401


@pytest.mark.parametrize("query", ["q=%00", "q=%25%5C_", "q=%F0%9F%8D%B3", "status=gone", "limit=0", "cursor=%00"])
async def test_odd_questions_are_answered_or_refused(client: AsyncClient, staff: Person, query: str) -> None:
    answer = await client.get(f"/v1/admin/tenants?{query}", headers=staff.headers)
    assert answer.status_code in (200, 422), answer.text
