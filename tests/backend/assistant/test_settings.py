"""How a tenant's agent behaves (FLW-10, DMA-05): defaults, changes, and who may."""

from typing import Any

import pytest
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.backend.leads.merge_calls import ask, refused
from tests.support.people import register
from tests.support.roles import member

PATH = "/assistant/settings"


async def test_a_company_that_never_said_anything_has_sane_defaults(client: AsyncClient) -> None:
    found = await ask(client, await register(client), "GET", PATH)
    assert found == {
        "ai_on": True,
        "tone": "friendly",
        "length": "normal",
        "emoji": True,
        "escalation_words": [],
        "max_no_match": 2,
        "weekly_cap": 3,
        "quiet_from": 21,
        "quiet_to": 8,
        "takeover_minutes": 60,
        "skills": [],
    }


async def test_what_is_put_holds_and_what_is_left_out_goes_back(client: AsyncClient) -> None:
    owner = await register(client)
    await ask(client, owner, "PUT", PATH, tone="formal", emoji=False, escalation_words=["abogado", "abogado"])
    after = await ask(client, owner, "GET", PATH)
    assert (after["tone"], after["emoji"], after["escalation_words"]) == ("formal", False, ["abogado"])
    await ask(client, owner, "PUT", PATH, skills=["recycling"])
    assert (await ask(client, owner, "GET", PATH))["tone"] == "friendly"


async def test_the_trail_tells_what_changed_but_no_words(client: AsyncClient) -> None:
    owner = await register(client)
    for _ in range(2):
        await ask(client, owner, "PUT", PATH, tone="expert", escalation_words=["secreto"])
    trail = (await ask(client, owner, "GET", "/audit"))["items"]
    (entry,) = (each for each in trail if each["action"] == "assistant.changed")
    assert entry["changes"] == {"tone": {"from": "friendly", "to": "expert"}, "escalation_words": {"changed": True}}


@pytest.mark.parametrize(
    "body",
    [
        {"tone": "rude"},
        {"max_no_match": 0},
        {"quiet_from": 24},
        {"takeover_minutes": 10**9},
        {"escalation_words": ["a\x00b"]},
        {"escalation_words": ["x" * 61]},
        {"escalation_words": [f"word {number}" for number in range(51)]},
        {"skills": ["shop"]},
        {"unknown": 1},
    ],
)
async def test_nonsense_is_refused(client: AsyncClient, body: dict[str, Any]) -> None:
    assert (await refused(client, await register(client), "PUT", PATH, **body))[0] == 422


async def test_only_an_admin_changes_it(client: AsyncClient, database: Database) -> None:
    agent = await member(client, database, Role.AGENT)
    assert await refused(client, agent, "PUT", PATH, tone="formal") == (403, "role_too_low")
    assert (await ask(client, agent, "GET", PATH))["tone"] == "friendly"
