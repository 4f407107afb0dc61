"""However calls, deaths, faults and other chats fall together: each message is on the phone once, or asked about."""

import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

import pytest

from backend.conversations.channel_models import Delivery
from backend.core import clock
from backend.core.database.session import Database
from backend.providers.bundle import Providers
from tests.support.builders import Business, found_business
from tests.support.dying import die, settle
from tests.support.lines import Talk, open_talk
from tools.phones import rewriting
from tools.phones.server import Phones

STEPS: Final = 14
# What is said again and again is the hardest to tell apart.
WORDS: Final = ("ok", "ok", "¿Te va bien?", "Perfecto")


async def _age(talks: list[Talk], seconds: float) -> None:
    """All that was, was earlier: here and at the platform."""
    columns = ("called_at", "updated_at", "created_at", "sent_at", "not_before")
    moved = ", ".join(f"{each} = {each} - make_interval(secs => :secs)" for each in columns)
    both = (
        "WITH said AS (UPDATE messages SET created_at = created_at - make_interval(secs => :secs)"
        f" WHERE conversation_id = :id) UPDATE deliveries SET {moved} WHERE conversation_id = :id"
    )
    for talk in talks:
        await talk.change(both, secs=seconds)
        for said in talk.twin.world.thread(talk.account, talk.person).said:
            said.at -= seconds


async def _say(talk: Talk, dice: random.Random) -> None:
    await talk.say(*dice.choices(WORDS, k=dice.randint(1, 3)))


async def _deliver(talk: Talk, dice: random.Random) -> None:
    await talk.deliver()


async def _die(talk: Talk, dice: random.Random) -> None:
    waiting = [each for each in await talk.deliveries() if each.status in {"queued", "sending"}]
    if waiting and waiting[0].status == "queued" and (waiting[0].not_before or clock.now()) <= clock.now():
        await die(talk, after=dice.random() < 0.5)


async def _fault(talk: Talk, dice: random.Random) -> None:
    kind = dice.choice(["drop", "drop-502", "reset", "502", "500"])
    talk.twin.faults.order(kind, account=talk.account.id)


async def _hear(talk: Talk, dice: random.Random) -> None:
    await talk.hear("¿y?")


async def _unheard(talk: Talk, dice: random.Random) -> None:
    rewriting.send_unsupported(talk.twin.hands, talk.account, talk.person)


ACTS: Final[tuple[Callable[[Talk, random.Random], Awaitable[None]], ...]] = (
    *(_say, _say, _deliver, _deliver, _die, _die),
    *(_fault, _fault, _hear, _unheard),
)


@pytest.mark.parametrize("kind", ["telegram", "instagram"])
@pytest.mark.parametrize("seed", range(8))
async def test_never_twice_and_never_none(
    database: Database, twin: Phones, providers: Providers, kind: str, seed: int
) -> None:
    dice = random.Random(seed)
    business = await found_business(database, preset=None)
    talks = [await open_talk(database, twin, providers, business, kind)]
    talks += [await open_talk(database, twin, providers, Business(business.id, ""), kind, beside=talks[0])]
    for talk in talks:
        await talk.hear("hola")
    for _ in range(STEPS):
        await dice.choice(ACTS)(dice.choice(talks), dice)
        if dice.random() < 0.3:
            await _age(talks, 70)
            await settle(dice.choice(talks), clock.now())
    twin.faults.clear()
    for _ in range(12):
        await _age(talks, 400)
        for talk in talks:
            await settle(talk, clock.now() + timedelta(seconds=1))
    for talk in talks:
        await _is_whole(talk)


async def _is_whole(talk: Talk) -> None:
    deliveries = await talk.deliveries()
    assert {each.status for each in deliveries} <= {"sent", "unconfirmed"}
    names = [each.provider_id for each in deliveries if each.status == "sent"]
    assert len(names) == len(set(names))
    surely = Counter(_words(each) for each in deliveries if each.status == "sent")
    perhaps = Counter(_words(each) for each in deliveries)
    shown = Counter(talk.texts)
    # At least every one that counts as sent, and none more often than it was said.
    assert surely <= shown <= perhaps
    assert not any(each.edited for each in talk.received)
    # A person is asked about a handful, not about everything.
    assert (perhaps - surely).total() <= len(deliveries) / 3


def _words(delivery: Delivery) -> str:
    body = json.loads(delivery.call)["body"]
    return str(body.get("text") or body["message"]["text"])
