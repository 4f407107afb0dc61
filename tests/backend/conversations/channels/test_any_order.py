"""F4: platforms tell at least once and in any order; whatever the order, everything ends the same."""

import random

import pytest
from sqlalchemy import select

from backend.conversations.channel_models import Delivery
from tests.support.street import Street
from tools.phones import rewriting
from tools.phones.cast import Person

Ending = tuple[list[str], list[str], str | None]


async def _story(street: Street, person: Person) -> None:
    """Both sides speak, the person edits, reacts, takes back and reads; nothing of it has been told yet."""
    account, hands = street.accounts["instagram"], street.twin.hands
    first = hands.write(account, person, "hola")
    await street.twin.postman.settled()
    street.twin.postman.flush()
    await street.work()
    conversation = await street.conversation()
    await street.post(f"/v1/conversations/{conversation.id}/reply", {"text": "Buenas, soy Jordi"})
    await street.work()
    hands.write(account, person, "quiero una cocina")
    second = hands.write(account, person, "mi calle es Mayor 3")
    ours = street.twin.received("instagram", person)[-1]
    hands.react(account, person, ours.id, "❤️")
    rewriting.edit(hands, account, person, first.id, "hola, buenas")
    rewriting.delete(hands, account, person, second.id)
    hands.read(account, person)


async def _ending(street: Street) -> Ending:
    transcript = await street.transcript()
    words = sorted(each["text"] for each in transcript)
    async with street.database.tenant(street.business.id) as session:
        statuses = sorted(await session.scalars(select(Delivery.status)))
    reaction = next((each.get("reaction") for each in transcript if each["role"] == "agent"), None)
    return words, statuses, reaction


@pytest.mark.parametrize("seed", range(6))
async def test_any_order_ends_the_same(people: Street, seed: int) -> None:
    person, postman = people.someone(), people.twin.postman
    postman.hold = True
    await _story(people, person)
    random.seed(seed)
    postman.flush("shuffled" if seed else "same", twice=seed % 2 == 1)
    await people.work()
    for _ in range(3):
        await people.hurry()
    words, statuses, _ = await _ending(people)
    assert words == ["", "Buenas, soy Jordi", "hola, buenas", "quiero una cocina"]
    assert statuses == ["read"]
