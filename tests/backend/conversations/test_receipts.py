"""What platforms tell of our messages ends in the same state, in whatever order and however often (MSG, F4)."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.channels.enums import ReceiptState
from backend.channels.shapes import Receipt
from backend.conversations import receipts
from backend.conversations.enums import DeliveryStatus
from backend.conversations.receipt_rules import Standing, after
from backend.conversations.receipts import ReceiptTooEarly
from backend.core import clock
from backend.core.database.session import Database
from backend.providers.bundle import Providers
from tests.support.builders import found_business
from tests.support.lines import Talk, open_talk
from tools.phones.server import Phones

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SENT, DELIVERED, READ, FAILED = ReceiptState.SENT, ReceiptState.DELIVERED, ReceiptState.READ, ReceiptState.FAILED

ENDS = [
    ([SENT], "sent"),
    ([SENT, DELIVERED], "delivered"),
    ([SENT, DELIVERED, READ], "read"),
    ([READ], "read"),
    ([SENT, FAILED], "failed"),
    ([FAILED, DELIVERED], "delivered"),
    ([FAILED, READ], "read"),
]


def receipt(state: ReceiptState, seconds: float = 0, code: str = "") -> Receipt:
    return Receipt("wamid.1", state, NOON + timedelta(seconds=seconds), code=code, category="utility")


@pytest.mark.parametrize(("states", "end"), ENDS)
def test_where_they_end(states: Sequence[ReceiptState], end: str) -> None:
    told = [receipt(each, place) for place, each in enumerate(states)]
    for order in (told, told[::-1], [*told, *told]):
        assert after(Standing(DeliveryStatus.SENDING), order).status == end


PRICES = some.tuples(some.sampled_from(["", "utility", "marketing"]), some.sampled_from([None, False, True]))
SAID = some.builds(
    lambda each, price: replace(each, category=price[0], billable=price[1]),
    some.builds(receipt, some.sampled_from(ReceiptState), some.integers(0, 20), some.sampled_from(["1", "2"])),
    PRICES,
)


@given(some.lists(SAID, max_size=8), some.data())
def test_any_interleaving_and_repetition_ends_the_same(told: list[Receipt], data: some.DataObject) -> None:
    straight = after(Standing(DeliveryStatus.SENDING), told)
    shuffled = data.draw(
        some.permutations(told + data.draw(some.lists(some.sampled_from(told), max_size=4)) if told else told)
    )
    assert after(Standing(DeliveryStatus.SENDING), shuffled) == straight


@given(some.lists(SAID, max_size=8), SAID)
def test_a_further_word_never_takes_back(told: list[Receipt], more: Receipt) -> None:
    height = ["sending", "sent", "failed", "delivered", "read"]
    before = after(Standing(DeliveryStatus.SENDING), told)
    then = after(before, [more])
    assert height.index(then.status) >= height.index(before.status)
    assert then.charge >= before.charge


@given(some.lists(SAID, max_size=8))
def test_a_price_is_one_that_was_told(told: list[Receipt]) -> None:
    """Category and whether it is charged belong together: of two statuses that differ no third is made."""
    end = after(Standing(DeliveryStatus.SENDING), told)
    assert (end.category, end.billable) in {("", None), *((each.category, each.billable) for each in told)}


async def spoken(database: Database, twin: Phones, providers: Providers, kind: str = "whatsapp") -> Talk:
    """A message that the platform took."""
    talk = await open_talk(database, twin, providers, await found_business(database, preset=None), kind)
    await talk.say("hola")
    await talk.deliver()
    return talk


async def tell(talk: Talk, *told: Receipt, patient: bool = True) -> None:
    async with talk.database.tenant(talk.tenant_id) as session:
        await receipts.note(session, talk.account_id, told, patient=patient)


async def test_a_message_climbs_from_sent_to_read(database: Database, twin: Phones, providers: Providers) -> None:
    talk = await spoken(database, twin, providers)
    (said,) = talk.received
    moments = [clock.now() + timedelta(seconds=each) for each in range(3)]
    states = (SENT, DELIVERED, READ)
    told = [
        Receipt(said.id, state, at, opaque=said.opaque, category="service")
        for state, at in zip(states, moments, strict=True)
    ]
    # The last one first, and each of them twice.
    await tell(talk, told[2])
    await tell(talk, *told, *told)
    (found,) = await talk.deliveries()
    assert (found.status, found.delivered_at, found.read_at, found.category) == (
        "read",
        moments[1],
        moments[2],
        "service",
    )


async def test_a_failure_that_comes_later_says_why(database: Database, twin: Phones, providers: Providers) -> None:
    talk = await spoken(database, twin, providers)
    (said,) = talk.received
    await tell(talk, Receipt(said.id, FAILED, clock.now(), "More than 24 hours", "131047"))
    (found,) = await talk.deliveries()
    assert (found.status, found.code, found.cause) == ("failed", "window_closed", "131047 More than 24 hours")
    await tell(talk, Receipt(said.id, DELIVERED, clock.now()))
    (found,) = await talk.deliveries()
    assert (found.status, found.code, found.cause) == ("delivered", None, None)


async def test_what_others_sent_from_the_number_is_passed_over(
    database: Database, twin: Phones, providers: Providers
) -> None:
    talk = await spoken(database, twin, providers)
    await tell(talk, Receipt("wamid.others", READ, clock.now(), opaque="theirs"))
    await tell(talk, Receipt("wamid.others", READ, clock.now(), opaque=str(uuid.uuid4())))
    assert await talk.statuses() == ["sent"]


async def test_a_word_before_our_own_answer_came_is_asked_for_again(
    database: Database, twin: Phones, providers: Providers
) -> None:
    """Instagram does not say our id back: while a call is open its message may be the one."""
    talk = await spoken(database, twin, providers, "instagram")
    await tell(talk, Receipt("aWdf-unknown", DELIVERED, clock.now()))
    await talk.say("otra")
    await talk.change("UPDATE deliveries SET status = 'sending' WHERE conversation_id = :id AND status = 'queued'")
    with pytest.raises(ReceiptTooEarly):
        await tell(talk, Receipt("aWdf-unknown", DELIVERED, clock.now()))
    await tell(talk, Receipt("aWdf-unknown", DELIVERED, clock.now()), patient=False)


async def test_messenger_says_until_when_everything_was_read(
    database: Database, twin: Phones, providers: Providers
) -> None:
    talk = await spoken(database, twin, providers, "messenger")
    until = clock.now()
    await talk.say("otra")
    with clock.held(until + timedelta(seconds=5)):
        await talk.deliver()
    async with database.tenant(talk.tenant_id) as session:
        await receipts.read_until(session, talk.id, until)
    assert await talk.statuses() == ["read", "sent"]


async def test_no_account_settles_the_messages_of_another(
    database: Database, twin: Phones, providers: Providers
) -> None:
    mine, other = await spoken(database, twin, providers), await spoken(database, twin, providers)
    (said,) = mine.received
    await tell(other, Receipt(said.id, READ, clock.now(), opaque=said.opaque))
    assert await mine.statuses() == ["sent"]
