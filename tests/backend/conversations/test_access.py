"""Who may not: every chat route without a token, with a bad one, from another page, for a guessed id (WID-02)."""

import secrets
import uuid
from datetime import timedelta
from typing import Any

import jwt
import pytest
from httpx2 import AsyncClient, Response

from backend.core import clock
from backend.core.database.session import Database
from backend.core.http.tokens import issue_widget_token
from tests.support.builders import ORIGIN, SECRET, Visitor, found_business
from tests.support.people import register

GUESSED = str(uuid.UUID(bytes=secrets.token_bytes(16)))
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40 + b"IEND\xaeB`\x82"
ROUTES = {
    "start": ("POST", "/v1/chat/start", {"session_id": "{id}"}),
    "send": ("POST", "/v1/chat/send", {"session_id": "{id}", "option": "accept"}),
    "language": ("POST", "/v1/chat/language", {"session_id": "{id}", "language": "en"}),
    "identify": ("POST", "/v1/chat/identify", {"session_id": "{id}", "email": "marta@example.com"}),
    "read": ("GET", "/v1/chat/{id}", None),
    "events": ("GET", "/v1/chat/{id}/events", None),
    "files": ("POST", "/v1/chat/{id}/files", None),
}
every_route = pytest.mark.parametrize("route", ROUTES)
# It begins anew where the id is not known: a page with an old id must still be able to talk.
every_route_of_a_conversation = pytest.mark.parametrize("route", [each for each in ROUTES if each != "start"])


async def call(client: AsyncClient, route: str, session_id: str, headers: dict[str, str]) -> Response:
    method, path, body = ROUTES[route]
    filled: dict[str, Any] | None = body and {name: value.format(id=session_id) for name, value in body.items()}
    files = {"file": ("a.png", PNG, "image/png")} if route == "files" else None
    keyed = {"Idempotency-Key": secrets.token_hex(8), **headers}
    return await client.request(method, path.format(id=session_id), json=filled, files=files, headers=keyed)


def page(token: str, origin: str | None = ORIGIN) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", **({"Origin": origin} if origin else {})}


def token_of(visitor: Visitor, *, origin: str = ORIGIN, secret: str = SECRET, age: timedelta = timedelta()) -> str:
    return issue_widget_token(secret, visitor.business.id, origin, clock.now() - age)


def refusal(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


@every_route
async def test_without_a_token(client: AsyncClient, visitor: Visitor, route: str) -> None:
    for headers in ({"Origin": ORIGIN}, {"Origin": ORIGIN, "Authorization": "Basic abc"}):
        answer = await call(client, route, visitor.session_id, headers)
        assert refusal(answer) == (401, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"


@every_route
async def test_with_a_token_that_is_none_of_ours(client: AsyncClient, visitor: Visitor, route: str) -> None:
    claims = {"typ": "widget", "tid": str(visitor.business.id), "org": ORIGIN, "exp": 2**40}
    person = await register(client)
    for token in (
        "noise",
        token_of(visitor, secret="another-secret-that-is-long-enough-for-it"),
        jwt.encode(claims, "", algorithm="none"),
        person.access,
    ):
        answer = await call(client, route, visitor.session_id, page(token))
        assert refusal(answer) == (401, "invalid_token")


@every_route
async def test_with_an_hours_old_token(client: AsyncClient, visitor: Visitor, route: str) -> None:
    """Its own code, so that the widget renews by itself."""
    old = token_of(visitor, age=timedelta(hours=1))
    assert refusal(await call(client, route, visitor.session_id, page(old))) == (401, "token_expired")


@every_route
@pytest.mark.parametrize("origin", ["https://evil.example", "http://shop.example.com", "null", "", None])
async def test_from_another_page(client: AsyncClient, visitor: Visitor, route: str, origin: str | None) -> None:
    answer = await call(client, route, visitor.session_id, page(token_of(visitor), origin))
    assert refusal(answer) == (403, "origin_mismatch")
    assert "access-control-allow-origin" not in answer.headers


@every_route_of_a_conversation
async def test_a_guessed_conversation(client: AsyncClient, visitor: Visitor, route: str) -> None:
    answer = await call(client, route, GUESSED, visitor.business.widget_headers)
    assert refusal(answer) == (404, "conversation_not_found")


@every_route_of_a_conversation
async def test_what_is_no_id_at_all(client: AsyncClient, visitor: Visitor, route: str) -> None:
    answer = await call(client, route, "1 OR 1=1", visitor.business.widget_headers)
    assert refusal(answer) == (422, "invalid_input")


@every_route_of_a_conversation
async def test_another_business_with_a_token_of_its_own(
    client: AsyncClient, database: Database, visitor: Visitor, route: str
) -> None:
    before = await visitor.said()
    other = await found_business(database)
    answer = await call(client, route, visitor.session_id, other.widget_headers)
    assert refusal(answer) == (404, "conversation_not_found")
    assert await visitor.said() == before


@every_route_of_a_conversation
async def test_the_same_business_on_another_of_its_pages(client: AsyncClient, visitor: Visitor, route: str) -> None:
    """A conversation belongs to the page where it began: what one site's script knows, another's does not read."""
    origin = "https://blog.example.com"
    answer = await call(client, route, visitor.session_id, page(token_of(visitor, origin=origin), origin))
    assert refusal(answer) == (404, "conversation_not_found")


async def test_what_may_not_be_resumed_begins_anew(client: AsyncClient, database: Database, visitor: Visitor) -> None:
    other = await found_business(database)
    origin = "https://blog.example.com"
    for headers in (other.widget_headers, page(token_of(visitor, origin=origin), origin)):
        answer = await call(client, "start", visitor.session_id, headers)
        assert answer.status_code == 200
        assert answer.json()["session_id"] != visitor.session_id
        assert [each["role"] for each in answer.json()["messages"]] == ["bot", "bot"]


async def test_a_read_of_our_own_address_needs_no_origin_header(client: AsyncClient, database: Database) -> None:
    """Browsers leave it out on same-origin reads; Sec-Fetch-Site then says so, and no page can forge it."""
    visitor = Visitor(client, await found_business(database, origin="http://127.0.0.1:8000"))
    await visitor.start()
    token = token_of(visitor, origin="http://127.0.0.1:8000")
    headers = {"Authorization": f"Bearer {token}", "Sec-Fetch-Site": "same-origin"}
    assert (await call(client, "read", visitor.session_id, headers)).status_code == 200
    headers["Sec-Fetch-Site"] = "cross-site"
    assert (await call(client, "read", visitor.session_id, headers)).status_code == 403


async def test_ids_are_128_random_bits(client: AsyncClient, visitor: Visitor) -> None:
    ids = [uuid.UUID((await visitor.start())["session_id"]).int for _ in range(24)]
    ones = [sum(each >> bit & 1 for each in ids) for bit in range(128)]
    assert all(0 < each < 24 for each in ones), "a bit that never changes is not random"
