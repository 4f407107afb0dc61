"""A person of the business takes over: live, and also while the chat is closed."""

import pytest
from playwright.async_api import expect

from tests.support.chat_twin import Twin
from tests.support.serving import Served
from tests.widget.conftest import Arrival, Visitor

pytestmark = pytest.mark.browser


async def test_a_persons_words_arrive_live_with_their_name(visitor: Visitor, served: Served, twin: Twin) -> None:
    await visitor.open()

    served.do(twin.take_over)
    served.do(lambda: twin.agent_says("Hola, soy Marta. ¿Qué medidas tiene?"))

    await expect(visitor.bubble("¿Qué medidas tiene?")).to_be_visible()
    await expect(visitor.panel.get_by_text("Marta", exact=True)).to_be_visible()
    await expect(visitor.button("Cocina")).to_have_count(0)


async def test_a_person_who_writes_is_seen_writing(visitor: Visitor, served: Served, twin: Twin) -> None:
    await visitor.open()

    served.do(lambda: twin.tell("typing", {"author": "Marta"}))
    await expect(visitor.panel.get_by_text("Escribiendo…")).to_be_attached()
    served.do(lambda: twin.agent_says("¡Hola!"))

    await expect(visitor.panel.get_by_text("Escribiendo…")).to_have_count(0)


async def test_a_closed_chat_counts_what_a_person_wrote(visitor: Visitor, served: Served, twin: Twin) -> None:
    await visitor.open()
    served.do(twin.take_over)
    await expect(visitor.button("Cocina")).to_have_count(0)
    await visitor.page.keyboard.press("Escape")

    served.do(lambda: twin.agent_says("¿Sigues ahí?"))

    await expect(visitor.launcher).to_have_accessible_name("Chat (1)")
    await visitor.launcher.click()
    await expect(visitor.bubble("¿Sigues ahí?")).to_be_visible()
    await expect(visitor.launcher).to_have_accessible_name("Chat")


async def test_a_closed_chat_listens_only_when_a_person_is_there(visitor: Visitor, twin: Twin) -> None:
    await visitor.open()
    await visitor.page.keyboard.press("Escape")
    twin.calls.clear()

    async with visitor.page.expect_response("**/widget/config*"):
        await visitor.arrive("/contacto")
    await expect(visitor.launcher).to_be_visible()

    assert twin.calls == ["config"]


async def test_the_stream_comes_back_after_the_message_it_had(visit: Arrival, served: Served, twin: Twin) -> None:
    visitor: Visitor = await visit()
    await visitor.open()
    served.do(lambda: twin.agent_says("primera"))
    await expect(visitor.bubble("primera")).to_be_visible()

    async with visitor.page.expect_request("**/events") as asked:
        await visitor.page.reload()

    assert (await asked.value).headers["last-event-id"] == "1.1"


async def test_what_came_twice_is_shown_once(visitor: Visitor, served: Served, twin: Twin) -> None:
    await visitor.open()
    served.do(lambda: twin.agent_says("una vez"))
    message = twin.conversation().messages[-1]
    served.do(lambda: twin.tell("message", {"message": message}))
    served.do(lambda: twin.agent_says("y otra"))

    await expect(visitor.bubble("y otra")).to_be_visible()
    assert (await visitor.texts())[2:] == ["una vez", "y otra"]
