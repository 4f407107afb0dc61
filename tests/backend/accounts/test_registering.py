"""Registration founds a company with its owner and signs in at once."""

from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient

from tests.support import people


async def test_registering_gives_a_company_on_free_and_its_owner(client: AsyncClient) -> None:
    body = people.registration(company_name="Cuines Mar", language="ca")
    answer = await client.post("/v1/auth/register", json=body)
    assert answer.status_code == 201
    pair = answer.json()
    assert pair["token_type"] == "bearer"
    assert pair["expires_in"] == 1800
    me = (await client.get("/v1/auth/me", headers={"Authorization": f"Bearer {pair['access_token']}"})).json()
    assert me["email"] == body["email"]
    assert me["role"] == "owner"
    assert me["language"] == "ca"
    assert me["tenant"]["name"] == "Cuines Mar"
    assert [(each["role"], each["status"]) for each in me["tenants"]] == [("owner", "active")]
    assert (me["email_verified"], me["two_factor"], me["platform_role"]) == (False, False, None)


async def test_the_browser_gives_the_language_when_the_form_does_not(client: AsyncClient) -> None:
    body = people.registration()
    answer = await client.post("/v1/auth/register", json=body, headers={"Accept-Language": "pt-BR,pt;q=0.9"})
    me = await client.get("/v1/auth/me", headers=people.signed_in(body["email"], answer).headers)
    assert me.json()["language"] == "pt"


async def test_idn_01_an_email_is_one_account_however_it_is_written(client: AsyncClient) -> None:
    person = await people.register(client)
    again = await client.post("/v1/auth/register", json=people.registration(email=person.email.upper()))
    assert (again.status_code, again.json()["error"]["code"]) == (409, "email_taken")
    assert (await people.login(client, f" {person.email.upper()} ")).status_code == 200


async def test_the_mailed_link_proves_the_address_once(client: AsyncClient, app: FastAPI) -> None:
    person = await people.register(client, language="en")
    token = await people.mailed_token(app, person.email, "verify")
    assert (await client.post("/v1/auth/verify", json={"token": token})).status_code == 200
    assert (await client.get("/v1/auth/me", headers=person.headers)).json()["email_verified"] is True
    again = await client.post("/v1/auth/verify", json={"token": token})
    assert (again.status_code, again.json()["error"]["code"]) == (422, "link_expired")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"password": "password123"}, "password_too_weak", id="among the most common"),
        pytest.param({"password": "Contraseña123"}, "password_too_weak", id="common in Spanish"),
        pytest.param({"password": "aaaaaaaaaaaa"}, "password_too_weak", id="a pattern"),
        pytest.param(
            {"email": "same@shop.example.com", "password": "same@shop.example.com"},
            "password_too_weak",
            id="the email itself",
        ),
        pytest.param({"password": "short-one"}, "invalid_input", id="below 10 characters"),
        pytest.param({"password": "x1" * 101}, "invalid_input", id="above 200 characters"),
        pytest.param({"email": "nobody"}, "invalid_input", id="no email"),
        pytest.param({"email": "a@b"}, "invalid_input", id="no domain"),
        pytest.param({"full_name": " "}, "invalid_input", id="blank name"),
        pytest.param({"full_name": "Ana\r\nBcc: x@example.com"}, "invalid_input", id="a header in the name"),
        pytest.param({"company_name": "A\x00B"}, "invalid_input", id="NUL"),
        pytest.param({"company_name": "x" * 121}, "invalid_input", id="name too long"),
        pytest.param({"language": "fr"}, "invalid_input", id="X32 language"),
        pytest.param({"role": "super_admin"}, "invalid_input", id="unknown field"),
    ],
)
async def test_what_cannot_be_registered(client: AsyncClient, changes: dict[str, Any], code: str) -> None:
    answer = await client.post("/v1/auth/register", json=people.registration(**changes))
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


async def test_any_script_may_stand_in_a_name(client: AsyncClient) -> None:
    name = "<b>Ñandú</b> '; DROP TABLE users;-- مرحبا 🦄"
    person = await people.register(client, full_name=name, company_name=name)
    me = (await client.get("/v1/auth/me", headers=person.headers)).json()
    assert (me["full_name"], me["tenant"]["name"]) == (name, name)


async def test_a_new_company_has_a_published_flow_for_its_first_visitor(client: AsyncClient, app: FastAPI) -> None:
    person = await people.register(client)
    await people.run_jobs(app, "default")
    flows = (await client.get("/v1/flows", headers=person.headers)).json()["items"]
    assert [each["is_default"] for each in flows] == [True]


@pytest.mark.parametrize(
    "body",
    [
        rb'{"email":"a\ud800@shop.example.com","password":"una-clave-larga","full_name":"x","company_name":"y"}',
        rb'{"email":"a@shop.example.com","password":"\ud800una-clave-larga","full_name":"x","company_name":"y"}',
        rb'{"email":"a@shop.example.com","password":"una-clave-larga","full_name":"\udc00","company_name":"y"}',
        b'{"email":"a@shop.example.com","password":"una-clave-larga","full_name":"\xff","company_name":"y"}',
        b"[" * 2000,
        b"null",
        b"",
    ],
)
async def test_broken_json_and_broken_unicode_are_refused(client: AsyncClient, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await client.post("/v1/auth/register", content=body, headers=headers)
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize(
    "form",
    [
        b"username=%ED%A0%80&password=%ED%A0%80",
        b"username=%00&password=%00",
        b"username=a&username=b&password=c",
        b"username=" + b"a" * 300 + b"&password=x",
        b"username=a&password=" + b"x" * 100_000,
        b"username=%F0%9F%A6%84&password=%F0%9F%A6%84",
        b"%%%",
        b"",
    ],
)
async def test_any_form_is_refused_and_none_breaks_the_login(client: AsyncClient, form: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await client.post("/v1/auth/login", content=form, headers=headers)
    assert answer.status_code in {401, 422}
