"""Outages: nothing a visitor wrote is lost, nothing arrives twice (WID-04)."""

import re

import pytest
from playwright.async_api import expect

from tests.support.chat_twin import Twin
from tests.widget.conftest import Arrival, Visitor

pytestmark = pytest.mark.browser


async def test_what_is_written_during_an_outage_arrives_afterwards_in_order(visitor: Visitor, twin: Twin) -> None:
    await visitor.page.clock.install()
    await visitor.open()
    twin.outage = 503
    await visitor.say("uno")
    await visitor.say("dos")
    await expect(visitor.said).to_have_class([re.compile("waiting|failed")] * 2)

    twin.outage = 0
    await visitor.time_flies(until=visitor.bubble("¡Gracias!"))

    assert twin.heard() == ["uno", "dos"]
    assert await visitor.texts() == ["¡Hola!", "¿Qué tienes en mente?", "uno", "¿Y cuándo?", "dos", "¡Gracias!"]


async def test_a_lost_answer_is_fetched_with_the_same_key(visitor: Visitor, twin: Twin) -> None:
    await visitor.page.clock.install()
    await visitor.open()
    twin.lose_answers = 2

    await visitor.button("Cocina").click()
    await visitor.time_flies(until=visitor.bubble("¿Y cuándo?"))

    assert twin.heard() == ["Cocina"]
    assert len(twin.conversation().answers) == 1
    assert twin.calls.count("send") == 3
    await expect(visitor.said).to_have_count(1)


async def test_a_reload_in_the_middle_of_an_outage_loses_and_doubles_nothing(visitor: Visitor, twin: Twin) -> None:
    await visitor.page.clock.install()
    await visitor.open()
    twin.lose_answers = 1
    await visitor.say("uno")
    await expect(visitor.said).to_have_class(re.compile("waiting"))
    twin.outage = 503
    await visitor.page.reload()
    await expect(visitor.said).to_have_text(re.compile("uno"))
    await expect(visitor.bubbles.first).to_have_text("¡Hola!")

    twin.outage = 0
    await visitor.time_flies(until=visitor.bubble("¿Y cuándo?"))

    assert twin.heard() == ["uno"]
    assert await visitor.texts() == ["¡Hola!", "¿Qué tienes en mente?", "uno", "¿Y cuándo?"]


async def test_without_a_network_messages_wait_and_go_out_by_themselves(visitor: Visitor, twin: Twin) -> None:
    await visitor.open()
    await visitor.page.context.set_offline(True)
    await expect(visitor.panel.get_by_text("Sin conexión")).to_be_visible()

    await visitor.say("uno")
    await expect(visitor.said).to_have_class(re.compile("waiting"))
    await expect(visitor.said).to_contain_text("Pendiente")
    await visitor.page.context.set_offline(False)

    await expect(visitor.said).to_have_class(re.compile("sent"))
    await expect(visitor.panel.get_by_text("Sin conexión")).to_be_hidden()
    assert twin.heard() == ["uno"]


async def test_after_a_while_the_visitor_may_try_at_once(visit: Arrival, twin: Twin) -> None:
    visitor: Visitor = await visit()
    await visitor.page.clock.install()
    await visitor.open()
    twin.outage = 500
    await visitor.say("uno")
    # So often that the next try by itself is far away.
    for tries in range(1, 6):
        async with visitor.page.expect_response("**/v1/chat/send"):
            await visitor.page.clock.run_for(2_000 * 2**tries)
    twin.outage = 0

    await visitor.button("Reintentar").click()

    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()
    assert twin.heard() == ["uno"]


async def test_a_refused_message_says_so_and_can_be_sent_again(visitor: Visitor, twin: Twin) -> None:
    await visitor.open()
    twin.refuse_next = (422, "invalid")
    await visitor.say("uno")
    await expect(visitor.said).to_contain_text("No enviado")
    await expect(visitor.button("Cocina")).to_be_visible()

    await visitor.button("Reintentar").click()

    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()
    assert twin.heard() == ["uno"]


async def test_a_refused_message_can_be_taken_back(visitor: Visitor, twin: Twin) -> None:
    await visitor.open()
    twin.refuse_next = (402, "quota_exceeded")
    await visitor.say("uno")

    await visitor.button("Quitar").click()

    await expect(visitor.said).to_have_count(0)
    await visitor.page.reload()
    await expect(visitor.bubbles).to_have_count(2)
    await expect(visitor.said).to_have_count(0)


async def test_too_many_messages_wait_as_long_as_the_server_asks(visitor: Visitor, twin: Twin) -> None:
    """SEC-04: 429 with `Retry-After`."""
    await visitor.page.clock.install()
    await visitor.open()
    twin.refuse_next = (429, "rate_limited")

    await visitor.say("uno")

    await visitor.time_flies(until=visitor.bubble("¿Y cuándo?"))
    assert twin.heard() == ["uno"]


async def test_the_bubble_comes_when_the_api_comes(visit: Arrival, twin: Twin) -> None:
    visitor: Visitor = await visit()
    await visitor.page.clock.install()
    twin.outage = 503
    async with visitor.page.expect_response("**/widget/config*"):
        await visitor.arrive()
    await expect(visitor.launcher).to_have_count(0)

    twin.outage = 0
    async with visitor.page.expect_response("**/widget/config*"):
        await visitor.page.clock.run_for(6_000)

    await expect(visitor.launcher).to_be_visible()


async def test_the_bubble_of_a_known_business_needs_no_api(visitor: Visitor, twin: Twin) -> None:
    await visitor.open()
    twin.outage = 503

    await visitor.arrive("/contacto")

    await expect(visitor.panel).to_be_visible()
    await expect(visitor.bubbles).to_have_count(2)


async def test_a_full_drawer_does_not_stop_the_conversation(visitor: Visitor, twin: Twin) -> None:
    await visitor.page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    await visitor.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    await visitor.open()
    await visitor.say("uno")

    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()
    assert twin.heard() == ["uno"]
