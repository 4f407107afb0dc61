"""The widget on somebody's page: bytes on the wire, time from script to bubble, main-thread time in Chromium.

Goals: 12 KB gzip in all that a visitor downloads, and a bubble within 200 ms (WID-03). The page and the twin of
the API stand on two origins of this machine; a page without the widget is opened in turn, and what it costs
is taken off. Chromium's tracing names the tasks; a phone is four times slower, on 1.6 Mbit/s and 150 ms.
"""

import asyncio
import gzip
import statistics
import subprocess
from contextlib import ExitStack
from dataclasses import astuple, dataclass

from playwright.async_api import Browser, CDPSession, async_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.bench.report import Figure, tell
from tests.support.chat_shapes import ask, options
from tests.support.chat_twin import Step, Twin
from tests.support.serving import serving
from tests.widget.conftest import ARGUMENTS
from tools import chromium, setup
from widget.demo_server import policy

KILOBYTE = 1024
LIMIT_KB = 12.0
LOAD_MS = 200.0
ROUNDS = 5
# gzip KB of what their visitors download: deep-chat, Typebot, Botpress, Flowise, n8n.
PEERS_KB = {"deep-chat": 111, "Typebot": 196, "Botpress": 253, "Flowise": 284, "n8n": 566}
PHONE_CPU = 4
PHONE_NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}

# A bubble counts once it stands on the page with a size, as a finger or a screen reader would find it.
WATCH = """
customElements.whenDefined("opensells-chat").then(() => {
  const look = () => {
    const bubble = document.querySelector("opensells-chat")?.shadowRoot.querySelector(".launcher")
    if (bubble?.getBoundingClientRect().width) window.shown = performance.now()
    else requestAnimationFrame(look)
  }
  look()
})
"""
SCRIPT_TIMES = """
() => {
  const loaded = performance.getEntriesByType("resource")
  const { startTime, responseEnd } = loaded.find(({ name }) => name.endsWith("/widget.js"))
  return [startTime, responseEnd]
}
"""
BROTLI = """
const { brotliCompressSync } = require("node:zlib")
console.log(brotliCompressSync(require("node:fs").readFileSync(process.argv[1])).length)
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """Milliseconds from the script's request and from its last byte to the bubble; the page's main thread."""

    from_request: float
    from_script: float
    main_thread: float
    scripting: float


def _page(api: str, widget: bool) -> Response:
    snippet = f'<script src="{api}/widget.js" data-tenant="demo" async></script>' if widget else ""
    body = f"<!doctype html><html lang=es><meta charset=utf-8><title>Studio</title>{snippet}<h1>Studio</h1>"
    return HTMLResponse(body, headers={"Content-Security-Policy": policy(api)})


def _site(api: str) -> Starlette:
    def with_widget(_: Request) -> Response:
        return _page(api, widget=True)

    def without(_: Request) -> Response:
        return _page(api, widget=False)

    return Starlette(routes=[Route("/", with_widget), Route("/bare", without)])


def _twin() -> Twin:
    choices = options("Cocina", "Armario", "Otra cosa")
    return Twin([Step(["¡Hola!", "¿Qué tienes en mente?"], ask("buttons", options=choices))], setup.BUNDLE)


async def _main_thread(session: CDPSession) -> tuple[float, float]:
    """Milliseconds of all tasks and of JavaScript alone, since the page began."""
    metrics = (await session.send("Performance.getMetrics"))["metrics"]
    found = {each["name"]: each["value"] * 1000 for each in metrics}
    return found["TaskDuration"], found["ScriptDuration"]


async def _open(browser: Browser, site: str, *, phone: bool, before: bool = False) -> Visit:
    """A visitor of whom nothing is known yet, or one who was here `before`, against the same page without us."""
    context = await browser.new_context(locale="es-ES")
    page = await context.new_page()
    await page.add_init_script(WATCH)
    if before:
        await page.goto(site)
        await page.wait_for_function("window.shown")
    session = await context.new_cdp_session(page)
    await session.send("Performance.enable")
    await session.send("Network.enable")
    if phone:
        await session.send("Emulation.setCPUThrottlingRate", {"rate": PHONE_CPU})
        await session.send("Network.emulateNetworkConditions", PHONE_NETWORK)
    await page.goto(f"{site}/bare", wait_until="networkidle")
    bare = await _main_thread(session)
    await page.goto(site, wait_until="networkidle")
    await page.wait_for_function("window.shown")
    ours = await _main_thread(session)
    shown: float = await page.evaluate("window.shown")
    asked, arrived = await page.evaluate(SCRIPT_TIMES)
    await context.close()
    return Visit(shown - asked, shown - arrived, ours[0] - bare[0], ours[1] - bare[1])


async def _visits(site: str) -> dict[str, list[Visit]]:
    found: dict[str, list[Visit]] = {"first visit": [], "next page": [], "phone": []}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.executable(), args=ARGUMENTS)
        await _open(browser, site, phone=False)  # warms the browser
        for _ in range(ROUNDS):
            found["first visit"].append(await _open(browser, site, phone=False))
            found["next page"].append(await _open(browser, site, phone=False, before=True))
            found["phone"].append(await _open(browser, site, phone=True))
        await browser.close()
    return found


def sizes() -> tuple[float, float, float]:
    """KB raw, gzip and brotli."""
    code = setup.BUNDLE.read_bytes()
    node, _ = setup.find_node()
    done = subprocess.run([node, "-e", BROTLI, str(setup.BUNDLE)], capture_output=True, text=True, check=True)
    return len(code) / KILOBYTE, len(gzip.compress(code, 9)) / KILOBYTE, int(done.stdout) / KILOBYTE


def _figures(found: dict[str, list[Visit]]) -> list[Figure]:
    raw, gzipped, brotli = sizes()
    lightest = min(PEERS_KB.values())
    figures = [
        Figure("bytes, raw", raw, "KB"),
        Figure("bytes, gzip, beside the lightest peer", gzipped, "KB", lightest, most=LIMIT_KB, of_value=True),
        Figure("bytes, brotli", brotli, "KB"),
    ]
    for name, visits in found.items():
        middle = [statistics.median(each) for each in zip(*map(astuple, visits), strict=True)]
        goal = None if "phone" in name else LOAD_MS
        figures += [
            Figure(f"{name}: from asking for the script to bubble", middle[0], "ms", most=goal),
            Figure(f"{name}: from its last byte to bubble", middle[1], "ms"),
            Figure(f"{name}: main thread", middle[2], "ms"),
            Figure(f"{name}: of it JavaScript", middle[3], "ms"),
        ]
    return figures


def main() -> bool:
    """Prints the table; True where the goals are met."""
    setup.build_widget()
    with ExitStack() as stack:
        api = stack.enter_context(serving(_twin().app()))
        site = stack.enter_context(serving(_site(api.url)))
        found = asyncio.run(_visits(site.url))
    met = tell("peer", _figures(found))
    print("peers, gzip KB: " + ", ".join(f"{name} {size}" for name, size in PEERS_KB.items()))
    return met
