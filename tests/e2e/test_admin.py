"""The platform's panel in a real browser, over the running product (SUP-01, SUP-02, SUP-03, IDN-16, IDN-17)."""

import re
import secrets
import time
from collections.abc import Mapping

import pyotp
from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.test_panel import kept_cookie

SUPERADMIN = ("superadmin@example.com", "opensells-admin")
OWNER = ("owner@demo.example.com", "opensells-demo")
CREATED_WITHIN_SECONDS = 20
PATIENCE = 60_000
COOKIE = "opensells_admin"


async def sign_in(page: Page, address: str, person: tuple[str, str]) -> None:
    await page.goto(address)
    await page.get_by_role("textbox", name="Correo").fill(person[0])
    await page.get_by_role("textbox", name="Contraseña").fill(person[1])
    await page.keyboard.press("Enter")


async def open_panel(context: BrowserContext, address: str) -> Page:
    page = await context.new_page()
    await sign_in(page, address, SUPERADMIN)
    await expect(page.get_by_role("heading", name="Resumen")).to_be_visible(timeout=PATIENCE)
    return page


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
    await sign_in(page, running["admin"], OWNER)
    await expect(page.get_by_text("Este panel es solo para el personal de la plataforma")).to_be_visible(
        timeout=PATIENCE
    )
    await page.reload()
    await expect(page.get_by_role("textbox", name="Contraseña")).to_be_visible(timeout=PATIENCE)
    assert not [each for each in await context.cookies() if each.get("name") == COOKIE]


async def test_a_reload_keeps_the_superadmin_in_and_signing_out_ends_it(
    running: Mapping[str, str], context: BrowserContext
) -> None:
    page = await context.new_page()
    await sign_in(page, running["admin"], SUPERADMIN)
    await kept_cookie(page, COOKIE)
    await page.reload()
    await expect(page.get_by_role("heading", name="Resumen")).to_be_visible(timeout=PATIENCE)
    await page.get_by_role("button", name="Salir", exact=True).click()
    await expect(page.get_by_role("textbox", name="Contraseña")).to_be_visible(timeout=PATIENCE)
    await page.reload()
    await expect(page.get_by_role("textbox", name="Contraseña")).to_be_visible(timeout=PATIENCE)


async def test_a_company_is_created_within_twenty_seconds_with_its_line_to_copy(
    running: Mapping[str, str], context: BrowserContext
) -> None:
    page = await open_panel(context, running["admin"])
    assert await create_company(page, f"Cuina {secrets.token_hex(3)}") < CREATED_WITHIN_SECONDS
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator("code")).to_contain_text("/widget.js")
    await expect(dialog.get_by_text("La invitación va de camino")).to_be_visible()


async def test_a_company_is_closed_paused_and_opened_and_the_trail_tells(
    running: Mapping[str, str], context: BrowserContext
) -> None:
    page = await open_panel(context, running["admin"])
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


async def test_every_page_opens(running: Mapping[str, str], context: BrowserContext) -> None:
    page = await open_panel(context, running["admin"])
    for name in ("Empresas", "Planes", "Errores", "Auditoría", "Mi cuenta", "Resumen"):
        await page.get_by_role("link", name=name).click()
        await expect(page.get_by_role("heading", name=name, level=1)).to_be_visible(timeout=PATIENCE)
    await expect(page.get_by_text("no se ha podido cargar")).to_have_count(0)


async def test_the_second_factor_is_enrolled_asked_for_and_switched_off(
    running: Mapping[str, str], context: BrowserContext
) -> None:
    """Ends as it began, for every test shares the superadmin."""
    page = await open_panel(context, running["admin"])
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
    await sign_in(page, running["admin"], SUPERADMIN)
    await page.get_by_role("textbox", name="Código").fill(codes[0])
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Resumen")).to_be_visible(timeout=PATIENCE)
    await expect(page.get_by_role("button", name="Activarla")).to_have_count(0)
    await page.get_by_role("link", name="Mi cuenta").click()
    await page.get_by_text("Desactivar").first.click()
    await page.get_by_role("textbox", name="Contraseña", exact=True).fill(SUPERADMIN[1])
    await page.get_by_role("textbox", name="Código de tu aplicación").fill(codes[1])
    await page.get_by_role("button", name="Desactivar").last.click()
    await expect(page.get_by_text("no tiene verificación en dos pasos")).to_be_visible(timeout=PATIENCE)
