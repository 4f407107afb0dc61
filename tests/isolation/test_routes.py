"""Two companies through every route: nothing of one shows to the other, and nothing of one is changed by the other."""

import secrets
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import psycopg
import pytest
from httpx2 import AsyncClient, Response
from psycopg import sql

from backend.flows import presets
from backend.flows.enums import Preset
from tests.isolation.company import PHOTO, Company
from tests.isolation.conftest import Neighbours
from tests.support.routes import ROUTES, Route

SOON = (datetime.now(UTC) + timedelta(days=1)).isoformat()
# Good bodies: a refusal must come from whose the thing is, never from how the request looks.
BODIES: dict[str, dict[str, Any]] = {
    "PATCH /v1/members/{user_id}": {"role": "viewer"},
    "PATCH /v1/leads/{lead_id}": {"name": "Mine now"},
    "POST /v1/leads/{lead_id}/move": {"stage_id": str(uuid.UUID(int=1))},
    "POST /v1/leads/{lead_id}/contacts": {"kind": "tax_id", "value": "Mine now"},
    "PATCH /v1/leads/{lead_id}/contacts/{contact_id}": {"label": "Mine now"},
    "POST /v1/leads/{lead_id}/notes": {"body": "Mine now"},
    "PATCH /v1/leads/{lead_id}/notes/{note_id}": {"body": "Mine now"},
    "POST /v1/leads/{lead_id}/merge": {"other_id": str(uuid.UUID(int=1))},
    "POST /v1/duplicates/{pair_id}/merge": {"keep_id": str(uuid.UUID(int=1))},
    "PATCH /v1/saved-filters/{filter_id}": {"name": "Mine now"},
    "PATCH /v1/custom-fields/{field_id}": {"name": "Mine now"},
    "PATCH /v1/niches/{niche_id}": {"name": "Mine now"},
    "POST /v1/niches/{niche_id}/merge": {"into_id": str(uuid.UUID(int=1))},
    "PATCH /v1/pipelines/{pipeline_id}": {"name": "Mine now"},
    "PUT /v1/pipelines/{pipeline_id}/order": {"stage_ids": [str(uuid.UUID(int=1))]},
    "POST /v1/pipelines/{pipeline_id}/stages": {"name": "Mine now"},
    "PATCH /v1/pipelines/{pipeline_id}/stages/{stage_id}": {"name": "Mine now"},
    "PATCH /v1/knowledge/{item_id}": {"name": "Mine now"},
    "PATCH /v1/tasks/{task_id}": {"title": "Mine now"},
    "PATCH /v1/channels/{account_id}": {"name": "Mine now"},
    "POST /v1/channels/{account_id}/templates/{template_id}/preview": {"variables": ["Mine now"]},
    "PUT /v1/channels/{account_id}/template-prices": {"currency": "EUR", "rows": []},
    "POST /v1/tasks/{task_id}/snooze": {"until": "2030-01-01T00:00:00Z"},
    "POST /v1/searches/{search_id}/save": {"all": True},
    "PATCH /v1/search-schedules/{schedule_id}": {"hour": 3},
    "PUT /v1/imports/{import_id}/plan": {"mapping": {"0": "name"}},
    "POST /v1/imports/{import_id}/start": {"dry_run": False},
    "POST /v1/conversations/{conversation_id}/reply": {"text": "Mine now"},
    "POST /v1/conversations/{conversation_id}/assign": {"user_id": None},
    "POST /v1/conversations/{conversation_id}/snooze": {"until": SOON},
    "POST /v1/conversations/{conversation_id}/pause": {"until": SOON},
    "POST /v1/conversations/{conversation_id}/notes": {"body": "Mine now"},
    "POST /v1/conversations/{conversation_id}/messages/{message_id}/correction": {"question": "Mine", "answer": "Now"},
    "PATCH /v1/canned-replies/{canned_reply_id}": {"title": "Mine now"},
    "POST /v1/canned-replies/{canned_reply_id}/render": {"conversation_id": str(uuid.UUID(int=1))},
    "POST /v1/conversations/{conversation_id}/template": {"template_id": str(uuid.UUID(int=1))},
    "PUT /v1/flows/{flow_id}/draft": {
        "definition": presets.load(Preset.GENERAL_BUSINESS).model_dump(mode="json", exclude_unset=True, by_alias=True)
    },
}
_PHOTO = {"file": ("photo.png", PHOTO, "image/png")}
FILES = {"POST /v1/chat/{session_id}/files": _PHOTO, "POST /v1/conversations/{conversation_id}/files": _PHOTO}
# It never ends for its own visitor.
STREAM = "/v1/chat/{session_id}/events"

# No id: whoever names a domain means an own lead, and adds it where there is none.
NAMED = "PUT /v1/leads/by-domain/{domain}"

# Nor are these ids: everybody has the eight sequences, each their own.
SHARED_NAMES = {"sequence"}

WITH_IDS = [each for each in ROUTES if set(each.parameters) - SHARED_NAMES and not each.public and str(each) != NAMED]
LISTS = [each for each in ROUTES if each.method == "GET" and not each.parameters and not each.public]


def headers(company: Company, route: Route) -> dict[str, str]:
    mine = company.page if route.for_visitors else company.owner.headers
    return {**mine, "Idempotency-Key": secrets.token_hex(8)}


def paths(route: Route, company: Company) -> Iterator[str]:
    """The path with each of the company's ids in turn."""
    for values in product(*(company.ids[name] for name in route.parameters)):
        yield route.path.format(**dict(zip(route.parameters, values, strict=True)))


def assert_silent(answer: Response, company: Company, *, sent: str = "") -> None:
    """No word of the company's stands in the answer but those that the question held already."""
    leaked = [each for each in company.secrets if each in answer.text and each not in sent]
    assert leaked == [], answer.text


@pytest.fixture
def untouched(database_urls: tuple[str, str], neighbours: Neighbours) -> Iterator[None]:
    """The neighbour's rows are byte for byte what they were."""
    with psycopg.connect(database_urls[1], autocommit=True) as connection:
        before = rows_of(connection, neighbours.theirs.owner.tenant_id)
        assert len(before) > 10
        yield
        assert rows_of(connection, neighbours.theirs.owner.tenant_id) == before


def rows_of(connection: psycopg.Connection, tenant_id: str) -> dict[str, list[str]]:
    tables = connection.execute(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'tenant_id'"
    )
    query = "SELECT t::text FROM {} t WHERE tenant_id = %s ORDER BY 1"
    return {
        name: [row[0] for row in connection.execute(sql.SQL(query).format(sql.Identifier(name)), [tenant_id])]
        for (name,) in tables.fetchall()
    }


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("route", WITH_IDS, ids=str)
async def test_a_neighbours_id_is_refused(client: AsyncClient, neighbours: Neighbours, route: Route) -> None:
    mine, theirs = neighbours.mine, neighbours.theirs
    asked = 0
    for path in paths(route, theirs):
        answer = await client.request(
            route.method,
            path,
            json=BODIES.get(str(route)),
            files=FILES.get(str(route)),
            headers=headers(mine, route),
        )
        assert answer.status_code == (403 if route.for_superadmins else 404), answer.text
        assert_silent(answer, theirs, sent=path)
        asked += 1
    assert asked


@pytest.mark.parametrize("route", [each for each in WITH_IDS if each.method == "GET"], ids=str)
async def test_the_own_id_is_answered(client: AsyncClient, neighbours: Neighbours, route: Route) -> None:
    """Else the refusals above would prove nothing."""
    if route.for_superadmins or route.path == STREAM:
        return
    for path in paths(route, neighbours.mine):
        answer = await client.get(path, headers=headers(neighbours.mine, route))
        assert answer.status_code == 200, answer.text
        assert_silent(answer, neighbours.theirs)


@pytest.mark.parametrize("route", LISTS, ids=str)
async def test_a_list_holds_only_the_own(client: AsyncClient, neighbours: Neighbours, route: Route) -> None:
    answer = await client.get(route.path, headers=headers(neighbours.mine, route), params={"limit": 200})
    assert answer.status_code == (403 if route.for_superadmins else 200), answer.text
    assert_silent(answer, neighbours.theirs)


FILTERS: list[tuple[str, str, str]] = [
    ("/v1/conversations", "lead_id", "lead_id"),
    ("/v1/leads", "assignee_id", "user_id"),
    ("/v1/leads", "niche_id", "niche_id"),
    ("/v1/leads", "pipeline_id", "pipeline_id"),
    ("/v1/leads", "stage_id", "stage_id"),
]


@pytest.mark.parametrize(("path", "name", "kind"), FILTERS)
async def test_a_neighbours_id_filters_everything_away(
    client: AsyncClient, neighbours: Neighbours, path: str, name: str, kind: str
) -> None:
    for each in neighbours.theirs.ids[kind]:
        answer = await client.get(path, params={name: each}, headers=neighbours.mine.owner.headers)
        assert answer.json()["items"] == []


async def test_a_neighbours_email_finds_nothing(client: AsyncClient, neighbours: Neighbours) -> None:
    """The blind index is the same for both companies; the rows are not."""
    mine, theirs = neighbours.mine, neighbours.theirs
    for company, found in ((mine, 0), (theirs, 1)):
        query = {"q": f"lead-{theirs.mark}@mail.example.com"}
        answer = await client.get("/v1/leads", params=query, headers=company.owner.headers)
        assert len(answer.json()["items"]) == found


def bodies_with_foreign_ids(theirs: Company) -> list[tuple[str, str, dict[str, Any]]]:
    session_id, user_id = theirs.ids["session_id"][0], theirs.owner_id
    return [
        ("POST", "/v1/chat/send", {"session_id": session_id, "text": "hola"}),
        ("POST", "/v1/chat/language", {"session_id": session_id, "language": "en"}),
        ("POST", "/v1/chat/identify", {"session_id": session_id, "name": "Mine now"}),
        ("POST", "/v1/auth/switch", {"tenant_id": theirs.owner.tenant_id}),
        ("POST", "/v1/leads", {"name": "Somebody", "assignee_id": user_id}),
        ("PATCH", "/v1/leads/{lead_id}", {"assignee_id": user_id}),
        (
            "POST",
            "/v1/conversations/start",
            {"lead_id": theirs.ids["lead_id"][0], "account_id": theirs.ids["account_id"][0], "text": "Mine now"},
        ),
        (
            "POST",
            "/v1/conversations/template-cost",
            {"template_id": theirs.ids["template_id"][0], "lead_id": theirs.ids["lead_id"][0]},
        ),
        ("POST", "/v1/opt-outs", {"conversation_id": session_id}),
        ("POST", "/v1/nurturing/sequences/{sequence}/enrol", {"lead_id": theirs.ids["lead_id"][0]}),
        ("POST", "/v1/nurturing/sequences/{sequence}/enrol", {"conversation_id": session_id}),
        ("POST", "/v1/nurturing/sequences/{sequence}/preview", {"conversation_id": session_id, "step": 1}),
        ("POST", "/v1/nurturing/sequences/{sequence}/test", {"conversation_id": session_id, "step": 1}),
    ]


@pytest.mark.usefixtures("untouched")
async def test_a_neighbours_id_in_a_body_is_refused(client: AsyncClient, neighbours: Neighbours) -> None:
    mine, theirs = neighbours.mine, neighbours.theirs
    for method, path, body in bodies_with_foreign_ids(theirs):
        route = next(each for each in ROUTES if (each.method, each.path) == (method, path))
        own = path.format(lead_id=mine.ids["lead_id"][0], sequence="interest_cold")
        answer = await client.request(method, own, json=body, headers=headers(mine, route))
        assert answer.status_code in {403, 404, 422}, f"{method} {path}: {answer.text}"
        assert_silent(answer, theirs, sent=str(body))


@pytest.mark.usefixtures("untouched")
async def test_a_neighbours_session_is_not_resumed(client: AsyncClient, neighbours: Neighbours) -> None:
    """An unknown id starts anew, so that a page with an old id still talks; it never opens another's."""
    given = neighbours.theirs.ids["session_id"][0]
    answer = await client.post("/v1/chat/start", json={"session_id": given}, headers=neighbours.mine.page)
    assert answer.status_code == 200
    assert answer.json()["session_id"] != given
    assert_silent(answer, neighbours.theirs)


@pytest.mark.usefixtures("untouched")
async def test_a_neighbours_file_cannot_be_sent(client: AsyncClient, neighbours: Neighbours) -> None:
    mine, theirs = neighbours.mine, neighbours.theirs
    body = {"session_id": mine.ids["session_id"][0], "file_ids": theirs.ids["file_id"]}
    answer = await client.post(
        "/v1/chat/send", json=body, headers={**mine.page, "Idempotency-Key": secrets.token_hex(8)}
    )
    assert answer.status_code < 500
    assert_silent(answer, theirs, sent=str(body))


@pytest.mark.usefixtures("untouched")
async def test_the_widget_of_a_neighbour_greets_only_its_own_pages(client: AsyncClient, neighbours: Neighbours) -> None:
    params, origin = {"tenant": neighbours.theirs.slug}, {"Origin": neighbours.mine.origin}
    answer = await client.get("/v1/widget/config", params=params, headers=origin)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "origin_not_allowed"
    assert_silent(answer, neighbours.theirs, sent=neighbours.theirs.slug)
