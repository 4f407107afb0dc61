"""A business that cannot answer: maintenance, nothing published, paused (issue: a kind closed state)."""

from typing import Any

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from tests.support.builders import ORIGIN, Business, Visitor, found_business

CONTACT: list[dict[str, Any]] = [
    {"option": "accept"},
    {"text": "Marta Puig"},
    {"text": "marta@example.com"},
    {"value": None},
    {"text": "Una cuina nova"},
]


async def set_tenant(database: Database, business: Business, change: str) -> None:
    async with database.platform() as session:
        await session.execute(text(f"UPDATE tenants SET {change} WHERE id = :id"), {"id": business.id})


async def closed(database: Database, how: str) -> Business:
    if how == "nothing published":
        return await found_business(database, preset=None)
    business = await found_business(database)
    await set_tenant(database, business, "maintenance = true")
    return business


@pytest.mark.parametrize("how", ["maintenance", "nothing published"])
async def test_closed_the_contact_is_still_taken(client: AsyncClient, database: Database, how: str) -> None:
    business = await closed(database, how)
    visitor = Visitor(client, business)
    begun = await visitor.start(page_url="https://shop.example.com/cocinas", utm={"source": "ads"})
    assert (begun["status"], begun["ask"]["type"]) == ("closed", "consent")
    assert begun["messages"][0]["text"].startswith("¡Hola! Ahora mismo no podemos")
    for answer in CONTACT:
        await visitor.send(**answer)
    assert visitor.last["status"] == "ended"
    async with database.tenant(business.id) as session:
        leads = (await session.execute(text("SELECT name, source, origin_page, utm FROM leads"))).all()
    assert leads == [("Marta Puig", "web", "https://shop.example.com/cocinas", {"source": "ads"})]


async def test_who_refuses_is_not_kept(client: AsyncClient, database: Database) -> None:
    visitor = Visitor(client, await closed(database, "maintenance"))
    await visitor.start()
    assert (await visitor.send(option="refuse"))["status"] == "ended"
    async with database.tenant(visitor.business.id) as session:
        assert await session.scalar(text("SELECT count(*) FROM leads")) == 0


async def test_who_was_talking_goes_on_when_maintenance_begins(visitor: Visitor, database: Database) -> None:
    await set_tenant(database, visitor.business, "maintenance = true")
    assert (await visitor.send(option="accept"))["ask"]["block_id"] == "project"
    assert (await visitor.start(session_id=visitor.session_id))["status"] == "open"


async def test_the_widget_is_told(client: AsyncClient, database: Database) -> None:
    business = await found_business(database)
    path, headers = f"/v1/widget/config?tenant={business.slug}", {"Origin": ORIGIN}
    assert (await client.get(path, headers=headers)).json()["status"] == "open"
    await set_tenant(database, business, "maintenance = true")
    assert (await client.get(path, headers=headers)).json()["status"] == "maintenance"
    await set_tenant(database, business, "status = 'paused'")
    assert (await client.get(path, headers=headers)).status_code == 404


async def test_a_paused_business_takes_nothing_and_forgets_nothing(visitor: Visitor, database: Database) -> None:
    before = await visitor.said()
    await set_tenant(database, visitor.business, "status = 'paused'")
    known = {"session_id": visitor.session_id}
    answers = [
        await visitor.post("/v1/chat/start", {}),
        await visitor.post("/v1/chat/start", known),
        await visitor.try_send(option="accept"),
        await visitor.get(f"/v1/chat/{visitor.session_id}"),
        await visitor.get(f"/v1/chat/{visitor.session_id}/events"),
        await visitor.post("/v1/chat/language", {**known, "language": "en"}),
        await visitor.post("/v1/chat/identify", {**known, "email": "marta@example.com"}),
        await visitor.upload(b"%PDF-1.7\n%%EOF"),
    ]
    assert [(each.status_code, each.json()["error"]["code"]) for each in answers] == [(403, "tenant_paused")] * 8
    await set_tenant(database, visitor.business, "status = 'active'")
    assert await visitor.said() == before


@pytest.mark.parametrize(
    ("origin", "status", "code"),
    [
        (ORIGIN, 200, None),
        ("https://SHOP.example.com:443", 200, None),
        ("http://shop.example.com", 403, "origin_not_allowed"),
        ("https://shop.example.com:8443", 403, "origin_not_allowed"),
        ("https://shop.example.com.evil.example", 403, "origin_not_allowed"),
        ("https://evil.example", 403, "origin_not_allowed"),
        ("null", 403, "origin_not_allowed"),
        ("https://shop.example.com:nonsense", 403, "origin_not_allowed"),
        (None, 403, "origin_not_allowed"),
    ],
)
async def test_only_allowed_pages_are_greeted(
    client: AsyncClient, database: Database, origin: str | None, status: int, code: str | None
) -> None:
    """WID-02, SEC-05."""
    business = await found_business(database)
    headers = {"Origin": origin} if origin else {}
    answer = await client.get(f"/v1/widget/config?tenant={business.slug}", headers=headers)
    assert answer.status_code == status, answer.text
    if code:
        assert answer.json()["error"]["code"] == code
        assert "access-control-allow-origin" not in answer.headers
        return
    assert answer.headers["access-control-allow-origin"] == origin
    page = {"Authorization": f"Bearer {answer.json()['token']}", "Origin": origin or ""}
    assert (await client.post("/v1/chat/start", json={}, headers=page)).status_code == 200


async def test_a_business_that_does_not_exist_is_not_found(client: AsyncClient) -> None:
    answer = await client.get("/v1/widget/config?tenant=nobody-here", headers={"Origin": ORIGIN})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "tenant_unknown")
