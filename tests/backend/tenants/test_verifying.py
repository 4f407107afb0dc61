"""Verify installation says what is on the page (WID-04)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.core.http.actor import Role
from backend.providers.web_page import WebPages
from backend.tenants.models import Tenant
from backend.tenants.verifying import verify
from tests.support.people import register
from tests.support.roles import member
from tests.support.web_server import Answer, WebServer, web_server

API = "http://127.0.0.1:8000"
OURS = f'<script src="{API}/widget.js" data-tenant="mar" async></script>'


@pytest_asyncio.fixture
async def site() -> AsyncIterator[WebServer]:
    answers = {
        "/": Answer(OURS),
        "/bare": Answer("<p>no widget</p>"),
        "/other": Answer(OURS.replace('"mar"', '"sea"')),
        "/elsewhere": Answer(OURS.replace("8000", "9000")),
        "/broken": Answer(OURS, status=500),
        "/photo": Answer("", headers={"Content-Type": "image/png"}),
        "/loop": Answer(status=302, headers={"Location": "/loop"}),
        "/inside": Answer(status=302, headers={"Location": "http://169.254.169.254/"}),
        "/away": Answer(status=302, headers={"Location": "/"}),
    }
    async with web_server(answers) as server:
        yield server


def tenant(*origins: str) -> Tenant:
    return Tenant(slug="mar", allowed_origins=list(origins))


@pytest.mark.parametrize(
    ("path", "found", "slug", "status", "problems"),
    [
        ("/", True, "mar", 200, []),
        ("/away", True, "mar", 200, []),
        ("/bare", False, None, 200, ["snippet_missing"]),
        ("/other", False, "sea", 200, ["other_tenant"]),
        ("/elsewhere", True, "mar", 200, ["other_server"]),
        ("/broken", False, None, 500, ["bad_status"]),
        ("/photo", False, None, 200, ["not_a_web_page"]),
        ("/nowhere", False, None, 404, ["bad_status"]),
        ("/loop", False, None, None, ["too_many_redirects"]),
        ("/inside", False, None, None, ["address_refused"]),
    ],
)
async def test_what_is_found_on_a_page(
    site: WebServer, path: str, found: bool, slug: str | None, status: int | None, problems: list[str]
) -> None:
    pages = WebPages({site.origin})
    seen = await verify(pages, tenant(site.origin), url=f"{site.origin}{path}", api_url=API)
    assert (seen.found, seen.tenant_slug_found, seen.status, seen.problems) == (found, slug, status, problems)
    assert seen.reachable == (status is not None)


async def test_only_pages_of_allowed_origins_are_visited(site: WebServer) -> None:
    pages = WebPages({site.origin})
    seen = await verify(pages, tenant("https://www.example.com"), url=f"{site.origin}/", api_url=API)
    assert seen.problems == ["origin_not_allowed"]
    assert site.hosts == []


async def test_an_allowed_origin_on_our_own_machine_is_still_refused(client: AsyncClient) -> None:
    """A tenant may list http://localhost for its developers; our server does not look there for them."""
    owner = await register(client)
    origin = "http://localhost:5432"
    await client.patch("/v1/tenant", json={"allowed_origins": [origin]}, headers=owner.headers)
    answer = await client.post("/v1/tenant/verify-installation", json={"url": origin}, headers=owner.headers)
    assert answer.status_code == 200
    assert answer.json()["problems"] == ["address_refused"]


@pytest.mark.parametrize(
    "body", [{}, {"url": "not an address"}, {"url": "file:///etc/passwd"}, {"url": "https://x.example", "more": 1}]
)
async def test_what_is_no_web_address_is_refused(client: AsyncClient, body: dict[str, Any]) -> None:
    owner = await register(client)
    answer = await client.post("/v1/tenant/verify-installation", json=body, headers=owner.headers)
    assert answer.status_code == 422


async def test_only_administrators_send_us_to_a_page(client: AsyncClient, database: Database, app: FastAPI) -> None:
    agent = await member(client, database, Role.AGENT)
    body = {"url": "https://www.example.com/"}
    answer = await client.post("/v1/tenant/verify-installation", json=body, headers=agent.headers)
    assert answer.status_code == 403
