"""Signed tokens: what was issued is read again, and everything else is refused."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from backend.core.errors import Unauthenticated
from backend.core.http.tokens import (
    AccessClaims,
    InvalidToken,
    TokenExpired,
    issue_access_token,
    issue_widget_token,
    read_access_token,
    read_widget_token,
)

SECRET = "a-secret-of-these-tests-that-is-long-enough"
NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
CLAIMS = AccessClaims(user_id=uuid.uuid4(), session_id=uuid.uuid4(), tenant_id=uuid.uuid4())
TENANT = uuid.uuid4()
PAGE = "https://www.example.com"


def test_an_access_token_names_person_session_and_tenant() -> None:
    assert read_access_token(SECRET, issue_access_token(SECRET, CLAIMS, NOW), NOW) == CLAIMS


def test_platform_staff_need_no_tenant() -> None:
    claims = AccessClaims(CLAIMS.user_id, CLAIMS.session_id, tenant_id=None)
    assert read_access_token(SECRET, issue_access_token(SECRET, claims, NOW), NOW) == claims


def test_a_widget_token_names_tenant_and_origin() -> None:
    visitor = read_widget_token(SECRET, issue_widget_token(SECRET, TENANT, PAGE, NOW), NOW)
    assert (visitor.tenant_id, visitor.origin) == (TENANT, PAGE)


@pytest.mark.parametrize(
    ("issue", "read", "lifetime"),
    [
        pytest.param(
            lambda: issue_access_token(SECRET, CLAIMS, NOW),
            read_access_token,
            timedelta(minutes=30),
            id="IDN-03 access ends after 30 minutes",
        ),
        pytest.param(
            lambda: issue_widget_token(SECRET, TENANT, PAGE, NOW),
            read_widget_token,
            timedelta(hours=1),
            id="a widget token ends after an hour",
        ),
    ],
)
def test_lifetimes(issue: Callable[[], str], read: Callable[[str, str, datetime], Any], lifetime: timedelta) -> None:
    token = issue()
    read(SECRET, token, NOW + lifetime - timedelta(seconds=1))
    with pytest.raises(TokenExpired) as refused:
        read(SECRET, token, NOW + lifetime)
    assert refused.value.code == "token_expired"


def _signed(secret: str = SECRET, algorithm: str = "HS256", **claims: Any) -> str:
    body = {"typ": "access", "sub": str(uuid.uuid4()), "sid": str(uuid.uuid4()), "exp": int(NOW.timestamp()) + 60}
    return jwt.encode(body | claims, secret, algorithm=algorithm)


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="nothing"),
        pytest.param("a.b.c", id="noise"),
        pytest.param("🦄" * 50, id="not ascii"),
        pytest.param(issue_access_token("another-secret-that-is-long-enough-too", CLAIMS, NOW), id="another key"),
        pytest.param(issue_access_token(SECRET, CLAIMS, NOW)[:-4] + "AAAA", id="changed signature"),
        pytest.param(issue_widget_token(SECRET, TENANT, PAGE, NOW), id="a visitor's token"),
        pytest.param(_signed(algorithm="HS512", secret=SECRET * 2), id="another algorithm"),
        pytest.param(_signed("", "none"), id="no signature"),
        pytest.param(_signed(exp="never"), id="expiry that is no number"),
        pytest.param(_signed(sub="me"), id="subject that is no id"),
        pytest.param(_signed(sub=7), id="subject that is no text"),
        pytest.param(_signed(tid=["x"]), id="tenant that is no text"),
    ],
)
def test_everything_else_is_invalid(token: str) -> None:
    with pytest.raises(InvalidToken) as refused:
        read_access_token(SECRET, token, NOW)
    assert isinstance(refused.value, Unauthenticated)
    assert refused.value.code == "invalid_token"


def test_a_persons_token_opens_no_chat() -> None:
    with pytest.raises(InvalidToken):
        read_widget_token(SECRET, issue_access_token(SECRET, CLAIMS, NOW), NOW)
