"""Guessing gets slower and slower, for an account and for an address, whether the account exists or not."""

import asyncio
from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient

from tests.backend.accounts.conftest import Wait, client_at
from tests.support import people

WRONG = "not-the-password"


@pytest.mark.parametrize("known", [True, False], ids=["known account", "nobody's account"])
async def test_after_five_failures_the_wait_doubles(app: FastAPI, client: AsyncClient, wait: Wait, known: bool) -> None:
    address = (await people.register(client)).email if known else people.new_email()
    async with client_at(app, f"203.0.113.{1 + known}") as guesser:
        tries = [await people.login(guesser, address, WRONG) for _ in range(6)]
        assert [each.status_code for each in tries] == [401] * 5 + [429]
        assert tries[-1].json()["error"]["code"] == "too_many_attempts"
        waits = []
        for _ in range(4):
            blocked = await people.login(guesser, address, WRONG)
            waits.append(int(blocked.headers["retry-after"]))
            wait(timedelta(seconds=waits[-1] + 1))
            assert (await people.login(guesser, address, WRONG)).status_code == 401
    assert waits == sorted(waits)
    assert waits[-1] >= 8


async def test_while_blocked_the_right_password_does_not_help(app: FastAPI, client: AsyncClient, wait: Wait) -> None:
    person = await people.register(client)
    async with client_at(app, "203.0.113.10") as guesser:
        for _ in range(5):
            await people.login(guesser, person.email, WRONG)
        assert (await people.login(guesser, person.email)).status_code == 429
        wait(timedelta(seconds=5))
        assert (await people.login(guesser, person.email)).status_code == 200
        assert (await people.login(guesser, person.email, WRONG)).status_code == 401
        assert (await people.login(guesser, person.email)).status_code == 200


async def test_guesses_at_once_count_one_by_one(app: FastAPI, client: AsyncClient, wait: Wait) -> None:
    person = await people.register(client)
    async with client_at(app, "203.0.113.20") as guesser:
        tries = await asyncio.gather(*(people.login(guesser, person.email, WRONG) for _ in range(16)))
    assert sorted(each.status_code for each in tries) == [401] * 5 + [429] * 11


async def test_one_address_that_tries_many_accounts_is_slowed_and_others_are_not(
    app: FastAPI, client: AsyncClient, wait: Wait
) -> None:
    person = await people.register(client)
    async with client_at(app, "203.0.113.30") as guesser, client_at(app, "203.0.113.31") as neighbour:
        tries = [await people.login(guesser, people.new_email(), WRONG) for _ in range(21)]
        assert [each.status_code for each in tries] == [401] * 20 + [429]
        assert (await people.login(neighbour, person.email)).status_code == 200


async def test_the_longest_wait_is_a_quarter_of_an_hour_and_a_day_forgets(app: FastAPI, wait: Wait) -> None:
    address = people.new_email()
    async with client_at(app, "203.0.113.40") as guesser:
        for _ in range(18):
            await people.login(guesser, address, WRONG)
            wait(timedelta(seconds=901))
        await people.login(guesser, address, WRONG)
        blocked = await people.login(guesser, address, WRONG)
        assert 890 <= int(blocked.headers["retry-after"]) <= 901
        wait(timedelta(days=1, seconds=1))
        tries = [await people.login(guesser, address, WRONG) for _ in range(4)]
    assert [each.status_code for each in tries] == [401] * 4
