"""Invitations: by mail, accepted once, for a free seat, and safe where a stranger took the address first."""

import asyncio
from datetime import timedelta

from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from tests.backend.accounts.conftest import Wait
from tests.backend.accounts.teams import accept, code, founder, invite, members
from tests.support import people


async def test_somebody_new_joins_by_mail(client: AsyncClient, app: FastAPI, database: Database) -> None:
    owner, address = await founder(client, database), people.new_email()
    assert (await invite(client, owner, address.upper(), "agent", language="pt")).status_code == 201
    token = await people.mailed_token(app, address, "invitation")
    assert "convida-te" in people.mails_to(app, address)[-1]["Subject"]

    offer = (await client.post("/v1/auth/invitations/preview", json={"token": token})).json()
    assert (offer["email"], offer["role"], offer["new_account"]) == (address, "agent", True)
    assert code(await accept(client, token)) == (422, "details_needed")
    details = {"full_name": "Marc Vila", "password": people.PASSWORD}
    guest_in = people.signed_in(address, await accept(client, token, **details))

    assert guest_in.tenant_id == owner.tenant_id
    me = (await client.get("/v1/auth/me", headers=guest_in.headers)).json()
    assert (me["role"], me["email_verified"], me["language"]) == ("agent", True, "pt")
    listed = await members(client, guest_in)
    assert [each["role"] for each in listed.values()] == ["owner", "agent"]
    assert listed[address]["last_login_at"] is not None
    assert code(await accept(client, token, **details)) == (422, "link_expired")
    assert (await client.get("/v1/invitations", headers=owner.headers)).json()["items"] == []


async def test_a_proven_account_joins_with_the_link_alone_and_switches(
    client: AsyncClient, app: FastAPI, database: Database
) -> None:
    owner, guest = await founder(client, database), await people.register(client)
    proof = await people.mailed_token(app, guest.email, "verify")
    await client.post("/v1/auth/verify", json={"token": proof})
    await invite(client, owner, guest.email, "viewer")
    token = await people.mailed_token(app, guest.email, "invitation")
    guest_in = people.signed_in(guest.email, await accept(client, token))
    assert guest_in.tenant_id == owner.tenant_id

    switched = await client.post("/v1/auth/switch", json={"tenant_id": guest.tenant_id}, headers=guest_in.headers)
    home = people.signed_in(guest.email, switched)
    assert home.tenant_id == guest.tenant_id
    assert list(await members(client, home)) == [guest.email]
    # The chain goes on in the company that was switched to; the older token of the chain is spent.
    renewed = await client.post("/v1/auth/refresh", json={"refresh_token": home.refresh})
    assert renewed.json()["tenant"]["id"] == guest.tenant_id
    assert (await client.post("/v1/auth/refresh", json={"refresh_token": guest_in.refresh})).status_code == 401


async def test_nobody_switches_to_a_company_of_others(client: AsyncClient) -> None:
    person, other = await people.register(client), await people.register(client)
    answer = await client.post("/v1/auth/switch", json={"tenant_id": other.tenant_id}, headers=person.headers)
    assert code(answer) == (403, "not_a_member")


async def test_an_account_that_nobody_proved_is_taken_over_by_the_mailboxs_owner(
    client: AsyncClient, app: FastAPI, database: Database
) -> None:
    """A stranger registered the address first and waits for the invitation; they get nothing of it."""
    owner, stranger = await founder(client, database), await people.register(client)
    await invite(client, owner, stranger.email)
    token = await people.mailed_token(app, stranger.email, "invitation")
    assert code(await accept(client, token)) == (422, "details_needed")
    details = {"full_name": "La Dueña", "password": "otra-clave-larga"}
    guest_in = people.signed_in(stranger.email, await accept(client, token, **details))
    assert guest_in.tenant_id == owner.tenant_id
    assert (await client.get("/v1/auth/me", headers=stranger.headers)).status_code == 401
    assert (await people.login(client, stranger.email)).status_code == 401


async def test_an_invitation_ends_after_seven_days(
    client: AsyncClient, app: FastAPI, database: Database, wait: Wait
) -> None:
    owner, address = await founder(client, database), people.new_email()
    await invite(client, owner, address)
    token = await people.mailed_token(app, address, "invitation")
    wait(timedelta(days=7))
    assert code(await client.post("/v1/auth/invitations/preview", json={"token": token})) == (422, "link_expired")


async def test_inviting_again_replaces_the_older_mail(client: AsyncClient, app: FastAPI, database: Database) -> None:
    owner, address = await founder(client, database), people.new_email()
    await invite(client, owner, address, "viewer")
    older = await people.mailed_token(app, address, "invitation")
    await invite(client, owner, address, "admin")
    newer = await people.mailed_token(app, address, "invitation")
    listed = (await client.get("/v1/invitations", headers=owner.headers)).json()["items"]
    assert [each["role"] for each in listed] == ["admin"]
    details = {"full_name": "Marc", "password": people.PASSWORD}
    assert code(await accept(client, older, **details)) == (422, "link_expired")
    assert (await accept(client, newer, **details)).status_code == 200


async def test_a_withdrawn_invitation_opens_nothing(client: AsyncClient, app: FastAPI, database: Database) -> None:
    owner, address = await founder(client, database), people.new_email()
    invitation = (await invite(client, owner, address)).json()
    token = await people.mailed_token(app, address, "invitation")
    path = f"/v1/invitations/{invitation['id']}"
    assert (await client.delete(path, headers=owner.headers)).status_code == 204
    assert code(await client.delete(path, headers=owner.headers)) == (404, "invitation_not_found")
    assert code(await accept(client, token, full_name="X", password=people.PASSWORD)) == (422, "link_expired")


async def test_a_member_is_not_invited_again(client: AsyncClient, database: Database) -> None:
    owner = await founder(client, database)
    assert code(await invite(client, owner, owner.email)) == (409, "already_member")


async def test_x3_without_a_free_seat_there_is_no_invitation(client: AsyncClient) -> None:
    owner = await people.register(client)
    answer = await invite(client, owner, people.new_email())
    assert code(answer) == (402, "quota_exceeded")
    assert answer.json()["error"]["details"] | {"metric": "members", "limit": 1} == answer.json()["error"]["details"]


async def test_of_two_who_accept_the_last_seat_at_once_one_gets_it(
    client: AsyncClient, app: FastAPI, database: Database
) -> None:
    owner = await founder(client, database)
    async with database.platform() as session:
        await session.execute(text("UPDATE tenants SET plan = 'pro' WHERE id = :id"), {"id": owner.tenant_id})
    tokens = []
    for _ in range(2):
        address = people.new_email()
        await invite(client, owner, address)
        tokens.append(await people.mailed_token(app, address, "invitation"))
    details = {"full_name": "Marc", "password": people.PASSWORD}
    answers = await asyncio.gather(*(accept(client, token, **details) for token in tokens))
    assert sorted(each.status_code for each in answers) == [200, 402]
    assert len(await members(client, owner)) == 2
