"""Requests nobody should send, in body, query, path and header: refused clearly, never a 5xx."""

import base64
import json
import secrets
from typing import Any

import pytest
from httpx2 import AsyncClient, Headers

from tests.contract.callers import Callers, assert_clear, right_caller
from tests.support.routes import ROUTES, Route

WITH_BODY = [each for each in ROUTES if each.body]
DEEP = 5_000


@pytest.mark.parametrize("route", WITH_BODY, ids=str)
async def test_an_unknown_field_is_refused(client: AsyncClient, callers: Callers, route: Route) -> None:
    if route.body == "file":
        return
    headers = callers.headers(right_caller(route), route)
    given = {"no_such_field": "1"}
    sent: dict[str, Any] = {"data": given} if route.body == "form" else {"json": given}
    answer = await client.request(route.method, route.path.format(**callers.ids(route)), headers=headers, **sent)
    assert answer.status_code == 422, answer.text
    fields = {each["field"]: each["type"] for each in answer.json()["error"]["details"]["fields"]}
    assert fields.get("body.no_such_field") == "extra_forbidden", fields


BODIES: dict[str, tuple[str, bytes]] = {
    "no_json": ("application/json", b"{"),
    "no_utf8": ("application/json", b'{"name": "\xff\xfe"}'),
    "list": ("application/json", b"[]"),
    "word": ("application/json", b'"word"'),
    "number": ("application/json", b"1e999"),
    "not_a_number": ("application/json", b"NaN"),
    "null": ("application/json", b"null"),
    "deep_list": ("application/json", b"[" * DEEP + b"]" * DEEP),
    "deep_object": ("application/json", b'{"a":' * DEEP + b"1" + b"}" * DEEP),
    "deep_value": ("application/json", b'{"value":' + b"[" * DEEP + b"]" * DEEP + b"}"),
    "deep_definition": ("application/json", b'{"definition":' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b"}"),
    "huge_integer": ("application/json", b'{"value": ' + b"9" * 5_000 + b"}"),
    "huge_float": ("application/json", b'{"value": 1e400, "metres": -1e400}'),
    "doubled_key": ("application/json", b'{"name": "a", "name": "b"}'),
    "plain": ("text/plain", b'{"name": "a"}'),
    "xml": ("application/xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'),
    "form": ("application/x-www-form-urlencoded", b"name=a&" + b"b=c&" * 2_000),
    "multipart_without_boundary": ("multipart/form-data", b"--x\r\n\r\n"),
    "multipart_torn": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name="),
    "no_type": ("", b'{"name": "a"}'),
    "bad_type": ("application/json; charset=klingon", b'{"name": "a"}'),
    "empty": ("application/json", b""),
}


@pytest.mark.parametrize("kind", BODIES)
async def test_a_body_of_any_kind_is_refused_clearly(client: AsyncClient, callers: Callers, kind: str) -> None:
    content_type, content = BODIES[kind]
    for route in WITH_BODY:
        headers = {**callers.headers(right_caller(route), route), "Idempotency-Key": secrets.token_hex(8)}
        if content_type:
            headers["Content-Type"] = content_type
        path = route.path.format(**callers.ids(route))
        answer = await client.request(route.method, path, content=content, headers=headers)
        assert answer.status_code < 500, f"{route}: {answer.text}"
        assert_clear(answer)


@pytest.mark.parametrize("route", WITH_BODY, ids=str)
async def test_a_body_past_the_limit_is_413(client: AsyncClient, callers: Callers, route: Route) -> None:
    headers = {**callers.headers(right_caller(route), route), "Content-Type": "application/json"}
    path = route.path.format(**callers.ids(route))
    size = 6 * 1024 * 1024 if path.endswith("/files") else 1_048_577
    answer = await client.request(route.method, path, content=b" " * size, headers=headers)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "body_too_large"


def cursor(position: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


MAY_BE_UNREADY = {"/ready", "/widget.js"}
QUERIES: dict[str, dict[str, str]] = {
    "cursor_words": {"cursor": "not a cursor"},
    "cursor_nul": {"cursor": "\x00"},
    "cursor_number": {"cursor": cursor(1)},
    "cursor_one": {"cursor": cursor(["x"])},
    "cursor_null": {"cursor": cursor([None])},
    "cursor_two": {"cursor": cursor(["x", "y"])},
    "cursor_three": {"cursor": cursor(["created", "x", "y"])},
    "cursor_nested": {"cursor": cursor([[], {}])},
    "cursor_huge": {"cursor": cursor([10**30, 10**30])},
    "cursor_early": {"cursor": cursor(["0001-01-01T00:00:00+14:00", "00000000-0000-0000-0000-000000000000"])},
    "limit_huge": {"limit": "9" * 40},
    "limit_negative": {"limit": "-1"},
    "limit_word": {"limit": "many"},
    "q_nul": {"q": "a\x00b"},
    "q_wildcards": {"q": "%_\\%' OR 1=1 --"},
    "q_long": {"q": "x" * 5_000},
    "q_operators": {"q": "a & | ! ( ) :* <-> '"},
    "action_nul": {"action": "\x00"},
    "after_huge": {"after": "9" * 20},
    "after_word": {"after": "x"},
    "dates": {"created_from": "0001-01-01", "created_to": "9999-12-31T23:59:59.999999+00:00"},
    "dates_far": {"created_from": "0001-01-01T00:00:00+23:59", "created_to": "9999-12-31T23:59:59-23:59"},
    "tenant_nul": {"tenant": "\x00"},
    "many": {f"unknown{number}": "1" for number in range(500)},
}


@pytest.mark.parametrize("kind", QUERIES)
async def test_a_query_of_any_kind_is_refused_clearly(client: AsyncClient, callers: Callers, kind: str) -> None:
    for route in (each for each in ROUTES if each.method == "GET" and not each.path.endswith("/events")):
        headers = callers.headers(right_caller(route), route)
        path = route.path.format(**callers.ids(route))
        answer = await client.get(path, params=QUERIES[kind], headers=headers)
        assert answer.status_code < 500 or route.path in MAY_BE_UNREADY, f"{route}: {answer.text}"


PLACES = [
    "x",
    "%00",
    "..%2f..%2fetc%2fpasswd",
    "%F0%9F%98%80",
    "a" * 4_000,
    "00000000-0000-0000-0000-000000000000",
    "-1",
]


@pytest.mark.parametrize("place", PLACES)
async def test_an_id_of_any_kind_is_refused_clearly(client: AsyncClient, callers: Callers, place: str) -> None:
    for route in (each for each in ROUTES if each.parameters):
        headers = {**callers.headers(right_caller(route), route), "Idempotency-Key": secrets.token_hex(8)}
        path = route.path.format(**dict.fromkeys(route.parameters, place))
        answer = await client.request(route.method, path, json={}, headers=headers)
        assert 400 <= answer.status_code < 500, f"{route}: {answer.status_code} {answer.text}"
        assert_clear(answer)


HEADERS: dict[str, str] = {
    "Accept-Language": "x" * 3_000 + ",;;q=,*;q=9",
    "User-Agent": "\u00ff" * 2_000,
    "X-Request-ID": "'; DROP TABLE leads; --",
    "X-Forwarded-For": "::1, not-an-address, <script>",
    "Idempotency-Key": "%00'--",
    "Last-Event-ID": "NaN",
    "Origin": "javascript:alert(1)",
}


@pytest.mark.parametrize("name", HEADERS)
async def test_a_header_of_any_kind_breaks_nothing(client: AsyncClient, callers: Callers, name: str) -> None:
    for route in (each for each in ROUTES if not each.path.endswith("/events")):
        headers = Headers(callers.headers(right_caller(route), route), encoding="latin-1")
        headers[name] = HEADERS[name]
        path = route.path.format(**callers.ids(route))
        if route.method == "GET":
            answer = await client.get(path, headers=headers)
            assert answer.status_code < 500 or route.path in MAY_BE_UNREADY, f"{route}: {answer.text}"
