"""The event stream over two real API processes: what is said on one is heard on the other (LISTEN/NOTIFY)."""

import uuid
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.conversations import jobs, service
from backend.core import clock
from backend.core.database.session import Database
from backend.core.http.tokens import WIDGET_LIFETIME, issue_widget_token
from tests.backend.conversations.test_chat import ROAD
from tests.support.builders import SECRET, Visitor
from tests.support.desk import Desk
from tests.support.ear import Refused, listening
from tests.support.people import run_jobs
from tests.support.processes import Program

Apis = tuple[Program, Program]


@pytest_asyncio.fixture
async def afar(desk: Desk, apis: Apis) -> AsyncIterator[Desk]:
    """The same desk, whose person works through the second process."""
    async with AsyncClient(base_url=apis[1].url, timeout=60) as client:
        yield replace(desk, client=client)


async def test_a_persons_words_reach_the_page_through_another_process(afar: Desk, apis: Apis) -> None:
    await afar.visitor.send(option="accept")
    async with listening(apis[0].url, afar.visitor) as ear:
        await afar.do("take-over")
        status = await ear.next_of("status")
        assert status.data == {"status": "human", "ask": None}
        await afar.do("typing")
        assert (await ear.next_of("typing")).data == {"author": "Laia Puig"}
        replied = await afar.do("reply", text="¡Hola! 🦄\nSoy Laia <b>")
        heard = await ear.next_of("message")
        assert (heard.id, heard.data["message"]) == (replied["id"], replied)
        await afar.do("give-back")
        assert (await ear.next_of("message")).data["message"]["role"] == "bot"
        back = await ear.next_of("status")
        assert (back.data["status"], back.data["ask"]["block_id"]) == ("open", "project")
        await afar.do("close")
        assert (await ear.next_of("status")).data == {"status": "ended", "ask": None}


async def test_after_an_outage_it_goes_on_where_it_was(afar: Desk, apis: Apis) -> None:
    await afar.do("take-over")
    async with listening(apis[0].url, afar.visitor) as ear:
        await afar.do("reply", text="uno")
        last = (await ear.next_of("message")).id
    for words in ("dos", "tres"):
        await afar.do("reply", text=words)
    async with listening(apis[1].url, afar.visitor, last_id=last) as ear:
        assert [(await ear.next_of("message")).text for _ in range(2)] == ["dos", "tres"]
        await afar.do("reply", text="cuatro")
        assert (await ear.next_of("message")).text == "cuatro"


async def test_a_new_stream_begins_after_what_the_page_has(afar: Desk, apis: Apis) -> None:
    await afar.do("take-over")
    await afar.do("reply", text="antes")
    async with listening(apis[0].url, afar.visitor) as ear:
        await afar.do("reply", text="después")
        assert (await ear.next_of("message")).text == "después"


async def test_a_last_event_id_that_is_none_of_ours_tells_everything_again(afar: Desk, apis: Apis) -> None:
    for strange in ("nonsense", "1.x", "-1.-1", "9" * 12 + ".1", "1." + "9" * 5):
        async with listening(apis[0].url, afar.visitor, last_id=strange) as ear:
            assert (await ear.next_of("message")).id == "1.1"


async def test_each_conversation_hears_only_its_own(afar: Desk, apis: Apis) -> None:
    other = Visitor(afar.client, afar.visitor.business)
    await other.start()
    neighbour = replace(afar, visitor=other)
    await afar.do("take-over")
    await neighbour.do("take-over")
    async with listening(apis[0].url, afar.visitor) as ear, listening(apis[0].url, other) as others:
        await neighbour.do("reply", text="para la otra")
        await afar.do("reply", text="para esta")
        assert (await ear.next_of("message")).text == "para esta"
        assert (await others.next_of("message")).text == "para la otra"


async def test_two_tabs_hear_the_same(afar: Desk, apis: Apis) -> None:
    await afar.do("take-over")
    async with listening(apis[0].url, afar.visitor) as one, listening(apis[1].url, afar.visitor) as two:
        await afar.do("reply", text="hola")
        assert [(await each.next_of("message")).text for each in (one, two)] == ["hola", "hola"]


async def test_a_silence_that_ends_the_flow_is_told(afar: Desk, apis: Apis, app: FastAPI, database: Database) -> None:
    for answer in ROAD[:7]:
        await afar.visitor.send(**answer)
    async with database.tenant(afar.visitor.business.id) as session:
        await session.execute(text("UPDATE conversations SET timeout_at = now() - interval '1 second'"))
    async with listening(apis[0].url, afar.visitor) as ear:
        async with database.platform() as session:
            await jobs.find_timeouts.work(session, None)
        await run_jobs(app, "chat")
        assert (await ear.next_of("message")).text.startswith("Lo dejamos aquí por ahora")
        assert (await ear.next_of("status")).data == {"status": "ended", "ask": None}


async def test_the_stream_ends_with_its_token(afar: Desk, apis: Apis) -> None:
    """The widget then comes back with a new one."""
    business = afar.visitor.business
    # On a busy machine the shorter ones may be over before the stream has opened.
    for left in (2, 7, 30, 120):
        issued = clock.now() - WIDGET_LIFETIME + timedelta(seconds=left)
        token = issue_widget_token(SECRET, business.id, business.origin, issued)
        with suppress(Refused):
            async with listening(apis[0].url, afar.visitor, token=token) as ear:
                while await ear.next() is not None:
                    pass
            return
    pytest.fail("no stream opened")


async def test_a_lost_listener_comes_back_and_misses_nothing(
    afar: Desk, apis: Apis, database_urls: tuple[str, str]
) -> None:
    """Postgres drops the connection on which the processes listen."""
    await afar.do("take-over")
    async with listening(apis[0].url, afar.visitor) as ear:
        with psycopg.connect(database_urls[1], autocommit=True) as owner:
            ended = owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
            ).fetchall()
        assert len(ended) >= 2
        await afar.do("reply", text="¿sigues ahí?")
        assert (await ear.next_of("message")).text == "¿sigues ahí?"


async def test_a_paused_business_closes_its_streams(afar: Desk, apis: Apis, database: Database) -> None:
    async with listening(apis[0].url, afar.visitor) as ear:
        async with database.platform() as session:
            paused = {"id": afar.visitor.business.id}
            await session.execute(text("UPDATE tenants SET status = 'paused' WHERE id = :id"), paused)
        async with database.tenant(afar.visitor.business.id) as session:
            await service.close(session, uuid.UUID(afar.visitor.session_id))
        assert (await ear.next_of("status")).data == {"status": "ended", "ask": None}
