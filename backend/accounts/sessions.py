"""Signed-in sessions: a chain of refresh tokens, each good once, and their access tokens (IDN-03, X25)."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Update, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.accounts import queries
from backend.accounts.errors import NotAMember
from backend.accounts.models import AuthSession, OneTimeToken, RefreshToken, User
from backend.accounts.queries import Company
from backend.core import clock, crypto
from backend.core.database.session import PlatformSession
from backend.core.http.tokens import AccessClaims, issue_access_token

log = structlog.get_logger()

REFRESH_LIFETIME: Final = timedelta(days=7)
_USER_AGENT_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a signed-in program holds; both are secrets and neither is stored here in clear."""

    access: str
    refresh: str
    company: Company | None


def new_token() -> str:
    """256 random bits for a URL or a body."""
    return secrets.token_urlsafe(32)


async def start(
    session: PlatformSession, secret: str, user: User, user_agent: str, *, tenant_id: uuid.UUID | None = None
) -> Tokens:
    """Sign in: in the given company, else where the person worked last."""
    now = clock.now()
    if tenant_id:
        company = await queries.find_company(session, user.id, tenant_id)
    else:
        company = await queries.find_home_company(session, user.id)
    opened = AuthSession(
        user_id=user.id,
        chosen_tenant_id=company.id if company else None,
        user_agent=_storable(user_agent),
        created_at=now,
        last_used_at=now,
    )
    session.add(opened)
    user.last_login_at = now
    await session.flush()
    return await _issue(session, secret, user, opened.id, company)


async def rotate(session: PlatformSession, secret: str, refresh: str) -> Tokens | None:
    """Spend a refresh token for the next pair. None when it is not good; a used one ends its whole family.

    Nothing is raised, for the end of a family must be committed though the caller is refused.
    """
    now = clock.now()
    known = crypto.token_hash(refresh)
    spent = (
        update(RefreshToken)
        .where(RefreshToken.hash == known, RefreshToken.used_at.is_(None), RefreshToken.expires_at > now)
        .values(used_at=now)
        .returning(RefreshToken.session_id)
    )
    session_id = await session.scalar(spent)
    if session_id is None:
        await _end_if_reused(session, known, now)
        return None
    opened = await session.get(AuthSession, session_id, with_for_update=True)
    if opened is None or opened.revoked_at:
        return None
    user = await queries.get_user(session, opened.user_id)
    if not user.is_active:
        return None
    company = await _where_left(session, opened)
    return await _renew(session, secret, user, opened, company)


async def switch(
    session: PlatformSession, secret: str, user_id: uuid.UUID, session_id: uuid.UUID, tenant_id: uuid.UUID
) -> Tokens:
    """The same session in another company; older refresh tokens of it end. Raises `NotAMember`."""
    now = clock.now()
    company = await queries.find_company(session, user_id, tenant_id)
    if company is None:
        raise NotAMember()
    older = update(RefreshToken).where(RefreshToken.session_id == session_id, RefreshToken.used_at.is_(None))
    await session.execute(older.values(used_at=now))
    opened = await session.get_one(AuthSession, session_id)
    return await _renew(session, secret, await queries.get_user(session, user_id), opened, company)


async def end(session: PlatformSession, session_id: uuid.UUID) -> None:
    """Sign out: access and refresh tokens of the family stop working at once."""
    await session.execute(_ending().where(AuthSession.id == session_id))


async def end_all(session: PlatformSession, user_id: uuid.UUID, *, besides: uuid.UUID | None = None) -> None:
    """Sign out everywhere; half-finished sign-ins and mailed links end too."""
    query = _ending().where(AuthSession.user_id == user_id)
    await session.execute(query.where(AuthSession.id != besides) if besides else query)
    now = clock.now()
    tokens = update(OneTimeToken).where(OneTimeToken.user_id == user_id, OneTimeToken.used_at.is_(None))
    await session.execute(tokens.values(used_at=now))


async def _where_left(session: PlatformSession, opened: AuthSession) -> Company | None:
    """Another company when the person may no longer work in the chosen one."""
    company = None
    if opened.chosen_tenant_id:
        company = await queries.find_company(session, opened.user_id, opened.chosen_tenant_id)
    return company or await queries.find_home_company(session, opened.user_id)


async def _renew(
    session: PlatformSession, secret: str, user: User, opened: AuthSession, company: Company | None
) -> Tokens:
    opened.chosen_tenant_id = company.id if company else None
    opened.last_used_at = clock.now()
    await session.flush()
    return await _issue(session, secret, user, opened.id, company)


async def _issue(
    session: PlatformSession, secret: str, user: User, session_id: uuid.UUID, company: Company | None
) -> Tokens:
    now = clock.now()
    refresh = new_token()
    row = {"hash": crypto.token_hash(refresh), "session_id": session_id, "expires_at": now + REFRESH_LIFETIME}
    await session.execute(insert(RefreshToken).values(row))
    claims = AccessClaims(user.id, session_id, company.id if company else None)
    role = company.role.value if company else None
    access = issue_access_token(secret, claims, now, role=role, platform_role=user.platform_role)
    return Tokens(access, refresh, company)


async def _end_if_reused(session: PlatformSession, known: bytes, now: datetime) -> None:
    used = select(RefreshToken.session_id).where(
        RefreshToken.hash == known, RefreshToken.used_at.is_not(None), RefreshToken.expires_at > now
    )
    session_id = await session.scalar(used)
    if session_id:
        log.warning("refresh_token_reused", session_id=str(session_id))
        await end(session, session_id)


def _ending() -> Update:
    return update(AuthSession).where(AuthSession.revoked_at.is_(None)).values(revoked_at=clock.now())


def _storable(user_agent: str) -> str:
    """Headers may hold anything; Postgres takes no NUL."""
    return "".join(sign for sign in user_agent if sign.isprintable())[:_USER_AGENT_LENGTH]
