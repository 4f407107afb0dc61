"""The pipeline in a real browser: cards moved by mouse, finger and keyboard, and back when the API says no (CRM-03)."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import APIRequestContext, Browser, BrowserContext, Locator, Page, expect

from tests.e2e.entering import OWNER, PATIENCE_MS, drawn
from tools.setup import WIDGET

PHONE_WIDTH = 390
PHONE = {"viewport": {"width": PHONE_WIDTH, "height": 844}, "is_mobile": True, "has_touch": True}


@dataclass
class Api:
    """The API as the owner's own program would use it."""

    request: APIRequestContext
    address: str
    headers: dict[str, str]

    async def call(self, method: str, path: str, body: object = None) -> Any:  # Any: JSON
        answer = await self.request.fetch(
            f"{self.address}/v1{path}", method=method, headers=self.headers, data=body or None
        )
        assert answer.ok, (path, answer.status, await answer.text())
        return await answer.json() if await answer.body() else None

    async def lead(self, **given: object) -> str:
        """A new one with a name of its own, which it returns."""
        name = f"Berta {secrets.token_hex(3)}"
        await self.call("POST", "/leads", {"name": name, **given})
        return name

    async def pipeline(self, name: str) -> dict[str, Any]:
        found = await self.call("GET", "/pipelines")
        return next(each for each in found if each["name"] == name) if name else found[0]


@pytest_asyncio.fixture(scope="module")
async def api(running: Mapping[str, str], owner: BrowserContext) -> Api:
    login: dict[str, str | float | bool] = {"username": OWNER.email, "password": OWNER.password}
    answer = await owner.request.post(f"{running['api']}/v1/auth/login", form=login)
    return Api(owner.request, running["api"], {"Authorization": f"Bearer {(await answer.json())['access_token']}"})


class Board:
    """The pipeline as somebody sees it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    async def open(self, q: str, pipeline: str = "") -> None:
        """Only the cards of these words, so that other tests' leads stand in nobody's way."""
        await self.page.goto(f"{self.address}/pipeline" + (f"?pipeline={pipeline}" if pipeline else ""))
        await self.page.get_by_role("searchbox", name="Buscar").fill(q)
        await self.page.keyboard.press("Enter")
        await expect(self.page.locator(".card")).to_have_count(1, timeout=PATIENCE_MS)
        # Or the columns are pushed away from under the mouse.
        await drawn(self.page)

    def column(self, name: str) -> Locator:
        return self.page.locator(".column").filter(has=self.page.get_by_role("heading", name=name, exact=True))

    def card(self, column: str, name: str) -> Locator:
        return self.column(column).locator(".card", has_text=name)

    async def stands(self, name: str, column: str) -> None:
        await expect(self.card(column, name)).to_be_visible(timeout=PATIENCE_MS)
        await expect(self.page.locator(".card.waiting")).to_have_count(0, timeout=PATIENCE_MS)

    async def listens(self) -> None:
        """Keeps what appears from now on, for a toast goes after seconds."""
        await self.page.evaluate(
            "() => { window.appeared = ''; new MutationObserver(changes => { for (const { addedNodes } of changes)"
            " for (const node of addedNodes) appeared += node.textContent })"
            ".observe(document.body, { childList: true, subtree: true }) }"
        )

    async def says(self, words: str) -> None:
        await self.page.wait_for_function("words => appeared.includes(words)", arg=words)

    async def drag(self, name: str, start: str, to: str, meanwhile: Awaitable[object] | None = None) -> None:
        """`meanwhile` happens behind the panel's back while the card hangs over its new column."""
        card, target = await self.card(start, name).bounding_box(), await self.column(to).bounding_box()
        assert card
        assert target
        mouse = self.page.mouse
        await mouse.move(card["x"] + 40, card["y"] + 20)
        await mouse.down()
        await mouse.move(card["x"] + 60, card["y"] + 30, steps=3)
        await mouse.move(target["x"] + 60, target["y"] + 160, steps=8)
        await expect(self.column(to)).to_have_class(re.compile("over"))
        if meanwhile:
            await meanwhile
        await mouse.up()


@pytest.fixture
def board(running: Mapping[str, str], page: Page) -> Board:
    return Board(page, running["panel"])


async def test_a_card_is_dragged_to_another_column_and_stays_there(board: Board, api: Api) -> None:
    name = await api.lead(value_minor=1_250_000, currency="EUR")
    await board.open(name)
    await board.stands(name, "Nuevo")
    await expect(board.card("Nuevo", name)).to_contain_text("12.500 €")

    noted = board.column("Caliente").evaluate(
        "column => addEventListener('pointerup', () => { window.there = !!column.querySelector('.card') })"
    )
    await board.drag(name, "Nuevo", "Caliente", meanwhile=noted)

    assert await board.page.evaluate("there"), "the card waited for the server"
    await board.stands(name, "Caliente")
    await expect(board.column("Caliente")).to_contain_text("12.500 €")
    await board.open(name)
    await board.stands(name, "Caliente")


async def test_the_keyboard_alone_is_enough(board: Board, api: Api) -> None:
    name = await api.lead()
    await board.open(name)
    card, told, keyboard = board.page.locator(".card"), board.page.locator(".told"), board.page.keyboard
    await card.focus()
    await keyboard.press("Space")
    await expect(told).to_have_text(f"{name} levantada de Nuevo.")
    await keyboard.press("ArrowRight")
    await expect(told).to_have_text(f"{name} está sobre En curso, 1 tarjetas.")
    await keyboard.press("Escape")
    await expect(told).to_have_text(f"{name} ha vuelto a Nuevo.")
    await board.stands(name, "Nuevo")

    await keyboard.press("Space")
    await keyboard.press("ArrowRight")
    await keyboard.press("ArrowRight")
    await keyboard.press("Space")
    await expect(told).to_have_text(f"{name} está ahora en Caliente.")
    await board.stands(name, "Caliente")
    await expect(card).to_be_focused()
    await keyboard.press("Enter")
    await expect(board.page.get_by_role("heading", name=name)).to_be_visible(timeout=PATIENCE_MS)
    await board.page.get_by_role("button", name="Pipeline").click()
    await expect(board.page.locator(".column").first).to_be_visible(timeout=PATIENCE_MS)


async def test_a_move_that_is_refused_goes_back_and_says_why(board: Board, api: Api) -> None:
    made = await api.call("POST", "/pipelines", {"name": f"Obras {secrets.token_hex(3)}"})
    extra = await api.call("POST", f"/pipelines/{made['id']}/stages", {"name": "Visita", "kind": "active"})
    name = await api.lead(stage_id=made["stages"][0]["id"])
    await board.open(name, made["id"])

    gone = api.call("DELETE", f"/pipelines/{made['id']}/stages/{extra['id']}")
    await board.listens()
    await board.drag(name, "Nuevo", "Visita", meanwhile=gone)

    await board.says("Esta columna ya no existe")
    await board.stands(name, "Nuevo")
    await expect(board.column("Visita")).to_have_count(0)
    await api.call("DELETE", f"/pipelines/{made['id']}")


async def test_a_card_whose_lead_is_gone_leaves_the_board(board: Board, api: Api) -> None:
    name = await api.lead()
    await board.open(name)
    found = await api.call("GET", f"/leads?q={name}")

    gone = api.call("DELETE", f"/leads/{found['items'][0]['id']}")
    await board.listens()
    await board.drag(name, "Nuevo", "Caliente", meanwhile=gone)

    await board.says("Este lead ya no existe")
    await expect(board.page.locator(".card")).to_have_count(0)


async def test_a_lost_lead_is_asked_why_and_without_an_answer_it_goes_back(board: Board, api: Api) -> None:
    name = await api.lead()
    await board.open(name)
    await board.drag(name, "Nuevo", "Perdido")
    dialog = board.page.get_by_role("dialog")
    await expect(dialog.get_by_text("¿Por qué se ha perdido?")).to_be_visible(timeout=PATIENCE_MS)
    await expect(board.card("Perdido", name)).to_be_visible()
    await dialog.get_by_role("button", name="Cancelar").click()
    await board.stands(name, "Nuevo")
    await expect(dialog).to_have_count(0)

    await board.drag(name, "Nuevo", "Perdido")
    await dialog.get_by_text("Demasiado caro", exact=True).click()
    await dialog.get_by_role("button", name="Marcar como perdido").click()
    await board.stands(name, "Perdido")
    await expect(board.card("Perdido", name)).to_contain_text("Demasiado caro")


async def test_a_finger_that_rests_lifts_and_one_that_moves_scrolls(
    running: Mapping[str, str], browser: Browser, owner: BrowserContext, api: Api
) -> None:
    name = await api.lead()
    inside = {"storage_state": await owner.storage_state()}
    phone = await browser.new_context(locale="es-ES", **inside, **PHONE)  # type: ignore[arg-type] # dicts of options
    page = await phone.new_page()
    board = Board(page, running["panel"])
    await board.open(name)
    finger = await phone.new_cdp_session(page)
    place = await board.card("Nuevo", name).bounding_box()
    assert place

    async def touch(kind: str, x: float, y: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        await finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = place["x"] + 60, place["y"] + 20
    # At once, for a finger that rests a quarter of a second lifts.
    await asyncio.gather(touch("touchStart", x, y), touch("touchMove", x, y - 80))
    await expect(page.locator(".ghost")).to_have_count(0)
    await touch("touchEnd", 0, 0)
    await page.wait_for_timeout(700)
    place = await board.card("Nuevo", name).bounding_box()
    assert place
    x, y = place["x"] + 60, place["y"] + 20
    await touch("touchStart", x, y)
    await expect(page.locator(".ghost")).to_have_count(1)
    # At the edge the board moves on by itself; where the edge begins, so slowly that each column stays for seconds.
    edge = await page.locator(".board").bounding_box()
    assert edge
    await touch("touchMove", min(edge["x"] + edge["width"], PHONE_WIDTH) - 60, y)
    await expect(board.column("En curso")).to_have_class(re.compile("over"))
    await touch("touchEnd", 0, 0)
    await expect(page.locator(".ghost")).to_have_count(0)
    await expect(board.card("Nuevo", name)).to_have_count(0, timeout=PATIENCE_MS)
    await phone.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_board_has_no_faults_for_a_screen_reader(board: Board, api: Api, scheme: str) -> None:
    name = await api.lead(tags=["feria"], value_minor=100, currency="EUR")
    await board.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type] # from a list
    await board.open(name)
    await board.page.evaluate((WIDGET / "node_modules" / "axe-core" / "axe.min.js").read_text())
    found = await board.page.evaluate("axe.run({include: [['.stBidiComponent']]}, {resultTypes: ['violations']})")
    assert [f"{each['id']} {node['html']}" for each in found["violations"] for node in each["nodes"]] == []
