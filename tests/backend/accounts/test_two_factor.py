"""The second factor: on with a code, asked for at sign-in, codes good once, off with password and code."""

import asyncio
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient, Response

from backend.core import clock
from tests.backend.accounts.conftest import Wait
from tests.support import people
from tests.support.people import Person

STEP = timedelta(seconds=30)


def _code(secret: str) -> str:
    return pyotp.TOTP(secret).at(clock.now())


async def _post(client: AsyncClient, person: Person, path: str, **body: Any) -> Response:
    return await client.post(f"/v1/auth/two-factor/{path}", json=body, headers=person.headers)


async def _secured(client: AsyncClient) -> tuple[Person, str, list[str]]:
    """Somebody with the second factor on: person, secret, recovery codes."""
    person = await people.register(client)
    secret = (await _post(client, person, "enrol")).json()["secret"]
    confirmed = await _post(client, person, "confirm", code=_code(secret))
    assert confirmed.status_code == 200, confirmed.text
    return person, secret, confirmed.json()["recovery_codes"]


async def _challenge(client: AsyncClient, person: Person) -> str:
    body = (await people.login(client, person.email)).json()
    assert body["second_factor_required"] is True
    assert body["expires_in"] == 300
    return str(body["challenge"])


async def _answer(client: AsyncClient, challenge: str, code: str) -> Response:
    return await client.post("/v1/auth/login/second-factor", json={"challenge": challenge, "code": code})


async def test_enrolment_shows_a_picture_and_switches_nothing_on(client: AsyncClient) -> None:
    person = await people.register(client)
    begun = (await _post(client, person, "enrol")).json()
    assert begun["qr_svg"].startswith("<svg")
    assert begun["otpauth_uri"].startswith("otpauth://totp/OpenSells:")
    assert (await _post(client, person, "confirm", code="000000")).json()["error"]["code"] == "wrong_code"
    assert "access_token" in (await people.login(client, person.email)).json()


async def test_sign_in_then_needs_a_code(client: AsyncClient, wait: Wait) -> None:
    person, secret, _ = await _secured(client)
    wait(STEP)
    challenge = await _challenge(client, person)
    wrong = await _answer(client, challenge, "000000")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (401, "wrong_code")
    signed_in = people.signed_in(person.email, await _answer(client, challenge, _code(secret)))
    me = await client.get("/v1/auth/me", headers=signed_in.headers)
    assert me.json()["two_factor"] is True


async def test_a_code_works_once(client: AsyncClient, wait: Wait) -> None:
    person, secret, _ = await _secured(client)
    # The code that confirmed is spent too.
    assert (await _answer(client, await _challenge(client, person), _code(secret))).status_code == 401
    wait(STEP)
    code = _code(secret)
    first, second = await _challenge(client, person), await _challenge(client, person)
    answers = await asyncio.gather(_answer(client, first, code), _answer(client, second, code))
    assert sorted(each.status_code for each in answers) == [200, 401]


async def test_clocks_may_differ_by_one_step(client: AsyncClient, wait: Wait) -> None:
    person, secret, _ = await _secured(client)
    wait(STEP * 4)
    totp, moment = pyotp.TOTP(secret), clock.now()
    for drift, expected in ((-2, 401), (-1, 200), (2, 401), (1, 200)):
        challenge = await _challenge(client, person)
        answer = await _answer(client, challenge, totp.at(moment + drift * STEP))
        assert (drift, answer.status_code) == (drift, expected)


async def test_each_of_ten_recovery_codes_works_once(client: AsyncClient) -> None:
    person, _, codes = await _secured(client)
    assert len(set(codes)) == 10
    typed = codes[0].upper().replace("-", " ")
    assert (await _answer(client, await _challenge(client, person), typed)).status_code == 200
    assert (await _answer(client, await _challenge(client, person), codes[0])).status_code == 401
    assert (await _answer(client, await _challenge(client, person), codes[1])).status_code == 200


async def test_a_challenge_ends_after_five_minutes_and_after_use(client: AsyncClient, wait: Wait) -> None:
    person, secret, codes = await _secured(client)
    challenge = await _challenge(client, person)
    assert (await _answer(client, challenge, codes[0])).status_code == 200
    assert (await _answer(client, challenge, codes[1])).json()["error"]["code"] == "challenge_expired"
    late = await _challenge(client, person)
    wait(timedelta(minutes=5))
    assert (await _answer(client, late, _code(secret))).json()["error"]["code"] == "challenge_expired"


async def test_codes_cannot_be_guessed_at_speed(client: AsyncClient, wait: Wait) -> None:
    person, secret, _ = await _secured(client)
    challenge = await _challenge(client, person)
    answers = [await _answer(client, challenge, "000000") for _ in range(7)]
    assert [each.status_code for each in answers] == [401] * 5 + [429] * 2
    wait(STEP)
    assert (await _answer(client, challenge, _code(secret))).status_code == 200


async def test_switching_off_needs_password_and_code(client: AsyncClient, wait: Wait) -> None:
    person, secret, _ = await _secured(client)
    wait(STEP)
    refused = await _post(client, person, "disable", password="not-the-password", code=_code(secret))
    assert refused.json()["error"]["code"] == "wrong_password"
    refused = await _post(client, person, "disable", password=people.PASSWORD, code="000000")
    assert refused.json()["error"]["code"] == "wrong_code"
    done = await _post(client, person, "disable", password=people.PASSWORD, code=_code(secret))
    assert done.status_code == 204
    assert "access_token" in (await people.login(client, person.email)).json()


@pytest.mark.parametrize(("path", "body"), [("enrol", {}), ("confirm", {"code": "123456"})])
async def test_what_is_on_is_not_switched_on_again(client: AsyncClient, path: str, body: dict[str, str]) -> None:
    person, _, _ = await _secured(client)
    assert (await _post(client, person, path, **body)).json()["error"]["code"] == "two_factor_on"


async def test_what_was_never_begun_is_off(client: AsyncClient) -> None:
    person = await people.register(client)
    assert (await _post(client, person, "confirm", code="123456")).json()["error"]["code"] == "two_factor_off"


@pytest.mark.parametrize("code", ["１２３４５６", "12345", "🦄🦄🦄🦄🦄🦄", "a" * 31, "\x00" * 6, "' OR 1=1"])
async def test_noise_is_no_code(client: AsyncClient, code: str) -> None:
    person, _, _ = await _secured(client)
    assert (await _answer(client, await _challenge(client, person), code)).status_code in {401, 422}


async def test_a_password_reset_leaves_the_second_factor_of_a_proven_address(client: AsyncClient, app: FastAPI) -> None:
    person, _, _ = await _secured(client)
    token = await people.mailed_token(app, person.email, "verify")
    await client.post("/v1/auth/verify", json={"token": token})
    await client.post("/v1/auth/password/forgot", json={"email": person.email})
    token = await people.mailed_token(app, person.email, "reset")
    await client.post("/v1/auth/password/reset", json={"token": token, "password": people.PASSWORD})
    await _challenge(client, person)


async def test_the_first_proof_of_an_address_takes_a_strangers_second_factor_away(
    client: AsyncClient, app: FastAPI
) -> None:
    """Somebody registered another person's address and locked it; its owner comes by the mailbox."""
    stranger, _, _ = await _secured(client)
    await client.post("/v1/auth/password/forgot", json={"email": stranger.email})
    token = await people.mailed_token(app, stranger.email, "reset")
    await client.post("/v1/auth/password/reset", json={"token": token, "password": "otra-clave-larga"})
    assert "access_token" in (await people.login(client, stranger.email, "otra-clave-larga")).json()
    assert (await client.get("/v1/auth/me", headers=stranger.headers)).status_code == 401
