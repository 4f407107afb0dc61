"""Accounts are looked after: somebody is told before a token ends, and when an account stopped working."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.channels import jobs
from backend.channels.models import ChannelAccount
from backend.core.database.session import Database
from backend.core.jobs import enqueue
from tests.support.channel_desk import connected, on_the_platform, stored
from tests.support.people import Person, mails_to, run_jobs, text_of
from tools.phones.server import Phones


async def look(app: FastAPI, database: Database, person: Person, made: dict[str, Any]) -> list[str]:
    """The six-hourly look at one account; the subjects of the mails that followed."""
    await run_jobs(app, "mail")
    before = len(mails_to(app, person.email))
    async with database.tenant(uuid.UUID(person.tenant_id)) as session:
        await enqueue(session, jobs.check, account_id=made["id"])
    await run_jobs(app, "default", "mail")
    return [str(each["Subject"]) for each in mails_to(app, person.email)[before:]]


@pytest.mark.parametrize(("left", "told_of"), [(8, None), (6.9, "6 días"), (3, None), (0.9, "0 días")])
async def test_somebody_is_told_before_a_token_ends_once(
    app: FastAPI,
    client: AsyncClient,
    person: Person,
    database: Database,
    twin: Phones,
    left: float,
    told_of: str | None,
) -> None:
    account = on_the_platform(twin, "whatsapp")
    made = await connected(client, person, account)
    account.token_expires = int((datetime.now(UTC) + timedelta(days=left)).timestamp())
    async with database.tenant(uuid.UUID(person.tenant_id)) as session:
        row = await session.get_one(ChannelAccount, uuid.UUID(made["id"]))
        row.checked_at = datetime.now(UTC) - timedelta(hours=6)
    subjects = await look(app, database, person, made)
    assert len(subjects) == (1 if told_of else 0)
    if told_of:
        assert told_of in text_of(mails_to(app, person.email)[-1])
    assert await look(app, database, person, made) == []


async def test_somebody_is_told_that_an_account_stopped_working_once(
    app: FastAPI, client: AsyncClient, person: Person, database: Database, twin: Phones
) -> None:
    account = on_the_platform(twin, "telegram")
    made = await connected(client, person, account)
    account.token_works = False
    (subject,) = await look(app, database, person, made)
    assert subject.startswith("Acme telegram (telegram) ha dejado de funcionar")
    assert await look(app, database, person, made) == []
    assert (await stored(database, person, made["id"])).status == "expired"


async def test_the_clock_looks_at_every_account(
    app: FastAPI, client: AsyncClient, person: Person, database: Database, twin: Phones
) -> None:
    made = await connected(client, person, on_the_platform(twin, "instagram"))
    gone = await connected(client, person, on_the_platform(twin, "instagram"))
    await client.delete(f"/v1/channels/{gone['id']}", headers=person.headers)
    async with database.platform() as session:
        await jobs.find_unchecked.work(session, app.state.providers)
        # Taken away, for the next test's worker would look at the accounts of every test before it.
        rows = await session.scalars(
            text("DELETE FROM procrastinate_jobs WHERE task_name = 'channels.check' RETURNING args->>'account_id'")
        )
        asked_of = set(rows)
    assert made["id"] in asked_of
    assert gone["id"] not in asked_of


async def test_templates_are_loaded_with_every_look(
    app: FastAPI, client: AsyncClient, person: Person, database: Database, twin: Phones
) -> None:
    account = on_the_platform(twin, "whatsapp")
    made = await connected(client, person, account)
    await look(app, database, person, made)
    path = f"/v1/channels/{made['id']}/templates"
    loaded = (await client.get(path, headers=person.headers)).json()
    assert len(loaded) == len(account.templates)
    account.templates[0]["status"] = "PAUSED"
    await look(app, database, person, made)
    now = {each["id"]: each["status"] for each in (await client.get(path, headers=person.headers)).json()}
    assert sorted(now.values()).count("paused") == 1
