"""A step as somebody would get it, a test to oneself, and the figures (NUR-04)."""

from datetime import timedelta

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.channels.enums import ChannelKind
from backend.core import clock
from backend.core.database.session import Database
from backend.core.http.actor import Role
from backend.leads.enums import Stage
from backend.nurturing import enrolling
from tests.backend.nurturing.calls import COLD, Desk, at_desk
from tests.backend.nurturing.conftest import noon
from tests.support.following import step

HOUR = timedelta(hours=1)


async def test_a_step_is_looked_at_as_somebody_would_get_it(client: AsyncClient, database: Database) -> None:
    with clock.held(noon()):
        desk = await at_desk(client, database, Role.AGENT)
        thread, lead_id = await desk.somebody(name="Marta Soler")
        for whom in ({"lead_id": str(lead_id)}, {"conversation_id": str(thread)}):
            seen = await desk.do("POST", f"/sequences/{COLD}/preview", json={**whom, "step": 1})
            assert seen["text"].startswith("Hola Marta, hace poco nos preguntaste por lo que ofrecemos.")
            assert (seen["language"], seen["channel"], seen["decision"]) == ("es", "telegram", "allowed")


async def test_at_night_the_preview_says_when(client: AsyncClient, database: Database) -> None:
    with clock.held(noon() + 12 * HOUR):
        desk = await at_desk(client, database, Role.AGENT)
        _, lead_id = await desk.somebody()
        late = await desk.do("POST", f"/sequences/{COLD}/preview", json={"lead_id": str(lead_id), "step": 2})
    assert (late["decision"], late["refusal"]) == ("refused", "quiet_hours")
    assert late["retry_at"]


async def test_a_lead_without_conversation_shows_the_words_alone(desk: Desk) -> None:
    lead_id = await desk.shop.lead("Marta", language="ca")
    seen = await desk.do("POST", f"/sequences/{COLD}/preview", json={"lead_id": str(lead_id), "step": 1})
    assert seen["text"].startswith("Hola Marta, fa poc")
    assert (seen["conversation_id"], seen["decision"]) == (None, None)


async def test_a_shut_window_shows_the_template(desk: Desk) -> None:
    account = await desk.shop.account(ChannelKind.WHATSAPP)
    await desk.shop.template(account, "hello", body="Hola {{1}}, ¿seguimos?")
    # A noon that is past at every hour: the desk's token would not live until one that is to come.
    old, then = noon(-3), noon(-1)
    thread = await desk.shop.thread(account, ChannelKind.WHATSAPP, heard=old, lead_id=await desk.shop.lead())
    await desk.shop.has(COLD, step(24, template={"name": "hello", "variables": ["{name}"]}), step(48))
    body = {"conversation_id": str(thread), "step": 1}
    with clock.held(then):
        seen = await desk.do("POST", f"/sequences/{COLD}/preview", json=body)
        assert (seen["text"], seen["template"]) == ("Hola Ana, ¿seguimos?", "hello")
        assert (seen["decision"], seen["refusal"]) == ("needs_template", "window_closed")
        assert seen["cost"] == {"kind": "no_price", "amount": None, "currency": None}
        without = await desk.do("POST", f"/sequences/{COLD}/preview", json=body | {"step": 2})
        assert (without["text"], without["template"], without["decision"]) == ("Hola Ana", None, "needs_template")
        assert without["cost"] is None


@pytest.mark.parametrize("number", [0, 4, 10, 11])
async def test_a_step_that_is_not_there(desk: Desk, number: int) -> None:
    thread, _ = await desk.somebody()
    for act in ("preview", "test"):
        body = {"conversation_id": str(thread), "step": number}
        found = await desk.refused("POST", f"/sequences/{COLD}/{act}", json=body)
        assert found == ((404, "step_not_found") if 1 <= number <= 10 else (422, "invalid_input"))


async def test_a_test_goes_to_oneself_at_night_too_and_counts_nowhere(client: AsyncClient, database: Database) -> None:
    with clock.held(noon() + 12 * HOUR):
        desk = await at_desk(client, database, Role.ADMIN)
        thread, _ = await desk.somebody()
        sent = await desk.do("POST", f"/sequences/{COLD}/test", json={"conversation_id": str(thread), "step": 1})
        assert sent["text"].startswith("Hola Ana, hace poco")
        (delivery,) = await desk.shop.deliveries()
        assert (delivery.sender, delivery.key) == ("human", None)
        assert (await desk.do("GET", "/stats"))["totals"]["sent"] == 0


async def test_the_figures_of_a_sequence_step_by_step(desk: Desk) -> None:
    """Four are enrolled: one answers, one buys, one gets both, one is taken out."""
    shop = desk.shop
    await shop.has(COLD, step(0), step(24))
    account = await shop.account()
    with clock.held(noon()):
        leads = [await shop.lead(f"Ana {n}") for n in range(4)]
        threads = [await shop.thread(account, lead_id=each) for each in leads]
        for thread in threads[:3]:
            await shop.enrol(COLD, thread)
        await shop.deliver_due()
        await shop.enrol(COLD, threads[3])
    await desk.do("DELETE", f"/conversations/{threads[3]}")
    async with shop.database.tenant(shop.id) as session:
        key = (await shop.follow_ups())[0].key
        await session.execute(text("UPDATE deliveries SET status = 'read' WHERE key = :key"), {"key": key})
    await shop.hears(threads[0], noon() + HOUR)
    await shop.moves(leads[1], Stage.CUSTOMER)
    async with shop.database.tenant(shop.id) as session:
        await enrolling.hear_reply(session, threads[0])
        await enrolling.change_stage(session, leads[1])
    with clock.held(noon(1)):
        await shop.deliver_due()
    found = await desk.do("GET", "/stats")
    cold = next(each for each in found["by_sequence"] if each["type"] == COLD)
    people = {name: cold[name] for name in ("enrolled", "in_progress", "replied", "converted", "cancelled")}
    assert people == {"enrolled": 4, "in_progress": 0, "replied": 1, "converted": 1, "cancelled": 1}
    assert {name: cold[name] for name in ("pending", "sent", "delivered")} == {"pending": 0, "sent": 4, "delivered": 1}
    lines = [(each["step"], each["sent"], each["replied"], each["cancelled"]) for each in cold["steps"]]
    assert lines == [(1, 3, 1, 1), (2, 1, 0, 2)]
    assert found["totals"]["sent"] == 4
    assert (found["active_sequences"], len(found["by_sequence"])) == (1, 8)
    assert (await desk.ask("GET", "/stats", params={"days": 0})).status_code == 422
