"""Saved filters: one's own and the team's (CRM-11)."""

import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.backend.leads.merge_calls import ask, refused
from tests.support.people import Person, register
from tests.support.roles import member

FILTERS = {"stage": "hot", "tag": ["vip"], "has": ["email"], "niche_id": "none", "q": "cocina", "sort": "-score"}


async def test_a_filter_is_saved_changed_and_deleted(client: AsyncClient, owner: Person) -> None:
    made = await ask(client, owner, "POST", "/saved-filters", 201, name="Calientes", filters=FILTERS)
    assert (made["filters"], made["shared"]) == (FILTERS, False)
    await ask(client, owner, "PATCH", f"/saved-filters/{made['id']}", name="Hot", shared=True, filters={"stage": "new"})
    (only,) = await ask(client, owner, "GET", "/saved-filters")
    assert (only["name"], only["shared"], only["filters"]) == ("Hot", True, {"stage": "new"})
    await ask(client, owner, "DELETE", f"/saved-filters/{made['id']}", 204)
    assert await ask(client, owner, "GET", "/saved-filters") == []


@pytest.mark.parametrize(
    "filters",
    [
        {"stage": "boiling"},
        {"niche_id": "x"},
        {"q": "x" * 201},
        {"q": "\x00"},
        {"tag": ["a"] * 11},
        {"unknown": 1},
        {"created_from": "yesterday"},
        {"sort": "random"},
        None,
    ],
)
async def test_a_filter_that_the_list_does_not_know_is_refused(
    client: AsyncClient, owner: Person, filters: dict[str, Any] | None
) -> None:
    assert (await refused(client, owner, "POST", "/saved-filters", name="X", filters=filters))[0] == 422


async def test_a_private_filter_is_seen_by_nobody_else(client: AsyncClient, owner: Person, database: Database) -> None:
    private = await ask(client, owner, "POST", "/saved-filters", 201, name="Mío", filters={})
    shared = await ask(client, owner, "POST", "/saved-filters", 201, name="Nuestro", filters={}, shared=True)
    stranger = await register(client)
    for each in (private, shared):
        assert (await refused(client, stranger, "PATCH", f"/saved-filters/{each['id']}", name="X"))[0] == 404
        assert (await refused(client, stranger, "DELETE", f"/saved-filters/{each['id']}"))[0] == 404
    assert await ask(client, stranger, "GET", "/saved-filters") == []
    assert (await refused(client, owner, "DELETE", f"/saved-filters/{uuid.uuid4()}"))[0] == 404


async def test_a_viewer_saves_nothing(client: AsyncClient, database: Database) -> None:
    viewer = await member(client, database, Role.VIEWER)
    assert (await refused(client, viewer, "POST", "/saved-filters", name="X", filters={}))[0] == 403
    assert await ask(client, viewer, "GET", "/saved-filters") == []
