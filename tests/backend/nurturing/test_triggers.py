"""Who comes into a sequence and who leaves it: intents, a purchase, an answer, an opt-out (NUR-02, X19)."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient

from backend.conversations.events import IntentHeard, MessageHeard, OptedOut
from backend.core import clock
from backend.core.database.session import Database, TenantSession
from backend.core.events import announce
from backend.core.http.actor import Role
from backend.leads import stages
from backend.leads.enums import Stage
from backend.nurturing import enrolling
from backend.nurturing.enums import EnrolmentState, FollowUpStatus, SequenceKind, StopReason
from backend.nurturing.models import Enrolment
from tests.backend.nurturing.conftest import noon
from tests.support.following import Shop, in_queue, step
from tests.support.people import Person, run_jobs
from tests.support.roles import member

COLD, PRICE, LATER, THANKS = (
    SequenceKind.INTEREST_COLD,
    SequenceKind.OBJECTION_PRICE,
    SequenceKind.OBJECTION_LATER,
    SequenceKind.POST_PURCHASE,
)
HOUR = timedelta(hours=1)


async def heard(shop: Shop, thread: uuid.UUID, intent: str) -> Enrolment | None:
    async with shop.database.tenant(shop.id) as session:
        return await enrolling.hear_intent(session, thread, intent)


async def states(shop: Shop) -> list[tuple[str, str, str | None]]:
    return [(each.kind, each.state, each.reason) for each in await shop.enrolments()]


@asynccontextmanager
async def at_work(app: FastAPI, database: Database, shop: Shop) -> AsyncIterator[TenantSession]:
    """What is announced inside has its consequences at the end."""
    async with database.tenant(shop.id) as session:
        yield session
    await run_jobs(app, "default")


@pytest.mark.parametrize(
    ("intent", "kind"),
    [
        ("interest_soft", COLD),
        ("interest_strong", SequenceKind.ABANDONED),
        ("objection_price", PRICE),
        ("objection_time", SequenceKind.OBJECTION_TIME),
        ("objection_doubt", SequenceKind.OBJECTION_DOUBT),
        ("objection_later", LATER),
        ("greeting", None),
        ("question_product", None),
        ("something_new", None),
    ],
)
async def test_an_intent_leads_to_its_sequence(shop: Shop, intent: str, kind: SequenceKind | None) -> None:
    for each in SequenceKind:
        await shop.has(each)
    with clock.held(noon()):
        thread = await shop.thread(await shop.account(), lead_id=await shop.lead())
        await heard(shop, thread, intent)
    assert [each.kind for each in await shop.enrolments()] == ([kind] if kind else [])


async def test_nothing_begins_while_the_sequence_is_off(shop: Shop) -> None:
    """NUR-01: off by default."""
    thread = await shop.thread(await shop.account())
    assert await heard(shop, thread, "interest_soft") is None
    await shop.has(COLD, active=False)
    assert await heard(shop, thread, "interest_soft") is None


@pytest.mark.parametrize("stage", [Stage.CUSTOMER, Stage.LOST])
async def test_whoever_bought_or_is_lost_has_abandoned_nothing(shop: Shop, stage: Stage) -> None:
    await shop.has(SequenceKind.ABANDONED)
    thread = await shop.thread(await shop.account(), lead_id=await shop.lead(stage=stage))
    assert await heard(shop, thread, "interest_strong") is None


async def test_whoever_opted_out_is_not_enrolled(shop: Shop) -> None:
    await shop.has(COLD)
    thread = await shop.thread(await shop.account(), lead_id=await shop.lead())
    await shop.opts_out(thread)
    assert await heard(shop, thread, "interest_soft") is None


async def test_a_job_that_runs_twice_enrols_once_even_after_it_ended(shop: Shop) -> None:
    await shop.has(COLD)
    thread = await shop.thread(await shop.account())
    await asyncio.gather(*(heard(shop, thread, "interest_soft") for _ in range(5)))
    assert len(await shop.enrolments()) == 1
    async with shop.database.tenant(shop.id) as session:
        await enrolling.forget(session, thread, StopReason.CANCELLED)
    assert await heard(shop, thread, "interest_soft") is None


async def test_a_newer_objection_takes_the_place_of_the_older(shop: Shop) -> None:
    await shop.has(PRICE)
    await shop.has(LATER)
    with clock.held(noon()):
        lead_id = await shop.lead()
        thread = await shop.thread(await shop.account(), lead_id=lead_id)
        await heard(shop, thread, "objection_price")
    await shop.hears(thread, noon() + HOUR)
    with clock.held(noon() + HOUR):
        await heard(shop, thread, "objection_later")
    assert await states(shop) == [(PRICE, "stopped", StopReason.SUPERSEDED), (LATER, "active", None)]
    assert [each.status for each in await shop.follow_ups()] == [FollowUpStatus.CANCELLED, FollowUpStatus.PENDING]


async def test_an_answer_ends_it_and_the_message_that_began_it_does_not(
    app: FastAPI, database: Database, shop: Shop
) -> None:
    await shop.has(COLD)
    thread = await shop.thread(await shop.account())
    async with at_work(app, database, shop) as session:
        await announce(session, IntentHeard(thread, None, "interest_soft", "es"))
        await announce(session, MessageHeard(thread, None))
    assert await states(shop) == [(COLD, "active", None)]
    await shop.hears(thread, clock.now() + HOUR)
    async with at_work(app, database, shop) as session:
        await announce(session, MessageHeard(thread, None))
    assert await states(shop) == [(COLD, "stopped", StopReason.REPLIED)]


async def test_an_opt_out_ends_it_on_every_channel_of_the_person(app: FastAPI, database: Database, shop: Shop) -> None:
    await shop.has(COLD)
    account, lead_id = await shop.account(), await shop.lead()
    one, other = [await shop.thread(account, lead_id=lead_id) for _ in range(2)]
    await shop.enrol(COLD, one)
    async with at_work(app, database, shop) as session:
        await announce(session, OptedOut(other, lead_id))
    assert await states(shop) == [(COLD, "stopped", StopReason.OPTED_OUT)]


async def test_what_is_told_of_a_conversation_that_is_gone_harms_nobody(
    app: FastAPI, database: Database, shop: Shop
) -> None:
    gone = uuid.uuid4()
    async with at_work(app, database, shop) as session:
        for fact in (MessageHeard(gone, None), IntentHeard(gone, None, "interest_soft", "es"), OptedOut(gone, None)):
            await announce(session, fact)
    for task in ("message_heard", "intent_heard", "opted_out"):
        assert await in_queue(database, f"nurturing.{task}", shop.id) == 0


async def test_a_reply_after_the_last_step_is_counted(shop: Shop) -> None:
    await shop.has(COLD, step(0))
    with clock.held(noon()):
        thread = await shop.thread(await shop.account())
        enrolled = await shop.enrol(COLD, thread)
        await shop.deliver_due()
    await shop.hears(thread, noon() + HOUR)
    async with shop.database.tenant(shop.id) as session:
        await enrolling.hear_reply(session, thread)
    ended = await shop.enrolment(enrolled)
    assert (ended.state, ended.replied_at) == (EnrolmentState.COMPLETED, noon() + HOUR)


async def staffed(client: AsyncClient, database: Database) -> tuple[Shop, Person]:
    person = await member(client, database, Role.ADMIN)
    return Shop(database, uuid.UUID(person.tenant_id)), person


async def move(client: AsyncClient, person: Person, how: str, lead_id: uuid.UUID, stage: Stage) -> None:
    """By a card, by a drag, by many at once."""
    column = str(stages.default_id(uuid.UUID(person.tenant_id), stage))
    asked = {
        "edit": ("PATCH", f"/v1/leads/{lead_id}", {"stage": stage}),
        "drag": ("POST", f"/v1/leads/{lead_id}/move", {"stage_id": column}),
        "bulk": (
            "POST",
            "/v1/leads/bulk",
            {"action": "move_stage", "lead_ids": [str(lead_id)], "parameters": {"stage_id": column}},
        ),
    }
    method, path, body = asked[how]
    answer = await client.request(method, path, json=body, headers=person.headers)
    assert answer.is_success, answer.text


@pytest.mark.parametrize("how", ["edit", "drag", "bulk"])
async def test_a_purchase_ends_what_was_promised_and_begins_the_thanks(
    app: FastAPI, client: AsyncClient, database: Database, how: str
) -> None:
    shop, person = await staffed(client, database)
    await shop.has(THANKS)
    await shop.has(COLD, step(0), step(72))
    # Yesterday's, for by night today's is still to come, and the first would have begun after the second.
    with clock.held(noon(-1)):
        lead_id = await shop.lead()
        thread = await shop.thread(await shop.account(), lead_id=lead_id)
        await shop.enrol(COLD, thread)
        await shop.deliver_due()
    await move(client, person, how, lead_id, Stage.CUSTOMER)
    await run_jobs(app, "default")
    assert await states(shop) == [(COLD, "stopped", StopReason.STAGE_CHANGED), (THANKS, "active", None)]
    assert (await shop.enrolments())[0].converted_at is not None
    await run_jobs(app, "default")
    await move(client, person, how, lead_id, Stage.LOST)
    await run_jobs(app, "default")
    assert (await states(shop))[1] == (THANKS, "stopped", StopReason.STAGE_CHANGED)


async def test_a_sale_that_nobody_was_written_before_is_not_the_sequences(
    app: FastAPI, client: AsyncClient, database: Database
) -> None:
    shop, person = await staffed(client, database)
    await shop.has(COLD, step(72))
    lead_id = await shop.lead()
    await shop.enrol(COLD, await shop.thread(await shop.account(), lead_id=lead_id))
    await move(client, person, "edit", lead_id, Stage.CUSTOMER)
    await run_jobs(app, "default")
    (ended,) = await shop.enrolments()
    assert (ended.reason, ended.converted_at) == (StopReason.STAGE_CHANGED, None)


async def test_many_moved_at_once_are_all_heard_and_the_undo_too(
    app: FastAPI, client: AsyncClient, database: Database
) -> None:
    shop, person = await staffed(client, database)
    await shop.has(COLD)
    account = await shop.account()
    ids = [await shop.lead(f"Ana {number}") for number in range(3)]
    for lead_id in ids:
        await shop.enrol(COLD, await shop.thread(account, lead_id=lead_id))
    column = str(stages.default_id(shop.id, Stage.LOST))
    body = {"action": "move_stage", "lead_ids": [str(each) for each in ids], "parameters": {"stage_id": column}}
    answer = await client.post("/v1/leads/bulk", json=body, headers=person.headers)
    await run_jobs(app, "default")
    assert {each.reason for each in await shop.enrolments()} == {StopReason.STAGE_CHANGED}
    undone = await client.post(f"/v1/bulk-actions/{answer.json()['id']}/undo", headers=person.headers)
    assert undone.is_success, undone.text
    await run_jobs(app, "default")


async def test_a_column_that_comes_to_mean_lost_is_heard(app: FastAPI, client: AsyncClient, database: Database) -> None:
    shop, person = await staffed(client, database)
    await shop.has(COLD)
    (pipeline,) = (await client.get("/v1/pipelines", headers=person.headers)).json()
    path = f"/v1/pipelines/{pipeline['id']}/stages"
    column = (await client.post(path, json={"name": "Espera", "kind": "active"}, headers=person.headers)).json()
    lead_id = await shop.lead()
    await shop.enrol(COLD, await shop.thread(await shop.account(), lead_id=lead_id))
    moved = await client.post(f"/v1/leads/{lead_id}/move", json={"stage_id": column["id"]}, headers=person.headers)
    assert moved.is_success, moved.text
    changed = await client.patch(f"{path}/{column['id']}", json={"kind": "lost"}, headers=person.headers)
    assert changed.is_success, changed.text
    await run_jobs(app, "default")
    assert (await shop.enrolments())[0].reason == StopReason.STAGE_CHANGED
