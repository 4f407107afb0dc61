"""The inbox in a real browser, by keys alone: open, note, put off, take over, answer (PAN-03)."""

from collections.abc import Mapping

from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.test_panel import PATIENCE_MS, kept_cookie, sign_in

WORDS = "Hola, soy del equipo: ¿te va bien mañana?"


async def press(page: Page, key: str, name: str) -> None:
    """A key that opens something; the page may still be busy with what came before."""
    dialog = page.get_by_role("dialog")
    for _ in range(5):
        await page.keyboard.press(key)
        try:
            await expect(dialog.get_by_text(name).first).to_be_visible(timeout=PATIENCE_MS // 5)
        except AssertionError:
            continue
        return
    raise AssertionError(f"{key} did not open {name}")


async def test_a_conversation_is_worked_by_keys_alone(running: Mapping[str, str], context: BrowserContext) -> None:
    page = await context.new_page()
    await sign_in(page, running["panel"])
    await kept_cookie(page)
    await page.goto(f"{running['panel']}/conversations")
    first = page.get_by_role("list", name="Conversaciones").get_by_role("button").first
    await expect(first).to_be_visible(timeout=PATIENCE_MS)
    await page.get_by_role("heading", name="Conversaciones").click()

    await page.keyboard.press("j")
    log = page.get_by_role("log")
    await expect(log).to_be_visible(timeout=PATIENCE_MS)
    assert "conversation=" in page.url

    await press(page, "n", "Nota para el equipo")
    await page.get_by_role("dialog").get_by_role("textbox").fill("Llamar antes del viernes")
    await page.get_by_role("button", name="Añadir nota").click()
    await expect(log.get_by_text("Llamar antes del viernes")).to_be_visible(timeout=PATIENCE_MS)

    await take_over(page)
    answer = page.get_by_test_id("stChatInputTextArea")
    await expect(answer).to_be_enabled(timeout=PATIENCE_MS)
    await page.keyboard.press("r")
    await expect(answer).to_be_focused(timeout=PATIENCE_MS)
    await page.keyboard.type(WORDS)
    await page.keyboard.press("Enter")
    await expect(log.get_by_text(WORDS)).to_be_visible(timeout=PATIENCE_MS)

    await answer.blur()
    await press(page, "s", "Posponer hasta")
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
