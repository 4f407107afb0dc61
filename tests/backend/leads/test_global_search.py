"""One box over name, company, domain, email, phone (further ones too), notes and tags (CRM-11)."""

from typing import Any

import pytest
from httpx2 import AsyncClient

from tests.backend.leads.calls import add
from tests.backend.leads.merge_calls import ask, found
from tests.support.people import Person, register


async def world(client: AsyncClient, owner: Person) -> dict[str, str]:
    clinic = await add(
        client, owner, name="Núria Puig", company="Clínica Sol", website="https://www.clinica-sol.cat", tags=["Dental"]
    )
    path = f"/leads/{clinic['id']}"
    await ask(client, owner, "POST", f"{path}/contacts", 201, kind="email", value="info@clinica-sol.cat")
    await ask(client, owner, "POST", f"{path}/contacts", 201, kind="phone", value="972 20 20 20")
    await ask(client, owner, "POST", f"{path}/contacts", 201, kind="whatsapp", value="612 345 678")
    await ask(client, owner, "POST", f"{path}/notes", 201, body="Quiere **implantes** en primavera")
    other = await add(client, owner, name="Ben Sol", email="ben@example.com", phone="699111222")
    return {"clinic": clinic["id"], "ben": other["id"]}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("nuria", ["clinic"]),
        ("clinica sol", ["clinic"]),
        ("sol", ["ben", "clinic"]),
        ("clinica-sol.cat", ["clinic"]),
        ("https://www.clinica-sol.cat/contacto", ["clinic"]),
        ("www.clinica-sol.c", ["clinic"]),
        ("CLINICA-SOL.CAT", ["clinic"]),
        ("clinica-sol.es", []),
        ("info@clinica-sol.cat", ["clinic"]),
        ("972202020", ["clinic"]),
        ("+34 612 345 678", ["clinic"]),
        ("699 111 222", ["ben"]),
        ("ben@example.com", ["ben"]),
        ("implantes", ["clinic"]),
        ("primav dental", ["clinic"]),
        ("dental nuria implan sol", ["clinic"]),
        ("dental ben", []),
        ("nobody@clinica-sol.cat", []),
        (".", []),
        ("a.b", []),
        ("..", []),
        ("\x00.cat", ["clinic"]),
        ("%.%", []),
        ("x" * 200, []),
    ],
)
async def test_crm_11_one_box_finds_all(client: AsyncClient, owner: Person, query: str, expected: list[str]) -> None:
    leads = await world(client, owner)
    assert sorted(await found(client, owner, query)) == sorted(leads[name] for name in expected)


async def test_the_box_and_the_filters_combine(client: AsyncClient, owner: Person) -> None:
    leads = await world(client, owner)
    params: list[tuple[dict[str, Any], list[str]]] = [
        ({"tag": "dental"}, [leads["clinic"]]),
        ({"has": "email", "sort": "name"}, [leads["ben"], leads["clinic"]]),
        ({"stage": "hot"}, []),
    ]
    for given, expected in params:
        assert await found(client, owner, "sol", **given) == expected


async def test_nothing_of_another_tenant_is_found(client: AsyncClient, owner: Person) -> None:
    await world(client, owner)
    stranger = await register(client)
    for query in ("nuria", "info@clinica-sol.cat", "972202020", "clinica-sol.cat", "implantes", "dental"):
        assert await found(client, stranger, query) == []
