"""The tenant panel in a real browser: its cookie, its tabs, and what only a browser can press (IDN-17, PAN-02)."""

import contextlib
import re
import secrets
from collections.abc import AsyncIterator, Mapping

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, TimeoutError, expect

from tests.e2e.entering import AGAIN_MS, OWNER, PATIENCE_MS, drawn, kept_cookie, shows_door, shows_menu, sign_in


async def click_first_row(page: Page) -> None:
    """The grid is drawn on a canvas; its cells are there for screen readers, and the address says when it opened."""
    table = page.get_by_test_id("stDataFrame")
    await table.locator("[role=gridcell]").first.wait_for(state="attached")
    await drawn(page)
    for patience in AGAIN_MS:
        # The click that opened it late has taken the table away.
        with contextlib.suppress(TimeoutError):
            await table.click(position={"x": 60, "y": 62}, timeout=patience)
        with contextlib.suppress(TimeoutError):
            await page.wait_for_url(re.compile("lead="), timeout=patience)
            return


async def test_the_session_lives_in_an_httponly_cookie_and_survives_a_reload(
    running: Mapping[str, str], context: BrowserContext
) -> None:
    page = await context.new_page()
    await sign_in(page, running["panel"])
    found = await kept_cookie(page)
    assert (found.get("httpOnly"), found.get("sameSite")) == (True, "Lax")
    assert "eyJ" not in await page.content(), "a token stands in the page"
    await page.reload()
    await shows_menu(page)
    assert "token" not in page.url


async def test_a_cookie_that_was_not_fetched_is_asked_for_again(
    running: Mapping[str, str], context: BrowserContext
) -> None:
    page = await context.new_page()
    await page.route("**/session", lambda route: route.abort(), times=1)
    await sign_in(page, running["panel"])
    await kept_cookie(page)


async def test_signing_out_in_one_tab_ends_the_other_and_the_cookie_for_good(
    running: Mapping[str, str], context: BrowserContext
) -> None:
    one, other = await context.new_page(), await context.new_page()
    await sign_in(one, running["panel"])
    before = await kept_cookie(one)
    await other.goto(running["panel"])
    await shows_menu(other)
    await one.get_by_role("button", name="Salir").click()
    await shows_door(one)
    await shows_door(other)
    await context.add_cookies([{"name": OWNER.cookie, "value": before["value"], "url": running["panel"]}])
    await one.reload()
    await shows_door(one)


async def test_a_lead_is_added_opened_by_a_click_edited_and_deleted(running: Mapping[str, str], page: Page) -> None:
    name = f"Aina {secrets.token_hex(3)}"
    await page.goto(f"{running['panel']}/leads")
    await page.get_by_role("button", name="Añadir lead").click()
    await page.get_by_role("dialog").get_by_label("Nombre").fill(name)
    await page.get_by_role("dialog").get_by_role("button", name="Añadir lead").click()
    await expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=PATIENCE_MS)

    await page.get_by_role("button", name="Todos los leads").click()
    await click_first_row(page)
    await expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=PATIENCE_MS)

    await page.get_by_role("button", name="Editar").click()
    await page.get_by_role("dialog").get_by_label("Empresa").fill("Acme & Co")
    await page.get_by_role("dialog").get_by_role("button", name="Guardar").click()
    await expect(page.get_by_text("Acme & Co")).to_be_visible(timeout=PATIENCE_MS)

    await page.get_by_role("button", name="Borrar").click()
    await page.get_by_role("dialog").get_by_role("button", name="Borrar lead").click()
    await expect(page.get_by_role("heading", name="Leads")).to_be_visible(timeout=PATIENCE_MS)


@pytest_asyncio.fixture(scope="module")
async def narrow(owner: BrowserContext) -> AsyncIterator[Page]:
    """A tab that loads each screen anew; it is kept, for most of the work is to read Streamlit's own scripts."""
    opened = await owner.new_page()
    await opened.set_viewport_size({"width": 390, "height": 844})
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    "screen",
    [
        "",
        "pipeline",
        "leads",
        "tasks",
        "niches",
        "duplicates",
        "fields",
        "conversations",
        "widget",
        "flow",
        "team",
        "account",
    ],
)
async def test_every_screen_fits_a_phone(running: Mapping[str, str], narrow: Page, screen: str) -> None:
    await narrow.goto(f"{running['panel']}/{screen}")
    await expect(narrow.locator("h1")).to_have_text(re.compile(r"\w"), timeout=PATIENCE_MS)
    await drawn(narrow)
    await narrow.wait_for_function("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
