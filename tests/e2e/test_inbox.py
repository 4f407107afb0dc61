"""The inbox in a real browser, by keys alone: open, note, put off, take over, answer (PAN-03)."""

import contextlib
import re
from collections.abc import Awaitable, Callable, Mapping

from playwright.async_api import Page, expect

from tests.e2e.entering import AGAIN_MS, PATIENCE_MS, drawn

WORDS = "Hola, soy del equipo: ¿te va bien mañana?"


async def press(page: Page, key: str, shows: Callable[[float], Awaitable[None]]) -> None:
    """A key and what it is seen to do; the page may still be busy with what came before."""
    for patience in AGAIN_MS:
        await drawn(page)
        await page.keyboard.press(key)
        with contextlib.suppress(AssertionError):
            await shows(patience)
            return
    raise AssertionError(f"{key} did nothing")


def opens(page: Page, name: str) -> Callable[[float], Awaitable[None]]:
    found = page.get_by_role("dialog").get_by_text(name).first
    return lambda patience: expect(found).to_be_visible(timeout=patience)


async def test_a_conversation_is_worked_by_keys_alone(running: Mapping[str, str], page: Page) -> None:
    await page.goto(f"{running['panel']}/conversations")
    first = page.get_by_role("list", name="Conversaciones").get_by_role("button").first
    await expect(first).to_be_visible(timeout=PATIENCE_MS)
    await page.get_by_role("heading", name="Conversaciones").click()

    log = page.get_by_role("log")
    await press(page, "j", lambda patience: expect(log).to_be_visible(timeout=patience))
    await expect(page).to_have_url(re.compile("conversation="))

    await press(page, "n", opens(page, "Nota para el equipo"))
    await page.get_by_role("dialog").get_by_role("textbox").fill("Llamar antes del viernes")
    await page.get_by_role("button", name="Añadir nota").click()
    await expect(log.get_by_text("Llamar antes del viernes")).to_be_visible(timeout=PATIENCE_MS)

    await take_over(page)
    answer = page.get_by_test_id("stChatInputTextArea")
    await expect(answer).to_be_enabled(timeout=PATIENCE_MS)
    await press(page, "r", lambda patience: expect(answer).to_be_focused(timeout=patience))
    await page.keyboard.type(WORDS)
    await page.keyboard.press("Enter")
    await expect(log.get_by_text(WORDS)).to_be_visible(timeout=PATIENCE_MS)

    await answer.blur()
    await press(page, "s", opens(page, "Posponer hasta"))
    await page.get_by_role("dialog").get_by_role("button").filter(has_text="1 hora").first.click()
    await expect(page.get_by_role("tab", name="Pospuestas")).to_contain_text("1", timeout=PATIENCE_MS)


async def take_over(page: Page) -> None:
    """Where nobody has done so yet."""
    back = page.get_by_role("button", name="Devolver")
    take = page.get_by_role("button", name="Tomar el relevo")
    await expect(take.or_(back).first).to_be_visible(timeout=PATIENCE_MS)
    if await take.count():
        await take.first.click()
    await expect(back.first).to_be_visible(timeout=PATIENCE_MS)
