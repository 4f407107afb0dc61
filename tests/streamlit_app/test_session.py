"""The browser's cookie: sealed, one-time codes, a restart, and an end that is final (IDN-17)."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from backend.accounts.schemas import TokenPair
from streamlit_app.kit.routes import SecurityHeaders, routes
from streamlit_app.kit.session import CODE_SECONDS, IDLE_SECONDS, Sessions

COOKIE = "opensells_panel"
ORIGIN = "http://panel.example.com"


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(clock: Clock) -> Sessions:
    return Sessions("a secret", now=clock)


@pytest.fixture
def client(sessions: Sessions) -> Iterator[TestClient]:
    app = Starlette(routes=routes(sessions, cookie=COOKIE, https=False))
    with TestClient(SecurityHeaders(app, https=False), base_url=ORIGIN) as opened:
        yield opened


def pair(number: int = 1) -> TokenPair:
    return TokenPair(access_token=f"access-{number}", refresh_token=f"refresh-{number}", expires_in=1800, tenant=None)


def keep(client: TestClient, code: str, *, origin: str | None = ORIGIN, **headers: str) -> int:
    sent = ({"Origin": origin} if origin else {}) | headers
    return client.post("/session", json={"code": code}, headers=sent).status_code


def test_the_code_buys_an_httponly_lax_cookie_without_tokens_in_clear(sessions: Sessions, client: TestClient) -> None:
    code = sessions.code(sessions.begin(pair()))
    answer = client.post("/session", json={"code": code}, headers={"Origin": ORIGIN})
    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 204
    assert {"HttpOnly", "SameSite=lax"} <= set(cookie.split("; "))
    assert "refresh-1" not in cookie
    assert "access-1" not in cookie


def test_over_https_the_cookie_is_secure(sessions: Sessions) -> None:
    with TestClient(Starlette(routes=routes(sessions, cookie=COOKIE, https=True)), base_url=ORIGIN) as client:
        code = sessions.code(sessions.begin(pair()))
        answer = client.post("/session", json={"code": code}, headers={"Origin": ORIGIN})
    assert "Secure" in answer.headers["set-cookie"]


def test_a_code_works_once(sessions: Sessions, client: TestClient) -> None:
    code = sessions.code(sessions.begin(pair()))
    assert [keep(client, code), keep(client, code)] == [204, 401]


def test_a_code_runs_out(sessions: Sessions, client: TestClient, clock: Clock) -> None:
    code = sessions.code(sessions.begin(pair()))
    clock.now += CODE_SECONDS + 1
    assert keep(client, code) == 401


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null"])
def test_another_site_cannot_give_a_browser_a_session(
    sessions: Sessions, client: TestClient, origin: str | None
) -> None:
    assert keep(client, sessions.code(sessions.begin(pair())), origin=origin) == 403


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"code": 1}', b"x" * 5_000])
def test_a_body_that_is_no_code_is_refused(client: TestClient, body: bytes) -> None:
    headers = {"Origin": ORIGIN, "Content-Type": "application/json"}
    assert client.post("/session", content=body, headers=headers).status_code == 401


def test_two_tabs_that_load_at_once_share_one_session(sessions: Sessions) -> None:
    cookie = sessions.exchange(sessions.code(sessions.begin(pair())))
    assert cookie is not None
    assert sessions.restore(cookie) is sessions.restore(cookie)


def test_after_a_restart_the_cookie_opens_the_session_again(sessions: Sessions) -> None:
    begun = sessions.begin(pair(1))
    begun.adopt(pair(2))
    cookie = sessions.exchange(sessions.code(begun))
    assert cookie is not None
    found = Sessions("a secret").restore(cookie)
    assert found is not None
    assert (found.id, found.refresh_token, found.access_token) == (begun.id, "refresh-2", "")


def test_a_cookie_of_another_key_or_by_hand_opens_nothing(sessions: Sessions) -> None:
    other = Sessions("another secret")
    foreign = other.exchange(other.code(other.begin(pair())))
    assert foreign is not None
    assert sessions.restore(foreign) is None
    assert sessions.restore("not a cookie") is None


def test_an_end_is_final_also_for_a_cookie_that_somebody_kept(sessions: Sessions, client: TestClient) -> None:
    session = sessions.begin(pair())
    cookie = sessions.exchange(sessions.code(session))
    assert cookie is not None
    sessions.end(session)
    assert sessions.restore(cookie) is None
    assert sessions.find(session.id) is None


def test_the_end_route_drops_cookie_and_session(sessions: Sessions, client: TestClient) -> None:
    session = sessions.begin(pair())
    keep(client, sessions.code(session))
    answer = client.post("/session/end", json={}, headers={"Origin": ORIGIN})
    assert answer.status_code == 204
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]
    assert session.ended


def test_the_end_route_refuses_other_sites(sessions: Sessions, client: TestClient) -> None:
    session = sessions.begin(pair())
    keep(client, sessions.code(session))
    assert client.post("/session/end", json={}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert not session.ended


def test_what_nobody_used_for_seven_days_is_forgotten(sessions: Sessions, clock: Clock) -> None:
    session = sessions.begin(pair())
    clock.now += IDLE_SECONDS + 1
    sessions.begin(pair())
    assert sessions.find(session.id) is None


def test_health_and_the_headers_of_every_answer(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert answer.json() == {"status": "ok"}
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
