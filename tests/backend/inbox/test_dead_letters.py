"""What fails waits, is dead after four tries, and is taken in again by hand; nothing is forgotten (MSG-05, MSG-07)."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import delete, text, update

from backend.channels.models import ChannelAccount
from backend.core import clock
from backend.core.database.session import Database
from backend.core.http.actor import Role
from backend.inbox import receiving, service
from backend.inbox.enums import EventState, Source
from backend.inbox.models import InboxEvent
from backend.inbox.told import Told
from tests.backend.inbox.test_receiving import jobs_of
from tests.support.people import Person, run_jobs
from tests.support.roles import member
from tests.support.webhooks import an_account, kept


@pytest_asyncio.fixture
async def person(app: FastAPI, client: AsyncClient, database: Database) -> Person:
    return await member(client, database, Role.ADMIN)


@pytest_asyncio.fixture
async def account(database: Database, person: Person) -> ChannelAccount:
    return await an_account(database, uuid.UUID(person.tenant_id))


async def keep(database: Database, account: ChannelAccount, *names: str) -> list[InboxEvent]:
    told = [
        Told(Source.META, "whatsapp", account.external_id, name, "whatsapp.message", {"said": "secret words"}, name)
        for name in names
    ]
    await receiving.receive(database, told)
    async with database.platform() as session:
        await session.execute(
            text("DELETE FROM procrastinate_jobs WHERE lock LIKE :lock"), {"lock": f"thread:{account.id}:%"}
        )
    return await kept(database, account)


async def kill(database: Database, account: ChannelAccount, event: InboxEvent) -> None:
    for _ in range(service.TRIES):
        async with database.tenant(account.tenant_id) as session:
            await service.failed(session, event.id, ValueError("what the person said"))


async def test_after_four_tries_an_event_is_dead(database: Database, account: ChannelAccount) -> None:
    (event,) = await keep(database, account, "m1")
    dead = []
    for _ in range(4):
        async with database.tenant(account.tenant_id) as session:
            dead.append(await service.failed(session, event.id, ValueError("what the person said")))
    assert dead == [False, False, False, True]
    (found,) = await kept(database, account)
    assert (found.state, found.attempts, found.error) == ("dead", 4, "ValueError")


async def test_what_is_done_stays_done(database: Database, account: ChannelAccount) -> None:
    (event,) = await keep(database, account, "m1")
    async with database.tenant(account.tenant_id) as session:
        await service.finished(session, event.id)
        assert await service.failed(session, event.id, "late") is False
        await service.finished(session, event.id, EventState.IGNORED)
    assert [each.state for each in await kept(database, account)] == ["done"]


async def test_the_list_shows_the_dead_without_what_was_said(
    client: AsyncClient, database: Database, account: ChannelAccount, person: Person
) -> None:
    one, _ = await keep(database, account, "m1", "m2")
    await kill(database, account, one)
    answer = await client.get("/v1/inbox/events?state=dead", headers=person.headers)
    assert [each["id"] for each in answer.json()["items"]] == [str(one.id)]
    assert answer.json()["items"][0]["error"] == "ValueError"
    assert "secret words" not in answer.text
    counts = await client.get("/v1/inbox/events/counts", headers=person.headers)
    assert counts.json() == {"waiting": 1, "dead": 1}
    detail = await client.get(f"/v1/inbox/events/{one.id}", headers=person.headers)
    assert "secret words" in detail.json()["payload"]


async def test_pages_follow_each_other(
    client: AsyncClient, database: Database, account: ChannelAccount, person: Person
) -> None:
    await keep(database, account, *(f"m{number}" for number in range(5)))
    seen: list[str] = []
    cursor, pages = "", 0
    while cursor is not None:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await client.get("/v1/inbox/events", params=query, headers=person.headers)).json()
        seen += [each["id"] for each in page["items"]]
        cursor, pages = page["next_cursor"], pages + 1
    assert pages == 3
    assert len(set(seen)) == 5


async def test_one_is_taken_in_again(
    client: AsyncClient, database: Database, account: ChannelAccount, person: Person
) -> None:
    (event,) = await keep(database, account, "m1")
    waiting = await client.post(f"/v1/inbox/events/{event.id}/retry", headers=person.headers)
    assert (waiting.status_code, waiting.json()["error"]["code"]) == (409, "event_not_retriable")
    await kill(database, account, event)
    again = await client.post(f"/v1/inbox/events/{event.id}/retry", headers=person.headers)
    assert (again.status_code, again.json()["state"], again.json()["attempts"]) == (202, "waiting", 0)
    ((_, lock, arguments),) = await jobs_of(database, account)
    assert (lock, arguments["event_id"]) == (f"thread:{account.id}:{event.thread}", str(event.id))


async def test_a_range_is_taken_in_again_oldest_first(
    client: AsyncClient, database: Database, account: ChannelAccount, person: Person
) -> None:
    events = await keep(database, account, *(f"m{number}" for number in range(4)))
    for number, event in enumerate(events):
        await kill(database, account, event)
        async with database.tenant(account.tenant_id) as session:
            at = clock.now() - timedelta(hours=4 - number)
            await session.execute(update(InboxEvent).where(InboxEvent.id == event.id).values(received_at=at))
    body = {"since": (clock.now() - timedelta(hours=3, minutes=30)).isoformat(), "until": clock.now().isoformat()}
    answer = await client.post("/v1/inbox/events/retry", json=body, headers=person.headers)
    assert (answer.status_code, answer.json()["retried"]) == (202, 3)
    handed = [each[2]["event_id"] for each in await jobs_of(database, account)]
    assert handed == [str(each.id) for each in events[1:]]
    states = {each.id: each.state for each in await kept(database, account)}
    assert states[events[0].id] == "dead"


async def test_chosen_ones_are_taken_in_again(
    client: AsyncClient, database: Database, account: ChannelAccount, person: Person
) -> None:
    one, other = await keep(database, account, "m1", "m2")
    await kill(database, account, one)
    body = {"ids": [str(one.id), str(other.id), str(uuid.uuid4())]}
    answer = await client.post("/v1/inbox/events/retry", json=body, headers=person.headers)
    assert answer.json()["retried"] == 1
    nothing = await client.post("/v1/inbox/events/retry", json={}, headers=person.headers)
    assert nothing.status_code == 422


async def test_who_takes_in_again_is_kept_with_how_many_and_which(
    client: AsyncClient, app: FastAPI, database: Database, account: ChannelAccount, person: Person
) -> None:
    """Issue 4: a range of dead letters is taken in by one click, so it must be known whose click it was."""
    events = await keep(database, account, "m1", "m2", "m3")
    for event in events:
        await kill(database, account, event)
    until = clock.now()
    bodies: list[tuple[str, dict[str, Any]]] = [
        (f"/{events[0].id}/retry", {}),
        ("/retry", {"ids": [str(events[1].id)]}),
        ("/retry", {"until": until.isoformat(), "account_id": str(account.id)}),
        # Nothing was left, so nothing was done.
        ("/retry", {"until": until.isoformat()}),
    ]
    for path, body in bodies:
        answer = await client.post(f"/v1/inbox/events{path}", json=body or None, headers=person.headers)
        assert answer.status_code == 202, answer.text
    await run_jobs(app, "default")
    trail = (await client.get("/v1/audit?action=inbox.taken_again", headers=person.headers)).json()["items"]
    none = {"since": None, "until": None, "account_id": None}
    assert [each["changes"] for each in reversed(trail)] == [
        {"events": 1, "event_id": str(events[0].id), "kind": "whatsapp.message"},
        {"events": 1, "by_hand": True} | none,
        {"events": 1, "by_hand": False, "since": None, "until": until.isoformat(), "account_id": str(account.id)},
    ]
    assert len({each["actor_id"] for each in trail}) == 1
    assert "secret words" not in str(trail)


async def test_anothers_events_are_not_there(client: AsyncClient, database: Database, account: ChannelAccount) -> None:
    (event,) = await keep(database, account, "m1")
    await kill(database, account, event)
    stranger = await member(client, database, Role.OWNER)
    for method, path in (("GET", ""), ("POST", "/retry")):
        answer = await client.request(method, f"/v1/inbox/events/{event.id}{path}", headers=stranger.headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "event_not_found")
    many = await client.post("/v1/inbox/events/retry", json={"ids": [str(event.id)]}, headers=stranger.headers)
    assert many.json()["retried"] == 0


@pytest.mark.parametrize(("role", "status"), [(Role.VIEWER, 403), (Role.AGENT, 403), (Role.ADMIN, 404)])
async def test_only_who_administers_takes_in_again(
    client: AsyncClient, database: Database, role: Role, status: int
) -> None:
    who = await member(client, database, role)
    answer = await client.post(f"/v1/inbox/events/{uuid.uuid4()}/retry", headers=who.headers)
    assert answer.status_code == status


async def test_what_lost_its_job_gets_another(database: Database, account: ChannelAccount) -> None:
    """A worker that dies between its last failure and the note of it leaves neither job nor dead letter."""
    lost, fresh = await keep(database, account, "m1", "m2")
    async with database.tenant(account.tenant_id) as session:
        old = clock.now() - timedelta(minutes=11)
        await session.execute(update(InboxEvent).where(InboxEvent.id == lost.id).values(received_at=old))
    for _ in range(2):
        async with database.platform() as session:
            await service.remember_forgotten(session)
    handed = [each[2]["event_id"] for each in await jobs_of(database, account)]
    assert handed == [str(lost.id)], "once, and not what is still young"
    assert str(fresh.id) not in handed


async def test_what_was_handled_long_ago_is_forgotten(database: Database, account: ChannelAccount) -> None:
    events = await keep(database, account, "done", "dead", "older", "waiting")
    by_name = {each.external_id: each for each in events}
    ages = {"done": (31, "done"), "dead": (31, "dead"), "older": (91, "dead"), "waiting": (31, "waiting")}
    async with database.tenant(account.tenant_id) as session:
        for name, (days, state) in ages.items():
            values = {"received_at": clock.now() - timedelta(days=days), "state": state}
            await session.execute(update(InboxEvent).where(InboxEvent.id == by_name[name].id).values(values))
    async with database.platform() as session:
        await service.forget_old(session)
    assert {each.external_id for each in await kept(database, account)} == {"dead", "waiting"}
    async with database.tenant(account.tenant_id) as session:
        await session.execute(delete(InboxEvent).where(InboxEvent.account_id == account.id))
