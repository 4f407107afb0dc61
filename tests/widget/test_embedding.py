"""One line on any page: strict policies, no traces, the business's looks (WID-01, WID-02, WID-04)."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from tests.support.chat_twin import Twin
from tests.widget.conftest import Arrival, Visitor

pytestmark = pytest.mark.browser


async def test_one_line_is_enough_under_a_strict_policy(visitor: Visitor) -> None:
    """No `unsafe-inline`, no HTML from strings (`require-trusted-types-for`)."""
    await visitor.page.add_init_script(
        "addEventListener('securitypolicyviolation', broken => console.error(broken.violatedDirective))"
    )
    await visitor.open()
    await visitor.button("Cocina").click()
    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()

    answer = await visitor.page.request.get(visitor.site)
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "<script" in await answer.text()
    assert visitor.complaints == []


async def test_the_page_keeps_its_names_its_history_and_its_cookies(visitor: Visitor) -> None:
    names = "Object.getOwnPropertyNames(window)"
    await visitor.page.route("**/widget.js", lambda route: route.abort())
    await visitor.arrive()
    before = set(await visitor.page.evaluate(names))
    await visitor.page.unroute("**/widget.js")
    await visitor.open()

    assert set(await visitor.page.evaluate(names)) - before == {"OpenSells"}
    assert "[native code]" in await visitor.page.evaluate("history.pushState.toString()")
    assert await visitor.page.context.cookies() == []
    assert await visitor.page.evaluate("Object.keys(OpenSells)") == ["open", "close", "identify", "on"]


async def test_nobody_else_is_asked_for_anything(visitor: Visitor) -> None:
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    await visitor.open()
    await visitor.say("uno")
    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()

    ours = {urlsplit(visitor.site).netloc, urlsplit(visitor.served.url).netloc}
    assert {urlsplit(url).netloc for url in asked} == ours


@pytest.mark.parametrize(("status", "code"), [(403, "origin_not_allowed"), (404, "tenant_unknown")])
async def test_a_page_that_may_not_show_the_chat_shows_nothing(
    status: int, code: str, visitor: Visitor, twin: Twin
) -> None:
    twin.config_refusal = status
    async with visitor.page.expect_console_message(lambda line: line.type == "warning"):
        await visitor.arrive()

    assert await visitor.page.locator("opensells-chat").count() == 0
    assert [line for line in visitor.complaints if line.startswith("warning")] == [
        f'warning: OpenSells: the chat of "demo" is not shown on {visitor.site}: {code}'
    ]


async def test_a_page_that_is_no_longer_allowed_forgets_the_chat(visitor: Visitor, twin: Twin) -> None:
    await visitor.open()
    twin.config_refusal = 403

    await visitor.arrive("/contacto")

    await expect(visitor.launcher).to_have_count(0)
    await visitor.arrive("/proyectos")
    await expect(visitor.launcher).to_have_count(0)


async def test_the_snippet_twice_is_one_chat(visit: Arrival) -> None:
    """A template and a tag manager both put it in."""
    visitor: Visitor = await visit(bypass_csp=True)
    await visitor.open()
    await visitor.page.evaluate(
        """src => new Promise(loaded => {
          const script = document.createElement("script")
          script.dataset.tenant = "demo"
          script.onload = loaded
          script.src = src
          document.head.append(script)
        })""",
        f"{visitor.served.url}/widget.js",
    )
    await visitor.button("Cocina").click()

    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()
    await expect(visitor.page.locator("opensells-chat")).to_have_count(1)
    assert visitor.complaints == []


async def test_the_page_opens_and_closes_the_chat(visitor: Visitor) -> None:
    await visitor.arrive()
    await expect(visitor.launcher).to_be_visible()

    await visitor.page.evaluate("OpenSells.open()")
    await expect(visitor.panel).to_be_visible()
    await visitor.page.evaluate("OpenSells.close()")
    await expect(visitor.panel).to_be_hidden()


async def test_the_page_hears_what_happens(visitor: Visitor) -> None:
    await visitor.arrive()
    await visitor.page.evaluate(
        """() => { window.heard = []
        for (const event of ["ready", "open", "close", "message", "status"])
          OpenSells.on(event, detail => heard.push([event, detail?.text ?? detail ?? null])) }"""
    )
    await visitor.launcher.click()
    await visitor.button("Cocina").click()
    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()
    await visitor.page.keyboard.press("Escape")

    assert await visitor.page.evaluate("heard") == [
        ["ready", None],
        ["open", None],
        ["message", "¡Hola!"],
        ["message", "¿Qué tienes en mente?"],
        ["message", "Cocina"],
        ["message", "¿Y cuándo?"],
        ["close", None],
    ]


async def test_a_listener_can_leave(visitor: Visitor) -> None:
    await visitor.arrive()
    await expect(visitor.launcher).to_be_visible()
    await visitor.page.evaluate("() => { window.opened = 0; OpenSells.on('open', () => opened++)() }")

    await visitor.launcher.click()

    assert await visitor.page.evaluate("opened") == 0


async def test_the_page_tells_who_its_visitor_is(visitor: Visitor, twin: Twin) -> None:
    await visitor.arrive()
    person = {"name": "Laia", "email": "laia@example.com"}
    await visitor.page.evaluate(f"OpenSells.identify({json.dumps(person)})")
    async with visitor.page.expect_response("**/v1/chat/identify"):
        await visitor.launcher.click()

    assert twin.identified == [{"session_id": twin.conversation().id, **person}]


async def test_a_business_in_maintenance_says_so_and_still_takes_the_contact(visitor: Visitor, twin: Twin) -> None:
    twin.status = "maintenance"
    await visitor.open()

    await expect(visitor.panel.get_by_role("heading").locator("+ p")).to_have_text("Volvemos pronto")
    await visitor.button("Otra cosa").click()
    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()


async def colour(visitor: Visitor, what: str, of: str = ".launcher") -> str:
    found: str = await visitor.page.locator(of).first.evaluate(f"each => getComputedStyle(each).{what}")
    return found


async def test_the_business_gives_it_its_looks(visitor: Visitor, twin: Twin) -> None:
    """WID-01: white label."""
    twin.branding |= {"primary": "#7a1f5c", "position": "left", "radius": 4, "launcher_text": "¿Hablamos?"}
    await visitor.open()

    box = await visitor.panel.bounding_box()
    assert box is not None
    assert box["x"] == 20
    assert await colour(visitor, "borderTopLeftRadius", "dialog") == "4px"
    await visitor.field.fill("Hola")
    await expect(visitor.panel.locator(".send")).to_have_css("background-color", "rgb(122, 31, 92)")
    await expect(visitor.launcher).to_have_accessible_name("¿Hablamos?")


async def test_the_business_gives_it_its_words(visitor: Visitor, twin: Twin) -> None:
    """PAN-02; what it leaves out falls back to ours."""
    twin.texts["es"] = {"title": "Hola desde el taller", "subtitle": None, "placeholder": "Pregunta lo que quieras"}
    await visitor.open()

    await expect(visitor.panel).to_have_accessible_name("Hola desde el taller")
    await expect(visitor.field).to_have_attribute("placeholder", "Pregunta lo que quieras")
    await visitor.panel.get_by_role("combobox").select_option("en")
    await expect(visitor.field).to_have_attribute("placeholder", "Write a message…")


@pytest.mark.parametrize(
    ("branding", "what", "expected"),
    [
        pytest.param({"primary": "#ffd84d", "on_primary": "#ffffff"}, "color", "rgb(12, 14, 18)", id="white_on_yellow"),
        pytest.param({"primary": "#0f5c5c", "on_primary": "#103030"}, "color", "rgb(255, 255, 255)", id="dark_on_dark"),
        pytest.param(
            {"primary": "#ffd84d", "on_primary": "#332200"}, "color", "rgb(51, 34, 0)", id="a_good_choice_stays"
        ),
    ],
)
async def test_text_on_the_brand_colour_can_be_read(
    branding: dict[str, Any], what: str, expected: str, visitor: Visitor, twin: Twin
) -> None:
    """WCAG 1.4.3."""
    twin.branding |= branding
    await visitor.arrive()
    await expect(visitor.launcher).to_be_visible()

    assert await colour(visitor, what) == expected


async def test_a_picture_that_the_page_forbids_becomes_a_letter(visitor: Visitor, twin: Twin) -> None:
    twin.branding["logo_url"] = "https://pictures.example/logo.png"
    await visitor.open()

    await expect(visitor.panel.locator(".avatar")).to_have_text("C")


async def test_dark_by_night_and_by_the_visitors_wish(visit: Arrival, twin: Twin) -> None:
    visitor: Visitor = await visit(color_scheme="dark")
    await visitor.open()
    assert await colour(visitor, "backgroundColor", "dialog") == "rgb(22, 24, 29)"

    await visitor.page.emulate_media(color_scheme="light")

    await expect(visitor.panel).to_have_css("background-color", "rgb(255, 255, 255)")


async def test_new_branding_is_shown_on_the_next_page(visitor: Visitor, twin: Twin) -> None:
    await visitor.arrive()
    await expect(visitor.launcher).to_have_accessible_name("Chat")
    twin.branding["launcher_text"] = "¿Hablamos?"

    await visitor.arrive("/contacto")

    await expect(visitor.launcher).to_have_accessible_name("¿Hablamos?")
