"""The running product and a real browser; all tests here share one product, and so one test process."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from tests.e2e.entering import OWNER, SUPERADMIN, Person, fill_form, kept_cookie
from tests.support import product
from tests.widget.conftest import ARGUMENTS
from tools import chromium

# Seconds are usual; all the product's processes share the machine with the other tests.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with product.running(tmp_path_factory.mktemp("product")) as addresses:
        yield addresses


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium.executable(), args=ARGUMENTS)
        yield opened
        await opened.close()


@asynccontextmanager
async def _somebodys(browser: Browser) -> AsyncIterator[BrowserContext]:
    # Who wishes no motion is not kept waiting by it, and nothing is drawn sixty times a second meanwhile.
    opened = await browser.new_context(locale="es-ES", viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    opened.set_default_timeout(PATIENCE_MS)
    yield opened
    await opened.close()


@asynccontextmanager
async def _insiders(browser: Browser, address: str, person: Person) -> AsyncIterator[BrowserContext]:
    async with _somebodys(browser) as opened:
        page = await opened.new_page()
        await fill_form(page, address, person)
        await kept_cookie(page, person.cookie)
        await page.close()
        yield opened


@pytest_asyncio.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A browser of nobody: for those who come in by the form, leave, or never were inside."""
    async with _somebodys(browser) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session")
async def owner(running: Mapping[str, str], browser: Browser) -> AsyncIterator[BrowserContext]:
    """The owner's browser, which signed in once; each test works in a tab of its own, and none signs out."""
    async with _insiders(browser, running["panel"], OWNER) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session")
async def superadmin(running: Mapping[str, str], browser: Browser) -> AsyncIterator[BrowserContext]:
    """The superadmin's, likewise."""
    async with _insiders(browser, running["admin"], SUPERADMIN) as opened:
        yield opened


@pytest_asyncio.fixture
async def page(owner: BrowserContext) -> AsyncIterator[Page]:
    """A tab of the owner's."""
    opened = await owner.new_page()
    yield opened
    await opened.close()
