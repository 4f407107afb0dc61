"""What every answer has in common: headers, origins, body limits, error shape, health and metrics."""

import re
import uuid
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest
from httpx2 import AsyncClient

from backend.core.database.session import Database
from tests.support.builders import ORIGIN, Visitor, found_business
from tests.support.people import register

PANEL = "http://127.0.0.1:8501"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,idempotency-key"}


@pytest.fixture
async def visitor(client: AsyncClient, database: Database) -> Visitor:
    visitor = Visitor(client, await found_business(database))
    await visitor.start()
    return visitor


@pytest.mark.parametrize("path", ["/health", "/v1/leads", "/v1/widget/config?tenant=x", "/nowhere", "/metrics"])
async def test_every_answer_has_the_safe_headers(client: AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    if headers["content-type"] == "application/json":
        assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers, "only where we are reached over https"


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abc-123.X_y", True), ("a" * 64, True), ("a" * 65, False), ("a b", False), ("<script>", False), ("", False)],
)
async def test_a_request_is_known_by_its_id(client: AsyncClient, given: str, kept: bool) -> None:
    answer = await client.get("/v1/leads", headers={"X-Request-ID": given})
    found = answer.headers["x-request-id"]
    assert (found == given) is kept
    assert kept or re.fullmatch(r"[0-9a-f]{32}", found)
    assert answer.json()["error"]["request_id"] == found


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("DELETE", "/health", 405, "method_not_allowed"),
        ("GET", "/v1/leads", 401, "unauthenticated"),
        ("POST", "/v1/auth/login", 422, "invalid_input"),
        ("GET", f"/v1/leads/{uuid.UUID(int=59)}", 401, "unauthenticated"),
    ],
)
async def test_every_refusal_has_one_shape(client: AsyncClient, method: str, path: str, status: int, code: str) -> None:
    """IDN-20."""
    answer = await client.request(method, path)
    body = answer.json()
    assert answer.status_code == status
    assert body.keys() == {"error"}
    assert body["error"].keys() == {"code", "message", "details", "request_id"}
    assert body["error"]["code"] == code


async def test_a_refusal_does_not_repeat_what_was_sent(client: AsyncClient) -> None:
    body = {"email": "marta@example.com", "password": "s", "full_name": "", "company_name": "x"}
    answer = await client.post("/v1/auth/register", json=body)
    assert answer.status_code == 422
    assert "marta" not in answer.text


@pytest.mark.parametrize(
    ("origin", "path", "allowed"),
    [
        (ORIGIN, "/v1/chat/send", True),
        ("https://anybody.example", "/v1/widget/config", True),
        (PANEL, "/v1/leads", True),
        ("http://127.0.0.1:8502", "/v1/admin/tenants", True),
        (ORIGIN, "/v1/leads", False),
        (ORIGIN, "/v1/auth/login", False),
        ("null", "/v1/leads", False),
    ],
)
async def test_preflights(client: AsyncClient, origin: str, path: str, allowed: bool) -> None:
    """SEC-05: a preflight has no token, so the widget's is answered for every page and judged afterwards."""
    answer = await client.options(path, headers={"Origin": origin, **PREFLIGHT})
    assert answer.status_code == (204 if allowed else 403)
    assert answer.headers.get("access-control-allow-origin") == (origin if allowed else None)
    assert "access-control-allow-credentials" not in answer.headers
    assert "Origin" in answer.headers["vary"]
    if allowed:
        assert {"Authorization", "Idempotency-Key", "Last-Event-ID"} <= set(
            answer.headers["access-control-allow-headers"].split(", ")
        )


@pytest.mark.parametrize(
    ("origin", "path", "marked"),
    [
        (PANEL, "/v1/leads", True),
        (ORIGIN, "/v1/leads", False),
        (ORIGIN, "/v1/chat/x", True),
        (None, "/v1/leads", False),
    ],
)
async def test_answers_are_marked_for_the_page_that_may_read_them(
    client: AsyncClient, origin: str | None, path: str, marked: bool
) -> None:
    answer = await client.get(path, headers={"Origin": origin} if origin else {})
    assert answer.headers.get("access-control-allow-origin") == (origin if marked else None)


async def test_a_good_answer_is_marked_and_a_foreign_pages_is_not(visitor: Visitor, client: AsyncClient) -> None:
    good = await visitor.get(f"/v1/chat/{visitor.session_id}")
    assert good.headers["access-control-allow-origin"] == ORIGIN
    foreign = await visitor.get(f"/v1/chat/{visitor.session_id}", Origin="https://evil.example")
    assert foreign.status_code == 403
    assert "access-control-allow-origin" not in foreign.headers


async def drip(size: int) -> AsyncIterator[bytes]:
    """A body without a length, as a slow attacker sends it."""
    for _ in range(0, size, 65_536):
        yield b" " * 65_536


@pytest.mark.parametrize("path", ["/v1/chat/send", "/v1/chat/start", "/v1/auth/register", "/v1/leads"])
@pytest.mark.parametrize("streamed", [False, True], ids=["with a length", "without"])
async def test_a_body_too_large_is_413(visitor: Visitor, client: AsyncClient, path: str, streamed: bool) -> None:
    person = await register(client)
    headers = {"Content-Type": "application/json", "Idempotency-Key": "a-good-key-01"}
    headers |= person.headers if path == "/v1/leads" else visitor.business.widget_headers
    size = 2 * 1024 * 1024
    answer = await client.post(path, content=drip(size) if streamed else b" " * size, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "body_too_large")
    assert answer.json()["error"]["details"] == {"limit": 1_048_576}


async def test_an_upload_without_a_length_is_bounded_too(visitor: Visitor, client: AsyncClient) -> None:
    headers = {**visitor.business.widget_headers, "Content-Type": "multipart/form-data; boundary=x"}
    answer = await client.post(f"/v1/chat/{visitor.session_id}/files", content=drip(6 * 1024 * 1024), headers=headers)
    assert answer.status_code in {400, 413}
    assert answer.json()["error"]["code"] in {"bad_request", "body_too_large"}


@pytest.mark.parametrize("path", ["/health", "/v1/health"])
async def test_it_says_that_it_lives(client: AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.fixture
def heart(database_urls: tuple[str, str]) -> Iterator[psycopg.Connection]:
    """A worker's heart, stopped before and after."""
    with psycopg.connect(database_urls[1], autocommit=True) as owner:
        owner.execute("DELETE FROM procrastinate_workers")
        yield owner
        owner.execute("DELETE FROM procrastinate_workers")


async def test_it_is_ready_when_a_worker_lives(client: AsyncClient, heart: psycopg.Connection) -> None:
    """OPS-02."""
    without = await client.get("/ready")
    assert without.status_code == 503
    assert without.json() == {"status": "not_ready", "database": "ok", "migrations": "ok", "worker": "failed"}
    heart.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '16 seconds')")
    assert (await client.get("/ready")).status_code == 503
    heart.execute("UPDATE procrastinate_workers SET last_heartbeat = now()")
    ready = await client.get("/ready")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")


async def test_it_is_not_ready_with_a_missing_migration(client: AsyncClient, heart: psycopg.Connection) -> None:
    heart.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    (before,) = heart.execute("SELECT version_num FROM alembic_version").fetchall()
    heart.execute("UPDATE alembic_version SET version_num = 'older'")
    try:
        answer = await client.get("/ready")
    finally:
        heart.execute("UPDATE alembic_version SET version_num = %s", before)
    assert (answer.status_code, answer.json()["migrations"]) == (503, "failed")


async def test_metrics_name_routes_and_no_ids(visitor: Visitor, client: AsyncClient) -> None:
    """OBS-01."""
    await visitor.send(option="accept")
    await visitor.read()
    await client.get(f"/v1/leads/{uuid.uuid4()}")
    await client.get("/anything/marta@example.com")
    exposed = (await client.get("/metrics")).text
    routes = set(re.findall(r'route="([^"]*)"', exposed))
    assert {"/v1/chat/send", "/v1/chat/{session_id}", "/v1/leads/{lead_id}", "unmatched"} <= routes
    assert [each for each in routes if re.search(r"[0-9a-f]{8}-|@|\d{4}", each)] == []
    assert visitor.session_id not in exposed
    assert 'http_requests_total{method="POST",route="/v1/chat/send",status="200"}' in exposed
    assert "http_request_seconds_bucket" in exposed


async def test_the_document_can_be_read_by_everybody(client: AsyncClient) -> None:
    """OPS-05."""
    document = (await client.get("/openapi.json")).json()
    assert "/v1/chat/send" in document["paths"]
