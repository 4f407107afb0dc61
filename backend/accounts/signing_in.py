"""Signing in: password, then the second step where it is on. The hash is computed outside any transaction."""

import uuid
from dataclasses import dataclass

from backend.accounts import one_time, queries, sessions, throttling, two_factor
from backend.accounts.enums import TokenPurpose
from backend.accounts.errors import (
    ChallengeExpired,
    RefreshRefused,
    WrongCode,
    WrongCredentials,
    WrongPassword,
)
from backend.accounts.keys import Keys, Origin
from backend.accounts.models import User
from backend.accounts.sessions import Tokens
from backend.core.database.session import Database, PlatformSession


@dataclass(frozen=True, slots=True)
class Challenge:
    """The password was right; `token` and a code finish the sign-in."""

    token: str


def account_key(email: str) -> throttling.Key:
    return throttling.Key(throttling.ACCOUNT, email.strip().lower())


def address_key(origin: Origin) -> throttling.Key:
    return throttling.Key(throttling.ADDRESS, origin.address)


def second_factor_key(user_id: uuid.UUID) -> throttling.Key:
    return throttling.Key(throttling.SECOND_FACTOR, str(user_id))


async def sign_in(database: Database, keys: Keys, *, email: str, password: str, origin: Origin) -> Tokens | Challenge:
    """The same answer and the same work whether the account exists or not. Raises `WrongCredentials`."""
    await throttling.attempt(database, address_key(origin), account_key(email))
    async with database.platform() as session:
        user = await queries.find_user(session, queries.email_index(email))
    right = await keys.hasher.verify(password, user.password_hash if user else None)
    if user is None or not right or not user.is_active:
        raise WrongCredentials()
    renewed = await keys.hasher.renewed(password, user.password_hash)
    async with database.platform() as session:
        await throttling.forgive(session, address_key(origin))
        await throttling.clear(session, account_key(email))
        present = await queries.get_user(session, user.id)
        if renewed:
            present.password_hash = renewed
        return await enter(session, keys.secret, present, origin)


async def enter(
    session: PlatformSession, secret: str, user: User, origin: Origin, *, tenant_id: uuid.UUID | None = None
) -> Tokens | Challenge:
    """Tokens for a person who has proven the first factor, or the challenge of the second."""
    if user.totp_confirmed_at:
        return Challenge(await one_time.issue(session, user.id, TokenPurpose.SECOND_FACTOR))
    return await sessions.start(session, secret, user, origin.user_agent, tenant_id=tenant_id)


async def finish(database: Database, keys: Keys, *, challenge: str, code: str, origin: Origin) -> Tokens:
    """The second step. Raises `ChallengeExpired` or `WrongCode`; a wrong code leaves the challenge open."""
    async with database.platform() as session:
        user_id = await one_time.whose(session, challenge, TokenPurpose.SECOND_FACTOR)
    if user_id is None:
        raise ChallengeExpired()
    await throttling.attempt(database, address_key(origin), second_factor_key(user_id))
    async with database.platform() as session:
        if not await two_factor.spend_code(session, user_id, code):
            raise WrongCode()
        if not await one_time.spend(session, challenge, TokenPurpose.SECOND_FACTOR):
            raise ChallengeExpired()
        await throttling.forgive(session, address_key(origin))
        await throttling.clear(session, second_factor_key(user_id))
        user = await queries.get_user(session, user_id)
        if not user.is_active:
            raise WrongCredentials()
        return await sessions.start(session, keys.secret, user, origin.user_agent)


async def refresh(database: Database, keys: Keys, token: str) -> Tokens:
    """Raises `RefreshRefused`, after the family's end is committed where the token was used before."""
    async with database.platform() as session:
        tokens = await sessions.rotate(session, keys.secret, token)
    if tokens is None:
        raise RefreshRefused()
    return tokens


async def prove_password(database: Database, keys: Keys, user_id: uuid.UUID, password: str, origin: Origin) -> None:
    """A signed-in person says their password again, throttled like a sign-in. Raises `WrongPassword`."""
    async with database.platform() as session:
        user = await queries.get_user(session, user_id)
    await throttling.attempt(database, address_key(origin), account_key(user.email))
    if not await keys.hasher.verify(password, user.password_hash):
        raise WrongPassword()
    async with database.platform() as session:
        await throttling.forgive(session, address_key(origin))
        await throttling.clear(session, account_key(user.email))
