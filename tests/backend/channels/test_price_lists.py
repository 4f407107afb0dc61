"""A WhatsApp number's price list over HTTP: entered whole, checked, audited, and the business's own (issue 4)."""

import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import select, text

from backend.audit.models import AuditEntry
from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.support.channel_desk import connected, on_the_platform
from tests.support.people import Person
from tests.support.roles import member
from tools.phones.server import Phones

# Any: rows as JSON, good and bad.
ROWS: list[dict[str, Any]] = [
    {"category": "marketing", "prefix": "+34", "amount": "0.0509"},
    {"category": "marketing", "prefix": "", "amount": 0.0512},
    {"category": "utility", "prefix": "1787", "amount": "0"},
]
KEPT = [
    {"category": "marketing", "prefix": "", "amount": "0.0512"},
    {"category": "marketing", "prefix": "34", "amount": "0.0509"},
    {"category": "utility", "prefix": "1787", "amount": "0"},
]


async def number(client: AsyncClient, person: Person, twin: Phones, kind: str = "whatsapp") -> str:
    made = await connected(client, person, on_the_platform(twin, kind))
    return f"/v1/channels/{made['id']}"


async def enter(client: AsyncClient, person: Person, path: str, rows: list[Any], **given: Any) -> Response:
    body = {"currency": "EUR", "rows": rows} | given
    return await client.put(f"{path}/template-prices", json=body, headers=person.headers)


async def read(client: AsyncClient, person: Person, path: str) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get(f"{path}/template-prices", headers=person.headers)).json()
    return found


async def entries(database: Database, person: Person) -> list[dict[str, Any]]:
    async with database.tenant(uuid.UUID(person.tenant_id)) as session:
        asked = select(AuditEntry.changes).where(AuditEntry.action == "channel.prices_entered")
        return list(await session.scalars(asked.order_by(AuditEntry.created_at)))


async def test_a_list_is_entered_whole_and_taken_away_again(
    client: AsyncClient, person: Person, twin: Phones, database: Database
) -> None:
    path = await number(client, person, twin)
    assert (await read(client, person, path))["currency"] is None
    entered = (await enter(client, person, path, ROWS)).json()
    assert (entered["currency"], entered["rows"], entered["utility_free_in_window"]) == ("EUR", KEPT, False)
    assert await read(client, person, path) == entered
    # The same once more changes nothing; another one takes its place; none leaves none.
    assert (await enter(client, person, path, ROWS[::-1])).json() == entered
    changed = (await enter(client, person, path, ROWS[:1], currency="USD", utility_free_in_window=True)).json()
    assert (changed["currency"], len(changed["rows"]), changed["utility_free_in_window"]) == ("USD", 1, True)
    assert (await enter(client, person, path, [])).json()["currency"] is None
    assert (await read(client, person, path))["rows"] == []
    assert [each["prices"] for each in await entries(database, person)] == [3, 1, 0]


async def test_each_template_says_what_its_category_costs(client: AsyncClient, person: Person, twin: Phones) -> None:
    path = await number(client, person, twin)
    loaded = (await client.post(f"{path}/templates", headers=person.headers)).json()
    assert {each["price"] for each in loaded} == {None}
    await enter(client, person, path, ROWS[:2])
    listed = (await client.get(f"{path}/templates", headers=person.headers)).json()
    offer = {"currency": "EUR", "least": "0.0509", "elsewhere": "0.0512"}
    assert {each["category"]: each["price"] for each in listed} == {"marketing": offer, "utility": None}


GOOD = ROWS[0]
BAD: dict[str, dict[str, Any]] = {
    "negative": {"rows": [GOOD | {"amount": "-0.01"}]},
    "seven_decimals": {"rows": [GOOD | {"amount": "0.0000001"}]},
    "not_a_number": {"rows": [GOOD | {"amount": "NaN"}]},
    "unknown_category": {"rows": [GOOD | {"category": "birthday"}]},
    "no_prefix": {"rows": [GOOD | {"prefix": "Spain"}]},
    "trunk_prefix": {"rows": [GOOD | {"prefix": "034"}]},
    "twice": {"rows": [GOOD, GOOD]},
    "twice_by_another_spelling": {"rows": [GOOD, GOOD | {"prefix": "34"}]},
    "no_currency": {"currency": "EURO", "rows": [GOOD]},
    "unknown_currency": {"currency": "XQQ", "rows": [GOOD]},
    "too_many": {"rows": [GOOD | {"prefix": str(1_000 + each)} for each in range(2_001)]},
    "no_rows": {"rows": None},
}


@pytest.mark.parametrize("kind", BAD)
async def test_what_is_no_price_list_is_refused(client: AsyncClient, person: Person, twin: Phones, kind: str) -> None:
    path = await number(client, person, twin)
    refused = await client.put(f"{path}/template-prices", json={"currency": "EUR"} | BAD[kind], headers=person.headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "invalid_input")
    assert (await read(client, person, path))["currency"] is None


async def test_only_whatsapp_has_prices(client: AsyncClient, person: Person, twin: Phones) -> None:
    path = await number(client, person, twin, "telegram")
    refused = await enter(client, person, path, ROWS)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "no_templates")


async def test_whoever_only_looks_reads_it_and_enters_nothing(
    client: AsyncClient, person: Person, twin: Phones, database: Database
) -> None:
    path = await number(client, person, twin)
    await enter(client, person, path, ROWS)
    for role in (Role.VIEWER, Role.AGENT):
        async with database.platform() as session:
            demoted = text("UPDATE memberships SET role = :role WHERE tenant_id = :tenant")
            await session.execute(demoted, {"role": role.value, "tenant": uuid.UUID(person.tenant_id)})
        assert (await read(client, person, path))["rows"] == KEPT
        assert (await enter(client, person, path, [])).status_code == 403


async def test_another_business_finds_no_list(
    client: AsyncClient, person: Person, twin: Phones, database: Database
) -> None:
    path = await number(client, person, twin)
    await enter(client, person, path, ROWS)
    stranger = await member(client, database, Role.ADMIN)
    assert (await client.get(f"{path}/template-prices", headers=stranger.headers)).status_code == 404
    assert (await enter(client, stranger, path, [])).status_code == 404
    assert (await read(client, person, path))["rows"] == KEPT
