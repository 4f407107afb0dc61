"""The trail is added to and never changed, and each company reads its own (SUP-02)."""

import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from backend.audit import service as audit
from backend.core.database.base import uuid7
from backend.core.database.session import Database
from backend.core.http.actor import Actor, PlatformRole, Role
from tests.support.people import Person, register
from tests.support.roles import member


async def act(database: Database, person: Person, number: int, **more: Any) -> None:
    async with database.tenant(uuid.UUID(person.tenant_id)) as session:
        await audit.record(session, action="test.done", actor=None, entity="thing", entity_id=str(number), **more)


async def trail(client: AsyncClient, person: Person, query: str = "") -> Any:
    answer = await client.get(f"/v1/audit{query}", headers=person.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_pages_go_back_in_time_without_gap_or_repeat(client: AsyncClient, database: Database) -> None:
    owner = await register(client)
    for number in range(5):
        await act(database, owner, number)
    seen: list[str] = []
    cursor = ""
    while True:
        page = await trail(client, owner, f"?action=test.done&limit=2{cursor}")
        seen += [entry["entity_id"] for entry in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == ["4", "3", "2", "1", "0"]


@pytest.mark.parametrize("cursor", ["nonsense", "W10", "WyJ4Il0", "WzFd", "WzEsMl0"])
async def test_a_cursor_of_nobodys_is_refused(client: AsyncClient, cursor: str) -> None:
    owner = await register(client)
    answer = await client.get(f"/v1/audit?cursor={cursor}", headers=owner.headers)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "bad_cursor"


async def test_a_company_never_sees_anothers_trail(client: AsyncClient, database: Database) -> None:
    one, other = await register(client), await register(client)
    await act(database, one, 1)
    assert (await trail(client, other, "?action=test.done"))["items"] == []


async def test_only_administrators_read_the_trail(client: AsyncClient, database: Database) -> None:
    agent = await member(client, database, Role.AGENT)
    assert (await client.get("/v1/audit", headers=agent.headers)).status_code == 403


@pytest.mark.parametrize("change", ["UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"])
async def test_a_company_cannot_change_its_trail(client: AsyncClient, database: Database, change: str) -> None:
    owner = await register(client)
    await act(database, owner, 1)
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with database.tenant(uuid.UUID(owner.tenant_id)) as session:
            await session.execute(text(change))


async def test_an_entry_cannot_be_put_into_anothers_trail(client: AsyncClient, database: Database) -> None:
    one, other = await register(client), await register(client)
    with pytest.raises(ProgrammingError, match="row-level security"):
        await act(database, one, 1, tenant_id=uuid.UUID(other.tenant_id))


async def test_addresses_stand_as_hashes_only(client: AsyncClient, database: Database) -> None:
    owner = await register(client)
    await act(database, owner, 1, address="203.0.113.9")
    async with database.tenant(uuid.UUID(owner.tenant_id)) as session:
        kept = (await session.execute(text("SELECT address_hash FROM audit_entries WHERE entity = 'thing'"))).scalar()
    assert isinstance(kept, str)
    assert "203" not in kept[:3]
    assert len(kept) == 12


@pytest.mark.parametrize(
    ("on_platform", "platform_role", "kind"),
    [
        (True, PlatformRole.SUPER_ADMIN, "staff"),
        (True, None, "person"),
        (False, PlatformRole.SUPER_ADMIN, "person"),
    ],
)
async def test_staff_act_as_staff_above_all_companies_only(
    client: AsyncClient, database: Database, on_platform: bool, platform_role: PlatformRole | None, kind: str
) -> None:
    owner = await register(client)
    tenant = uuid.UUID(owner.tenant_id)
    actor = Actor(uuid7(), uuid7(), tenant, Role.OWNER, platform_role)
    if on_platform:
        async with database.platform() as session:
            await audit.record(session, action="test.kind", actor=actor, entity="thing", tenant_id=tenant)
    else:
        async with database.tenant(tenant) as own:
            await audit.record(own, action="test.kind", actor=actor, entity="thing")
    assert (await trail(client, owner, "?action=test.kind"))["items"][0]["actor_kind"] == kind
