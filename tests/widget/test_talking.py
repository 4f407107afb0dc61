"""Every kind of question, and how words travel both ways (FLW-05, WID-06)."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import FilePayload, expect

from tests.support.chat_shapes import ask, options
from tests.support.chat_twin import Step, Twin
from tests.widget.conftest import Arrival, Visitor

pytestmark = pytest.mark.browser

CONSENT = [{"id": "accept", "label": "Sí, de acuerdo"}, {"id": "refuse", "label": "No, gracias"}]
PDF: FilePayload = {"name": "plano.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
OTHER_PDF: FilePayload = {"name": "otro.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}


def click(name: str) -> Callable[[Visitor], Awaitable[None]]:
    return lambda visitor: visitor.button(name).click()


async def choose_two(visitor: Visitor) -> None:
    await visitor.button("Nórdico").click()
    await visitor.button("Moderno").click()
    await visitor.button("Confirmar").click()


async def pick_a_day(visitor: Visitor) -> None:
    await visitor.panel.locator("input[type=date]").fill("2026-12-03")
    await visitor.button("Confirmar").click()


async def slide(visitor: Visitor) -> None:
    await visitor.panel.get_by_role("slider").fill("12")
    await visitor.button("Confirmar").click()


async def write(visitor: Visitor) -> None:
    await visitor.say("unos 12,5 m2")


KINDS: dict[str, tuple[dict[str, Any], Callable[[Visitor], Awaitable[None]], dict[str, Any], str]] = {
    "buttons": (
        ask("buttons", options=options("Cocina", "Armario")),
        click("Armario"),
        {"option": "armario"},
        "Armario",
    ),
    "buttons_in_words": (ask("buttons", options=options("Cocina")), write, {"text": "unos 12,5 m2"}, "unos 12,5 m2"),
    "several_buttons": (
        ask("buttons", multiple=True, options=options("Moderno", "Nórdico")),
        choose_two,
        {"value": ["moderno", "nórdico"]},
        "Moderno, Nórdico",
    ),
    "consent_given": (ask("consent", options=CONSENT), click("Sí, de acuerdo"), {"option": "accept"}, "Sí, de acuerdo"),
    "consent_refused": (ask("consent", options=CONSENT), click("No, gracias"), {"option": "refuse"}, "No, gracias"),
    "input": (ask("input", format="number", unit="m2"), write, {"text": "unos 12,5 m2"}, "unos 12,5 m2"),
    "date": (ask("date", min="2026-11-22"), pick_a_day, {"value": "2026-12-03"}, "3 de diciembre de 2026"),
    "range": (ask("range", min=4, max=60, step=2, unit="m2"), slide, {"value": 12}, "12 m²"),
    "skipped": (ask("input", format="phone", optional=True), click("Saltar"), {"value": None}, "(omitido)"),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_each_question_has_its_control_and_its_answer(kind: str, visitor: Visitor, twin: Twin) -> None:
    asked, answer, body, shown = KINDS[kind]
    twin.script[:] = [Step(["¿?"], asked), Step(["Anotado"])]
    await visitor.open()

    await answer(visitor)

    await expect(visitor.bubble("Anotado")).to_be_visible()
    assert await visitor.answer_body() == body
    assert await visitor.texts() == ["¿?", shown, "Anotado"]


async def test_files_are_uploaded_and_sent_by_their_ids(visitor: Visitor, twin: Twin) -> None:
    twin.script[:] = [Step(["¿Fotos?"], ask("media", optional=True, max_files=2)), Step(["Anotado"])]
    await visitor.open()

    await visitor.panel.locator("input[type=file]").set_input_files([PDF, OTHER_PDF])
    await visitor.panel.get_by_role("button", name="Enviar").first.click()

    await expect(visitor.bubble("Anotado")).to_be_visible()
    assert len((await visitor.answer_body())["file_ids"]) == 2
    await expect(visitor.said).to_contain_text("plano.pdf")


@pytest.mark.parametrize(
    ("name", "size"),
    [pytest.param("clip.gif", 3, id="another_kind"), pytest.param("plano.pdf", 5 * 1024 * 1024 + 1, id="above_5_MB")],
)
async def test_a_file_we_do_not_take_is_refused_before_it_travels(
    name: str, size: int, visitor: Visitor, twin: Twin, tmp_path: Path
) -> None:
    """FLW-08: jpg, png and pdf up to 5 MB."""
    twin.script[:] = [Step(["¿Fotos?"], ask("media"))]
    await visitor.open()
    with (tmp_path / name).open("wb") as file:
        file.truncate(size)

    await visitor.panel.locator("input[type=file]").set_input_files(tmp_path / name)

    await expect(visitor.panel.get_by_role("alert")).to_have_text(f"{name}: JPG, PNG o PDF de hasta 5 MB")
    assert "files" not in twin.calls


async def test_while_the_bot_thinks_the_visitor_sees_it(visitor: Visitor) -> None:
    await visitor.open()
    gate = asyncio.Event()

    async def held(route: Any) -> None:  # Any: playwright's route
        await gate.wait()
        await route.continue_()

    await visitor.page.route("**/v1/chat/send", held)
    await visitor.button("Cocina").click()

    await expect(visitor.panel.get_by_text("Escribiendo…")).to_be_attached()
    await expect(visitor.said).to_have_class(re.compile("sending"))
    await expect(visitor.button("Armario")).to_have_count(0)
    gate.set()
    await expect(visitor.panel.get_by_text("Escribiendo…")).to_have_count(0)
    await expect(visitor.said.locator(".meta")).to_contain_text("Enviado")


async def test_a_message_has_its_time_and_its_day(visit: Arrival, twin: Twin) -> None:
    visitor: Visitor = await visit(timezone_id="Europe/Madrid")
    twin.moments[:] = ["2026-01-02T22:30:00Z", "2026-01-02T23:30:00Z"]
    await visitor.open()

    await expect(visitor.panel.locator(".day")).to_have_text(["2 de enero", "3 de enero"])
    await expect(visitor.panel.locator("time")).to_have_text(["23:30", "0:30"])


HOSTILE = '<img src=x onerror=alert(1)> javascript:alert(1) "https://a.example/x?y=1." שלום 👋'


async def test_words_stay_words_and_only_web_addresses_are_links(visitor: Visitor, twin: Twin) -> None:
    twin.script[:] = [Step([HOSTILE]), Step([HOSTILE])]
    await visitor.open()
    await visitor.say(HOSTILE)

    await expect(visitor.bubbles).to_have_text([HOSTILE] * 3)
    links = visitor.panel.locator(".bubble a")
    await expect(links).to_have_count(2)
    await expect(links.first).to_have_attribute("href", "https://a.example/x?y=1")
    await expect(links.first).to_have_attribute("rel", "noopener noreferrer")
    await expect(visitor.panel.locator(".bubble img")).to_have_count(0)


async def test_text_that_runs_to_the_left_does_so(visitor: Visitor, twin: Twin) -> None:
    twin.script[:] = [Step(["שלום, מה שלומך?"])]
    await visitor.open()

    assert await visitor.bubbles.first.evaluate("bubble => getComputedStyle(bubble).direction") == "rtl"


@pytest.mark.parametrize(("language", "send"), [("ca", "Envia"), ("pt", "Enviar"), ("en", "Send")])
async def test_the_visitor_changes_the_language(language: str, send: str, visitor: Visitor, twin: Twin) -> None:
    await visitor.open()

    await visitor.panel.get_by_role("combobox").select_option(language)

    await expect(visitor.bubble(f"[{language}]")).to_be_visible()
    await expect(visitor.panel.locator(".send")).to_have_attribute("aria-label", send)
    assert twin.conversation().language == language


@pytest.mark.parametrize(
    ("page_language", "locale", "expected"),
    [("ca", "es-ES", "ca"), ("fr", "pt-PT", "pt"), ("fr", "de-DE", "es")],
    ids=["the_pages", "else_the_browsers", "else_the_businesss"],
)
async def test_the_language_to_begin_in(
    page_language: str, locale: str, expected: str, visit: Arrival, twin: Twin
) -> None:
    """FLW-06."""
    visitor: Visitor = await visit(locale=locale)
    await visitor.page.add_init_script(
        "new MutationObserver(() => document.documentElement && (document.documentElement.lang = "
        f"'{page_language}')).observe(document, {{childList: true, subtree: true}})"
    )
    await visitor.open()

    assert twin.conversation().started_with["language"] == expected


async def test_a_new_line_is_not_yet_a_message(visitor: Visitor, twin: Twin) -> None:
    await visitor.open()
    await visitor.field.press_sequentially("uno")
    await visitor.field.press("Shift+Enter")
    await visitor.field.press_sequentially("dos")
    await visitor.field.press("Enter")

    await expect(visitor.bubble("¿Y cuándo?")).to_be_visible()
    assert twin.heard() == ["uno\ndos"]
