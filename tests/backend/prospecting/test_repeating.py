"""`POST /v1/searches` sent again with its Idempotency-Key: one search, counted once (issue 3, BIL-05)."""

import asyncio
import secrets

import pytest
from httpx2 import Response

from tests.backend.prospecting.conftest import Prospector
from tools.town.server import Town

QUESTION = {"query": "dentistas en Valldemar", "limit": 5}


async def sent(someone: Prospector, key: str, **body: object) -> Response:
    headers = {**someone.person.headers, "Idempotency-Key": key}
    return await someone.client.post("/v1/searches", json=body, headers=headers)


async def count(someone: Prospector) -> int:
    return len((await someone.do("GET", "/searches"))["items"])


async def test_a_repeat_gets_the_search_that_the_first_started(someone: Prospector, town: Town) -> None:
    key = secrets.token_hex(8)
    first = await sent(someone, key, **QUESTION)
    await someone.work()
    again = await sent(someone, key, limit=5, extended=False, query=QUESTION["query"])
    assert (first.status_code, again.status_code) == (202, 202)
    assert (again.json()["id"], again.json()["state"]) == (first.json()["id"], "done")
    assert (await count(someone), town.asked["overpass"]) == (1, 1)


async def test_eight_at_once_start_one(someone: Prospector, town: Town) -> None:
    key = secrets.token_hex(8)
    answers = await asyncio.gather(*(sent(someone, key, **QUESTION) for _ in range(8)))
    assert {each.status_code for each in answers} == {202}
    assert len({each.json()["id"] for each in answers}) == 1
    assert await count(someone) == 1


async def test_another_question_under_the_same_key_is_a_conflict(someone: Prospector, town: Town) -> None:
    key = secrets.token_hex(8)
    await sent(someone, key, **QUESTION)
    answer = await sent(someone, key, query="hoteles en Valldemar")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "idempotency_conflict")
    assert await count(someone) == 1


async def test_a_refused_request_leaves_its_key_free(someone: Prospector, town: Town) -> None:
    key = secrets.token_hex(8)
    refused = await sent(someone, key, query="dentistas")
    assert refused.status_code == 422
    assert (await sent(someone, key, **QUESTION)).status_code == 202


async def test_without_a_key_and_with_another_each_is_a_search(someone: Prospector, town: Town) -> None:
    for _ in range(2):
        await someone.start(limit=5)
    assert (await sent(someone, secrets.token_hex(8), **QUESTION)).status_code == 202
    assert await count(someone) == 3


@pytest.mark.parametrize("key", ["short", "a" * 65, "with space here"])
async def test_a_malformed_key_is_refused(someone: Prospector, town: Town, key: str) -> None:
    assert (await sent(someone, key, **QUESTION)).status_code == 422
    assert await count(someone) == 0
