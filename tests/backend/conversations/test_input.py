"""Whatever is typed is stored and shown as text, asked again, or refused with a sentence; it is never a 5xx."""

import json
from typing import Any

import pytest
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.flows.schemas import FlowDefinition
from tests.support.builders import Visitor, found_talking
from tests.support.flows import asking, buttons, end, flow

BYE = end("end", "Adiós")


def question(kind: str, **more: Any) -> FlowDefinition:
    if kind == "buttons":
        return flow(buttons("madera", "metal", **more), BYE)
    return flow(asking(kind, saves="answer", **more), BYE, answer=VARIABLES.get(more.get("format", kind), "text"))


VARIABLES = {"number": "number", "money": "money", "media": "files", "consent": "boolean", "range": "number"}
# kind, the question, an answer that does not fit, one that does
KINDS: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("buttons", {}, {"option": "plástico"}, {"option": "metal"}),
    ("buttons", {}, {"text": "de nada de eso"}, {"text": "Madera"}),
    ("buttons", {"multiple": True}, {"value": ["madera", "plástico"]}, {"value": ["madera", "metal"]}),
    ("input", {"format": "text", "min_length": 5}, {"text": "ab"}, {"text": "abcde"}),
    ("input", {"format": "text", "max_length": 5}, {"text": "abcdef"}, {"text": "abcde"}),
    ("input", {"format": "text", "pattern": "^[0-9]{5}$"}, {"text": "08a01"}, {"text": "08001"}),
    ("input", {"format": "number", "min": 1, "max": 90}, {"text": "muchos"}, {"text": "unos 12,5 m2"}),
    ("input", {"format": "number", "min": 1, "max": 90}, {"value": 1e300}, {"value": 12}),
    ("input", {"format": "email"}, {"text": "marta@"}, {"text": " Marta@Example.com "}),
    ("input", {"format": "phone"}, {"text": "12"}, {"text": "612 34 56 78"}),
    ("input", {"format": "money", "min": 100}, {"text": "lo que haga falta"}, {"text": "entre 5 y 8 mil euros"}),
    ("date", {"min": "today"}, {"text": "1 de enero de 1999"}, {"text": "mañana"}),
    ("date", {}, {"value": "2026-02-30"}, {"value": "2030-02-28"}),
    ("range", {"min": 1, "max": 10}, {"value": 11}, {"value": 7}),
    ("range", {"min": 1, "max": 10}, {"value": {"min": "x"}}, {"value": {"min": 2, "max": 4}}),
    ("media", {"optional": True}, {"text": "aquí va la foto"}, {"value": None}),
    ("consent", {"purpose": "contact", "text": {"es": "Guardamos tus datos."}}, {"text": "quizás"}, {"text": "vale"}),
]


async def asked(client: AsyncClient, database: Database, definition: FlowDefinition) -> Visitor:
    visitor = Visitor(client, await found_talking(database, definition))
    await visitor.start()
    return visitor


@pytest.mark.parametrize(("kind", "more", "wrong", "right"), KINDS, ids=lambda each: str(each)[:60])
async def test_a_wrong_answer_is_asked_again_and_keeps_its_place(
    client: AsyncClient,
    database: Database,
    kind: str,
    more: dict[str, Any],
    wrong: dict[str, Any],
    right: dict[str, Any],
) -> None:
    visitor = await asked(client, database, question(kind, **more))
    ask, prompt = visitor.last["ask"], visitor.last["messages"][-1]["text"]
    assert ask["type"] == kind
    for _ in range(2):
        again = await visitor.send(**wrong)
        helpful, repeated = (each["text"] for each in again["messages"])
        assert (again["status"], again["ask"], repeated) == ("open", ask, prompt)
        assert helpful not in {prompt, ""}
    answer = await visitor.send(**right)
    assert (answer["status"], answer["messages"][-1]["text"]) == ("ended", "Adiós")


@pytest.mark.parametrize("kind", ["buttons", "input", "date", "range", "consent"])
@pytest.mark.parametrize(
    "answer",
    [
        {"text": "🦄" * 2000},
        {"option": "no-such-option"},
        {"value": {"a": [1, None, {"b": "c"}]}},
        {"value": True},
        {"value": -0.0},
        {"value": [[]]},
        {"value": "\x00"},
        {"file_ids": ["6f1d8f3e-0000-4000-8000-000000000000"]},
    ],
    ids=str,
)
async def test_an_answer_of_another_kind_is_never_a_fault_of_ours(
    client: AsyncClient, database: Database, kind: str, answer: dict[str, Any]
) -> None:
    more: dict[str, dict[str, Any]] = {
        "range": {"min": 1, "max": 10},
        "consent": {"purpose": "contact", "text": {"es": "Sí o no."}},
    }
    visitor = await asked(client, database, question(kind, **more.get(kind, {})))
    sent = await visitor.try_send(**answer)
    assert sent.status_code == 200, sent.text
    assert (await visitor.read())["messages"][-1]["role"] == "bot"


TEXTS = {
    "emoji": "👩‍👩‍👧‍👦🇪🇸 cocina 🦄",
    "right to left": "שלום مرحبا \u202eabc",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "sql": "'; DROP TABLE conversations; --",
    "template": "{{7*7}} ${7*7} {business} %s %(x)s {0}",
    "path": "../../../etc/passwd",
    "combining": "Z̸̡̢a̷͜l̵g̷o̸ " * 50,
    "zero width": "a\u200bb\u200dc\ufeff",
    "lines": "uno\ndos\r\n\ttres",
    "edge of unicode": "\U0010ffff\ufffe\ufdd0",
    "longest": "ñ" * 4000,
}


@pytest.mark.parametrize("name", TEXTS)
async def test_every_text_is_kept_and_shown_as_it_was_written(
    client: AsyncClient, database: Database, name: str
) -> None:
    visitor = await asked(client, database, flow(asking("input", format="text"), BYE))
    await visitor.send(text=TEXTS[name])
    assert ("visitor", TEXTS[name]) in await visitor.said()


async def test_control_characters_are_dropped(client: AsyncClient, database: Database) -> None:
    visitor = await asked(client, database, flow(asking("input", format="text"), BYE))
    await visitor.send(text="a\x00b\x1b[31mc\x7f\x08")
    assert ("visitor", "ab[31mc") in await visitor.said()


def raw(visitor: Visitor, body: str) -> bytes:
    return body.replace("ID", f'"session_id": "{visitor.session_id}"').encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('{ID, "text": "%s"}' % ("a" * 4001), id="longer than a message"),
        pytest.param('{ID, "text": "%s"}' % ("a" * 100_000), id="100 kB"),
        pytest.param('{ID, "text": ""}', id="no words"),
        pytest.param('{ID, "text": " \\n\\t "}', id="only blanks"),
        pytest.param('{ID, "text": "\\u0000\\u0001"}', id="only control characters"),
        pytest.param('{ID, "text": null}', id="null is no text"),
        pytest.param('{ID, "text": 7}', id="a number is no text"),
        pytest.param('{ID, "text": "\\ud800"}', id="half a surrogate pair"),
        pytest.param('{ID, "text": "\ud800"}', id="the same in bytes"),
        pytest.param("{ID}", id="nothing said"),
        pytest.param('{ID, "text": "a", "option": "b"}', id="two answers"),
        pytest.param('{ID, "text": "a", "admin": true}', id="an unknown field"),
        pytest.param('{ID, "option": "%s"}' % ("a" * 101), id="no such option can be"),
        pytest.param('{ID, "value": "%s"}' % ("a" * 4001), id="too large a value"),
        pytest.param('{ID, "value": %s}' % ("9" * 5000), id="a number without end"),
        pytest.param('{ID, "value": %s}' % ("[" * 5000 + "]" * 5000), id="a well without ground"),
        pytest.param('{ID, "file_ids": ["x"]}', id="no id"),
        pytest.param('{ID, "text": "a"', id="half a body"),
        pytest.param("[]", id="no object"),
        pytest.param("", id="no body"),
    ],
)
async def test_what_cannot_be_a_message_is_refused_and_leaves_no_trace(visitor: Visitor, body: str) -> None:
    before = await visitor.said()
    headers = {
        **visitor.business.widget_headers,
        "Idempotency-Key": "a-good-key-01",
        "Content-Type": "application/json",
    }
    answer = await visitor.client.post("/v1/chat/send", content=raw(visitor, body), headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_input")
    assert await visitor.said() == before


async def test_what_is_no_json_is_refused(visitor: Visitor) -> None:
    headers = {**visitor.business.widget_headers, "Idempotency-Key": "a-good-key-01", "Content-Type": "text/plain"}
    body = json.dumps({"session_id": visitor.session_id, "text": "hola"})
    answer = await visitor.client.post("/v1/chat/send", content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_input")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"page_url": "https://shop.example.com/" + "a" * 2000}, 422),
        ({"page_url": "javascript:alert(1)\x00"}, 200),
        ({"referrer": "ñ\x00ñ"}, 200),
        ({"utm": {"source": "a" * 201}}, 422),
        ({"utm": {"source": "a\x00b"}}, 200),
        ({"utm": {"weird": "x"}}, 422),
        ({"session_id": "not-an-id"}, 422),
        ({"session_id": None, "language": None}, 200),
        ({"language": "es", "anything": 1}, 422),
    ],
    ids=str,
)
async def test_a_page_may_tell_anything_of_itself(visitor: Visitor, body: dict[str, Any], status: int) -> None:
    answer = await visitor.post("/v1/chat/start", body)
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize("depth", [100, 900, 100_000])
async def test_a_deep_body_is_refused(visitor: Visitor, depth: int) -> None:
    body = '{"page_url": ' + "[" * depth + "]" * depth + "}"
    headers = {**visitor.business.widget_headers, "Content-Type": "application/json"}
    answer = await visitor.client.post("/v1/chat/start", content=body, headers=headers)
    assert answer.status_code in {400, 422}, answer.text
