"""The team: roles changed, people removed, and never without an owner; no session reaches another's people."""

import asyncio
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from backend.core.database.session import Database
from tests.backend.accounts.teams import accept, code, founder, id_of, invite, joined, members, remove, set_role
from tests.support import people


async def test_a_removed_member_is_out_at_once_and_the_seat_is_free(
    client: AsyncClient, app: FastAPI, database: Database
) -> None:
    owner = await founder(client, database)
    async with database.platform() as session:
        await session.execute(text("UPDATE tenants SET plan = 'pro' WHERE id = :id"), {"id": owner.tenant_id})
    agent = await joined(client, app, owner)
    assert code(await invite(client, owner, people.new_email()))[0] == 402
    assert (await remove(client, owner, await id_of(client, agent))).status_code == 204
    assert code(await client.get("/v1/members", headers=agent.headers)) == (403, "no_tenant")
    assert list(await members(client, owner)) == [owner.email]
    # They may come back, through a new invitation.
    await invite(client, owner, agent.email, "admin")
    token = await people.mailed_token(app, agent.email, "invitation")
    back = people.signed_in(agent.email, await accept(client, token))
    assert (await members(client, back))[agent.email]["role"] == "admin"


async def test_only_owners_make_and_unmake_owners(client: AsyncClient, app: FastAPI, database: Database) -> None:
    owner = await founder(client, database)
    admin, agent = await joined(client, app, owner, "admin"), await joined(client, app, owner)
    ids = {each.email: await id_of(client, each) for each in (owner, admin, agent)}
    assert code(await set_role(client, admin, ids[agent.email], "owner")) == (403, "only_owners")
    assert code(await set_role(client, admin, ids[owner.email], "viewer")) == (403, "only_owners")
    assert code(await remove(client, admin, ids[owner.email])) == (403, "only_owners")
    assert code(await invite(client, admin, people.new_email(), "owner")) == (403, "only_owners")
    assert (await set_role(client, admin, ids[agent.email], "viewer")).json()["role"] == "viewer"
    assert (await set_role(client, owner, ids[agent.email], "owner")).json()["role"] == "owner"


@pytest.mark.parametrize("role", ["agent", "viewer"])
async def test_who_may_not_manage_the_team(client: AsyncClient, app: FastAPI, database: Database, role: str) -> None:
    owner = await founder(client, database)
    member = await joined(client, app, owner, role)
    owner_id = await id_of(client, owner)
    refused = [
        await invite(client, member, people.new_email()),
        await set_role(client, member, owner_id, "viewer"),
        await remove(client, member, owner_id),
        await client.get("/v1/invitations", headers=member.headers),
    ]
    assert {code(each) for each in refused} == {(403, "role_too_low")}
    assert len(await members(client, member)) == 2


async def test_the_last_owner_cannot_go(client: AsyncClient, database: Database) -> None:
    owner = await founder(client, database)
    owner_id = await id_of(client, owner)
    assert code(await remove(client, owner, owner_id)) == (409, "last_owner")
    assert code(await set_role(client, owner, owner_id, "admin")) == (409, "last_owner")


async def test_of_two_owners_who_leave_at_once_one_stays(client: AsyncClient, app: FastAPI, database: Database) -> None:
    first = await founder(client, database)
    second = await joined(client, app, first, "owner")
    ids = [await id_of(client, each) for each in (first, second)]
    answers = await asyncio.gather(remove(client, first, ids[0]), set_role(client, second, ids[1], "viewer"))
    assert sorted(each.status_code for each in answers if each.is_error) == [409]
    async with database.platform() as session:
        query = "SELECT count(*) FROM memberships WHERE tenant_id = :t AND role = 'owner' AND status = 'active'"
        assert await session.scalar(text(query), {"t": first.tenant_id}) == 1


async def test_members_of_others_are_not_there(client: AsyncClient, database: Database) -> None:
    mine, theirs = await founder(client, database), await founder(client, database)
    their_id = await id_of(client, theirs)
    assert list(await members(client, mine)) == [mine.email]
    assert code(await set_role(client, mine, their_id, "viewer")) == (404, "member_not_found")
    assert code(await remove(client, mine, their_id)) == (404, "member_not_found")
    invitation = (await invite(client, theirs, people.new_email())).json()
    refused = await client.delete(f"/v1/invitations/{invitation['id']}", headers=mine.headers)
    assert code(refused) == (404, "invitation_not_found")


async def test_an_old_token_for_another_company_acts_there_only(
    client: AsyncClient, app: FastAPI, database: Database
) -> None:
    """The company stands in the token: a switch does not move calls that are under way."""
    owner = await founder(client, database)
    guest = await joined(client, app, owner)
    await remove(client, owner, await id_of(client, guest))
    assert code(await client.get("/v1/members", headers=guest.headers)) == (403, "no_tenant")
    assert (await client.get("/v1/auth/me", headers=guest.headers)).json()["tenants"] == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT password_hash FROM users",
        "SELECT totp_secret FROM users",
        "UPDATE users SET platform_role = 'super_admin'",
        "DELETE FROM users",
        "SELECT * FROM auth_sessions",
        "SELECT * FROM refresh_tokens",
        "SELECT * FROM one_time_tokens",
        "SELECT * FROM recovery_codes",
        "SELECT * FROM login_throttle",
    ],
)
async def test_idn_11_a_tenants_session_reaches_no_secret(
    client: AsyncClient, database: Database, statement: str
) -> None:
    person = await people.register(client)
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with database.tenant(UUID(person.tenant_id)) as session:
            await session.execute(text(statement))


async def test_idn_11_a_tenants_session_sees_its_own_people_without_asking(
    client: AsyncClient, database: Database
) -> None:
    person = await people.register(client)
    await people.register(client)
    async with database.tenant(UUID(person.tenant_id)) as session:
        assert await session.scalar(text("SELECT count(id) FROM users")) == 1
        assert await session.scalar(text("SELECT count(*) FROM memberships")) == 1


async def test_acts_on_the_team_are_audited(client: AsyncClient, app: FastAPI, database: Database) -> None:
    owner = await founder(client, database)
    agent = await joined(client, app, owner)
    agent_id = await id_of(client, agent)
    await set_role(client, owner, agent_id, "viewer")
    await remove(client, owner, agent_id)
    async with database.tenant(UUID(owner.tenant_id)) as session:
        trail = list(await session.scalars(text("SELECT action FROM audit_entries ORDER BY id")))
    assert trail == ["invitation.sent", "invitation.accepted", "member.role_changed", "member.removed"]
