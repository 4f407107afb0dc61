"""A company's own fields: typed, checked, gone with their values when the field goes."""

import uuid
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.core.http.actor import Role
from backend.leads import custom_fields, custom_values
from backend.leads.detail_errors import WrongFieldValue
from tests.backend.leads.calls import add
from tests.backend.leads.merge_calls import ask, detail, refused
from tests.support.people import Person, register, run_jobs
from tests.support.roles import member

OPTIONS = ["Rojo", "Azul"]


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", "  hola ", "hola"),
        ("text", "", None),
        ("text", None, None),
        ("number", 3, 3),
        ("number", "3,5", 3.5),
        ("number", "-2", -2),
        ("number", 2.0, 2),
        ("date", "2026-11-21", "2026-11-21"),
        ("date", "2026-11-21T10:00:00Z", "2026-11-21"),
        ("boolean", True, True),
        ("boolean", "Sí", True),
        ("boolean", "no", False),
        ("choice", "rojo", "Rojo"),
        ("url", "https://puig.cat/x?y=1", "https://puig.cat/x?y=1"),
    ],
)
def test_a_value_is_kept_in_its_kind(kind: str, given: Any, kept: Any) -> None:
    assert custom_values.checked(kind, OPTIONS, given) == kept


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("text", 7),
        ("text", "a\x00"),
        ("text", "\ud800"),
        ("text", "x" * 2_001),
        ("text", ["a"]),
        ("number", "three"),
        ("number", True),
        ("number", float("nan")),
        ("number", "inf"),
        ("number", "1e999"),
        ("number", 10**400),
        ("number", {"a": 1}),
        ("date", "21/11/2026"),
        ("date", "2026-02-30"),
        ("date", 20261121),
        ("boolean", "maybe"),
        ("boolean", 1),
        ("choice", "Verde"),
        ("choice", 1),
        ("url", "javascript:alert(1)"),
        ("url", "//puig.cat"),
        ("url", "http://[bad"),
        ("url", "https://a b"),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: str, given: Any) -> None:
    with pytest.raises(WrongFieldValue):
        custom_values.checked(kind, OPTIONS, given)


@pytest.mark.parametrize(
    ("name", "key"), [("Nº de camas", "no_de_camas"), ("  ", "field"), ("日本", "field"), ("A" * 80, "a" * 40)]
)
def test_the_key_follows_from_the_name(name: str, key: str) -> None:
    assert custom_fields.key_of(name) == key


async def test_a_lead_has_values_of_the_companys_fields(client: AsyncClient, owner: Person) -> None:
    field = await ask(client, owner, "POST", "/custom-fields", 201, name="Nº de camas", kind="number")
    await ask(client, owner, "POST", "/custom-fields", 201, name="Color", kind="choice", options=OPTIONS)
    lead = await add(client, owner, name="Ana", custom={"no_de_camas": "4", "color": "azul"})
    assert (field["key"], lead["custom"]) == ("no_de_camas", {"no_de_camas": 4, "color": "Azul"})
    await ask(client, owner, "PATCH", f"/leads/{lead['id']}", custom={"color": None})
    assert (await detail(client, owner, lead["id"]))["custom"] == {"no_de_camas": 4}
    code = await refused(client, owner, "PATCH", f"/leads/{lead['id']}", custom={"no_de_camas": "muchas"})
    assert code == (422, "wrong_field_value")
    assert (await refused(client, owner, "PATCH", f"/leads/{lead['id']}", custom={"other": 1}))[1] == "unknown_field"


async def test_a_field_is_renamed_and_ordered_and_keeps_its_key(client: AsyncClient, owner: Person) -> None:
    one = await ask(client, owner, "POST", "/custom-fields", 201, name="Uno")
    await ask(client, owner, "POST", "/custom-fields", 201, name="Dos")
    await ask(client, owner, "PATCH", f"/custom-fields/{one['id']}", name="Primero", position=9)
    fields = await ask(client, owner, "GET", "/custom-fields")
    assert [(each["key"], each["name"]) for each in fields] == [("dos", "Dos"), ("uno", "Primero")]


async def test_a_deleted_field_takes_its_values_along(client: AsyncClient, owner: Person, app: FastAPI) -> None:
    field = await ask(client, owner, "POST", "/custom-fields", 201, name="Color")
    await ask(client, owner, "POST", "/custom-fields", 201, name="Otro")
    lead = await add(client, owner, name="Ana", custom={"color": "azul", "otro": "x"})
    await ask(client, owner, "DELETE", f"/custom-fields/{field['id']}", 204)
    await run_jobs(app, "default")
    assert (await detail(client, owner, lead["id"]))["custom"] == {"otro": "x"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": "Color"}, (409, "field_exists")),
        ({"name": "CÓLOR "}, (409, "field_exists")),
        ({"name": "Tipo", "kind": "choice"}, (422, "field_needs_options")),
        ({"name": "Tipo", "kind": "text", "options": ["a"]}, (422, "field_needs_options")),
        ({"name": "Tipo", "kind": "money"}, (422, "invalid_input")),
        ({"name": ""}, (422, "invalid_input")),
        ({"name": "a\x00"}, (422, "invalid_input")),
    ],
)
async def test_a_field_that_cannot_be_is_refused(
    client: AsyncClient, owner: Person, body: dict[str, Any], code: tuple[int, str]
) -> None:
    await ask(client, owner, "POST", "/custom-fields", 201, name="Color")
    assert await refused(client, owner, "POST", "/custom-fields", **body) == code


async def test_only_administrators_configure(client: AsyncClient, owner: Person, database: Database) -> None:
    field = await ask(client, owner, "POST", "/custom-fields", 201, name="Color")
    agent = await member(client, database, Role.AGENT)
    assert (await refused(client, agent, "POST", "/custom-fields", name="X"))[0] == 403
    stranger = await register(client)
    for field_id in (field["id"], str(uuid.uuid4())):
        path = f"/custom-fields/{field_id}"
        assert await refused(client, stranger, "PATCH", path, name="X") == (404, "field_not_found")
        assert await refused(client, stranger, "DELETE", path) == (404, "field_not_found")
