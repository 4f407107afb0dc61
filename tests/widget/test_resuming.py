"""One conversation over reloads, pages, tabs and the hours of a token (WID-01, WID-02, WID-05)."""

import pytest
from playwright.async_api import expect

from tests.support.chat_twin import Twin
from tests.widget.conftest import Arrival, Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/", "/proyectos"], ids=["after_a_reload", "on_another_page"])
async def test_the_conversation_goes_on(path: str, visitor: Visitor, twin: Twin) -> None:
    await visitor.open()
    await visitor.button("Cocina").click()
    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()

    await visitor.arrive(path)

    await expect(visitor.bubbles).to_have_text(["¡Hola!", "¿Qué tienes en mente?", "Cocina", "¿Y cuándo?"])
    await visitor.say("en mayo")
    await expect(visitor.bubble("¡Gracias!")).to_be_visible()
    assert twin.heard() == ["Cocina", "en mayo"]


async def test_a_chat_that_was_closed_stays_closed(visitor: Visitor) -> None:
    await visitor.open()
    await visitor.page.keyboard.press("Escape")

    await visitor.arrive("/contacto")

    await expect(visitor.launcher).to_have_attribute("aria-expanded", "false")
    await expect(visitor.panel).to_have_count(0)


async def test_opening_by_itself_leaves_the_focus_where_it_was(visitor: Visitor) -> None:
    await visitor.open()
    await visitor.page.reload()

    await expect(visitor.panel).to_be_visible()
    assert await visitor.page.evaluate("document.activeElement === document.body")


async def test_on_a_phone_the_next_page_is_not_covered(visit: Arrival) -> None:
    visitor: Visitor = await visit(viewport={"width": 390, "height": 780})
    await visitor.open()

    await visitor.arrive("/proyectos")

    await expect(visitor.launcher).to_be_visible()
    await expect(visitor.panel).to_have_count(0)


async def test_the_token_renews_itself(visitor: Visitor, twin: Twin) -> None:
    await visitor.open()
    twin.expired = True

    await visitor.button("Cocina").click()

    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()
    assert twin.tokens == 2
    assert twin.heard() == ["Cocina"]


async def test_a_token_near_its_end_is_renewed_before_it_is_used(visit: Arrival, twin: Twin) -> None:
    visitor: Visitor = await visit()
    await visitor.page.clock.install()
    await visitor.open()
    await visitor.page.clock.fast_forward("59:30")

    await visitor.button("Cocina").click()

    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()
    assert twin.tokens == 2
    assert twin.calls.count("send") == 1


async def test_a_forgotten_conversation_begins_anew_with_what_was_written(visitor: Visitor, twin: Twin) -> None:
    await visitor.open()
    twin.conversations.clear()

    await visitor.button("Armario").click()

    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()
    assert twin.heard() == ["Armario"]
    assert await visitor.answer_body() == {"text": "Armario"}


async def test_two_tabs_are_one_conversation(visitor: Visitor, visit: Arrival, twin: Twin) -> None:
    await visitor.open()
    other: Visitor = await visit(visitor.page.context)
    await other.arrive("/contacto")

    await visitor.button("Cocina").click()

    await expect(other.bubble("¿Y cuándo?")).to_be_visible()
    await other.say("en mayo")
    await expect(visitor.bubble("¡Gracias!")).to_be_visible()
    assert twin.heard() == ["Cocina", "en mayo"]
    assert await visitor.texts() == await other.texts()


async def test_two_tabs_send_a_waiting_message_once(visitor: Visitor, visit: Arrival, twin: Twin) -> None:
    await visitor.open()
    await visitor.page.context.set_offline(True)
    await visitor.say("uno")
    await visitor.page.context.set_offline(False)
    other: Visitor = await visit(visitor.page.context)
    await other.arrive()

    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()
    await expect(other.bubble("¿Y cuándo?")).to_be_visible()
    assert twin.heard() == ["uno"]


async def test_the_campaign_of_the_first_page_is_told_at_the_start(visitor: Visitor, twin: Twin) -> None:
    """CAT-02."""
    await visitor.arrive("/?utm_source=news&utm_campaign=mayo&other=1")
    await expect(visitor.launcher).to_be_visible()
    await visitor.open("/proyectos")

    told = twin.conversation().started_with
    assert told["utm"] == {"source": "news", "campaign": "mayo"}
    assert told["page_url"] == f"{visitor.site}/proyectos"
    assert "session_id" not in told
