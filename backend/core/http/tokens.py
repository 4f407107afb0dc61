"""Signed tokens: a person's 30 minutes and a widget page's hour, told apart by `typ` (IDN-03, WID-02)."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import jwt
from jwt.types import Options

from backend.core.errors import Unauthenticated
from backend.core.http.actor import VisitorActor

ACCESS_LIFETIME: Final = timedelta(minutes=30)
WIDGET_LIFETIME: Final = timedelta(hours=1)
# One algorithm, named by us and never by the token.
_ALGORITHM: Final = "HS256"


class InvalidToken(Unauthenticated):
    """This token is not valid; sign in again."""


class TokenExpired(Unauthenticated):
    """This token has expired; renew it."""


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """Whom an access token names; what they may do is asked of the database at every call."""

    user_id: uuid.UUID
    session_id: uuid.UUID
    tenant_id: uuid.UUID | None


def issue_access_token(
    secret: str,
    claims: AccessClaims,
    now: datetime,
    *,
    role: str | None = None,
    platform_role: str | None = None,
) -> str:
    """`role` and `platform_role` are for the panels' convenience only."""
    body = {
        "sub": str(claims.user_id),
        "sid": str(claims.session_id),
        "tid": str(claims.tenant_id) if claims.tenant_id else None,
        "role": role,
        "prl": platform_role,
    }
    return _issue(secret, "access", body, now, ACCESS_LIFETIME)


def read_access_token(secret: str, token: str, now: datetime) -> AccessClaims:
    """Raises `InvalidToken` or `TokenExpired`."""
    body = _read(secret, "access", token, now)
    try:
        tenant = body.get("tid")
        return AccessClaims(
            user_id=uuid.UUID(body["sub"]),
            session_id=uuid.UUID(body["sid"]),
            tenant_id=uuid.UUID(tenant) if tenant else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidToken from error


def issue_widget_token(secret: str, tenant_id: uuid.UUID, origin: str, now: datetime) -> str:
    return _issue(secret, "widget", {"tid": str(tenant_id), "org": origin}, now, WIDGET_LIFETIME)


def read_widget_token(secret: str, token: str, now: datetime) -> VisitorActor:
    """Raises `InvalidToken` or `TokenExpired`."""
    body = _read(secret, "widget", token, now)
    try:
        return VisitorActor(uuid.UUID(body["tid"]), str(body["org"]), expires_at=body["exp"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidToken from error


# Any: claims are JSON until they are read into their dataclass.
def _issue(secret: str, kind: str, claims: dict[str, Any], now: datetime, lifetime: timedelta) -> str:
    issued = int(now.timestamp())
    stamps = {"typ": kind, "iat": issued, "exp": issued + int(lifetime.total_seconds())}
    present = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(present | stamps, secret, algorithm=_ALGORITHM)


def _read(secret: str, kind: str, token: str, now: datetime) -> dict[str, Any]:
    # The library would ask the system's clock; ours can be held still.
    unchecked_times: Options = {"verify_exp": False, "verify_iat": False, "verify_nbf": False}
    try:
        claims: dict[str, Any] = jwt.decode(token, secret, algorithms=[_ALGORITHM], options=unchecked_times)
    except (jwt.PyJWTError, ValueError) as error:
        raise InvalidToken from error
    expires = claims.get("exp")
    if claims.get("typ") != kind or not isinstance(expires, int):
        raise InvalidToken()
    if expires <= now.timestamp():
        raise TokenExpired()
    return claims
