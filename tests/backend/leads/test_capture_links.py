"""The chat meets merged leads: it speaks to the one that is kept, loses nobody and costs no round trip more."""

import asyncio
import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.leads.capturing import capture
from tests.backend.leads.calls import add, listed
from tests.backend.leads.merge_calls import ask, detail, found, merge, undo
from tests.backend.leads.test_capturing import captured, said, turn
from tests.support.builders import Business
from tests.support.people import Person


async def test_a_chat_goes_on_with_the_merged_lead(client: AsyncClient, owner: Person, database: Database) -> None:
    """Its conversation stays its own, its words reach the kept one, and it can still be set free."""
    business = Business(uuid.UUID(owner.tenant_id), "")
    here = uuid.uuid4()
    own = await captured(database, business, said(here, name="Bea", email="bea@example.com"))
    kept = (await add(client, owner, name="Ana"))["id"]
    merge_id = await merge(client, owner, kept, str(own.lead_id))
    again = await captured(database, business, said(here, lead_id=own.lead_id, company="Bea SL"))
    assert (again.lead_id, again.created, again.joined) == (own.lead_id, False, False)
    assert (await detail(client, owner, kept))["company"] == "Bea SL"
    by_email = await captured(database, business, said(email="bea@example.com", phone="677000111"))
    assert str(by_email.lead_id) == kept
    await undo(client, owner, merge_id)
    assert (await detail(client, owner, str(own.lead_id)))["email"] == "bea@example.com"
    assert (await detail(client, owner, kept))["email"] is None


async def test_merges_while_the_chat_captures_lose_nobody(
    client: AsyncClient, owner: Person, database: Database
) -> None:
    business = Business(uuid.UUID(owner.tenant_id), "")
    leads = [(await add(client, owner, name=f"L{number}", email=f"l{number}@example.com"))["id"] for number in range(4)]

    async def chat(number: int) -> None:
        for _ in range(4):
            await captured(database, business, said(email=f"l{number}@example.com", company=f"C{number}"))

    async def join_and_part(kept: str, other: str) -> None:
        for _ in range(3):
            await undo(client, owner, await merge(client, owner, kept, other))

    await asyncio.gather(
        *(chat(number) for number in range(4)),
        join_and_part(leads[0], leads[1]),
        join_and_part(leads[3], leads[2]),
    )
    assert sorted(await listed(client, owner)) == ["L0", "L1", "L2", "L3"]
    for number, lead_id in enumerate(leads):
        assert await found(client, owner, f"l{number}@example.com") == [lead_id]


async def test_the_chat_joins_established_leads_by_a_link(
    client: AsyncClient, owner: Person, database: Database
) -> None:
    """A visitor who says the email of one and the phone of another that agree: both rows stay (nothing is lost)."""
    business = Business(uuid.UUID(owner.tenant_id), "")
    kept = (await add(client, owner, name="Ana", email="ana@example.com"))["id"]
    other = (await add(client, owner, company="Puig SL", phone="612345678"))["id"]
    await ask(client, owner, "POST", f"/leads/{other}/notes", 201, body="no perder")
    result = await captured(database, business, said(email="ana@example.com", phone="612345678"))
    assert str(result.lead_id) == kept
    lead = await detail(client, owner, kept)
    assert (lead["company"], lead["phone"], lead["notes_count"]) == ("Puig SL", "+34612345678", 1)
    assert await found(client, owner, "perder") == [kept]
    (merged,) = await ask(client, owner, "GET", f"/leads/{kept}/merges")
    assert (merged["merged_id"], merged["by_id"]) == (other, None)
    await undo(client, owner, merged["id"])
    lead = await detail(client, owner, kept)
    assert (lead["company"], lead["phone"]) == ("", None)
    assert (await detail(client, owner, other))["phone"] == "+34612345678"


@pytest.mark.parametrize("story", ["merged", "strangers", "joined"])
async def test_a_capture_is_two_statements_on_the_wire_whatever_it_meets(
    client: AsyncClient, owner: Person, database: Database, monkeypatch: pytest.MonkeyPatch, story: str
) -> None:
    business = Business(uuid.UUID(owner.tenant_id), "")
    contradicts = {"phone": "611111111"} if story == "strangers" else {}
    one = (await add(client, owner, name="Ana", email="ana@example.com", **contradicts))["id"]
    other = (await add(client, owner, name="Ben", phone="622222222"))["id"]
    if story == "merged":
        await merge(client, owner, one, other)
    sent = 0
    async with turn(database, business) as connection:
        wait = type(connection).wait

        async def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
            nonlocal sent
            sent += 1
            return await wait(self, *args, **kwargs)

        monkeypatch.setattr(type(connection), "wait", counted)
        result = await capture(connection, business.id, said(email="ana@example.com", phone="622222222"))
        monkeypatch.undo()
    assert (sent, str(result.lead_id)) == (2, one)
    waiting = (await ask(client, owner, "GET", "/duplicates"))["items"]
    assert len(waiting) == (1 if story == "strangers" else 0)
    assert len(await listed(client, owner)) == (2 if story == "strangers" else 1)


async def test_a_lead_that_somebody_works_on_is_never_deleted_by_a_join(
    client: AsyncClient, owner: Person, database: Database
) -> None:
    """A visitor's own lead goes into the one it turns out to be; with a note on it, it stays behind a link."""
    business = Business(uuid.UUID(owner.tenant_id), "")
    ana = (await add(client, owner, name="Ana", email="ana@example.com"))["id"]
    here = uuid.uuid4()
    own = await captured(database, business, said(here, name="Anita", phone="612345678"))
    await ask(client, owner, "POST", f"/leads/{own.lead_id}/notes", 201, body="llamar mañana")
    result = await captured(database, business, said(here, lead_id=own.lead_id, email="ana@example.com"))
    assert (result.lead_id, result.created) == (own.lead_id, False)
    lead = await detail(client, owner, ana)
    assert (lead["phone"], lead["notes_count"]) == ("+34612345678", 1)
    assert [each["lead_id"] for each in lead["merged"]] == [str(own.lead_id)]
