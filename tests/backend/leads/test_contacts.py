"""Further contacts of a lead: normalised, unique, each with its evidence; any email or phone may become the first."""

import asyncio
import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient

from backend.leads import contact_values
from backend.leads.enums import ContactKind
from tests.backend.leads.calls import add
from tests.backend.leads.merge_calls import ask, detail, found, refused
from tests.support.people import Person, register


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("email", " Info@Example.COM ", "info@example.com"),
        ("phone", "972 20 20 20", "+34972202020"),
        ("whatsapp", "+34 612 345 678", "+34612345678"),
        ("social", "instagram.com/puig", "https://instagram.com/puig"),
        ("website", "https://puig.cat/", "https://puig.cat/"),
        ("address", "Carrer  Major 1\nGirona", "Carrer Major 1 Girona"),
        ("tax_id", "B12345678", "B12345678"),
        ("opening_hours", "9-13", "9-13"),
    ],
)
@pytest.mark.usefixtures("app")
def test_a_contact_is_kept_in_one_spelling(kind: str, text: str, value: str) -> None:
    checked = contact_values.checked(ContactKind(kind), text, "ES")
    assert checked is not None
    assert checked.value == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("email", "not an email"),
        ("phone", "12"),
        ("whatsapp", "abc"),
        ("social", "javascript:alert(1)"),
        ("website", "ftp://puig.cat"),
        ("website", "https://puig.cat@evil.example"),
        ("address", "\x00"),
        ("tax_id", "\ud800"),
        ("address", "x" * 2_001),
    ],
)
def test_what_is_no_such_contact_is_refused(kind: str, text: str) -> None:
    assert contact_values.checked(ContactKind(kind), text, "ES") is None


async def test_contacts_are_added_changed_and_deleted(client: AsyncClient, owner: Person) -> None:
    lead = (await add(client, owner, name="Ana"))["id"]
    path = f"/leads/{lead}/contacts"
    mail = await ask(client, owner, "POST", path, 201, kind="email", value="Two@Example.com", label="recepción")
    assert (mail["value"], mail["label"], mail["evidence"]) == ("two@example.com", "recepción", [])
    assert await refused(client, owner, "POST", path, kind="email", value="two@example.com") == (409, "contact_known")
    changed = await ask(client, owner, "PATCH", f"{path}/{mail['id']}", value="three@example.com", label="")
    assert (changed["value"], changed["label"]) == ("three@example.com", "")
    assert await found(client, owner, "three@example.com") == [lead]
    assert await found(client, owner, "two@example.com") == []
    await ask(client, owner, "DELETE", f"{path}/{mail['id']}", 204)
    assert (await detail(client, owner, lead))["contacts"] == []
    assert await refused(client, owner, "DELETE", f"{path}/{mail['id']}") == (404, "contact_not_found")


async def test_an_email_becomes_the_first_and_the_first_a_further_one(client: AsyncClient, owner: Person) -> None:
    lead = (await add(client, owner, name="Ana", email="one@example.com"))["id"]
    path = f"/leads/{lead}/contacts"
    two = await ask(client, owner, "POST", path, 201, kind="email", value="two@example.com")
    after = await ask(client, owner, "POST", f"{path}/{two['id']}/make-main")
    assert after["email"] == "two@example.com"
    assert [(each["kind"], each["value"]) for each in after["contacts"]] == [("email", "one@example.com")]
    back = await ask(client, owner, "POST", f"{path}/{after['contacts'][0]['id']}/make-main")
    assert (back["email"], [each["value"] for each in back["contacts"]]) == ("one@example.com", ["two@example.com"])


async def test_only_an_email_or_phone_becomes_the_first(client: AsyncClient, owner: Person) -> None:
    lead = (await add(client, owner, name="Ana"))["id"]
    path = f"/leads/{lead}/contacts"
    site = await ask(client, owner, "POST", path, 201, kind="website", value="puig.cat")
    code = await refused(client, owner, "POST", f"{path}/{site['id']}/make-main")
    assert code == (422, "neither_email_nor_phone")


async def test_what_another_lead_has_first_does_not_become_mine(client: AsyncClient, owner: Person) -> None:
    await add(client, owner, name="Ben", email="shared@example.com")
    lead = (await add(client, owner, name="Ana"))["id"]
    shared = await ask(client, owner, "POST", f"/leads/{lead}/contacts", 201, kind="email", value="shared@example.com")
    path = f"/leads/{lead}/contacts/{shared['id']}/make-main"
    assert await refused(client, owner, "POST", path) == (409, "lead_exists")


async def test_two_leads_that_want_the_same_phone_first_at_once(client: AsyncClient, owner: Person) -> None:
    paths = []
    for name in ("Ana", "Ben"):
        lead = (await add(client, owner, name=name))["id"]
        row = await ask(client, owner, "POST", f"/leads/{lead}/contacts", 201, kind="phone", value="612345678")
        paths.append(f"/v1/leads/{lead}/contacts/{row['id']}/make-main")
    answers = await asyncio.gather(*(client.post(path, headers=owner.headers) for path in paths * 2))
    codes = sorted(each.status_code for each in answers)
    assert codes[0] == 200
    assert codes.count(200) == 1
    assert set(codes) <= {200, 404, 409}


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "email", "value": "x"},
        {"kind": "phone", "value": "1"},
        {"kind": "nonsense", "value": "x"},
        {"kind": "email"},
        {"kind": "address", "value": "a\x00b"},
        {"kind": "address", "value": "x" * 2_001},
        {"kind": "email", "value": "a@example.com", "label": "x" * 41},
        {"kind": "email", "value": "a@example.com", "evidence": []},
    ],
)
async def test_a_bad_contact_is_refused(client: AsyncClient, owner: Person, body: dict[str, Any]) -> None:
    lead = (await add(client, owner, name="Ana"))["id"]
    assert (await refused(client, owner, "POST", f"/leads/{lead}/contacts", **body))[0] == 422


async def test_others_contacts_do_not_exist(client: AsyncClient, owner: Person) -> None:
    lead = (await add(client, owner, name="Ana"))["id"]
    row = await ask(client, owner, "POST", f"/leads/{lead}/contacts", 201, kind="email", value="two@example.com")
    stranger = await register(client)
    own = (await add(client, stranger, name="Own"))["id"]
    for lead_id in (lead, own, str(uuid.uuid4())):
        path = f"/leads/{lead_id}/contacts/{row['id']}"
        assert (await refused(client, stranger, "PATCH", path, label="x"))[0] == 404
        assert (await refused(client, stranger, "DELETE", path))[0] == 404
        assert (await refused(client, stranger, "POST", f"{path}/make-main"))[0] == 404
    assert (await refused(client, stranger, "POST", f"/leads/{lead}/contacts", kind="tax_id", value="x"))[0] == 404
