"""The phones behave as Meta and Telegram do: signatures, windows, statuses, retries; and fail when they are told to."""

import hashlib
import hmac
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from httpx2 import AsyncClient

from tests.support import phone_twin
from tests.support.phone_letters import Letters
from tools.phones import keeping, wiring
from tools.phones.server import PAGE, Phones

ORIGIN = {"Content-Type": "application/json"}


@pytest_asyncio.fixture
async def twin() -> AsyncIterator[Phones]:
    async with phone_twin.phones() as opened:
        yield opened


@pytest_asyncio.fixture
async def client(twin: Phones) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(base_url=twin.address, trust_env=False) as opened:
        yield opened


@pytest.fixture
def letters(twin: Phones) -> Letters:
    return Letters.of(twin)


async def graph(client: AsyncClient, twin: Phones, body: dict[str, Any], kind: str = "whatsapp") -> tuple[int, Any]:
    account = twin.account(kind)
    headers = {"Authorization": f"Bearer {account.token}"}
    answer = await client.post(f"/v26.0/{account.id}/messages", json=body, headers=headers)
    return answer.status_code, answer.json()


def whatsapp(twin: Phones, content: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "to": twin.person().phone, **content, **more}


TEXT = {"type": "text", "text": {"body": "Bon dia"}}


def button(number: int, title: str = "Sí") -> dict[str, Any]:
    return {"type": "reply", "reply": {"id": str(number), "title": f"{title} {number}"}}


def buttons(*found: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "interactive",
        "interactive": {"type": "button", "body": {"text": "?"}, "action": {"buttons": list(found)}},
    }


def template(name: str, language: str, *values: str) -> dict[str, Any]:
    parameters = [{"type": "text", "text": value} for value in values]
    parts = [{"type": "body", "parameters": parameters}]
    return {"type": "template", "template": {"name": name, "language": {"code": language}, "components": parts}}


REFUSED: dict[str, tuple[dict[str, Any], int]] = {
    "no_product": ({"messaging_product": ""}, 100),
    "no_number": ({"to": "mañana"}, 131009),
    "unknown_type": ({"type": "hologram", "hologram": {}}, 131051),
    "empty_text": ({"type": "text", "text": {"body": ""}}, 131008),
    "no_content": ({"type": "text", "text": None}, 131008),
    "unknown_file": ({"type": "image", "image": {"id": "1"}}, 131053),
    "four_buttons": (buttons(*(button(number) for number in range(4))), 131009),
    "long_button": (buttons(button(1, "x" * 30)), 100),
    "equal_buttons": (buttons(button(1), button(1)), 131009),
    "long_callback": (TEXT | {"biz_opaque_callback_data": "x" * 513}, 100),
    "no_template": (template("no_such", "es"), 132001),
    "other_language": (template("oferta_mes", "ca"), 132001),
    "not_approved": (template("en_revision", "es", "Ana"), 132001),
    "too_few_variables": (template("seguimos", "es", "Ana"), 132000),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_whatsapp_refuses_what_the_real_one_refuses(twin: Phones, client: AsyncClient, name: str) -> None:
    content, code = REFUSED[name]
    twin.hands.write(twin.account("whatsapp"), twin.person(), "Hola")
    status, body = await graph(client, twin, whatsapp(twin, content))
    assert (status >= 400, body["error"]["code"]) == (True, code)
    assert twin.received("whatsapp") == []


async def test_a_version_that_ended_and_a_stranger_are_refused(twin: Phones, client: AsyncClient) -> None:
    """F1."""
    account = twin.account("whatsapp")
    known = {"Authorization": f"Bearer {account.token}"}
    old = await client.post(f"/v19.0/{account.id}/messages", json={}, headers=known)
    assert old.json()["error"]["code"] == 2635
    other = await client.post(f"/v26.0/{twin.account('messenger').id}/messages", json={}, headers=known)
    assert (other.json()["error"]["code"], other.json()["error"]["error_subcode"]) == (100, 33)
    stranger = await client.get(f"/v26.0/{account.id}", headers={"Authorization": "Bearer EAAnobody"})
    assert (stranger.status_code, stranger.json()["error"]["code"]) == (401, 190)


async def test_a_late_refusal_comes_as_a_status(twin: Phones, client: AsyncClient, letters: Letters) -> None:
    """As the real one does it: 200 first, and `failed` with 131047 afterwards."""
    twin.faults.late_refusals = True
    status, body = await graph(client, twin, whatsapp(twin, TEXT, biz_opaque_callback_data="ours"))
    assert status == 200
    (letter,) = await letters.bodies()
    row = letter["entry"][0]["changes"][0]["value"]["statuses"][0]
    assert (row["id"], row["status"], row["errors"][0]["code"], row["biz_opaque_callback_data"]) == (
        body["messages"][0]["id"],
        "failed",
        131047,
        "ours",
    )


async def test_a_number_that_nobody_has_is_undeliverable(twin: Phones, client: AsyncClient, letters: Letters) -> None:
    status, _ = await graph(client, twin, whatsapp(twin, TEXT, to="34699999999"))
    assert status == 200
    (letter,) = await letters.bodies()
    assert letter["entry"][0]["changes"][0]["value"]["statuses"][0]["errors"][0]["code"] == 131026


@pytest.mark.parametrize("to", ["5511987654321", "551187654321"])
async def test_either_form_of_a_brazilian_number_rings(twin: Phones, client: AsyncClient, to: str) -> None:
    """F2."""
    person = twin.world.newcomer("Bia", "pt", "551187654321")
    twin.hands.write(twin.account("whatsapp"), person, "Oi")
    _, body = await graph(client, twin, whatsapp(twin, TEXT, to=to))
    assert body["contacts"][0]["wa_id"] == "551187654321"
    assert len(twin.received("whatsapp", person)) == 1


async def test_webhooks_are_signed_with_the_apps_secret(twin: Phones, letters: Letters) -> None:
    """MSG-01, F6."""
    twin.hands.write(twin.account("whatsapp"), twin.person(), "Bon dia 👋")
    twin.hands.write(twin.account("telegram"), twin.person(), "Bon dia 👋")
    await letters.bodies()
    meta, telegram = letters.taken
    expected = hmac.new(wiring.APP_SECRET.encode(), meta.body, hashlib.sha256).hexdigest()
    assert meta.headers["X-Hub-Signature-256"] == f"sha256={expected}"
    assert meta.url == "http://test/v1/webhooks/meta"
    assert telegram.headers["X-Telegram-Bot-Api-Secret-Token"] == twin.account("telegram").webhook_secret
    assert telegram.url.startswith("http://test/v1/webhooks/telegram/")


async def test_anything_but_200_is_tried_again(twin: Phones, letters: Letters) -> None:
    """F4."""
    letters.answers = [500, 0, 204, 200]
    twin.hands.write(twin.account("whatsapp"), twin.person(), "Hola")
    assert len(await letters.bodies()) == 4
    assert twin.postman.outcomes == [500, 0, 204, 200]
    letters.answers = [500] * 10
    twin.hands.write(twin.account("whatsapp"), twin.person(), "Hola")
    await twin.postman.settled()
    assert len(twin.postman.given_up) == 1


async def test_webhooks_are_held_back_turned_round_and_doubled(twin: Phones, letters: Letters) -> None:
    twin.postman.hold = True
    for words in ("u", "dos", "tres"):
        twin.hands.write(twin.account("whatsapp"), twin.person(), words)
    assert await letters.bodies() == []
    twin.postman.flush("reversed", twice=True)
    said = [each["entry"][0]["changes"][0]["value"]["messages"][0]["text"]["body"] for each in await letters.bodies()]
    assert said == ["tres", "dos", "u", "tres", "dos", "u"]


async def test_an_account_that_was_let_go_tells_nothing(twin: Phones, letters: Letters) -> None:
    twin.account("instagram").subscribed = False
    twin.hands.write(twin.account("instagram"), twin.person(), "Hola")
    assert await letters.bodies() == []


@pytest.mark.parametrize(
    ("outer", "told"),
    [
        ({}, {"META_GRAPH_URL", "META_APP_SECRET", "META_VERIFY_TOKEN", "TELEGRAM_API_URL", "DEMO_PHONES_URL"}),
        ({"META_APP_SECRET": "real"}, {"TELEGRAM_API_URL"}),
        ({"META_GRAPH_URL": "https://graph.example.com"}, {"TELEGRAM_API_URL"}),
        (
            {"TELEGRAM_API_URL": "https://api.telegram.org"},
            {"META_GRAPH_URL", "META_APP_SECRET", "META_VERIFY_TOKEN"},
        ),
    ],
)
def test_real_accounts_are_never_led_to_the_phones(outer: dict[str, str], told: set[str]) -> None:
    assert wiring.settings("http://127.0.0.1:8091", outer).keys() == told


async def test_who_is_connected_outlives_a_restart(twin: Phones, tmp_path: Path) -> None:
    path = tmp_path / "kept" / "phones.json"
    twin.account("messenger").subscribed = False
    spare = next(each for each in twin.world.accounts.values() if each.kind == "telegram" and not each.subscribed)
    spare.subscribed, spare.webhook_url = True, "http://127.0.0.1:1/v1/webhooks/telegram/theirs"
    keeping.remember(twin.world, path)
    later = Phones()
    keeping.recall(later.world, path)
    later.call_back("http://127.0.0.1:2")
    assert not later.account("messenger").subscribed
    assert later.world.accounts[spare.id].webhook_url == "http://127.0.0.1:2/v1/webhooks/telegram/theirs"
    path.write_text("{")
    keeping.recall(later.world, path)


async def test_everything_can_be_done_over_http(twin: Phones, client: AsyncClient, letters: Letters) -> None:
    account = twin.account("messenger")
    ends = {"account": account.id, "person": "carlos"}
    written = await client.post("/control/write", json={**ends, "text": "Hola"})
    assert written.status_code == 200
    await client.post("/control/react", json={**ends, "message": written.json()["id"], "emoji": "❤️"})
    await client.post("/control/window", json={**ends, "hours": 25})
    thread = (await client.get("/control/thread", params=ends)).json()
    assert [each["reaction"] for each in thread["said"]] == ["❤️"]
    body = {"recipient": {"id": twin.person("carlos").ids("messenger")[0]}, "message": {"text": "Hola"}}
    assert (await graph(client, twin, body, "messenger"))[1]["error"]["error_subcode"] == 2018278
    await client.post("/control/window", json={**ends, "hours": -25})
    await client.post("/control/fault", json={"kind": "429", "account": account.id, "times": 2, "retry_after": 9})
    assert [(await graph(client, twin, body, "messenger"))[0] for _ in range(3)] == [429, 429, 200]
    received = (await client.get("/control/received")).json()
    assert [(each["account"], each["text"]) for each in received] == [(account.id, "Hola")]
    assert len((await client.get("/control/state")).json()["accounts"]) == 8


BAD = {
    "nobody": ("write", {"account": "x", "person": "nuria", "text": "Hola"}),
    "no_words": ("write", {"account": "106540352242922", "person": "nuria", "text": " "}),
    "no_fault": ("fault", {"kind": "earthquake"}),
    "no_button": ("press", {"account": "106540352242922", "person": "nuria", "message": "1", "choice": "1"}),
    "no_base64": ("file", {"account": "106540352242922", "person": "nuria", "kind": "image", "content": "?"}),
    "a_list": ("write", []),
}


@pytest.mark.parametrize("name", BAD)
async def test_an_act_that_cannot_be_done_is_a_400(client: AsyncClient, name: str) -> None:
    path, body = BAD[name]
    answer = await client.post(f"/control/{path}", json=body)
    assert answer.status_code == 400
    assert answer.json()["fault"]


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example.com"}, {"Content-Type": "text/plain"}], ids=["stranger", "no_json"]
)
async def test_pages_of_others_may_not_play(client: AsyncClient, headers: dict[str, str]) -> None:
    answer = await client.post("/control/clear", content="{}", headers=ORIGIN | headers)
    assert answer.status_code == 403


def test_the_page_says_everything_in_four_languages() -> None:
    found = re.findall(
        r"^  (\w+): (\[.*?\]),$", (PAGE / "words.js").read_text().partition("const ORDER")[0], re.DOTALL | re.MULTILINE
    )
    words = {name: json.loads(re.sub(r",\s*\]", "]", said)) for name, said in found}
    assert len(words) > 80
    for name, said in words.items():
        assert len(said) == 4, name
        assert all(each.strip() for each in said), name
        assert len({frozenset(re.findall(r"\{\w+\}", each)) for each in said}) == 1, name
    asked = "".join(each.read_text() for each in PAGE.iterdir())
    spoken = set(re.findall(r'\bt\("(\w+)"|data-(?:words|label|hint)="(\w+)"', asked))
    assert {first or second for first, second in spoken} <= words.keys()


async def test_the_page_runs_under_a_strict_policy(client: AsyncClient) -> None:
    page = await client.get("/")
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "style=" not in page.text
    for name in ("app.js", "chat.js", "words.js", "stage.css", "phone.svg"):
        assert (await client.get(f"/assets/{name}")).status_code == 200
    for name in ("../server.py", "%2e%2e/server.py", "none.js", "app.py"):
        assert (await client.get(f"/assets/{name}")).status_code == 404
    assert "innerHTML" not in (await client.get("/assets/dom.js")).text
