"""Forgotten and changed passwords, and the mails around them."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient, Response

from tests.backend.accounts.conftest import Wait
from tests.support import people

NEW = "otra-clave-larga"


async def _forgot(client: AsyncClient, address: str) -> Response:
    return await client.post("/v1/auth/password/forgot", json={"email": address})


async def _reset(client: AsyncClient, token: str, password: str = NEW) -> Response:
    return await client.post("/v1/auth/password/reset", json={"token": token, "password": password})


async def test_the_mailed_link_sets_a_new_password_and_ends_every_session(client: AsyncClient, app: FastAPI) -> None:
    person = await people.register(client)
    assert (await _forgot(client, person.email.upper())).status_code == 202
    token = await people.mailed_token(app, person.email, "reset")
    assert (await _reset(client, token)).status_code == 204
    assert (await client.get("/v1/auth/me", headers=person.headers)).status_code == 401
    assert (await people.login(client, person.email)).status_code == 401
    again = people.signed_in(person.email, await people.login(client, person.email, NEW))
    # Whoever reads the mailbox has proven the address.
    assert (await client.get("/v1/auth/me", headers=again.headers)).json()["email_verified"] is True
    assert (await _reset(client, token)).json()["error"]["code"] == "link_expired"


async def test_a_stranger_gets_the_same_answer_and_no_mail(client: AsyncClient, app: FastAPI) -> None:
    person, stranger = await people.register(client), people.new_email()
    known, unknown = await _forgot(client, person.email), await _forgot(client, stranger)
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    await people.run_jobs(app, "mail")
    assert people.mails_to(app, stranger) == []


async def test_the_link_is_good_for_an_hour(client: AsyncClient, app: FastAPI, wait: Wait) -> None:
    person = await people.register(client)
    await _forgot(client, person.email)
    token = await people.mailed_token(app, person.email, "reset")
    wait(timedelta(hours=1))
    assert (await _reset(client, token)).json()["error"]["code"] == "link_expired"


async def test_a_weak_password_does_not_spend_the_link(client: AsyncClient, app: FastAPI) -> None:
    person = await people.register(client)
    await _forgot(client, person.email)
    token = await people.mailed_token(app, person.email, "reset")
    assert (await _reset(client, token, "password123")).json()["error"]["code"] == "password_too_weak"
    assert (await _reset(client, token)).status_code == 204


async def test_nobody_fills_a_mailbox(client: AsyncClient, app: FastAPI) -> None:
    person = await people.register(client)
    answers = [await _forgot(client, person.email) for _ in range(8)]
    assert {each.status_code for each in answers} == {202}
    await people.run_jobs(app, "mail")
    resets = [mail for mail in people.mails_to(app, person.email) if "?reset=" in people.text_of(mail)]
    assert len(resets) == 3


async def test_a_verification_token_resets_nothing(client: AsyncClient, app: FastAPI) -> None:
    person = await people.register(client)
    token = await people.mailed_token(app, person.email, "verify")
    assert (await _reset(client, token)).status_code == 422


async def test_the_verification_mail_is_sent_again_until_it_is_proven(client: AsyncClient, app: FastAPI) -> None:
    person = await people.register(client)
    first = await people.mailed_token(app, person.email, "verify")
    assert (await client.post("/v1/auth/verify/resend", headers=person.headers)).status_code == 202
    second = await people.mailed_token(app, person.email, "verify")
    assert first != second
    assert (await client.post("/v1/auth/verify", json={"token": second})).status_code == 200
    await client.post("/v1/auth/verify/resend", headers=person.headers)
    assert await people.mailed_token(app, person.email, "verify") == second


async def test_a_changed_password_ends_the_other_sessions_and_is_told_by_mail(
    client: AsyncClient, app: FastAPI
) -> None:
    person = await people.register(client, language="en")
    elsewhere = people.signed_in(person.email, await people.login(client, person.email))
    body = {"current": people.PASSWORD, "new": NEW}
    changed = await client.post("/v1/auth/password/change", json=body, headers=person.headers)
    assert changed.status_code == 204
    assert (await client.get("/v1/auth/me", headers=person.headers)).status_code == 200
    assert (await client.get("/v1/auth/me", headers=elsewhere.headers)).status_code == 401
    assert (await people.login(client, person.email, NEW)).status_code == 200
    await people.run_jobs(app, "mail")
    assert people.mails_to(app, person.email)[-1]["Subject"] == "Your OpenSells password was changed"


@pytest.mark.parametrize(
    ("current", "new", "code"),
    [
        ("not-the-password", NEW, "wrong_password"),
        (people.PASSWORD, "qwertyuiop", "password_too_weak"),
        (people.PASSWORD, "short", "invalid_input"),
    ],
)
async def test_what_changes_no_password(client: AsyncClient, current: str, new: str, code: str) -> None:
    person = await people.register(client)
    body = {"current": current, "new": new}
    answer = await client.post("/v1/auth/password/change", json=body, headers=person.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert (await people.login(client, person.email)).status_code == 200


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("es", "Confirma tu correo en OpenSells"),
        ("ca", "Confirma el teu correu a OpenSells"),
        ("pt", "Confirma o teu e-mail no OpenSells"),
        ("en", "Confirm your email for OpenSells"),
    ],
)
async def test_x32_mails_speak_the_persons_language(
    client: AsyncClient, app: FastAPI, language: str, subject: str
) -> None:
    person = await people.register(client, language=language, full_name="Ñ <i>Ana</i>")
    await people.run_jobs(app, "mail")
    [mail] = people.mails_to(app, person.email)
    html = mail.get_body(("html",))
    assert html is not None
    assert mail["Subject"] == subject
    assert "Ñ <i>Ana</i>" in people.text_of(mail)
    assert "Ñ &lt;i&gt;Ana&lt;/i&gt;" in html.get_content()
