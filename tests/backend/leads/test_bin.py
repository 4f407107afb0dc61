"""The bin: deleted leads can be restored for 30 days, then they go for good."""

import uuid

from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from backend.core.http.actor import Role
from backend.leads import jobs
from tests.backend.leads.calls import add, listed
from tests.backend.leads.merge_calls import ask, detail, found, merge, refused
from tests.backend.leads.test_capturing import captured, said
from tests.support.builders import Business
from tests.support.people import Person, register, run_jobs
from tests.support.roles import member


async def bin_of(client: AsyncClient, owner: Person) -> list[str]:
    return await listed(client, owner, bin=True)


async def test_a_deleted_lead_waits_in_the_bin_and_comes_back_whole(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Ana", email="ana@example.com", tags=["vip"])
    await ask(client, owner, "POST", f"/leads/{lead['id']}/notes", 201, body="nota")
    await ask(client, owner, "DELETE", f"/leads/{lead['id']}", 204)
    assert (await listed(client, owner), await bin_of(client, owner)) == ([], ["Ana"])
    assert await refused(client, owner, "GET", f"/leads/{lead['id']}") == (404, "lead_not_found")
    assert await found(client, owner, "nota") == []
    back = await ask(client, owner, "POST", f"/leads/{lead['id']}/restore")
    assert (back["email"], back["tags"], back["notes_count"]) == ("ana@example.com", ["vip"], 1)
    assert (await found(client, owner, "nota"), await bin_of(client, owner)) == ([lead["id"]], [])
    assert await refused(client, owner, "POST", f"/leads/{lead['id']}/restore") == (409, "not_in_the_bin")
    trail = (await ask(client, owner, "GET", "/audit"))["items"]
    assert {"lead.deleted", "lead.restored"} <= {each["action"] for each in trail}


async def test_what_somebody_else_has_by_now_becomes_a_further_contact(client: AsyncClient, owner: Person) -> None:
    lead = (await add(client, owner, name="Ana", email="ana@example.com", website="puig.cat"))["id"]
    await ask(client, owner, "DELETE", f"/leads/{lead}", 204)
    heir = await add(client, owner, name="Neu", email="ana@example.com", website="https://puig.cat")
    back = await ask(client, owner, "POST", f"/leads/{lead}/restore")
    assert (back["email"], back["domain"]) == (None, None)
    assert {(each["kind"], each["value"]) for each in back["contacts"]} == {
        ("email", "ana@example.com"),
        ("website", "https://puig.cat"),
    }
    assert (await detail(client, owner, heir["id"]))["email"] == "ana@example.com"


async def test_two_that_had_the_same_email_come_back_together(client: AsyncClient, owner: Person) -> None:
    leads = []
    for name in ("Ana", "Ben"):
        leads.append((await add(client, owner, name=name, email="same@example.com"))["id"])
        await ask(client, owner, "DELETE", f"/leads/{leads[-1]}", 204)
    for lead in leads:
        await ask(client, owner, "POST", f"/leads/{lead}/restore")
    assert [(await detail(client, owner, each))["email"] for each in leads] == ["same@example.com", None]
    assert sorted(await found(client, owner, "same@example.com")) == sorted(leads)


async def test_a_family_goes_and_comes_together(client: AsyncClient, owner: Person) -> None:
    kept = (await add(client, owner, name="Ana"))["id"]
    other = (await add(client, owner, name="Ben", email="ben@example.com"))["id"]
    merge_id = await merge(client, owner, kept, other)
    await ask(client, owner, "DELETE", f"/leads/{other}", 204)
    assert await bin_of(client, owner) == ["Ana"]
    assert (await refused(client, owner, "POST", f"/leads/{other}/restore"))[0] == 409
    await ask(client, owner, "POST", f"/leads/{kept}/restore")
    await ask(client, owner, "POST", f"/merges/{merge_id}/undo")
    assert sorted(await listed(client, owner)) == ["Ana", "Ben"]


async def test_a_visitor_whose_lead_was_deleted_becomes_a_new_one(
    client: AsyncClient, owner: Person, database: Database
) -> None:
    business = Business(uuid.UUID(owner.tenant_id), "")
    here = uuid.uuid4()
    first = await captured(database, business, said(here, name="Bea", email="bea@example.com"))
    await ask(client, owner, "DELETE", f"/leads/{first.lead_id}", 204)
    again = await captured(database, business, said(here, lead_id=first.lead_id, name="Bea", email="bea@example.com"))
    assert again.created
    assert again.lead_id != first.lead_id
    restored = await ask(client, owner, "POST", f"/leads/{first.lead_id}/restore")
    assert (restored["email"], [each["value"] for each in restored["contacts"]]) == (None, ["bea@example.com"])


async def test_after_thirty_days_it_is_gone_and_an_audit_line_stays(
    client: AsyncClient, owner: Person, app: FastAPI, database: Database
) -> None:
    old = (await add(client, owner, name="Old"))["id"]
    follower = (await add(client, owner, name="Follower"))["id"]
    young = (await add(client, owner, name="Young"))["id"]
    await merge(client, owner, old, follower)
    for lead in (old, young):
        await ask(client, owner, "DELETE", f"/leads/{lead}", 204)
    async with database.tenant(uuid.UUID(owner.tenant_id)) as session:
        await session.execute(
            text("UPDATE leads SET deleted_at = now() - interval '31 days' WHERE name IN ('Old', 'Follower')")
        )
    async with database.platform() as session:
        await jobs.empty_bins.work(session, None)
    await run_jobs(app, "default")
    assert await bin_of(client, owner) == ["Young"]
    assert (await refused(client, owner, "POST", f"/leads/{old}/restore"))[0] == 404
    async with database.tenant(uuid.UUID(owner.tenant_id)) as session:
        assert await session.scalar(text("SELECT count(*) FROM leads")) == 1
    trail = (await ask(client, owner, "GET", "/audit"))["items"]
    assert {"lead.deleted", "leads.purged"} <= {each["action"] for each in trail}


async def test_only_administrators_delete_and_restore(client: AsyncClient, owner: Person, database: Database) -> None:
    lead = (await add(client, owner, name="Ana"))["id"]
    agent = await member(client, database, Role.AGENT)
    assert (await refused(client, agent, "DELETE", f"/leads/{lead}"))[0] == 403
    assert (await refused(client, agent, "POST", f"/leads/{lead}/restore"))[0] == 403
    await ask(client, owner, "DELETE", f"/leads/{lead}", 204)
    stranger = await register(client)
    assert (await refused(client, stranger, "POST", f"/leads/{lead}/restore"))[0] == 404
    assert await bin_of(client, stranger) == []
