"""What runs beside the people: the nightly clean-up and the platform's first person."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.accounts import jobs
from backend.accounts import service as accounts
from backend.accounts.errors import PasswordTooWeak
from backend.core.database.session import Database
from tests.backend.accounts.conftest import Wait
from tests.support import people

TABLES = ("one_time_tokens", "refresh_tokens", "auth_sessions", "login_throttle")


async def _rows(database: Database) -> dict[str, int]:
    async with database.platform() as session:
        counts = {table: text(f"SELECT count(*) FROM {table}") for table in TABLES}
        return {table: int(await session.scalar(query) or 0) for table, query in counts.items()}


async def test_what_is_past_use_is_cleaned_up_and_the_rest_stays(
    client: AsyncClient, app: FastAPI, database: Database, wait: Wait
) -> None:
    person = await people.register(client)
    await people.login(client, person.email, "not-the-password")
    await people.run_jobs(app, "mail")
    before = await _rows(database)
    assert all(before.values())

    async with database.platform() as session:
        await jobs.clean_up.work(session, app.state.providers)
    assert await _rows(database) == before

    wait(timedelta(days=80))
    async with database.platform() as session:
        await jobs.clean_up.work(session, app.state.providers)
    assert await _rows(database) == dict.fromkeys(TABLES, 0)


async def test_a_superadmin_is_made_and_signs_in_without_a_company(
    client: AsyncClient, app: FastAPI, database: Database
) -> None:
    address, costs = people.new_email(), app.state.settings.security
    async with database.platform() as session:
        await accounts.create_superadmin(session, costs, email=address, full_name="Ada", password=people.PASSWORD)
    person = people.signed_in(address, await people.login(client, address))
    me = (await client.get("/v1/auth/me", headers=person.headers)).json()
    assert (me["platform_role"], me["tenant"], me["email_verified"]) == ("super_admin", None, True)
    assert (await client.get("/v1/members", headers=person.headers)).status_code == 403


async def test_making_a_superadmin_of_somebody_signs_them_out_and_sets_the_password(
    client: AsyncClient, app: FastAPI, database: Database
) -> None:
    person, costs = await people.register(client), app.state.settings.security
    new = "otra-clave-larga"
    async with database.platform() as session:
        await accounts.create_superadmin(session, costs, email=person.email, full_name="Ada", password=new)
    assert (await client.get("/v1/auth/me", headers=person.headers)).status_code == 401
    again = people.signed_in(person.email, await people.login(client, person.email, new))
    assert (await client.get("/v1/auth/me", headers=again.headers)).json()["platform_role"] == "super_admin"


async def test_a_superadmins_password_is_held_to_the_same_rules(app: FastAPI, database: Database) -> None:
    with pytest.raises(PasswordTooWeak):
        async with database.platform() as session:
            await accounts.create_superadmin(
                session, app.state.settings.security, email=people.new_email(), full_name="A", password="short"
            )
