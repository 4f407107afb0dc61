"""Limits for the public: per address, for sensitive calls, per tenant (SEC-04, X11)."""

import secrets
import time
from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace

import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient, Response
from limits.aio import strategies
from limits.aio.storage import memory

from backend.core.database.session import Database
from backend.core.errors import RateLimited
from backend.core.http import rate_limit
from backend.core.settings import Settings, load
from tests.support.builders import Visitor, found_business

PATH = "/v1/widget/config"
Open = Callable[[str], AsyncClient]


@pytest.fixture(autouse=True)
def _a_window_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The windows lie on the clock's minutes, and one that ended within a test would let one more through."""
    until_the_next = -time.time() % 600
    ahead = SimpleNamespace(time=lambda: time.time() + until_the_next, monotonic=time.monotonic)
    for module in (memory, strategies, rate_limit):
        monkeypatch.setattr(module, "time", ahead)


@pytest_asyncio.fixture
async def limited(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FastAPI]:
    """An API of its own with the limits of the ruling and nothing counted yet."""
    from backend.main import create_app

    given = {"IP_PER_MINUTE": "60", "IP_PER_10_MINUTES": "400", "SENSITIVE_PER_MINUTE": "10"}
    for name, value in given.items():
        monkeypatch.setenv(f"RATE_LIMIT_{name}", value)
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.1, 10.0.0.2")
    created = create_app(load())
    async with created.router.lifespan_context(created):
        yield created


@pytest_asyncio.fixture
async def at(limited: FastAPI) -> AsyncIterator[Open]:
    """`at("203.0.113.7")` calls from that address."""
    opened: list[AsyncClient] = []

    def open_client(address: str) -> AsyncClient:
        transport = ASGITransport(app=limited, client=(address, 4711), raise_app_exceptions=False)
        opened.append(AsyncClient(transport=transport, base_url="http://127.0.0.1:8000"))
        return opened[-1]

    yield open_client
    for each in opened:
        await each.aclose()


def refusal(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def hits(client: AsyncClient, count: int, path: str = PATH, **headers: str) -> list[int]:
    return [(await client.get(path, headers=headers)).status_code for _ in range(count)]


async def test_the_61st_call_of_a_minute_waits(at: Open) -> None:
    client = at("203.0.113.7")
    assert 429 not in await hits(client, 60)
    refused = await client.get(PATH, headers={"Origin": "https://shop.example.com"})
    assert refusal(refused) == (429, "rate_limited")
    assert 1 <= int(refused.headers["retry-after"]) <= 61
    assert refused.headers["access-control-allow-origin"] == "https://shop.example.com"
    assert "Retry-After" in refused.headers["access-control-expose-headers"]
    assert refused.json()["error"]["request_id"] == refused.headers["x-request-id"]
    assert await hits(at("203.0.113.8"), 1) == [422], "another address is not touched"


async def test_past_400_in_ten_minutes_the_address_is_blocked_for_ten(
    at: Open, limited: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = at("203.0.113.7")
    await hits(client, 400)
    refused = await client.get(PATH)
    assert refusal(refused) == (429, "address_blocked")
    assert int(refused.headers["retry-after"]) == 600
    blocked_at = time.monotonic()
    for seconds in (300, 599):
        monkeypatch.setattr(rate_limit, "time", SimpleNamespace(monotonic=lambda: blocked_at + seconds, time=time.time))  # noqa: B023 - called at once
        still = await client.get(PATH)
        assert refusal(still) == (429, "address_blocked")
        assert 1 <= int(still.headers["retry-after"]) <= 601 - seconds
    monkeypatch.setattr(rate_limit, "time", SimpleNamespace(monotonic=lambda: blocked_at + 601, time=time.time))
    await limited.state.limiter.storage.reset()
    assert await hits(client, 1) == [422], "the block ends by itself"
    assert await hits(at("203.0.113.8"), 1) == [422]


async def test_what_is_not_public_is_not_counted(at: Open) -> None:
    client = at("203.0.113.7")
    assert set(await hits(client, 70, "/health")) == {200}
    assert set(await hits(client, 70, "/v1/leads")) == {401}
    preflight = {"Origin": "https://shop.example.com", "Access-Control-Request-Method": "POST"}
    for _ in range(70):
        assert (await client.options("/v1/chat/send", headers=preflight)).status_code == 204
    assert await hits(client, 1) == [422]


@pytest.mark.parametrize("path", ["login", "register", "password/forgot", "password/reset", "invitations/accept"])
async def test_sensitive_calls_are_ten_a_minute(at: Open, path: str) -> None:
    client = at("203.0.113.7")
    answers = [await client.post(f"/v1/auth/{path}", json={}) for _ in range(11)]
    assert {each.status_code for each in answers[:10]} == {422}
    assert refusal(answers[10]) == (429, "rate_limited")
    assert await hits(client, 1) == [422], "the rest of the site still answers"


async def test_another_spelling_of_a_sensitive_path_is_no_way_around(at: Open) -> None:
    client = at("203.0.113.7")
    for _ in range(10):
        await client.post("/v1/auth/login", json={})
    for path in ("/v1/auth/login/", "/v1/auth//login", "/v1/auth/%6Cogin"):
        answer = await client.post(path, json={}, follow_redirects=True)
        assert answer.status_code in {404, 405, 429}, path


async def test_a_forwarded_address_is_believed_from_our_proxies_only(at: Open) -> None:
    stranger, proxy = at("203.0.113.7"), at("10.0.0.1")
    statuses = [await hits(stranger, 1, **{"X-Forwarded-For": f"198.51.100.{number}"}) for number in range(61)]
    assert statuses[60] == [429], "a stranger does not change address by a header"
    assert 429 not in await hits(proxy, 60, **{"X-Forwarded-For": "198.51.100.1"})
    assert await hits(proxy, 1, **{"X-Forwarded-For": "198.51.100.1"}) == [429]
    assert await hits(proxy, 1, **{"X-Forwarded-For": "198.51.100.2"}) == [422]
    for chain in ("198.51.100.9, 198.51.100.1", "198.51.100.9, 198.51.100.1, 10.0.0.2"):
        assert await hits(proxy, 1, **{"X-Forwarded-For": chain}) == [429], "only the last stranger counts"
    assert await hits(proxy, 1, **{"X-Forwarded-For": "10.0.0.2"}) == [422], "then it is the proxy's own call"


async def test_a_tenants_writes_a_minute_follow_its_plan(at: Open, database: Database) -> None:
    """120 is `free`'s; visitors of another business are not touched, and reading is free."""
    business, other = await found_business(database, plan="free"), await found_business(database, plan="free")
    visitors = [Visitor(at(f"203.0.113.{number}"), business) for number in range(3)]
    await visitors[0].start()
    for visitor in visitors:
        visitor.session_id = visitors[0].session_id
    body = {"session_id": secrets.token_hex(16), "option": "accept"}
    for number in range(119):
        headers = {"Idempotency-Key": f"a-good-key-{number}"}
        answer = await visitors[number % 3].post("/v1/chat/send", body, headers)
        assert answer.status_code == 404, answer.text
    refused = [
        await visitors[0].try_send(option="accept"),
        await visitors[1].post("/v1/chat/start", {}),
        await visitors[2].post("/v1/chat/language", {"session_id": visitors[0].session_id, "language": "en"}),
    ]
    assert {refusal(each) for each in refused} == {(429, "rate_limited")}
    assert refused[0].json()["error"]["details"]["limit"] == 120
    assert int(refused[0].headers["retry-after"]) >= 1
    assert (await visitors[1].read())["status"] == "open"
    assert await Visitor(at("203.0.113.99"), other).start()


async def test_without_its_redis_each_process_counts_for_itself(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Limits get looser, but nobody is locked out and nobody runs free."""
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    limiter = rate_limit.RateLimiter.from_settings(load().http)
    for _ in range(3):
        await limiter.check(3, "somebody")
    with pytest.raises(RateLimited) as refused:
        await limiter.check(3, "somebody")
    assert 1 <= refused.value.retry_after <= 61
    await limiter.check(3, "somebody else")
