"""Webhooks that come together are written together; one's trouble is not everybody's."""

import asyncio
import uuid

import pytest
import pytest_asyncio
from fastapi import FastAPI
from psycopg_pool import PoolTimeout

from backend.channels.models import ChannelAccount
from backend.core.database.session import Database
from backend.inbox.gathering import EventGatherer
from tests.backend.inbox.test_receiving import jobs_of, told
from tests.support.builders import found_business
from tests.support.round_trips import CountingProxy
from tests.support.webhooks import an_account, kept


@pytest_asyncio.fixture
async def account(app: FastAPI, database: Database) -> ChannelAccount:
    return await an_account(database, (await found_business(database, preset=None)).id)


async def test_fifty_webhooks_cost_a_few_round_trips(database: Database, account: ChannelAccount) -> None:
    proxy, url = await CountingProxy.before(database.url)
    through = Database(url, pool_size=2)
    await through.open()
    gatherer = EventGatherer(through)
    try:
        await gatherer.keep([told(account, "warm")])
        proxy.reset()
        names = [f"m{number}" for number in range(50)]
        await asyncio.gather(*(gatherer.keep([told(account, name)]) for name in names))
        assert proxy.trips <= 2
    finally:
        await through.close()
        await proxy.close()
    assert {each.external_id for each in await kept(database, account)} == {"warm", *names}
    assert len(await jobs_of(database, account)) == 51


async def test_a_platform_that_hangs_up_undoes_nothing(database: Database, account: ChannelAccount) -> None:
    gatherer = EventGatherer(database)
    hanging = asyncio.create_task(gatherer.keep([told(account, "hung up")]))
    waiting = asyncio.create_task(gatherer.keep([told(account, "waits")]))
    await asyncio.sleep(0)
    hanging.cancel()
    await waiting
    assert {each.external_id for each in await kept(database, account)} == {"hung up", "waits"}


async def test_a_database_that_is_away_is_everybodys_trouble_and_passes(
    database: Database, account: ChannelAccount
) -> None:
    away = Database(f"postgresql://nobody:x@127.0.0.1:9/{uuid.uuid4().hex}", pool_size=1)
    away.pool.timeout = 0.05
    gatherer = EventGatherer(away)
    await away.open()
    try:
        together = (gatherer.keep([told(account, name)]) for name in ("a", "b"))
        assert [type(each) for each in await asyncio.gather(*together, return_exceptions=True)] == [PoolTimeout] * 2
        gatherer.database = database
        await gatherer.keep([told(account, "back")])
    finally:
        await away.close()
    assert [each.external_id for each in await kept(database, account)] == ["back"]


async def test_an_event_that_cannot_be_stored_harms_no_other(database: Database, account: ChannelAccount) -> None:
    gatherer = EventGatherer(database)
    good, bad = told(account, "good"), told(account, "bad")
    object.__setattr__(bad, "kind", "x" * 100)
    first, wrong, last = await asyncio.gather(
        *(gatherer.keep([each]) for each in (good, bad, told(account, "also good"))), return_exceptions=True
    )
    assert (first, last) == (None, None)
    assert isinstance(wrong, Exception)
    with pytest.raises(type(wrong)):
        await gatherer.keep([bad])
    assert {each.external_id for each in await kept(database, account)} == {"good", "also good"}
