"""Merging by links: the kept lead speaks for both, and everything can be taken back at any time."""

import asyncio
import random
import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient

from tests.backend.leads.calls import add, listed
from tests.backend.leads.merge_calls import ask, detail, found, merge, refused, undo
from tests.support.people import Person, register

# What an undo gives back; moments of change and the list of merges differ by nature.
VOLATILE = {"updated_at", "last_activity_at", "merged", "stage_since", "score_version"}


def still(lead: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in lead.items() if name not in VOLATILE}


async def two(client: AsyncClient, owner: Person) -> tuple[str, str]:
    kept = await add(client, owner, name="Ana", phone="612345678", qualification={"metres": 10}, tags=["vip"])
    other = await add(
        client,
        owner,
        name="Ana Puig",
        company="Puig SL",
        email="ana@example.com",
        phone="699111222",
        website="https://puig.cat",
        stage="hot",
        contact_state="replied",
        value_minor=5_000,
        currency="EUR",
        qualification={"metres": 20, "style": "moderno"},
        tags=["VIP", "urgente"],
    )
    return kept["id"], other["id"]


async def test_the_kept_lead_fills_its_gaps_and_keeps_its_own(client: AsyncClient, owner: Person) -> None:
    kept, other = await two(client, owner)
    await merge(client, owner, kept, other)
    lead = await detail(client, owner, kept)
    assert (lead["name"], lead["company"], lead["email"]) == ("Ana", "Puig SL", "ana@example.com")
    assert (lead["phone"], lead["domain"], lead["stage"]) == ("+34612345678", "puig.cat", "hot")
    assert (lead["contact_state"], lead["value_minor"], lead["tags"]) == ("replied", 5_000, ["urgente", "vip"])
    assert (lead["qualification"]["metres"], lead["qualification"]["style"]) == (20, "moderno")
    assert [(each["kind"], each["value"], each["id"]) for each in lead["contacts"]] == [("phone", "+34699111222", None)]
    assert await listed(client, owner) == ["Ana"]
    assert (await detail(client, owner, other))["id"] == kept


async def test_an_undo_gives_back_what_was(client: AsyncClient, owner: Person) -> None:
    kept, other = await two(client, owner)
    before = [still(await detail(client, owner, each)) for each in (kept, other)]
    await undo(client, owner, await merge(client, owner, kept, other))
    assert [still(await detail(client, owner, each)) for each in (kept, other)] == before


async def test_what_was_edited_since_stays(client: AsyncClient, owner: Person) -> None:
    kept, other = await two(client, owner)
    merge_id = await merge(client, owner, kept, other)
    await ask(client, owner, "PATCH", f"/leads/{kept}", company="Neu SL", qualification={"style": "rústico"})
    await undo(client, owner, merge_id)
    lead = await detail(client, owner, kept)
    assert (lead["company"], lead["qualification"]["style"]) == ("Neu SL", "rústico")
    assert (lead["email"], lead["stage"], lead["value_minor"], lead["qualification"]["metres"]) == (
        None,
        "new",
        None,
        10,
    )
    assert lead["tags"] == ["vip"]


async def test_both_emails_and_phones_and_words_are_found(client: AsyncClient, owner: Person) -> None:
    kept, other = await two(client, owner)
    merge_id = await merge(client, owner, kept, other)
    for query in ("ana@example.com", "699 111 222", "612345678", "puig", "puig.cat", "urgente"):
        assert await found(client, owner, query) == [kept], query
    assert (await refused(client, owner, "POST", "/leads", name="X", phone="699111222"))[1] == "lead_exists"
    await undo(client, owner, merge_id)
    assert await found(client, owner, "699111222") == [other]
    assert await found(client, owner, "puig") == [other]
    assert await found(client, owner, "612345678") == [kept]


async def test_a_taken_over_email_may_become_the_kept_leads_own(client: AsyncClient, owner: Person) -> None:
    """What the kept lead holds by the time of the undo is the other's no more, yet it is not lost."""
    kept, other = await two(client, owner)
    merge_id = await merge(client, owner, kept, other)
    await ask(client, owner, "PATCH", f"/leads/{kept}", phone="699111222")
    await undo(client, owner, merge_id)
    mine, theirs = await detail(client, owner, kept), await detail(client, owner, other)
    assert (mine["phone"], theirs["phone"]) == ("+34699111222", None)
    assert [(each["kind"], each["value"]) for each in theirs["contacts"]] == [("phone", "+34699111222")]


async def test_a_chain_is_undone_from_its_end(client: AsyncClient, owner: Person) -> None:
    first, second = await two(client, owner)
    third = (await add(client, owner, name="Cel", email="cel@example.com"))["id"]
    before = [still(await detail(client, owner, each)) for each in (first, second, third)]
    inner = await merge(client, owner, first, second)
    outer = await merge(client, owner, third, first)
    assert {(await detail(client, owner, each))["id"] for each in (first, second, third)} == {third}
    assert await found(client, owner, "ana@example.com") == [third]
    answer = await client.post(f"/v1/merges/{inner}/undo", headers=owner.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "merged_further")
    assert answer.json()["error"]["details"]["merge_id"] == outer
    await undo(client, owner, outer)
    assert (await detail(client, owner, second))["id"] == first
    await undo(client, owner, inner)
    assert [still(await detail(client, owner, each)) for each in (first, second, third)] == before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_two_merges_into_one_lead_come_off_in_any_order(
    client: AsyncClient, owner: Person, order: tuple[int, int]
) -> None:
    kept = (await add(client, owner, name="K", qualification={"metres": 5}))["id"]
    others = [
        (await add(client, owner, name=name, company=name, qualification={"metres": metres}))["id"]
        for name, metres in (("B", 10), ("C", 20))
    ]
    before = still(await detail(client, owner, kept))
    merges = [await merge(client, owner, kept, each) for each in others]
    assert (await detail(client, owner, kept))["qualification"]["metres"] == 20
    for place in order:
        await undo(client, owner, merges[place])
    assert still(await detail(client, owner, kept)) == before


async def test_notes_and_timeline_are_read_through_the_family(client: AsyncClient, owner: Person) -> None:
    kept, other = await two(client, owner)
    note = await ask(client, owner, "POST", f"/leads/{other}/notes", 201, body="quiere mármol")
    merge_id = await merge(client, owner, kept, other)
    notes = (await ask(client, owner, "GET", f"/leads/{kept}/notes"))["items"]
    assert [(each["id"], each["lead_id"]) for each in notes] == [(note["id"], other)]
    assert (await detail(client, owner, kept))["notes_count"] == 1
    assert await found(client, owner, "marmol") == [kept]
    await ask(client, owner, "PATCH", f"/leads/{kept}/notes/{note['id']}", body="quiere granito")
    assert (await found(client, owner, "marmol"), await found(client, owner, "granito")) == ([], [kept])
    later = await ask(client, owner, "POST", f"/leads/{other}/notes", 201, body="después")
    assert later["lead_id"] == kept
    await undo(client, owner, merge_id)
    assert await found(client, owner, "granito") == [other]
    assert (await detail(client, owner, other))["notes_count"] == 1
    kinds = [each["kind"] for each in (await ask(client, owner, "GET", f"/leads/{other}/timeline"))["items"]]
    assert {"created", "merged", "unmerged", "note_added"} <= set(kinds)


async def test_refusals_have_codes(client: AsyncClient, owner: Person) -> None:
    kept, other = await two(client, owner)
    assert await refused(client, owner, "POST", f"/leads/{kept}/merge", other_id=kept) == (422, "merges_with_itself")
    merge_id = await merge(client, owner, kept, other)
    assert await refused(client, owner, "POST", f"/leads/{kept}/merge", other_id=other) == (422, "merges_with_itself")
    await undo(client, owner, merge_id)
    assert await refused(client, owner, "POST", f"/merges/{merge_id}/undo") == (409, "merge_undone")
    nobody = uuid.uuid4()
    assert await refused(client, owner, "POST", f"/merges/{nobody}/undo") == (404, "merge_not_found")
    assert await refused(client, owner, "POST", f"/leads/{kept}/merge", other_id=str(nobody)) == (404, "lead_not_found")


async def test_another_tenants_leads_and_merges_do_not_exist(client: AsyncClient, owner: Person) -> None:
    kept, other = await two(client, owner)
    merge_id = await merge(client, owner, kept, other)
    stranger = await register(client)
    own = (await add(client, stranger, name="Own"))["id"]
    assert (await refused(client, stranger, "POST", f"/merges/{merge_id}/undo"))[0] == 404
    assert (await refused(client, stranger, "POST", f"/leads/{own}/merge", other_id=kept))[0] == 404
    assert (await refused(client, stranger, "GET", f"/leads/{kept}/merges"))[0] == 404


async def test_the_same_pair_twice_and_crossed_at_once_is_one_merge(client: AsyncClient, owner: Person) -> None:
    kept, other = await two(client, owner)
    ways = [(kept, other), (other, kept)] * 3
    answers = await asyncio.gather(
        *(client.post(f"/v1/leads/{one}/merge", json={"other_id": two_}, headers=owner.headers) for one, two_ in ways)
    )
    assert sorted(each.status_code for each in answers) == [200, *[422] * 5]
    assert len(await listed(client, owner)) == 1


@pytest.mark.parametrize("seed", range(4))
async def test_merge_edit_undo_returns_the_rest(client: AsyncClient, owner: Person, seed: int) -> None:
    """Any road of merges, edits and undos ends where only the edits differ from the beginning."""
    chance = random.Random(seed)
    leads = [(await add(client, owner, **_some(chance, number)))["id"] for number in range(4)]
    expected = {each: still(await detail(client, owner, each)) for each in leads}
    standing: list[str] = []
    for step in range(8):
        one, other = [(await detail(client, owner, each))["id"] for each in chance.sample(leads, 2)]
        if chance.random() < 0.6 and one != other:
            standing.append(await merge(client, owner, one, other))
        elif chance.random() < 0.5 and standing:
            chosen = chance.choice(standing)
            undone = await client.post(f"/v1/merges/{chosen}/undo", headers=owner.headers)
            assert undone.status_code in (200, 409)
            standing = [each for each in standing if each != chosen or undone.status_code == 409]
        else:
            field = chance.choice(["name", "company", "username"])
            await ask(client, owner, "PATCH", f"/leads/{one}", 200, **{field: f"edit {step}"})
            expected[one][field] = f"edit {step}"
    for merge_id in reversed(standing):
        await undo(client, owner, merge_id)
    assert {each: still(await detail(client, owner, each)) for each in leads} == expected


def _some(chance: random.Random, number: int) -> dict[str, Any]:
    """A lead with some gaps; what is there is its own."""
    given: dict[str, Any] = {
        "company": f"Company {number}",
        "email": f"lead{number}@example.com",
        "phone": f"61234567{number}",
        "website": f"https://lead{number}.example",
        "stage": chance.choice(["new", "active", "customer"]),
        "contact_state": chance.choice(["to_contact", "replied"]),
        "address": f"Carrer {number}",
        "qualification": {"metres": number + 1},
        "tags": [f"tag {number}"],
    }
    return {"name": f"Lead {number}"} | {name: value for name, value in given.items() if chance.random() < 0.5}
