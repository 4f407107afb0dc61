"""The ways into the panels: the form, and the cookie that a browser keeps afterwards."""

from dataclasses import dataclass

from playwright.async_api import BrowserContext, Cookie, Page, expect

PATIENCE_MS = 60_000
# What a page that is being drawn anew swallows is done again soon; a machine that is only slow is given longer.
AGAIN_MS = (1_000, 2_000, 4_000, 8_000, 15_000, 30_000)
_LOOK_MS = 50


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo data, and the cookie of the panel that is theirs."""

    email: str
    password: str
    cookie: str


OWNER = Person("owner@demo.example.com", "opensells-demo", "opensells_panel")
SUPERADMIN = Person("superadmin@example.com", "opensells-admin", "opensells_admin")


async def fill_form(page: Page, address: str, person: Person = OWNER) -> None:
    await page.goto(address)
    await page.get_by_role("textbox", name="Correo").fill(person.email)
    await page.get_by_role("textbox", name="Contraseña").fill(person.password)
    await page.keyboard.press("Enter")


async def sign_in(page: Page, address: str) -> None:
    await fill_form(page, address)
    await shows_menu(page)


async def shows_menu(page: Page) -> None:
    await expect(page.get_by_role("link", name="Conversaciones")).to_be_visible(timeout=PATIENCE_MS)


async def shows_door(page: Page) -> None:
    await expect(page.get_by_role("textbox", name="Contraseña")).to_be_visible(timeout=PATIENCE_MS)


async def drawn(page: Page) -> None:
    """What is still being drawn may move, be wider for a moment, or not listen yet."""
    await page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


async def cookie(context: BrowserContext, name: str) -> Cookie | None:
    return next((each for each in await context.cookies() if each.get("name") == name), None)


async def kept_cookie(page: Page, name: str = OWNER.cookie) -> Cookie:
    """The page fetches it after it is drawn; where the first asking was lost, two heartbeats later."""
    for _ in range(PATIENCE_MS // _LOOK_MS):
        found = await cookie(page.context, name)
        if found is not None:
            return found
        await page.wait_for_timeout(_LOOK_MS)
    raise AssertionError("the page never fetched its cookie")
