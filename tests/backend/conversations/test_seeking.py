"""Telegram and Instagram tell nothing of what was lost: what stands there is looked at, and each message is there once.

The issue: "exactly one delivery per message even if a worker dies between the call and the record".
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.channels.shapes import Option, Outgoing
from backend.core import clock
from backend.core.database.session import Database
from backend.providers.bundle import Providers
from tests.isolation.company import PHOTO
from tests.support.dying import Killed, Mortal, begin, die, lease, seek, settle, untouched
from tools.phones import rewriting
from tools.phones.server import Phones

KINDS = ["telegram", "instagram"]
DEATHS = pytest.mark.parametrize("after", [False, True], ids=["before the call", "after the call"])
SILENCE = timedelta(seconds=70)


@pytest.mark.parametrize("kind", KINDS)
@DEATHS
async def test_a_killed_worker(database: Database, twin: Phones, providers: Providers, kind: str, after: bool) -> None:
    talk = await begin(database, twin, providers, kind)
    await talk.say("uno", "dos")
    died = await die(talk, after=after)
    assert await talk.statuses() == ["sending", "queued"]
    await talk.deliver()
    assert len(talk.texts) == int(after)
    assert not await settle(talk, died + timedelta(seconds=50))
    assert await settle(talk, died + SILENCE)
    assert talk.texts == ["uno", "dos"]
    assert await talk.statuses() == ["sent", "sent"]
    assert [str(each.provider_id).rpartition(":")[2] for each in await talk.deliveries()] == [
        each.id for each in talk.received
    ]
    assert untouched(talk)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("fault", "went_out"), [("drop", True), ("drop-502", True), ("reset", False), ("502", False)])
async def test_an_answer_that_was_lost_on_its_way(
    database: Database, twin: Phones, providers: Providers, kind: str, fault: str, went_out: bool
) -> None:
    """A live call takes the same road."""
    talk = await begin(database, twin, providers, kind)
    twin.faults.order(fault, account=talk.account.id)
    await talk.say("uno", "dos")
    await talk.deliver()
    assert (len(talk.texts), await talk.statuses()) == (int(went_out), ["sending", "queued"])
    await settle(talk, clock.now() + SILENCE)
    assert talk.texts == ["uno", "dos"]
    assert await talk.statuses() == ["sent", "sent"]
    assert untouched(talk)


@pytest.mark.parametrize("kind", KINDS)
@DEATHS
async def test_the_same_words_twice_in_a_row(
    database: Database, twin: Phones, providers: Providers, kind: str, after: bool
) -> None:
    talk = await begin(database, twin, providers, kind)
    await talk.say("ok", "ok", "ok")
    died = await die(talk, after=after, nth=2)
    assert await talk.statuses() == ["sent", "sending", "queued"]
    await settle(talk, died + SILENCE)
    assert talk.texts == ["ok", "ok", "ok"]
    ids = [str(each.provider_id).rpartition(":")[2] for each in await talk.deliveries()]
    assert ids == [each.id for each in talk.received]


@DEATHS
async def test_other_chats_of_the_bot_in_between(
    database: Database, twin: Phones, providers: Providers, after: bool
) -> None:
    """Its one counter runs on: before the call, after it, and while it is looked for."""
    talk = await begin(database, twin, providers, "telegram")
    others = [await begin(database, twin, providers, "telegram", beside=talk) for _ in range(3)]
    for each in others:
        await each.say("antes")
        await each.deliver()
    await talk.say("uno", "dos")
    died = await die(talk, after=after)
    for each in others:
        await each.hear("¿y yo?")
        # What nobody wrote down takes a number too.
        rewriting.send_unsupported(twin.hands, each.account, each.person)
        await each.say("uno")
        await each.deliver()
    await talk.hear("¿sigues ahí?")
    await settle(talk, died + SILENCE)
    assert talk.texts == ["uno", "dos"]
    assert await talk.statuses() == ["sent", "sent"]
    assert [each.texts for each in others] == [["antes", "uno"]] * 3
    assert all(untouched(each) for each in (talk, *others))


@DEATHS
async def test_two_chats_of_one_bot_in_doubt_at_once(
    database: Database, twin: Phones, providers: Providers, after: bool
) -> None:
    talk = await begin(database, twin, providers, "telegram")
    other = await begin(database, twin, providers, "telegram", beside=talk)
    for each in (talk, other):
        await each.say("ok")
        await die(each, after=after)
    later = clock.now() + SILENCE
    await seek(talk, await lease(talk, later), later)
    for each in (talk, other):
        await each.deliver()
        assert (each.texts, await each.statuses()) == (["ok"], ["sent"])


@pytest.mark.parametrize("kind", KINDS)
@DEATHS
@pytest.mark.parametrize("what", ["buttons", "picture", "picture with words", "no words but buttons"])
async def test_whatever_it_was(
    database: Database, twin: Phones, providers: Providers, kind: str, after: bool, what: str
) -> None:
    talk = await begin(database, twin, providers, kind)
    options = [Option("si", "Sí"), Option("no", "No")] if "buttons" in what else []
    media = [await talk.keep(PHOTO)] if "picture" in what else []
    await talk.utter(Outgoing("" if what == "picture" else "¿Te va bien?", options=options, media=media))
    parts = len(await talk.deliveries())
    died = await die(talk, after=after, nth=parts)
    await settle(talk, died + SILENCE)
    assert len(talk.received) == parts
    assert await talk.statuses() == ["sent"] * parts
    assert untouched(talk)


TROUBLE = ["429", "500", "502", "reset", "190"]


@pytest.mark.parametrize("kind", KINDS)
@DEATHS
@pytest.mark.parametrize("fault", TROUBLE)
async def test_trouble_while_looking_keeps_the_doubt(
    database: Database, twin: Phones, providers: Providers, kind: str, after: bool, fault: str
) -> None:
    talk = await begin(database, twin, providers, kind)
    await talk.say("uno", "dos")
    died = await die(talk, after=after)
    twin.faults.order(fault, account=talk.account.id, retry_after=120)
    await settle(talk, died + SILENCE)
    assert await talk.statuses() == ["sending", "queued"]
    # Not before the platform said, or the account has a token that works.
    await talk.change("UPDATE channel_accounts SET status = 'connected' WHERE id = :account_id")
    assert await settle(talk, died + SILENCE + timedelta(seconds=62)) is (fault != "429")
    await settle(talk, died + SILENCE + timedelta(seconds=130))
    assert talk.texts == ["uno", "dos"]
    assert await talk.statuses() == ["sent", "sent"]


@pytest.mark.parametrize("kind", KINDS)
@DEATHS
@pytest.mark.parametrize("asked", [False, True], ids=["before asking", "after asking"])
async def test_who_looks_dies_too(
    database: Database, twin: Phones, providers: Providers, kind: str, after: bool, asked: bool
) -> None:
    talk = await begin(database, twin, providers, kind)
    await talk.say("uno", "dos")
    died = await die(talk, after=after)
    (doubt,) = await lease(talk, died + SILENCE)
    whole = talk.providers
    mortal: dict[str, Any] = {kind: Mortal(whole.messaging[kind], asked)}
    talk.providers = replace(whole, messaging=mortal)
    with pytest.raises(Killed):
        await seek(talk, [doubt], died + SILENCE)
    talk.providers = whole
    # The same ticket is good for one only, and nobody gives out another for a minute.
    await seek(talk, [doubt], died + SILENCE)
    assert await talk.statuses() == ["sending", "queued"]
    assert not await lease(talk, died + SILENCE + timedelta(seconds=50))
    await settle(talk, died + 2 * SILENCE)
    assert talk.texts == ["uno", "dos"]


@pytest.mark.parametrize("kind", KINDS)
async def test_after_an_hour_of_trouble_people_decide(
    database: Database, twin: Phones, providers: Providers, kind: str
) -> None:
    """What waits behind it must not wait for ever."""
    talk = await begin(database, twin, providers, kind)
    await talk.say("uno", "dos")
    died = await die(talk, after=True)
    for minutes in (2, 30, 62):
        twin.faults.order("502", account=talk.account.id)
        await settle(talk, died + timedelta(minutes=minutes))
    assert await talk.statuses() == ["unconfirmed", "sent"]
    assert talk.texts == ["uno", "dos"]
