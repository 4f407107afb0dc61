"""Notes: Markdown without limit in number, found by their words, kept encrypted (CRM-09)."""

import json
import uuid

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.backend.leads.calls import add, timeline
from tests.backend.leads.merge_calls import ask, detail, found, refused
from tests.support.people import Person, register
from tests.support.roles import member


async def test_a_note_is_written_changed_and_deleted(client: AsyncClient, owner: Person) -> None:
    lead = (await add(client, owner, name="Ana"))["id"]
    note = await ask(client, owner, "POST", f"/leads/{lead}/notes", 201, body="# Visita\n\n- quiere **isla**")
    assert note["body"].startswith("# Visita")
    await ask(client, owner, "PATCH", f"/leads/{lead}/notes/{note['id']}", body="quiere península")
    (only,) = (await ask(client, owner, "GET", f"/leads/{lead}/notes"))["items"]
    assert (only["body"], only["id"]) == ("quiere península", note["id"])
    assert only["updated_at"] > only["created_at"]
    assert (await detail(client, owner, lead))["notes_count"] == 1
    await ask(client, owner, "DELETE", f"/leads/{lead}/notes/{note['id']}", 204)
    assert (await ask(client, owner, "GET", f"/leads/{lead}/notes"))["items"] == []
    assert await timeline(client, owner, lead) == ["note_deleted", "note_edited", "note_added", "created"]


async def test_pages_of_notes_neither_repeat_nor_lose(client: AsyncClient, owner: Person) -> None:
    lead = (await add(client, owner, name="Ana"))["id"]
    for number in range(7):
        await ask(client, owner, "POST", f"/leads/{lead}/notes", 201, body=f"nota {number}")
    seen, cursor = [], ""
    while cursor is not None:
        page = await ask(client, owner, "GET", f"/leads/{lead}/notes?limit=3" + (f"&cursor={cursor}" if cursor else ""))
        seen += [each["body"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert seen == [f"nota {number}" for number in reversed(range(7))]


async def test_words_of_a_note_find_the_lead_until_they_go(client: AsyncClient, owner: Person) -> None:
    lead = (await add(client, owner, name="Ana Visita"))["id"]
    note = await ask(client, owner, "POST", f"/leads/{lead}/notes", 201, body="Visita: prefiere **Silestone** blanco")
    assert await found(client, owner, "silestone bla") == [lead]
    await ask(client, owner, "PATCH", f"/leads/{lead}/notes/{note['id']}", body="nada")
    assert await found(client, owner, "silestone") == []
    assert await found(client, owner, "visita") == [lead]


async def test_sec_03_a_note_is_encrypted_and_no_contact_stands_in_its_words(
    client: AsyncClient, owner: Person, database: Database
) -> None:
    lead = (await add(client, owner, name="Ana"))["id"]
    await ask(client, owner, "POST", f"/leads/{lead}/notes", 201, body="llamar a secreta@example.com o 612345678")
    async with database.tenant(uuid.UUID(owner.tenant_id)) as session:
        rows = (await session.execute(text("SELECT n::text FROM lead_notes n"))).scalar_one()
        words = set(await session.scalars(text("SELECT word FROM lead_words")))
    assert "llamar" not in rows
    assert words == {"ana", "llamar"}


@pytest.mark.parametrize(
    "body",
    ["", "   ", "\n", "a\x00b", "a\ud800b", "x" * 100_001, "x" * 5_000_000, None, 7, ["a"]],
    ids=lambda each: repr(each)[:12],
)
async def test_a_bad_note_is_refused(client: AsyncClient, owner: Person, body: object) -> None:
    lead = (await add(client, owner, name="Ana"))["id"]
    headers = {**owner.headers, "Content-Type": "application/json"}
    answer = await client.post(f"/v1/leads/{lead}/notes", content=json.dumps({"body": body}), headers=headers)
    assert answer.status_code in (413, 422)


async def test_a_hundred_thousand_letters_are_a_note(client: AsyncClient, owner: Person) -> None:
    lead = (await add(client, owner, name="Ana"))["id"]
    body = ("palabra " * 12_500)[:99_993] + " última"
    note = await ask(client, owner, "POST", f"/leads/{lead}/notes", 201, body=body)
    assert note["body"] == body
    assert await found(client, owner, "ultima") == [lead]


async def test_others_notes_do_not_exist(client: AsyncClient, owner: Person) -> None:
    lead = (await add(client, owner, name="Ana"))["id"]
    note = await ask(client, owner, "POST", f"/leads/{lead}/notes", 201, body="privada")
    stranger = await register(client)
    own = (await add(client, stranger, name="Own"))["id"]
    for path in (f"/leads/{lead}/notes", f"/leads/{uuid.uuid4()}/notes"):
        assert await refused(client, stranger, "GET", path) == (404, "lead_not_found")
        assert await refused(client, stranger, "POST", path, body="x") == (404, "lead_not_found")
    for lead_id in (lead, own):
        path = f"/leads/{lead_id}/notes/{note['id']}"
        assert (await refused(client, stranger, "PATCH", path, body="x"))[0] == 404
        assert (await refused(client, stranger, "DELETE", path))[0] == 404
    other = (await add(client, owner, name="Ben"))["id"]
    path = f"/leads/{other}/notes/{note['id']}"
    assert await refused(client, owner, "PATCH", path, body="x") == (404, "note_not_found")


async def test_a_viewer_reads_and_does_not_write(client: AsyncClient, database: Database) -> None:
    viewer = await member(client, database, Role.VIEWER)
    path = f"/leads/{uuid.uuid4()}/notes"
    assert await refused(client, viewer, "POST", path, body="x") == (403, "role_too_low")
    assert (await refused(client, viewer, "GET", path))[0] == 404
