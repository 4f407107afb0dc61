"""Signing in and staying signed in: one answer to every wrong sign-in, refresh tokens good once, ends at once."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from tests.backend.accounts.conftest import Wait
from tests.support import people
from tests.support.people import Person


async def _refresh(client: AsyncClient, token: str) -> tuple[int, dict[str, Any]]:
    answer = await client.post("/v1/auth/refresh", json={"refresh_token": token})
    return answer.status_code, answer.json()


async def _me(client: AsyncClient, person: Person) -> int:
    return (await client.get("/v1/auth/me", headers=person.headers)).status_code


async def test_login_gives_the_company_where_the_person_belongs(client: AsyncClient) -> None:
    person = await people.register(client)
    again = people.signed_in(person.email, await people.login(client, person.email))
    assert again.tenant_id == person.tenant_id
    assert await _me(client, again) == 200


async def test_login_takes_what_the_api_docs_send(client: AsyncClient) -> None:
    person = await people.register(client)
    form = {"grant_type": "password", "username": person.email, "password": people.PASSWORD, "scope": ""}
    form |= {"client_id": "", "client_secret": ""}
    assert (await client.post("/v1/auth/login", data=form)).status_code == 200


async def test_idn_06_a_wrong_password_and_a_stranger_get_one_answer(client: AsyncClient) -> None:
    person = await people.register(client)
    answers = [
        await people.login(client, person.email, "not-the-password"),
        await people.login(client, people.new_email(), "not-the-password"),
        await people.login(client, "not an email at all", "not-the-password"),
    ]
    seen = [(each.status_code, each.json()["error"] | {"request_id": None}) for each in answers]
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][0] == 401
    assert all(each.headers["www-authenticate"] == "Bearer" for each in answers)


async def test_a_closed_account_gets_that_answer_too(client: AsyncClient, database: Database) -> None:
    person = await people.register(client)
    async with database.platform() as session:
        close = "UPDATE users SET is_active = false WHERE id IN (SELECT user_id FROM memberships WHERE tenant_id = :t)"
        await session.execute(text(close), {"t": person.tenant_id})
    assert (await people.login(client, person.email)).json()["error"]["code"] == "wrong_credentials"
    assert await _me(client, person) == 401
    assert (await _refresh(client, person.refresh))[0] == 401


async def test_x25_a_refresh_token_is_good_once_and_its_return_ends_the_family(client: AsyncClient) -> None:
    person = await people.register(client)
    status, pair = await _refresh(client, person.refresh)
    assert status == 200
    renewed = Person(person.email, pair["access_token"], pair["refresh_token"], person.tenant_id)
    assert await _me(client, renewed) == 200

    assert (await _refresh(client, person.refresh))[0] == 401
    assert (await _refresh(client, renewed.refresh))[0] == 401
    assert await _me(client, renewed) == 401
    assert await _me(client, person) == 401


async def test_a_theft_ends_only_the_family_it_came_from(client: AsyncClient) -> None:
    person = await people.register(client)
    elsewhere = people.signed_in(person.email, await people.login(client, person.email))
    await _refresh(client, person.refresh)
    await _refresh(client, person.refresh)
    assert await _me(client, elsewhere) == 200


async def test_of_many_refreshes_at_once_one_wins(client: AsyncClient) -> None:
    person = await people.register(client)
    answers = await asyncio.gather(*(_refresh(client, person.refresh) for _ in range(8)))
    assert sorted(status for status, _ in answers) == [200] + [401] * 7


async def test_idn_03_refresh_works_for_seven_days(client: AsyncClient, wait: Wait) -> None:
    person = await people.register(client)
    wait(timedelta(days=6, hours=23))
    assert (await client.get("/v1/auth/me", headers=person.headers)).json()["error"]["code"] == "token_expired"
    status, pair = await _refresh(client, person.refresh)
    assert status == 200
    wait(timedelta(days=7))
    assert (await _refresh(client, pair["refresh_token"]))[0] == 401


@pytest.mark.parametrize("token", ["x" * 43, "not a token at all!", "", "é" * 20, "a" * 5000])
async def test_a_made_up_refresh_token_is_refused(client: AsyncClient, token: str) -> None:
    assert (await _refresh(client, token))[0] in {401, 422}


async def test_logout_ends_the_session_at_once(client: AsyncClient) -> None:
    person = await people.register(client)
    elsewhere = people.signed_in(person.email, await people.login(client, person.email))
    body = {"refresh_token": person.refresh}
    assert (await client.post("/v1/auth/logout", json=body, headers=person.headers)).status_code == 204
    assert await _me(client, person) == 401
    assert (await _refresh(client, person.refresh))[0] == 401
    assert await _me(client, elsewhere) == 200


async def test_logout_needs_no_body(client: AsyncClient) -> None:
    person = await people.register(client)
    assert (await client.post("/v1/auth/logout", headers=person.headers)).status_code == 204
    assert await _me(client, person) == 401


async def test_logout_everywhere_ends_all_sessions(client: AsyncClient) -> None:
    person = await people.register(client)
    elsewhere = people.signed_in(person.email, await people.login(client, person.email))
    await client.post("/v1/auth/logout-everywhere", headers=elsewhere.headers)
    assert (await _me(client, person), await _me(client, elsewhere)) == (401, 401)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eA==", "Bearer a.b.c", "Bearer ééé"])
async def test_without_a_good_token_there_is_only_401(client: AsyncClient, header: str) -> None:
    answer = await client.get("/v1/auth/me", headers=[(b"authorization", header.encode())])
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


async def test_a_person_changes_name_and_language(client: AsyncClient) -> None:
    person = await people.register(client)
    body = {"full_name": "Núria", "language": "ca"}
    changed = await client.patch("/v1/auth/me", json=body, headers=person.headers)
    assert (changed.json()["full_name"], changed.json()["language"]) == ("Núria", "ca")
    refused = await client.patch("/v1/auth/me", json={"platform_role": "super_admin"}, headers=person.headers)
    assert refused.status_code == 422


async def test_a_paused_company_is_closed_to_its_people(client: AsyncClient, database: Database) -> None:
    person = await people.register(client)
    async with database.platform() as session:
        await session.execute(text("UPDATE tenants SET status = 'paused' WHERE id = :id"), {"id": person.tenant_id})
    assert (await client.get("/v1/members", headers=person.headers)).json()["error"]["code"] == "no_tenant"
    me = (await client.get("/v1/auth/me", headers=person.headers)).json()
    assert (me["tenant"], me["role"], me["tenants"][0]["status"]) == (None, None, "paused")
    assert people.signed_in(person.email, await people.login(client, person.email)).tenant_id == ""


async def test_asking_who_calls_is_one_round_however_often(client: AsyncClient) -> None:
    person = await people.register(client)
    # More often than the driver's threshold for preparing statements.
    answers = [await _me(client, person) for _ in range(12)]
    assert answers == [200] * 12
