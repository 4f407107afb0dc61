"""Every route asks for a good token: of the right kind, still valid, of this page (IDN-03, IDN-12, WID-02)."""

import base64
import json
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from httpx2 import AsyncClient

from backend.core import clock
from backend.core.http.tokens import WIDGET_LIFETIME, AccessClaims, issue_access_token, issue_widget_token
from tests.isolation.company import Company
from tests.isolation.conftest import Neighbours
from tests.support.builders import SECRET
from tests.support.routes import ROUTES, Route

GUARDED = [each for each in ROUTES if not each.public]
OTHER_SECRET = "another-secret-key-that-is-long-enough-0123456789"


def claims_of(token: str) -> dict[str, str]:
    body = token.split(".")[1]
    found: dict[str, str] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


def issued(company: Company, route: Route, *, secret: str = SECRET, age: timedelta = timedelta(0)) -> str:
    """The right token for the route, of some age."""
    then = clock.now() - age
    if route.for_visitors:
        return issue_widget_token(secret, uuid.UUID(company.owner.tenant_id), company.origin, then)
    claims = claims_of(company.owner.access)
    person = AccessClaims(uuid.UUID(claims["sub"]), uuid.UUID(claims["sid"]), uuid.UUID(claims["tid"]))
    return issue_access_token(secret, person, then, role="owner", platform_role="super_admin")


def unsigned(company: Company, route: Route) -> str:
    """The right claims under `alg: none`."""
    header = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    return f"{header}.{issued(company, route).split('.')[1]}."


def changed(company: Company, route: Route) -> str:
    """Another tenant's id under the old signature."""
    header, body, signature = issued(company, route).split(".")
    claims = claims_of(f".{body}") | {"tid": str(uuid.uuid4())}
    return f"{header}.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.{signature}"


BAD: dict[str, Callable[[Company, Route], str]] = {
    "expired": lambda company, route: issued(company, route, age=WIDGET_LIFETIME + timedelta(seconds=1)),
    "signed_with_another_key": lambda company, route: issued(company, route, secret=OTHER_SECRET),
    "unsigned": unsigned,
    "changed": changed,
    "of_the_other_kind": lambda company, route: company.owner.access if route.for_visitors else company.widget_token,
    "of_nobody": lambda company, route: issue_access_token(
        SECRET, AccessClaims(uuid.uuid4(), uuid.uuid4(), uuid.UUID(company.owner.tenant_id)), clock.now()
    ),
    "garbage": lambda company, route: "garbage",
    "dots": lambda company, route: "..",
    "long": lambda company, route: "a" * 7_000,
    "refresh_token": lambda company, route: company.owner.refresh,
}


def path_of(route: Route, company: Company) -> str:
    return route.path.format(**{name: company.ids[name][0] for name in route.parameters})


@pytest.mark.parametrize("kind", BAD)
async def test_a_bad_token_is_401_everywhere(client: AsyncClient, neighbours: Neighbours, kind: str) -> None:
    mine = neighbours.mine
    for route in GUARDED:
        token = BAD[kind](mine, route)
        headers = {"Authorization": f"Bearer {token}", "Origin": mine.origin}
        answer = await client.request(route.method, path_of(route, mine), headers=headers)
        assert answer.status_code == 401, f"{route}: {answer.status_code} {answer.text}"
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer"}, {"Authorization": "Basic b3duZXI6b3duZXI="}, {"Authorization": "Bearer  "}],
    ids=["none", "no_word", "basic", "blank"],
)
async def test_no_token_is_401_everywhere(client: AsyncClient, neighbours: Neighbours, headers: dict[str, str]) -> None:
    for route in GUARDED:
        answer = await client.request(route.method, path_of(route, neighbours.mine), headers=headers)
        assert answer.status_code == 401, f"{route}: {answer.status_code} {answer.text}"


@pytest.mark.parametrize("origin", ["https://evil.example.com", "null", "", None])
async def test_a_visitors_token_is_good_on_its_own_page_only(
    client: AsyncClient, neighbours: Neighbours, origin: str | None
) -> None:
    mine = neighbours.mine
    headers = {"Authorization": f"Bearer {mine.widget_token}"} | ({} if origin is None else {"Origin": origin})
    for route in (each for each in GUARDED if each.for_visitors):
        answer = await client.request(route.method, path_of(route, mine), headers=headers)
        assert answer.status_code == 403, f"{route}: {answer.text}"
        assert answer.json()["error"]["code"] == "origin_mismatch"


async def test_another_page_of_the_same_company_opens_no_session(client: AsyncClient, neighbours: Neighbours) -> None:
    mine = neighbours.mine
    origin = "https://second.example.com"
    token = issue_widget_token(SECRET, uuid.UUID(mine.owner.tenant_id), origin, clock.now())
    for session_id in mine.ids["session_id"]:
        answer = await client.get(
            f"/v1/chat/{session_id}", headers={"Authorization": f"Bearer {token}", "Origin": origin}
        )
        assert answer.status_code == 404, answer.text


async def test_the_platforms_panel_refuses_every_role_of_a_company(client: AsyncClient, neighbours: Neighbours) -> None:
    """Also where a token claims more: what somebody may do is asked of the database."""
    for route in (each for each in GUARDED if each.for_superadmins):
        for token in (neighbours.mine.owner.access, neighbours.mine.agent.access, issued(neighbours.mine, route)):
            headers = {"Authorization": f"Bearer {token}"}
            answer = await client.request(route.method, path_of(route, neighbours.theirs), headers=headers)
            assert answer.status_code == 403, f"{route}: {answer.text}"
