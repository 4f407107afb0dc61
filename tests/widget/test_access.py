"""For everyone: keyboard, screen reader, contrast, motion, phones."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from tests.support.chat_shapes import ask, options
from tests.support.chat_twin import Step, Twin
from tests.support.serving import Served
from tests.widget.conftest import Arrival, Visitor
from tools.setup import WIDGET

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 780}, "is_mobile": True, "has_touch": True}
ASKS: dict[str, dict[str, Any]] = {  # Any: the API's free JSON
    "buttons": ask("buttons", options=options("Uno", "Dos")),
    "several": ask("buttons", multiple=True, optional=True, options=options("Uno", "Dos")),
    "consent": ask("consent", options=[{"id": "accept", "label": "Sí"}, {"id": "refuse", "label": "No"}]),
    "input": ask("input", format="email", optional=True),
    "date": ask("date", optional=True),
    "range": ask("range", min=1, max=60, unit="m2", optional=True),
    "media": ask("media", optional=True),
}


@pytest.fixture(scope="session")
def axe(bundle: Path) -> str:
    return (WIDGET / "node_modules" / "axe-core" / "axe.min.js").read_text()


async def violations(axe: str, visitor: Visitor) -> list[str]:
    """What axe-core finds with all its rules, by day and by night."""
    # Half-shown colours would be measured in the middle of an animation.
    await visitor.page.emulate_media(reduced_motion="reduce")
    await visitor.page.evaluate(axe)
    found: list[str] = []
    for scheme in ("light", "dark"):
        await visitor.page.emulate_media(color_scheme=scheme)
        # The page is told by an event, and dresses anew.
        await expect(visitor.page.locator("opensells-chat")).to_have_css("color-scheme", scheme)
        result = await visitor.page.evaluate("axe.run('opensells-chat', {resultTypes: ['violations']})")
        found += [f"{scheme} {each['id']} {node['html']}" for each in result["violations"] for node in each["nodes"]]
    return found


@pytest.mark.parametrize("kind", ASKS)
async def test_no_violations_whatever_is_asked(kind: str, visit: Arrival, twin: Twin, axe: str) -> None:
    twin.script[:] = [Step(["Mira https://example.com", "¿?"], ASKS[kind])]
    visitor: Visitor = await visit(bypass_csp=True)
    await visitor.open()
    await visitor.say("uno")
    await expect(visitor.bubbles).to_have_count(5)

    assert await violations(axe, visitor) == []


@pytest.mark.parametrize("primary", ["#ffd84d", "#0f5c5c", "#e4002b", "#7f7f7f", "#ffffff", "#000000"])
async def test_any_brand_colour_can_be_read(primary: str, visit: Arrival, twin: Twin, axe: str) -> None:
    """WCAG 1.4.3, in the whole widget."""
    twin.branding["primary"] = primary
    visitor: Visitor = await visit(bypass_csp=True)
    await visitor.open()
    await visitor.say("uno")
    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()

    assert await violations(axe, visitor) == []


async def test_no_violations_closed_on_a_phone_nor_in_trouble(visit: Arrival, twin: Twin, axe: str) -> None:
    visitor: Visitor = await visit(bypass_csp=True, **PHONE)
    await visitor.arrive()
    await expect(visitor.launcher).to_be_visible()
    assert await violations(axe, visitor) == []

    await visitor.launcher.click()
    await visitor.bubbles.first.wait_for()
    twin.refuse_next = (422, "invalid")
    await visitor.say("uno")
    await expect(visitor.button("Reintentar")).to_be_visible()
    assert await violations(axe, visitor) == []


async def test_the_keyboard_alone_is_enough(visitor: Visitor, twin: Twin) -> None:
    twin.script[:] = [Step(["¿?"], ASKS["buttons"]), Step(["¿Seguro?"], ASKS["consent"]), Step(["Anotado"])]
    await visitor.arrive()
    await visitor.launcher.focus()
    keyboard = visitor.page.keyboard
    await keyboard.press("Enter")
    await expect(visitor.field).to_be_focused()
    await expect(visitor.button("Uno")).to_be_visible()
    await keyboard.press("Shift+Tab")
    await expect(visitor.button("Uno")).to_be_focused()
    await keyboard.press("ArrowRight")
    await expect(visitor.button("Dos")).to_be_focused()
    await keyboard.press("ArrowDown")
    await expect(visitor.button("Uno")).to_be_focused()
    await keyboard.press("ArrowLeft")
    await keyboard.press("Enter")

    await expect(visitor.button("Sí")).to_be_focused()
    await keyboard.press("Space")
    await expect(visitor.bubble("Anotado")).to_be_visible()
    await expect(visitor.field).to_be_focused()

    assert twin.heard() == ["Dos", "Sí"]
    await keyboard.press("Escape")
    await expect(visitor.panel).to_be_hidden()
    await expect(visitor.launcher).to_be_focused()


async def test_tab_leaves_the_chat_on_a_wide_page_and_stays_on_a_phone(visit: Arrival) -> None:
    wide: Visitor = await visit()
    await wide.open()
    phone: Visitor = await visit(viewport={"width": 390, "height": 780})
    await phone.open()

    outside = "document.activeElement.localName !== 'opensells-chat'"
    for visitor, leaves in ((wide, True), (phone, False)):
        left = []
        for _ in range(12):
            await visitor.page.keyboard.press("Tab")
            left.append(await visitor.page.evaluate(f"{outside} && document.activeElement !== document.body"))
        assert any(left) is leaves


async def test_what_is_said_is_a_live_region(visitor: Visitor) -> None:
    await visitor.open()

    log = visitor.panel.get_by_role("log")
    await expect(log).to_have_attribute("aria-busy", "false")
    await expect(log).to_have_accessible_name("Cuines Mar")
    await expect(visitor.panel).to_have_accessible_name("Cuines Mar")
    await expect(visitor.field).to_have_accessible_name("Escribe un mensaje…")
    await log.locator(".row").first.evaluate("row => (row.still = true)")
    await visitor.button("Cocina").click()
    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()

    # A row that is made anew would be read aloud again.
    assert await log.locator(".row").first.evaluate("row => row.still")


async def test_less_motion_means_none(visit: Arrival) -> None:
    visitor: Visitor = await visit(reduced_motion="reduce")
    await visitor.open()
    await visitor.button("Cocina").click()

    assert (
        await visitor.page.evaluate("document.querySelector('opensells-chat').shadowRoot.getAnimations().length") == 0
    )


async def test_who_wishes_nothing_of_the_kind_sees_the_chat_come(visit: Arrival) -> None:
    visitor: Visitor = await visit(reduced_motion="no-preference")
    await visitor.open()
    await visitor.button("Cocina").click()

    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()
    for moving in (visitor.launcher, visitor.panel, visitor.panel.locator(".row").last):
        await expect(moving).to_have_css("animation-name", "come")


async def test_a_phone_gets_the_whole_screen_and_no_zoom(visit: Arrival) -> None:
    visitor: Visitor = await visit(reduced_motion="reduce", **PHONE)
    await visitor.arrive()
    await visitor.launcher.tap()
    await visitor.bubbles.first.wait_for()

    assert await visitor.panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 780}
    # Below 16 px a phone zooms into the field.
    assert await visitor.field.evaluate("field => getComputedStyle(field).fontSize") == "16px"
    # The keyboard comes when it is asked for.
    await expect(visitor.field).not_to_be_focused()
    await expect(visitor.launcher).to_be_hidden()
    assert await visitor.page.evaluate("document.documentElement.scrollWidth") == 390
    for button in await visitor.panel.get_by_role("button").all():
        box = await button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 36


@pytest.mark.parametrize(
    ("format", "keyboard", "filled"),
    [("email", "email", "email"), ("phone", "tel", "tel"), ("number", "decimal", "off")],
)
async def test_a_phone_offers_the_right_keyboard(
    format: str, keyboard: str, filled: str, visitor: Visitor, twin: Twin
) -> None:
    twin.script[:] = [Step(["¿?"], ask("input", format=format))]
    await visitor.open()

    await expect(visitor.field).to_have_attribute("inputmode", keyboard)
    await expect(visitor.field).to_have_attribute("autocomplete", filled)


async def test_who_reads_further_up_is_not_pulled_down(visitor: Visitor, served: Served, twin: Twin) -> None:
    twin.script[:] = [Step([f"Línea {number}" for number in range(40)])]
    await visitor.open()
    scroller = visitor.panel.locator(".scroller")
    await expect(visitor.bubble("Línea 39")).to_be_in_viewport()
    await scroller.evaluate("scroller => scroller.scrollTo(0, 100)")
    await expect(visitor.bubble("Línea 39")).not_to_be_in_viewport()

    served.do(lambda: twin.agent_says("Hola desde abajo"))
    await expect(visitor.button("Mensajes nuevos ↓")).to_be_visible()
    assert await scroller.evaluate("scroller => scroller.scrollTop") == 100
    await visitor.button("Mensajes nuevos ↓").click()

    await expect(visitor.bubble("Hola desde abajo")).to_be_in_viewport()
    await expect(visitor.button("Mensajes nuevos ↓")).to_be_hidden()
