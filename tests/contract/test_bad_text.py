"""Text of any kind: refused clearly, or stored and shown as text; never a 5xx, never executed."""

import json
import secrets
from typing import Any

import pytest
from httpx2 import AsyncClient, Response

from tests.contract.callers import Callers, assert_clear, right_caller
from tests.isolation.company import PHOTO
from tests.support.routes import ROUTES, Route

# Kept as they are, wherever they fit.
TEXTS = {
    "emoji": "👩🏽‍🍳 Cuina 🇪🇸 ¡olé!",
    "rtl": "مرحبا بالعالم — שלום \u202eabc\u202c",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "sql": "'; DROP TABLE leads; --",
    "template": "{{7*7}} ${7*7} %s %(name)s {0} {name}",
    "combining": "Z̷̢̛a͝l̵g̸o̴",
    "backslashes": "C:\\new\\table \\u0000 \\' \" `",
}
# Refused, or cleaned before they are kept.
REFUSABLE = {
    "nul": "a\x00b",
    "lone_surrogate": "a\ud800b",
    "long": "x" * 100_000,
    "crlf": "a\r\nSet-Cookie: x=1",
    "controls": "".join(map(chr, range(1, 32))),
    "noncharacter": "\ufffe\uffff\ufeff",
    "blank": " \u00a0\u3000\u200b",
}


def text_bodies(text: str, session_id: str) -> dict[str, dict[str, Any]]:
    """The text in each place that holds words, route by route."""
    chat = {"session_id": session_id}
    flow = {"type": "message", "id": "hello", "text": {"es": text}, "next": "end"}
    definition = {
        "name": text,
        "default_language": "es",
        "languages": ["es"],
        "start": "hello",
        "variables": {},
        "blocks": [flow, {"type": "end", "id": "end"}],
    }
    return {
        "PATCH /v1/tenant": {"name": text},
        "PATCH /v1/auth/me": {"full_name": text},
        "POST /v1/leads": {"name": text},
        "PATCH /v1/leads/{lead_id}": {"company": text},
        "POST /v1/conversations/{conversation_id}/reply": {"text": text},
        "POST /v1/flows": {"name": f"{text} {secrets.token_hex(3)}"},
        "PUT /v1/flows/{flow_id}/draft": {"definition": definition},
        "POST /v1/flows/{flow_id}/publish": {"note": text},
        "POST /v1/chat/start": {"page_url": text, "referrer": text, "utm": {"source": text, "campaign": text}},
        "POST /v1/chat/send": {**chat, "text": text},
        "POST /v1/chat/identify": {**chat, "name": text},
        "POST /v1/auth/register": {
            "email": f"p-{secrets.token_hex(4)}@shop.example.com",
            "password": "una-clave-larga",
            "full_name": text,
            "company_name": text,
        },
        "POST /v1/auth/login": {"username": text, "password": text},
        "POST /v1/auth/password/change": {"current": text, "new": text},
        "POST /v1/auth/two-factor/confirm": {"code": text},
        "POST /v1/invitations": {"email": text, "role": "agent"},
        "POST /v1/tenant/verify-installation": {"url": text},
        "POST /v1/admin/tenants": {"name": text, "owner_email": "owner@shop.example.com"},
        "PUT /v1/admin/tenants/{tenant_id}/maintenance": {"on": True, "note": text},
        "PATCH /v1/channels/{account_id}": {"name": text},
        "POST /v1/channels/{account_id}/templates/{template_id}/preview": {"variables": [text]},
        "POST /v1/knowledge": {"language": "es", "name": f"{text} {secrets.token_hex(3)}", "answer": text},
        "POST /v1/knowledge/import": {"language": "es", "lines": f"{text};{text}"},
        "POST /v1/knowledge/try": {"language": "es", "question": text},
        "PUT /v1/assistant/settings": {"escalation_words": [text]},
        "PUT /v1/nurturing/sequences/{sequence}": {"steps": [{"delay_hours": 1, "texts": {"es": text}}]},
    }


BY_NAME = {str(each): each for each in ROUTES}
WITH_TEXT = sorted(text_bodies("", ""))
# Where the answer shows the text, so that it can be compared.
SHOWN = {
    "PATCH /v1/tenant": "name",
    "PATCH /v1/auth/me": "full_name",
    "POST /v1/leads": "name",
    "PATCH /v1/leads/{lead_id}": "company",
    "POST /v1/conversations/{conversation_id}/reply": "text",
}
# Written in a way of its own.
FORMS = {"POST /v1/auth/login"}


async def send(client: AsyncClient, callers: Callers, route: Route, body: Any, **more: Any) -> Response:
    headers = {**callers.headers(right_caller(route), route), "Idempotency-Key": secrets.token_hex(8)}
    path = route.path.format(**callers.ids(route))
    if str(route) in FORMS:
        return await client.request(route.method, path, data=body, headers=headers)
    # Escaped, for half a surrogate pair has no bytes of its own.
    content = json.dumps(body, ensure_ascii=True).encode()
    headers["Content-Type"] = "application/json"
    return await client.request(route.method, path, content=content, headers=headers, **more)


@pytest.mark.parametrize("kind", [*TEXTS, *REFUSABLE])
@pytest.mark.parametrize("name", WITH_TEXT)
async def test_text_of_any_kind_is_refused_clearly_or_kept(
    client: AsyncClient, callers: Callers, name: str, kind: str
) -> None:
    text = (TEXTS | REFUSABLE)[kind]
    if name in FORMS and kind == "lone_surrogate":
        text = "a\udcffb".encode("utf-8", "surrogateescape").decode("latin-1")  # a form carries bytes, not escapes
    session_id = callers.company.ids["session_id"][0]
    answer = await send(client, callers, BY_NAME[name], text_bodies(text, session_id)[name])
    assert_clear(answer)
    assert "\x00" not in answer.text
    if kind in TEXTS and name in SHOWN:
        assert answer.is_success, answer.text
        assert answer.json()[SHOWN[name]] == text


async def test_what_a_visitor_writes_is_read_as_it_was_written(client: AsyncClient, callers: Callers) -> None:
    company = callers.company
    started = await client.post("/v1/chat/start", json={"language": "es"}, headers=company.page)
    session_id = started.json()["session_id"]
    for text in TEXTS.values():
        headers = {**company.page, "Idempotency-Key": secrets.token_hex(8)}
        answer = await client.post("/v1/chat/send", json={"session_id": session_id, "text": text}, headers=headers)
        assert answer.status_code == 200, answer.text
    read = await client.get(f"/v1/conversations/{session_id}", headers=company.owner.headers)
    assert read.headers["content-type"] == "application/json"
    said = [each["text"] for each in read.json()["messages"] if each["role"] == "visitor"]
    assert said == list(TEXTS.values())


@pytest.mark.parametrize(
    "file_name", [*TEXTS.values(), "../../etc/passwd", "a" * 5_000, 'x"; filename="y', "a\x00b.png", ""]
)
async def test_a_file_name_is_only_a_name(client: AsyncClient, callers: Callers, file_name: str) -> None:
    company = callers.company
    session_id = company.ids["session_id"][-1]
    answer = await client.post(
        f"/v1/chat/{session_id}/files", files={"file": (file_name, PHOTO, "text/html")}, headers=company.page
    )
    assert_clear(answer)
    if answer.is_success:
        kept = answer.json()
        assert kept["content_type"] == "image/png"
        got = await client.get(f"/v1/files/{kept['id']}", headers=company.owner.headers)
        assert got.content == PHOTO
        assert got.headers["content-disposition"].startswith("attachment;")
        assert not {"/", "\\", "\x00"} & set(kept["name"])
