"""Tags: told apart without case and accents, counted, found."""

import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient

from backend.leads import tags
from backend.leads.detail_errors import TooManyTags, UnusableTag
from tests.backend.leads.calls import add, listed, timeline
from tests.backend.leads.merge_calls import ask, detail, found, refused
from tests.support.people import Person, register


@pytest.mark.parametrize(
    ("name", "tag"),
    [("VIP", "vip"), ("  Pide   Presupuesto ", "pide presupuesto"), ("Útil", "util"), ("日本", "日本"), ("№1", "no1")],
)
def test_a_tag_is_folded(name: str, tag: str) -> None:
    assert tags.folded(name) == tag


@pytest.mark.parametrize("name", ["", " ", "--", "***", "!?"])
def test_a_tag_needs_a_letter_or_digit(name: str) -> None:
    with pytest.raises(UnusableTag):
        tags.folded(name)


def test_a_lead_has_a_limited_number_of_tags() -> None:
    with pytest.raises(TooManyTags):
        tags.by_tag(f"t{number}" for number in range(31))


async def test_tags_are_set_counted_and_searched(client: AsyncClient, owner: Person) -> None:
    ana = (await add(client, owner, name="Ana", tags=["VIP", "Girona"]))["id"]
    await add(client, owner, name="Ben", tags=["vip"])
    assert await ask(client, owner, "GET", "/leads/tags") == [
        {"tag": "vip", "name": "vip", "leads": 2},
        {"tag": "girona", "name": "Girona", "leads": 1},
    ]
    assert await listed(client, owner, tag="ViP", sort="name") == ["Ana", "Ben"]
    assert await listed(client, owner, tag=["vip", "girona"]) == ["Ana"]
    assert await found(client, owner, "giro") == [ana]
    await ask(client, owner, "PATCH", f"/leads/{ana}", tags=["Premium"])
    assert (await detail(client, owner, ana))["tags"] == ["Premium"]
    assert await found(client, owner, "giro") == []
    assert "tagged" in await timeline(client, owner, ana)


async def test_the_same_tag_in_two_spellings_is_one(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Ana", tags=["Útil", "util", "UTIL "])
    assert lead["tags"] == ["Útil"]


@pytest.mark.parametrize("bad", [["\x00"], [""], ["x" * 41], ["a"] * 31, "a", [["a"]]])
async def test_bad_tags_are_refused(client: AsyncClient, owner: Person, bad: Any) -> None:
    assert (await refused(client, owner, "POST", "/leads", name="Ana", tags=bad))[0] == 422


async def test_tags_of_hidden_leads_and_of_others_do_not_count(client: AsyncClient, owner: Person) -> None:
    lead = (await add(client, owner, name="Ana", tags=["solo"]))["id"]
    stranger = await register(client)
    assert await ask(client, stranger, "GET", "/leads/tags") == []
    await ask(client, owner, "DELETE", f"/leads/{lead}", 204)
    assert await ask(client, owner, "GET", "/leads/tags") == []


async def test_an_unknown_lead_has_no_tags_to_set(client: AsyncClient, owner: Person) -> None:
    assert (await refused(client, owner, "PATCH", f"/leads/{uuid.uuid4()}", tags=["a"]))[0] == 404
