"""The road that platforms hammer: one round trip, each event once, its jobs in the same transaction and in order."""

import asyncio
import uuid
from typing import Any

import psycopg
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import text

from backend.channels.models import ChannelAccount
from backend.core.database.session import Database
from backend.inbox import receiving
from backend.inbox.enums import Source
from backend.inbox.events import EventKept
from backend.inbox.told import Told
from backend.reactions import REACTIONS
from tests.support.builders import found_business
from tests.support.round_trips import CountingProxy
from tests.support.webhooks import an_account, kept


@pytest_asyncio.fixture
async def account(app: FastAPI, database: Database) -> ChannelAccount:
    return await an_account(database, (await found_business(database, preset=None)).id)


def told(account: ChannelAccount, external_id: str, *, subject: str = "ana", wide: bool = False) -> Told:
    key = account.business_id if wide else account.external_id
    return Told(Source.META, "whatsapp", key, external_id, "whatsapp.message", {"id": external_id}, subject, wide)


async def jobs_of(database: Database, account: ChannelAccount) -> list[tuple[str, str, dict[str, Any]]]:
    """(name, lock, arguments) in the order in which they will run."""
    async with database.platform() as session:
        rows = await session.execute(
            text("SELECT task_name, lock, args FROM procrastinate_jobs WHERE lock LIKE :lock ORDER BY id"),
            {"lock": f"thread:{account.id}:%"},
        )
        return [(row[0], row[1], row[2]) for row in rows]


async def test_what_is_told_is_kept_and_handed_on_in_order(database: Database, account: ChannelAccount) -> None:
    body = [told(account, "m3"), told(account, "m1", subject="marc"), told(account, "m2")]
    assert await receiving.receive(database, body) == 3
    found = {each.external_id: each for each in await kept(database, account)}
    handed = await jobs_of(database, account)
    assert [each[2]["event_id"] for each in handed] == [str(found[name].id) for name in ("m3", "m1", "m2")]
    assert {each[2]["tenant_id"] for each in handed} == {str(account.tenant_id)}
    assert [each[1] for each in handed] == [f"thread:{account.id}:{found[n].thread}" for n in ("m3", "m1", "m2")]
    assert found["m3"].thread == found["m2"].thread != found["m1"].thread


def test_the_product_takes_events_in() -> None:
    assert [each.name for each in REACTIONS[EventKept]] == ["conversations.take_in"]


async def test_many_at_once_are_stored_once_and_nobody_waits_in_a_ring(
    database: Database, account: ChannelAccount
) -> None:
    names = [f"m{number}" for number in range(20)]
    bodies = [[told(account, name) for name in (names if turn % 2 else reversed(names))] for turn in range(12)]
    new = await asyncio.gather(*(receiving.receive(database, body) for body in bodies))
    assert sum(new) == 20
    assert len(await kept(database, account)) == 20
    assert len(await jobs_of(database, account)) == 20


async def test_a_notice_to_the_larger_account_finds_one_of_its_own(database: Database, account: ChannelAccount) -> None:
    await receiving.receive(database, [told(account, "notice", subject="", wide=True)])
    (event,) = await kept(database, account)
    assert event.account_id == account.id


async def test_nothing_told_asks_nothing(database: Database) -> None:
    assert await receiving.receive(database, []) == 0


async def test_it_costs_one_round_trip(database: Database, account: ChannelAccount) -> None:
    proxy, url = await CountingProxy.before(database.url)
    through = Database(url, pool_size=1)
    await through.open()
    try:
        await receiving.receive(through, [told(account, "warm")])
        proxy.reset()
        await receiving.receive(through, [told(account, f"m{number}") for number in range(10)])
        assert proxy.trips == 1
    finally:
        await through.close()
        await proxy.close()


async def test_the_connection_keeps_no_rights(database: Database, account: ChannelAccount) -> None:
    await receiving.receive(database, [told(account, "m1")])
    async with database.pool.connection() as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await connection.execute("SELECT 1 FROM inbox_events")


async def test_a_persons_id_stands_nowhere_in_the_clear(database: Database, account: ChannelAccount) -> None:
    """SEC-03."""
    person = uuid.uuid4().hex
    await receiving.receive(database, [told(account, "m1", subject=person)])
    async with database.platform() as session:
        row = (
            await session.execute(
                text("SELECT inbox_events::text FROM inbox_events WHERE account_id = :id"), {"id": account.id}
            )
        ).scalar_one()
    assert person not in row
