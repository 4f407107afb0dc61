"""The platform's panel in a real browser, over the running product (SUP-01, SUP-02, SUP-03, IDN-16, IDN-17)."""

import re
import secrets
import time
from collections.abc import AsyncIterator, Mapping

import pyotp
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.entering import OWNER, SUPERADMIN, cookie, fill_form, kept_cookie, shows_door
from tests.e2e.entering import PATIENCE_MS as PATIENCE

CREATED_WITHIN_SECONDS = 20


@pytest_asyncio.fixture
async def page(superadmin: BrowserContext) -> AsyncIterator[Page]:
    """A tab of the superadmin's."""
    opened = await superadmin.new_page()
    yield opened
    await opened.close()


async def create_company(page: Page, name: str) -> float:
    """The seconds it took, as the page itself counts them."""
    await page.get_by_role("link", name="Empresas").click()
    await page.get_by_role("button", name="Nueva empresa").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("textbox", name="Nombre", exact=True).fill(name)
    await dialog.get_by_role("textbox", name="Correo del propietario").fill(f"{secrets.token_hex(4)}@example.com")
    await dialog.get_by_role("textbox", name="Webs permitidas").fill("https://www.example.com")
    begun = time.monotonic()
    await dialog.get_by_role("button", name="Crear").click()
    await expect(dialog.get_by_text("está lista")).to_be_visible(timeout=PATIENCE)
    return time.monotonic() - begun


async def test_an_owner_is_refused_and_stays_outside(running: Mapping[str, str], context: BrowserContext) -> None:
    page = await context.new_page()
    await fill_form(page, running["admin"], OWNER)
    await expect(page.get_by_text("Este panel es solo para el personal de la plataforma")).to_be_visible(
        timeout=PATIENCE
    )
    await page.reload()
    await shows_door(page)
    assert await cookie(context, SUPERADMIN.cookie) is None


async def test_a_reload_keeps_the_superadmin_in_and_signing_out_ends_it(
    running: Mapping[str, str], context: BrowserContext
) -> None:
    page = await context.new_page()
    await fill_form(page, running["admin"], SUPERADMIN)
    await kept_cookie(page, SUPERADMIN.cookie)
    await page.reload()
    await expect(page.get_by_role("heading", name="Resumen")).to_be_visible(timeout=PATIENCE)
    await page.get_by_role("button", name="Salir", exact=True).click()
    await shows_door(page)
    await page.reload()
    await shows_door(page)


async def test_a_company_is_created_within_twenty_seconds_with_its_line_to_copy(
    running: Mapping[str, str], page: Page
) -> None:
    await page.goto(running["admin"])
    assert await create_company(page, f"Cuina {secrets.token_hex(3)}") < CREATED_WITHIN_SECONDS
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator("code")).to_contain_text("/widget.js")
    await expect(dialog.get_by_text("La invitación va de camino")).to_be_visible()


async def test_a_company_is_closed_paused_and_opened_and_the_trail_tells(
    running: Mapping[str, str], page: Page
) -> None:
    await page.goto(running["admin"])
    await create_company(page, f"Cuina {secrets.token_hex(3)}")
    await page.get_by_role("button", name="Abrir la empresa").click()
    await page.get_by_role("button", name="Cerrar por mantenimiento").click()
    await page.get_by_role("button", name="Abrir de nuevo").click()
    await page.get_by_role("button", name="Pausar la empresa").click()
    await page.get_by_role("dialog").get_by_role("button", name="Pausar", exact=True).click()
    await expect(page.get_by_text("En pausa", exact=True)).to_be_visible(timeout=PATIENCE)
    await page.get_by_role("button", name="Activar", exact=True).click()
    await expect(page.get_by_role("button", name="Pausar la empresa")).to_be_visible(timeout=PATIENCE)
    await page.get_by_role("button", name="Su auditoría").click()
    await expect(page.get_by_role("heading", name="Auditoría")).to_be_visible(timeout=PATIENCE)
    # The table is drawn on a canvas; its rows are there for screen readers.
    for change in ("status: active → paused", "status: paused → active", "maintenance: false → true"):
        await expect(page.locator("[role=gridcell]", has_text=change)).to_be_attached(timeout=PATIENCE)


async def test_every_page_opens(running: Mapping[str, str], page: Page) -> None:
    await page.goto(running["admin"])
    for name in ("Empresas", "Planes", "Errores", "Auditoría", "Mi cuenta", "Resumen"):
        await page.get_by_role("link", name=name).click()
        await expect(page.get_by_role("heading", name=name, level=1)).to_be_visible(timeout=PATIENCE)
    await expect(page.get_by_text("no se ha podido cargar")).to_have_count(0)


async def test_the_second_factor_is_enrolled_asked_for_and_switched_off(
    running: Mapping[str, str], context: BrowserContext
) -> None:
    """Ends as it began, for every test shares the superadmin."""
    page = await context.new_page()
    await fill_form(page, running["admin"], SUPERADMIN)
    await page.get_by_role("button", name="Activarla").click()
    await page.get_by_role("button", name="Activar", exact=True).click()
    secret = (await page.locator("code").first.inner_text(timeout=PATIENCE)).strip()
    await page.get_by_role("textbox", name="2. Escribe los seis dígitos").fill(pyotp.TOTP(secret).now())
    await page.get_by_role("button", name="Confirmar").click()
    await expect(page.get_by_text("La verificación en dos pasos está activada.")).to_be_visible(timeout=PATIENCE)
    kept = page.locator("code").first
    await expect(kept).to_have_text(re.compile(r"^\s*(\S+\s+){9}\S+\s*$"), timeout=PATIENCE)
    codes = (await kept.inner_text()).split()
    assert len(codes) == 10
    out = page.get_by_role("button", name="Salir", exact=True)
    await out.click()
    await expect(out).to_have_count(0)
    await fill_form(page, running["admin"], SUPERADMIN)
    await page.get_by_role("textbox", name="Código").fill(codes[0])
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Resumen")).to_be_visible(timeout=PATIENCE)
    await expect(page.get_by_role("button", name="Activarla")).to_have_count(0)
    await page.get_by_role("link", name="Mi cuenta").click()
    await page.get_by_text("Desactivar").first.click()
    await page.get_by_role("textbox", name="Contraseña", exact=True).fill(SUPERADMIN.password)
    await page.get_by_role("textbox", name="Código de tu aplicación").fill(codes[1])
    await page.get_by_role("button", name="Desactivar").last.click()
    await expect(page.get_by_text("no tiene verificación en dos pasos")).to_be_visible(timeout=PATIENCE)
