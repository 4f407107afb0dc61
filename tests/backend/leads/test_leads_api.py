"""Leads over HTTP: detail, changes, roles, timeline (CRM-01, X17, X18)."""

import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.backend.leads.calls import SCORING, add, listed, timeline, user_id
from tests.support import people
from tests.support.people import Person

UNKNOWN = "0190a0a0-0000-7000-8000-000000000000"


async def as_role(database: Database, owner: Person, role: Role) -> None:
    """The same person with another role; the API reads it from the database at each call."""
    async with database.platform() as session:
        await session.execute(
            text("UPDATE memberships SET role = :role WHERE tenant_id = :tenant"),
            {"role": role, "tenant": owner.tenant_id},
        )


async def test_a_lead_by_hand_is_scored_and_explained(client: AsyncClient, owner: Person) -> None:
    lead = await add(
        client,
        owner,
        name="Ana Puig",
        email="Ana@Example.com",
        phone="612 345 678",
        qualification={"metres": 12, "budget": {"min": 4_000, "max": 6_000}, "urgency": "now", "note": "isla"},
    )
    assert (lead["email"], lead["phone"], lead["source"]) == ("ana@example.com", "+34612345678", "manual")
    assert (lead["score"], lead["temperature"], lead["stage"]) == (73, "hot", "new")
    assert sum(part["points"] for part in lead["breakdown"]) == lead["score"]
    assert [part["max"] for part in lead["breakdown"]] == [40, 25, 20, 10, 5]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "No ha dicho los metros."),
        ("ca-ES,ca;q=0.9", "No ha dit els metres."),
        ("pt", "Não indicou os metros."),
        ("en", "No square metres given."),
        ("", "No ha dicho los metros."),
    ],
)
async def test_the_breakdown_speaks_the_readers_language(
    client: AsyncClient, owner: Person, language: str, sentence: str
) -> None:
    lead = await add(client, owner, name="Ana")
    headers = {**owner.headers, "Accept-Language": language}
    answer = await client.get(f"/v1/leads/{lead['id']}", headers=headers)
    assert {part["part"]: part["sentence"] for part in answer.json()["breakdown"]}["metres"] == sentence


async def test_one_email_or_phone_one_lead(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, email="ana@example.com", phone="612345678")
    for body in ({"email": "ANA@example.com"}, {"phone": "+34612345678"}):
        answer = await client.post("/v1/leads", json=body, headers=owner.headers)
        assert answer.status_code == 409
        assert answer.json()["error"]["code"] == "lead_exists"
        assert answer.json()["error"]["details"] == {"lead_id": lead["id"]}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "invalid_input"),
        ({"name": "x", "score": 100}, "invalid_input"),
        ({"name": "x", "temperature": "premium"}, "invalid_input"),
        ({"name": "x", "stage": "premium"}, "invalid_input"),
        ({"name": "x" * 201}, "invalid_input"),
        ({"name": "a\x00b"}, "invalid_input"),
        ({"name": "x", "qualification": {"budget": {"min": 9, "max": 1}}}, "invalid_input"),
        ({"name": "x", "qualification": {"metres": -1}}, "invalid_input"),
        ({"email": "ana"}, "unusable_email"),
        ({"phone": "12"}, "unusable_phone"),
        ({"name": "x", "assignee_id": UNKNOWN}, "assignee_not_in_team"),
    ],
)
async def test_bad_leads_are_refused(client: AsyncClient, owner: Person, body: dict[str, Any], code: str) -> None:
    answer = await client.post("/v1/leads", json=body, headers=owner.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


async def test_a_saved_lead_is_counted_as_usage(client: AsyncClient, owner: Person, database: Database) -> None:
    await add(client, owner, name="Ana")
    async with database.tenant(uuid.UUID(owner.tenant_id)) as session:
        used = await session.scalar(text("SELECT used FROM usage_counters WHERE metric = 'leads'"))
    assert used == 1


async def test_x18_moving_a_lead_changes_the_stage_only(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Ana", qualification={"urgency": "now"})
    path = f"/v1/leads/{lead['id']}"
    moved = (await client.patch(path, json={"stage": "customer"}, headers=owner.headers)).json()
    assert moved["stage"] == "customer"
    changed = {name for name in lead if moved[name] != lead[name]}
    assert changed == {"stage", "stage_id", "stage_since", "stage_score", "updated_at"}


async def test_new_data_give_a_new_score_and_new_words(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Ana", qualification={"urgency": "now", "note": "terraza"})
    change = {"name": "Anna", "qualification": {"budget": {"min": 15_000, "currency": "EUR"}, "note": None}}
    path = f"/v1/leads/{lead['id']}"
    after = (await client.patch(path, json=change, headers=owner.headers)).json()
    assert (after["score"], after["temperature"]) == (25 + 40 + 3, "warm")
    assert after["qualification"] == {"urgency": "now", "budget": {"min": 15_000.0, "currency": "EUR"}}
    assert await listed(client, owner, q="terraza") == []
    assert await listed(client, owner, q="anna") == ["Anna"]
    kinds = await timeline(client, owner, lead["id"])
    assert kinds == ["temperature_changed", "edited", "created"]


async def test_contact_data_can_be_changed_and_removed(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Ana", email="ana@example.com", phone="612345678")
    path = f"/v1/leads/{lead['id']}"
    after = await client.patch(path, json={"email": "new@example.com", "phone": None}, headers=owner.headers)
    assert (after.json()["email"], after.json()["phone"]) == ("new@example.com", None)
    assert await listed(client, owner, q="ana@example.com") == []
    other = await add(client, owner, email="ana@example.com")
    refused = await client.patch(path, json={"email": "ana@example.com"}, headers=owner.headers)
    assert (refused.status_code, refused.json()["error"]["details"]) == (409, {"lead_id": other["id"]})


async def test_an_edit_over_somebody_elses_is_refused(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Ana")
    path, seen = f"/v1/leads/{lead['id']}", lead["updated_at"]
    first = await client.patch(path, json={"stage": "active", "updated_at": seen}, headers=owner.headers)
    second = await client.patch(path, json={"stage": "lost", "updated_at": seen}, headers=owner.headers)
    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json()["error"]["code"] == "lead_changed_meanwhile"


async def test_the_timeline_tells_who_did_what(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Ana")
    me = await user_id(client, owner)
    change = {"stage": "active", "contact_state": "contacted", "assignee_id": me}
    await client.patch(f"/v1/leads/{lead['id']}", json=change, headers=owner.headers)
    assert await timeline(client, owner, lead["id"]) == [
        "assigned",
        "contact_state_changed",
        "stage_changed",
        "created",
    ]
    answer = await client.get(f"/v1/leads/{lead['id']}/timeline", headers=owner.headers)
    newest = answer.json()["items"][0]
    assert (newest["actor_id"], newest["data"]) == (me, {"from": None, "to": me})


async def test_a_deleted_lead_is_gone_and_its_deletion_is_on_record(
    client: AsyncClient, owner: Person, database: Database
) -> None:
    lead = await add(client, owner, name="Ana", email="ana@example.com")
    path = f"/v1/leads/{lead['id']}"
    assert (await client.delete(path, headers=owner.headers)).status_code == 204
    for gone in (await client.get(path, headers=owner.headers), await client.delete(path, headers=owner.headers)):
        assert (gone.status_code, gone.json()["error"]["code"]) == (404, "lead_not_found")
    assert await listed(client, owner) == []
    async with database.tenant(uuid.UUID(owner.tenant_id)) as session:
        actions = (await session.scalars(text("SELECT action FROM audit_entries"))).all()
    assert "lead.deleted" in actions


@pytest.mark.parametrize(
    ("role", "method", "path", "status"),
    [
        (Role.VIEWER, "GET", "/v1/leads", 200),
        (Role.VIEWER, "GET", "/v1/leads/{id}", 200),
        (Role.VIEWER, "GET", "/v1/leads/stats", 200),
        (Role.VIEWER, "GET", "/v1/leads/scoring", 200),
        (Role.VIEWER, "POST", "/v1/leads", 403),
        (Role.VIEWER, "PATCH", "/v1/leads/{id}", 403),
        (Role.AGENT, "POST", "/v1/leads", 201),
        (Role.AGENT, "PATCH", "/v1/leads/{id}", 200),
        (Role.AGENT, "DELETE", "/v1/leads/{id}", 403),
        (Role.AGENT, "PUT", "/v1/leads/scoring", 403),
        (Role.ADMIN, "DELETE", "/v1/leads/{id}", 204),
    ],
)
async def test_who_may_do_what(
    client: AsyncClient, owner: Person, database: Database, role: Role, method: str, path: str, status: int
) -> None:
    lead = await add(client, owner, name="Ana")
    await as_role(database, owner, role)
    body = {"name": "Bea"} if method in ("POST", "PATCH") else SCORING if method == "PUT" else None
    answer = await client.request(method, path.format(id=lead["id"]), json=body, headers=owner.headers)
    assert answer.status_code == status, answer.text


async def test_another_tenants_lead_does_not_exist(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Ana", email="ana@example.com")
    stranger = await people.register(client)
    path = f"/v1/leads/{lead['id']}"
    for method, body in (("GET", None), ("PATCH", {"stage": "lost"}), ("DELETE", None)):
        answer = await client.request(method, path, json=body, headers=stranger.headers)
        assert answer.status_code == 404
    assert (await client.get(f"{path}/timeline", headers=stranger.headers)).status_code == 404
    assert await listed(client, stranger) == []
    assert await listed(client, stranger, q="ana@example.com") == []
