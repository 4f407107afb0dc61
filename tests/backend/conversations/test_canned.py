"""Ready answers in three sets, filled in for one conversation; and what the assistant is taught."""

import json
import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.conversations.canned_defaults import DEFAULTS
from backend.conversations.canned_filling import fill
from backend.core import crypto
from backend.core.database.session import Database
from backend.core.language import LANGUAGES
from tests.support.desk import Desk
from tests.support.people import run_jobs

KNOWN = {"name": "Rosa", "business": "Cuines Mar", "agent": "Laia", "product": ""}
FILLED = {
    "¡Hola {name}! Soy {agent}.": ("¡Hola Rosa! Soy Laia.", ()),
    "¿Viste {product}? Un saludo, {agent} de {business}": ("¿Viste? Un saludo, Laia de Cuines Mar", ("product",)),
    "{product} {product}": ("", ("product",)),
    "Son {10} euros, {nombre}": ("Son {10} euros, {nombre}", ()),
    "{{name}}": ("{Rosa}", ()),
    "sin nada": ("sin nada", ()),
}


@pytest.mark.parametrize("template", FILLED)
def test_variables_are_filled_in_and_leave_no_gap(template: str) -> None:
    found = fill(template, KNOWN)
    assert (found.text, found.missing) == FILLED[template]


def test_every_set_begins_with_answers_in_four_languages() -> None:
    assert len({each.purpose for each in DEFAULTS}) == 3
    for each in DEFAULTS:
        assert set(each.titles) == set(each.texts) == set(LANGUAGES)


async def call(desk: Desk, method: str, path: str = "", **body: Any) -> Any:
    return await desk.client.request(
        method, f"/v1/canned-replies{path}", json=body or None, headers=desk.person.headers
    )


async def test_a_new_company_finds_some_once(client: AsyncClient, desk: Desk) -> None:
    for _ in range(2):
        await run_jobs(client._transport.app, "default")  # type: ignore[attr-defined] # the test client's own transport
    found = (await call(desk, "GET")).json()
    assert [each["purpose"] for each in found] == [each.purpose for each in DEFAULTS]


async def test_an_answer_is_kept_changed_and_deleted(desk: Desk) -> None:
    made = (await call(desk, "POST", purpose="opening", title=" Hola ", texts={"es": "¡Hola {name}!"})).json()
    assert (made["title"], made["texts"]) == ("Hola", {"es": "¡Hola {name}!"})
    changed = (await call(desk, "PATCH", f"/{made['id']}", purpose="handoff")).json()
    assert (changed["purpose"], changed["title"]) == ("handoff", "Hola")
    assert (await call(desk, "DELETE", f"/{made['id']}")).status_code == 204
    for method, path in (("DELETE", ""), ("PATCH", ""), ("POST", "/render")):
        body = {"conversation_id": desk.visitor.session_id} if path else {"title": "x"} if method == "PATCH" else {}
        answer = await call(desk, method, f"/{made['id']}{path}", **body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "canned_reply_not_found")


@pytest.mark.parametrize(
    "body",
    [
        {"purpose": "other", "title": "x", "texts": {"es": "x"}},
        {"purpose": "opening", "title": " ", "texts": {"es": "x"}},
        {"purpose": "opening", "title": "x", "texts": {}},
        {"purpose": "opening", "title": "x", "texts": {"fr": "x"}},
        {"purpose": "opening", "title": "x", "texts": {"es": "\x00"}},
        {"purpose": "opening", "title": "x", "texts": {"es": "a" * 2_001}},
        {"purpose": "opening", "title": "x" * 81, "texts": {"es": "x"}},
    ],
)
async def test_what_is_no_answer_is_refused(desk: Desk, body: dict[str, Any]) -> None:
    assert (await call(desk, "POST", **body)).status_code == 422


async def test_it_is_filled_in_for_whom_one_talks_with(desk: Desk) -> None:
    known = {"session_id": desk.visitor.session_id, "name": "Rosa Cano", "email": "rosa@mail.example.com"}
    await desk.visitor.send(option="accept")
    assert (await desk.visitor.post("/v1/chat/identify", known)).is_success
    texts = {"en": "Hi {name}", "es": "Hola {name}, soy {agent}: ¿viste {product}?"}
    made = (await call(desk, "POST", purpose="follow_up", title="x", texts=texts)).json()
    filled = await call(desk, "POST", f"/{made['id']}/render", conversation_id=desk.visitor.session_id)
    assert filled.json() == {"text": "Hola Rosa, soy Laia: ¿viste?", "language": "es", "missing": ["product"]}
    only = (await call(desk, "POST", purpose="follow_up", title="x", texts={"pt": "Olá {name}"})).json()
    filled = await call(desk, "POST", f"/{only['id']}/render", conversation_id=desk.visitor.session_id)
    assert (filled.json()["text"], filled.json()["language"]) == ("Olá Rosa", "pt")
    nowhere = await call(desk, "POST", f"/{made['id']}/render", conversation_id=str(uuid.uuid4()))
    assert nowhere.status_code == 404


async def test_the_assistant_is_taught_where_it_went_wrong(desk: Desk, database: Database) -> None:
    async with database.tenant(desk.visitor.business.id) as session:
        steps = json.dumps([{"step": "intent", "what": "greeting", "why": []}])
        asked = {"id": desk.visitor.session_id, "trace": crypto.cipher().encrypt(steps)}
        await session.execute(text("UPDATE messages SET trace = :trace WHERE conversation_id = :id"), asked)
    taught = {"question": "¿Hacéis armarios?", "answer": "Sí, a medida."}
    assert (await desk.do("messages/1.1/correction", **taught))["created"] is True
    assert (await desk.do("messages/1.1/correction", **taught | {"answer": "Sí."}))["created"] is False
    first = (await desk.detail())["messages"][0]
    assert (first["details"]["corrected"]["answer"], first["details"]["corrected"]["by"]) == ("Sí.", "Laia Puig")
    assert first["explained"] is True
    trace = await desk.read("/messages/1.1/trace")
    assert [each["step"] for each in trace["steps"]] == ["intent", "correction"]
    known = await desk.look("/v1/knowledge")
    assert [(each["name"], each["answer"]) for each in known["items"]] == [("¿Hacéis armarios?", "Sí.")]
    await desk.visitor.send(option="accept")
    refusals = {"2.1": (409, "nothing_to_correct"), "77.1": (404, "message_not_found"), "x": (404, "message_not_found")}
    for message_id, refusal in refusals.items():
        assert await desk.refused(f"messages/{message_id}/correction", **taught) == refusal
    assert await desk.refused("messages/1.1/correction", question="", answer="x") == (422, "invalid_input")
