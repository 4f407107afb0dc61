"""A worker dies between the call and its record, or the answer is lost: one message, counted at the platform.

Here the platforms that say our own mark back; those that must be asked: `test_seeking`.
"""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.channels.enums import ReceiptState
from backend.channels.shapes import Receipt
from backend.conversations import receipts
from backend.core import clock
from backend.core.database.session import Database
from backend.providers.bundle import Providers
from backend.providers.messaging import Line
from tests.support.builders import found_business
from tests.support.dying import die, reconcile
from tests.support.lines import Talk, open_talk
from tools.phones.server import Phones


async def begin(database: Database, twin: Phones, providers: Providers, kind: str) -> Talk:
    return await open_talk(database, twin, providers, await found_business(database, preset=None), kind)


def status_of(talk: Talk, number: int = 0) -> Receipt:
    """What the platform's webhook says of a message that it shows."""
    said = talk.received[number]
    return Receipt(said.id, ReceiptState.SENT, clock.now(), opaque=said.opaque)


async def tell(talk: Talk, *told: Receipt) -> None:
    async with talk.database.tenant(talk.tenant_id) as session:
        await receipts.note(session, talk.account_id, told)


@pytest.mark.parametrize("after", [False, True], ids=["before the call", "after the call"])
async def test_a_killed_worker_on_whatsapp(database: Database, twin: Phones, providers: Providers, after: bool) -> None:
    """Its own status settles what went out; what never did is sent after a minute of silence."""
    talk = await begin(database, twin, providers, "whatsapp")
    await talk.say("uno", "dos")
    await die(talk, after=after)
    died = clock.now()
    assert await talk.statuses() == ["sending", "queued"]
    # Another worker finds it so, and neither sends it nor passes it.
    await talk.deliver()
    assert len(talk.texts) == int(after)
    assert not await reconcile(talk, died + timedelta(seconds=50))
    if after:
        await tell(talk, status_of(talk))
        assert await talk.statuses() == ["sent", "queued"]
    else:
        assert await reconcile(talk, died + timedelta(seconds=70))
    with clock.held(died + timedelta(seconds=80)):
        await talk.deliver()
    assert talk.texts == ["uno", "dos"]
    assert await talk.statuses() == ["sent", "sent"]


async def test_a_status_that_still_waits_in_the_inbox_is_waited_for(
    database: Database, twin: Phones, providers: Providers
) -> None:
    talk = await begin(database, twin, providers, "whatsapp")
    await talk.say("uno")
    await die(talk, after=True)
    later = clock.now() + timedelta(seconds=90)
    await talk.change(
        "INSERT INTO inbox_events (id, tenant_id, account_id, source, account_key, external_id, kind, payload)"
        " VALUES (:event, :tenant, :account_id, 'meta', '1', :event_key, 'status', '')",
        event=uuid.uuid4(),
        event_key=str(uuid.uuid4()),
        tenant=talk.tenant_id,
    )
    assert not await reconcile(talk, later)
    await talk.change("UPDATE inbox_events SET state = 'done' WHERE account_id = :account_id")
    await tell(talk, status_of(talk))
    assert not await reconcile(talk, later)
    with clock.held(later):
        await talk.deliver()
    assert talk.texts == ["uno"]


@pytest.mark.parametrize(("fault", "went_out"), [("drop", True), ("reset", False)])
async def test_an_answer_that_was_lost_on_its_way(
    database: Database, twin: Phones, providers: Providers, fault: str, went_out: bool
) -> None:
    talk = await begin(database, twin, providers, "whatsapp")
    twin.faults.order(fault, account=talk.account.id)
    await talk.say("uno", "dos")
    await talk.deliver()
    assert (len(talk.texts), await talk.statuses()) == (int(went_out), ["sending", "queued"])
    if went_out:
        await tell(talk, status_of(talk))
    later = clock.now() + timedelta(seconds=70)
    await reconcile(talk, later)
    with clock.held(later):
        await talk.deliver()
    assert talk.texts == ["uno", "dos"]


async def test_who_was_thought_dead_and_answers_late_is_believed(
    database: Database, twin: Phones, providers: Providers
) -> None:
    """A worker that slept through the minute: its message is known to be out, so nobody sends it again."""
    talk = await begin(database, twin, providers, "whatsapp")
    await talk.say("uno")

    class Sleeper:
        async def send(self, line: Line, verb: str, body: dict[str, Any]) -> str:
            found = await providers.messaging["whatsapp"].send(line, verb, body)
            assert await reconcile(talk, clock.now() + timedelta(seconds=70))
            return found

    sleeping: dict[str, Any] = {"whatsapp": Sleeper()}
    talk.providers = replace(providers, messaging=sleeping)
    await talk.deliver()
    talk.providers = providers
    assert await talk.statuses() == ["sent"]
    await talk.deliver()
    assert talk.texts == ["uno"]


async def test_a_queue_whose_job_was_lost_is_found(database: Database, twin: Phones, providers: Providers) -> None:
    talk = await begin(database, twin, providers, "messenger")
    await talk.say("uno")
    assert not await reconcile(talk, clock.now() + timedelta(seconds=30))
    assert await reconcile(talk, clock.now() + timedelta(seconds=70))
    # The next round leaves it to the job of this one.
    assert not await reconcile(talk, clock.now() + timedelta(seconds=85))
