"""Whoever writes on Instagram or Messenger is known by name from the first word on, where the platform tells it."""

import pytest
from sqlalchemy import select

from backend.leads.models import Lead
from tests.support.street import Street

KINDS = ["instagram", "messenger"]


async def _people(street: Street) -> list[tuple[str, str | None]]:
    async with street.database.tenant(street.business.id) as session:
        rows = await session.execute(select(Lead.name, Lead.username).order_by(Lead.created_at))
        return [(row[0], row[1]) for row in rows]


async def _asked(street: Street) -> list[str]:
    return [each["lead_name"] for each in (await street.get("/v1/conversations"))["items"]]


@pytest.mark.parametrize("kind", KINDS)
async def test_the_name_is_asked_for_once(agent: Street, kind: str) -> None:
    person = agent.someone("Núria Soler")
    await agent.write(kind, person, "hola")
    username = person.username if kind == "instagram" else None
    assert await _people(agent) == [("Núria Soler", username)]
    assert await _asked(agent) == ["Núria Soler"]
    # It is theirs from now on: what the platform says later changes nothing.
    person.name = "Otra"
    await agent.write(kind, person, "¿hola?")
    assert await _people(agent) == [("Núria Soler", username)]


@pytest.mark.parametrize("kind", KINDS)
async def test_who_hides_it_is_left_alone(agent: Street, kind: str) -> None:
    person = agent.someone("Núria Soler")
    person.hidden = True
    await agent.write(kind, person, "hola")
    assert await _people(agent) == [("", None)]
    await agent.hurry()
    assert await _people(agent) == [("", None)]
    assert agent.seen(kind, person)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", ["429", "502", "reset"])
async def test_a_platform_out_of_order_is_asked_again_later(agent: Street, kind: str, fault: str) -> None:
    person = agent.someone("Núria Soler")
    agent.twin.faults.order(fault, account=agent.accounts[kind].id, verb=person.ids(kind)[0])
    await agent.write(kind, person, "hola")
    assert await _people(agent) == [("", None)]
    assert agent.seen(kind, person)
    await agent.hurry()
    assert [name for name, _ in await _people(agent)] == ["Núria Soler"]


async def test_it_is_asked_four_times_and_no_more(people: Street) -> None:
    person = people.someone("Núria Soler")
    people.twin.faults.order("502", -1, account=people.accounts["instagram"].id, verb=person.ids("instagram")[0])
    await people.write("instagram", person, "hola")
    for _ in range(6):
        await people.hurry()
    assert people.twin.faults.met == 4
    assert await _people(people) == [("", None)]


async def test_the_name_they_said_themselves_stands(people: Street) -> None:
    """They were faster than the platform."""
    person = people.someone("nuri_96")
    people.twin.faults.order("502", account=people.accounts["instagram"].id, verb=person.ids("instagram")[0])
    await people.write("instagram", person, "hola")
    (lead,) = (await people.get("/v1/leads"))["items"]
    changed = await people.client.patch(
        f"/v1/leads/{lead['id']}", json={"name": "Núria Soler"}, headers=people.member.headers
    )
    assert changed.status_code == 200, changed.text
    await people.hurry()
    assert await _people(people) == [("Núria Soler", None)]


@pytest.mark.parametrize("kind", ["whatsapp", "telegram"])
async def test_where_it_comes_with_the_message_nobody_asks(agent: Street, kind: str) -> None:
    person = agent.someone("Núria Soler")
    person.hidden = True
    await agent.write(kind, person, "hola")
    assert [name for name, _ in await _people(agent)] == ["Núria Soler"]
