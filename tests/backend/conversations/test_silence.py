"""Silence has consequences: a question's timeout is fired by the worker, once (issue: flow engine)."""

import asyncio
import uuid
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.conversations import jobs, timing_out, turn
from backend.core.database.session import Database
from backend.core.jobs import registry
from tests.backend.conversations.test_chat import ROAD
from tests.support.builders import Visitor, found_business
from tests.support.desk import Desk
from tests.support.people import run_jobs

TO_NAME, TO_PHONE = ROAD[:7], ROAD[:9]


async def waiting_at(client: AsyncClient, database: Database, road: list[dict[str, Any]]) -> Visitor:
    visitor = Visitor(client, await found_business(database))
    await visitor.start()
    for answer in road:
        await visitor.send(**answer)
    return visitor


async def let_it_be_late(database: Database, visitor: Visitor) -> None:
    """The day of silence that the flow allows has passed."""
    async with database.tenant(visitor.business.id) as session:
        await session.execute(text("UPDATE conversations SET timeout_at = timeout_at - interval '1 day'"))


async def clock_strikes(app: FastAPI, database: Database) -> None:
    """The ten-second job runs, and then what it has enqueued."""
    async with database.platform() as session:
        await registry["conversations.find_timeouts"].work(session, None)
    await run_jobs(app, "chat")


@pytest.mark.parametrize(
    ("road", "last_words"),
    [
        pytest.param(TO_NAME, "Lo dejamos aquí por ahora", id="at the name it ends kindly"),
        pytest.param(TO_PHONE, "¡Gracias, Marta Puig!", id="at the phone what is known is enough"),
    ],
)
async def test_after_a_day_the_flow_goes_on(
    app: FastAPI, client: AsyncClient, database: Database, road: list[dict[str, Any]], last_words: str
) -> None:
    visitor = await waiting_at(client, database, road)
    before = await visitor.said()
    await clock_strikes(app, database)
    assert await visitor.said() == before
    await let_it_be_late(database, visitor)
    await clock_strikes(app, database)
    after = await visitor.said()
    assert len(after) == len(before) + 1
    assert after[-1][0] == "bot"
    assert after[-1][1].startswith(last_words)
    assert (await visitor.read())["status"] == "ended"
    await clock_strikes(app, database)
    assert await visitor.said() == after


async def test_the_same_job_twice_is_harmless(app: FastAPI, client: AsyncClient, database: Database) -> None:
    visitor = await waiting_at(client, database, TO_NAME)
    await let_it_be_late(database, visitor)
    async with database.platform() as session:
        for _ in range(3):
            await jobs.find_timeouts.work(session, None)
    await run_jobs(app, "chat")
    bots = [words for role, words in await visitor.said() if role == "bot" and words.startswith("Lo dejamos")]
    assert len(bots) == 1


async def test_who_answers_in_time_is_not_cut_off(app: FastAPI, client: AsyncClient, database: Database) -> None:
    visitor = await waiting_at(client, database, TO_NAME)
    await let_it_be_late(database, visitor)
    async with database.platform() as session:
        await jobs.find_timeouts.work(session, None)
    await visitor.send(text="Marta Puig")
    await run_jobs(app, "chat")
    found = await visitor.read()
    assert (found["status"], found["ask"]["block_id"]) == ("open", "email")


async def test_a_word_in_the_same_moment_wins_over_the_silence(client: AsyncClient, database: Database) -> None:
    """Nothing of the timeout's turn stands, its lead neither."""
    visitor = await waiting_at(client, database, TO_NAME)
    tenant_id, conversation_id = visitor.business.id, uuid.UUID(visitor.session_id)

    async def fall_silent() -> None:
        async with database.tenant(tenant_id) as session:
            await timing_out.time_out(session, conversation_id, 8)

    async with database.tenant(tenant_id) as speaking:
        await speaking.execute(text("UPDATE conversations SET turn = turn + 1 WHERE turn = 8"))
        silence = asyncio.create_task(fall_silent())
        await until_somebody_waits(database)
    with pytest.raises(turn.Overtaken):
        await silence
    assert (await visitor.read())["status"] == "open"
    async with database.tenant(tenant_id) as session:
        assert await session.scalar(text("SELECT count(*) FROM leads")) == 0


async def until_somebody_waits(database: Database) -> None:
    """Until another transaction stands at a row that this one holds."""
    waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')")
    async with asyncio.timeout(60), database.platform() as session:
        while not await session.scalar(waits):
            await asyncio.sleep(0.01)


async def test_a_person_in_charge_is_never_interrupted(app: FastAPI, database: Database, desk: Desk) -> None:
    for answer in TO_NAME:
        await desk.visitor.send(**answer)
    await let_it_be_late(database, desk.visitor)
    async with database.platform() as session:
        await jobs.find_timeouts.work(session, None)
    await desk.do("take-over")
    before = await desk.visitor.said()
    await run_jobs(app, "chat")
    await clock_strikes(app, database)
    assert await desk.visitor.said() == before
    assert (await desk.visitor.read())["status"] == "human"
