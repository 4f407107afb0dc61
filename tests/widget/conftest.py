"""A browser, the demo website under its strict policy, and a twin of the API on another origin."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from tests.support.chat_shapes import ask, options
from tests.support.chat_twin import Step, Twin
from tests.support.serving import Served, serving
from tools import chromium, setup
from widget import demo_server

# As root Chromium has no sandbox of its own; the rest keeps it from calling home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Who wishes no motion is not kept waiting by it; the tests of motion wish it.
HABITS: dict[str, Any] = {"locale": "es-ES", "reduced_motion": "reduce"}  # Any: Chromium's own context options
# What is awaited comes in a moment; only a loaded machine takes its time, and then it is no fault.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)

GREETING = Step(["¡Hola!", "¿Qué tienes en mente?"], ask("buttons", options=options("Cocina", "Armario", "Otra cosa")))
THEN = Step(["¿Y cuándo?"], ask("input", format="text"))
DONE = Step(["¡Gracias!"])


@dataclass
class Visitor:
    """A person on the business's website."""

    page: Page
    twin: Twin
    served: Served
    site: str
    complaints: list[str] = field(default_factory=list)

    @property
    def launcher(self) -> Locator:
        return self.page.locator("opensells-chat .launcher")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def field(self) -> Locator:
        return self.panel.locator("textarea")

    @property
    def bubbles(self) -> Locator:
        return self.panel.locator(".bubble")

    @property
    def said(self) -> Locator:
        return self.panel.locator(".visitor")

    def button(self, name: str) -> Locator:
        return self.panel.get_by_role("button", name=name, exact=True)

    def bubble(self, text: str) -> Locator:
        return self.panel.locator(".bubble", has_text=text)

    async def arrive(self, path: str = "/") -> None:
        await self.page.goto(self.site + path)

    async def open(self, path: str = "/") -> None:
        """Until the first words are there and the page listens: nothing of it comes in the middle of a test."""
        await self.arrive(path)
        async with self.page.expect_response("**/events"):
            await self.launcher.click()
        await self.bubbles.first.wait_for()

    async def say(self, text: str) -> None:
        await self.field.fill(text)
        await self.field.press("Enter")

    async def time_flies(self, until: Locator) -> None:
        """Time runs on a page whose clock is installed: what was to be tried later is tried now."""
        async with asyncio.timeout(PATIENCE_MS / 1000):
            while not await until.is_visible():
                await self.page.clock.run_for(500)

    async def texts(self) -> list[str]:
        return await self.bubbles.all_inner_texts()

    async def answer_body(self) -> dict[str, Any]:  # Any: free JSON
        """What the only answer so far looked like on the wire."""
        ((body, _),) = self.twin.conversation().answers.values()
        return body


@pytest.fixture(scope="session")
def bundle() -> Path:
    setup.build_widget()
    return setup.BUNDLE


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium.executable(), args=ARGUMENTS)
        yield opened
        await opened.close()


@pytest.fixture
def twin(bundle: Path) -> Twin:
    return Twin([GREETING, THEN, DONE], bundle)


@pytest.fixture
def served(twin: Twin) -> Iterator[Served]:
    with serving(twin.app()) as running:
        yield running


@pytest.fixture
def site(served: Served) -> Iterator[str]:
    with demo_server.running(served.url) as url:
        yield url


Arrival = Callable[..., Any]  # Any: a coroutine function with Chromium's own context options


@pytest_asyncio.fixture
async def visit(browser: Browser, twin: Twin, served: Served, site: str) -> AsyncIterator[Arrival]:
    """A person with a browser of their own: `await visit(color_scheme="dark")`."""
    async with AsyncExitStack() as stack:

        async def visit(context: BrowserContext | None = None, **wishes: Any) -> Visitor:  # Any: as above
            if context is None:
                context = await browser.new_context(**HABITS | wishes)
                stack.push_async_callback(context.close)
            page = await context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            visitor = Visitor(page, twin, served, site)
            page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
            page.on("console", lambda line: visitor.complaints.append(f"{line.type}: {line.text}"))
            return visitor

        yield visit


@pytest_asyncio.fixture
async def visitor(visit: Arrival) -> Visitor:
    found: Visitor = await visit()
    return found
