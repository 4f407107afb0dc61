"""The phone in the browser: a customer writes, the business answers, and nothing that is said becomes markup."""

from collections.abc import Mapping

import pytest
from playwright.async_api import BrowserContext, Page, expect

PATIENCE_MS = 90_000
VILE = "<img src=x onerror=alert(1)> <b>Hola</b>"


async def opened(context: BrowserContext, address: str, chosen: str) -> Page:
    page = await context.new_page()
    await page.goto(f"{address}/#{chosen}")
    await expect(page.get_by_role("log")).to_be_visible()
    return page


async def write(page: Page, words: str) -> None:
    field = page.get_by_role("textbox", name="Mensaje")
    await field.fill(words)
    await field.press("Enter")


@pytest.mark.parametrize("chosen", ["whatsapp/carlos", "telegram/carlos"])
async def test_a_customer_writes_and_the_business_answers(
    running: Mapping[str, str], context: BrowserContext, chosen: str
) -> None:
    page = await opened(context, running["phones"], chosen)
    await write(page, "Hola, quiero una cocina nueva")
    await expect(page.locator(".line.mine .text")).to_have_text("Hola, quiero una cocina nueva")
    answer = page.locator(".line.theirs").first
    await expect(answer).to_be_visible(timeout=PATIENCE_MS)
    if chosen.startswith("whatsapp"):
        await expect(answer.get_by_role("img", name="leído")).to_be_visible()
        await expect(page.locator("#windowwords")).to_contain_text("Abierta")


async def test_words_stay_words_and_another_language_is_a_choice(
    running: Mapping[str, str], context: BrowserContext
) -> None:
    page = await opened(context, running["phones"], "messenger/emma")
    await write(page, VILE)
    await expect(page.locator(".line.mine .text")).to_have_text(VILE)
    await expect(page.locator(".bubble img, .bubble b")).to_have_count(0)
    await page.get_by_role("combobox", name="Idioma").select_option("en")
    await expect(page.get_by_role("heading", name="Test phones")).to_be_visible()
