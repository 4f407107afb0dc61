"""Talking with the API: one renewal for all, refusals typed, nothing sent twice that changes something."""

import threading

import pytest
import requests

from backend.accounts.schemas import MeOut, TokenPair
from streamlit_app.kit.session import Session, Sessions
from streamlit_app.kit.transport import ApiError, SignedOut, Transport, connect
from tests.support.api_twin import URL, ApiTwin


@pytest.fixture
def api() -> ApiTwin:
    return ApiTwin()


@pytest.fixture
def http(api: ApiTwin) -> requests.Session:
    opened = connect()
    opened.mount(URL, api)
    return opened


@pytest.fixture
def session(api: ApiTwin) -> Session:
    return Sessions("a secret").begin(api.pair())


@pytest.fixture
def transport(http: requests.Session, session: Session) -> Transport:
    return Transport(http=http, base_url=URL, session=session, language="ca", address="203.0.113.7", agent="Firefox")


def test_an_expired_token_is_renewed_once_and_the_call_repeated(api: ApiTwin, transport: Transport) -> None:
    api.good_access.clear()
    assert transport.get("/v1/auth/me", MeOut).full_name == "Ana Puig"
    assert len(api.made("POST", "/v1/auth/refresh")) == 1


def test_many_tabs_renew_once(api: ApiTwin, http: requests.Session, session: Session) -> None:
    """A refresh token that is spent twice ends the session (IDN-03)."""
    api.good_access.clear()
    together = threading.Barrier(8)
    failures: list[Exception] = []

    def tab() -> None:
        own = Transport(http=http, base_url=URL, session=session)
        together.wait()
        try:
            own.get("/v1/auth/me", MeOut)
        except ApiError as error:
            failures.append(error)

    tabs = [threading.Thread(target=tab) for _ in range(8)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join()
    assert not failures
    assert len(api.made("POST", "/v1/auth/refresh")) == 1


def test_a_renewed_pair_asks_for_a_new_cookie(api: ApiTwin, transport: Transport, session: Session) -> None:
    session.kept = session.version
    api.good_access.clear()
    transport.get("/v1/auth/me", MeOut)
    assert session.must_be_kept


@pytest.mark.parametrize("code", ["session_ended", "refresh_refused", "refresh_reused"])
def test_a_session_that_ended_is_not_renewed(api: ApiTwin, transport: Transport, code: str) -> None:
    api.fail("GET", "/v1/auth/me", 401, code)
    with pytest.raises(SignedOut):
        transport.get("/v1/auth/me", MeOut)
    assert not api.made("POST", "/v1/auth/refresh")


def test_a_wrong_code_is_about_the_code_and_not_the_session(api: ApiTwin, transport: Transport) -> None:
    with pytest.raises(ApiError) as refused:
        transport.call("POST", "/v1/auth/two-factor/confirm", body={"code": "000000"})
    assert refused.value.code == "wrong_code"
    assert not isinstance(refused.value, SignedOut)
    assert not api.made("POST", "/v1/auth/refresh")


def test_a_refresh_that_cannot_be_reached_does_not_sign_out(api: ApiTwin, transport: Transport) -> None:
    api.good_access.clear()
    api.fail("POST", "/v1/auth/refresh", 503, "unavailable")
    with pytest.raises(ApiError) as refused:
        transport.get("/v1/auth/me", MeOut)
    assert not isinstance(refused.value, SignedOut)


@pytest.mark.parametrize(
    ("status", "code"), [(402, "quota_exceeded"), (403, "role_too_low"), (409, "lead_exists"), (422, "invalid_input")]
)
def test_refusals_keep_code_and_details(api: ApiTwin, transport: Transport, status: int, code: str) -> None:
    api.fail("GET", "/v1/auth/me", status, code, metric="leads")
    with pytest.raises(ApiError) as refused:
        transport.get("/v1/auth/me", MeOut)
    assert (refused.value.status, refused.value.code, refused.value.details) == (status, code, {"metric": "leads"})


def test_an_answer_that_is_not_ours_is_a_typed_error(api: ApiTwin, transport: Transport) -> None:
    api.failures["GET", "/v1/auth/me"] = (502, ["a proxy's own words"])
    with pytest.raises(ApiError) as refused:
        transport.get("/v1/auth/me", MeOut)
    assert refused.value.code == "unexpected_answer"


def test_a_shape_that_changed_is_a_typed_error(api: ApiTwin, transport: Transport) -> None:
    with pytest.raises(ApiError) as refused:
        transport.get("/v1/auth/me", TokenPair)
    assert refused.value.code == "unexpected_answer"


def test_the_browsers_address_language_and_agent_travel_on(api: ApiTwin, transport: Transport) -> None:
    transport.get("/v1/auth/me", MeOut)
    headers = api.calls[-1].headers
    assert (headers["X-Forwarded-For"], headers["Accept-Language"], headers["User-Agent"]) == (
        "203.0.113.7",
        "ca",
        "Firefox",
    )


def test_an_api_that_is_away_is_a_typed_error(api: ApiTwin, transport: Transport) -> None:
    api.down = True
    with pytest.raises(ApiError) as refused:
        transport.get("/v1/auth/me", MeOut)
    assert (refused.value.code, refused.value.status) == ("unreachable", 0)


def test_only_reads_are_tried_again() -> None:
    retry = connect().get_adapter("https://x.example").max_retries  # type: ignore[attr-defined] # an HTTPAdapter
    assert retry.allowed_methods == {"GET"}
    assert retry.status == 0
