"""Instagram's echo settles what is in doubt, and what people write in its app is still heard."""

import functools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from backend.conversations import taking_in
from backend.conversations.channel_models import Delivery
from backend.inbox.models import InboxEvent
from backend.providers.messaging import Line, MessageSender
from tests.support.street import Street
from tools.phones import rewriting
from tools.phones.cast import Person


async def _deliveries(street: Street) -> list[tuple[str, bool]]:
    """How each stands, and whether its id at the platform is known."""
    async with street.database.tenant(street.business.id) as session:
        rows = await session.scalars(select(Delivery).order_by(Delivery.turn, Delivery.position))
        return [(each.status, bool(each.provider_id)) for each in rows]


async def _answered(street: Street, fault: str) -> Person:
    """Somebody of the business answers, and the platform's answer to that is lost."""
    person = street.someone()
    await street.write("instagram", person, "hola")
    conversation = await street.conversation()
    street.twin.faults.order(fault, account=street.accounts["instagram"].id, verb="messages")
    await street.post(f"/v1/conversations/{conversation.id}/reply", {"text": "Buenas"})
    return person


async def test_the_echo_of_a_lost_answer_settles_it(people: Street) -> None:
    person = await _answered(people, "drop")
    await people.work()
    await people.work()
    assert await _deliveries(people) == [("sent", True)]
    assert people.seen("instagram", person) == ["Buenas"]
    assert await people.said() == [("visitor", "hola"), ("agent", "Buenas")]


class Slow:
    """A platform whose echo is heard, and taken in, before its answer to the call arrives."""

    def __init__(self, street: Street, inner: MessageSender) -> None:
        self.street, self.inner = street, inner

    async def send(self, line: Line, verb: str, body: Mapping[str, Any]) -> str:
        sent = await self.inner.send(line, verb, body)
        await self.street.twin.postman.settled()
        opens = functools.partial(self.street.database.tenant, self.street.business.id)
        async with opens() as session:
            events = await session.scalars(select(InboxEvent.id).where(InboxEvent.state == "waiting"))
        for each in events.all():
            await taking_in.take_in(opens, self.street.app.state.providers, each)
        return sent


async def test_an_echo_that_comes_before_the_answer_is_no_second_message(people: Street) -> None:
    person = people.someone()
    await people.write("instagram", person, "hola")
    conversation = await people.conversation()
    whole = people.app.state.providers
    slow: dict[str, Any] = {**whole.messaging, "instagram": Slow(people, whole.messaging["instagram"])}
    people.app.state.providers = replace(whole, messaging=slow)
    await people.post(f"/v1/conversations/{conversation.id}/reply", {"text": "Buenas"})
    await people.work()
    people.app.state.providers = whole
    assert await _deliveries(people) == [("sent", True)]
    assert await people.said() == [("visitor", "hola"), ("agent", "Buenas")]
    assert people.seen("instagram", person) == ["Buenas"]


async def test_other_words_from_the_app_are_heard_and_settle_nothing(people: Street) -> None:
    person = await _answered(people, "reset")
    await people.work()
    assert await _deliveries(people) == [("sending", False)]
    rewriting.write_as_business(people.twin.hands, people.accounts["instagram"], person, "Te llamo ahora")
    await people.work()
    assert await _deliveries(people) == [("sending", False)]
    assert await people.said() == [("visitor", "hola"), ("agent", "Buenas"), ("agent", "Te llamo ahora")]


async def test_the_same_words_from_the_app_are_heard_where_nothing_is_in_doubt(people: Street) -> None:
    person = people.someone()
    await people.write("instagram", person, "hola")
    conversation = await people.conversation()
    await people.post(f"/v1/conversations/{conversation.id}/reply", {"text": "Buenas"})
    await people.work()
    rewriting.write_as_business(people.twin.hands, people.accounts["instagram"], person, "Buenas")
    await people.work()
    assert await people.said() == [("visitor", "hola"), ("agent", "Buenas"), ("agent", "Buenas")]
