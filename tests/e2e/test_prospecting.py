"""Finding businesses, files in and out, the assistant: in a real browser over the running product (PRO-03, CRM-10)."""

import contextlib
import re
import secrets
from collections.abc import Mapping

from playwright.async_api import Page, TimeoutError, expect

from tests.e2e.entering import drawn

PATIENCE_MS = 90_000


async def search(page: Page, question: str) -> None:
    """Presses the button of the form, and waits for the end.

    On a machine that is busy the form may be drawn anew under the pointer, and a person would press again.
    """
    begun = page.get_by_role("heading", name=question, level=1)
    for _ in range(4):
        await drawn(page)
        await page.get_by_test_id("stMain").get_by_role("button", name="Buscar", exact=True).click()
        with contextlib.suppress(TimeoutError):
            await begun.wait_for(timeout=PATIENCE_MS / 3)
            break
    await expect(begun).to_be_visible()
    await expect(page.get_by_text("Terminada", exact=True)).to_have_count(1, timeout=PATIENCE_MS)


async def ask(page: Page, question: str) -> None:
    await page.get_by_role("textbox", name="¿Qué buscas y dónde?").fill(question)


async def test_the_made_up_town_is_searched_and_a_saved_lead_opened_with_its_evidence(
    running: Mapping[str, str], page: Page
) -> None:
    await page.goto(f"{running['panel']}/search")
    await ask(page, "dentistas en Valldemar")
    await page.get_by_role("button", name="Ver variantes").click()
    await expect(page.get_by_text("Buscamos dentistas en Valldemar")).to_be_visible(timeout=PATIENCE_MS)
    await search(page, "dentistas en Valldemar")
    results = page.get_by_role("list", name="Resultados")
    clinic = results.get_by_role("listitem").filter(has_text="Clínica Dental Rius")
    await expect(clinic).to_be_visible(timeout=PATIENCE_MS)
    await expect(results.get_by_role("listitem").filter(has_text="Dental Europa")).to_contain_text("Bloqueado")
    await clinic.get_by_role("button", name=re.compile("¿De dónde sale.*contacte@|contacte@")).first.click()
    await expect(clinic.locator(".box").first).to_contain_text("clinica-rius")
    await clinic.get_by_role("button", name="Abrir lead").click()
    await expect(page.get_by_role("heading", name="Clínica Dental Rius")).to_be_visible(timeout=PATIENCE_MS)
    await expect(page.get_by_text("contacte@clinica-rius-valldemar.cat").first).to_be_visible()


async def test_the_same_search_again_costs_nothing_and_names_the_niche(running: Mapping[str, str], page: Page) -> None:
    await page.goto(f"{running['panel']}/search")
    await ask(page, "hoteles en Valldemar")
    await search(page, "hoteles en Valldemar")
    await page.get_by_role("button", name="Todas las búsquedas").click()
    await ask(page, "hoteles en Valldemar")
    await search(page, "hoteles en Valldemar")
    known = page.get_by_role("list", name="Resultados").get_by_text("Ya lo tenías").first
    await expect(known).to_be_visible(timeout=PATIENCE_MS)
    await expect(page.get_by_role("button", name="en «hoteles en Valldemar»").first).to_be_visible()


async def test_a_file_comes_in_and_leads_go_out(running: Mapping[str, str], page: Page) -> None:
    name = f"Feria {secrets.token_hex(3)}"
    await page.goto(f"{running['panel']}/data")
    chooser = page.locator("input[type=file]").first
    await chooser.wait_for(state="attached", timeout=PATIENCE_MS)
    table = f"Nombre;Correo\n{name};{secrets.token_hex(4)}@example.com\nMala;no-es-un-correo\n"
    await chooser.set_input_files({"name": "feria.csv", "mimeType": "text/csv", "buffer": table.encode("cp1252")})
    await expect(page.get_by_text("1 fila está bien")).to_be_visible(timeout=PATIENCE_MS)
    await page.get_by_role("button", name="Importar leads").click()
    await expect(page.get_by_text("1 nuevo · 1 rechazada")).to_be_visible(timeout=PATIENCE_MS)

    await page.goto(f"{running['panel']}/data?export=1")
    await page.get_by_role("button", name="Exportar leads").click()
    link = page.get_by_role("link", name="Descargar").first
    await expect(link).to_be_visible(timeout=PATIENCE_MS)
    address = await link.get_attribute("href")
    assert address is not None
    answer = await page.request.get(f"{running['panel']}/{address.lstrip('/')}")
    assert answer.ok
    assert name in await answer.text()


async def test_the_assistant_answers_a_command(running: Mapping[str, str], page: Page) -> None:
    await page.goto(f"{running['panel']}/assistant")
    said = page.get_by_role("textbox", name="Pregunta por tus leads o dime qué hacer")
    await said.fill("leads calientes")
    await said.press("Enter")
    answers = page.get_by_test_id("stChatMessage")
    await expect(answers.nth(1)).to_contain_text(re.compile("lead", re.IGNORECASE), timeout=PATIENCE_MS)
