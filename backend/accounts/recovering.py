"""Proving the address, the forgotten password and the changed one."""

import uuid

from backend.accounts import jobs, one_time, passwords, queries, sessions, signing_in, throttling, two_factor
from backend.accounts.enums import MailKind, TokenPurpose
from backend.accounts.errors import LinkExpired
from backend.accounts.keys import Keys, Origin
from backend.accounts.models import User
from backend.core import clock
from backend.core.database.session import Database, PlatformSession


async def verify(session: PlatformSession, token: str) -> None:
    """Raises `LinkExpired`."""
    user_id = await one_time.spend(session, token, TokenPurpose.VERIFY)
    if user_id is None:
        raise LinkExpired()
    user = await queries.get_user(session, user_id)
    user.email_verified_at = user.email_verified_at or clock.now()


async def resend(session: PlatformSession, user_id: uuid.UUID) -> None:
    """Another verification mail, at most a few an hour; nothing for an address that is proven."""
    user = await queries.get_user(session, user_id)
    if user.email_verified_at is None and await throttling.allowed(session, _mail_key(user.email)):
        await jobs.mail(session, MailKind.VERIFY, user_id)


async def forgot(session: PlatformSession, email: str) -> None:
    """The same work whether the account exists or not: the job finds out, and mails or does nothing."""
    if await throttling.allowed(session, _mail_key(email)):
        await jobs.mail_reset(session, queries.email_index(email))


async def reset(database: Database, keys: Keys, *, token: str, password: str) -> None:
    """A new password by mailed link; every session ends. Raises `LinkExpired` or `PasswordTooWeak`."""
    async with database.platform() as session:
        user_id = await one_time.whose(session, token, TokenPurpose.RESET)
        email = (await queries.get_user(session, user_id)).email if user_id else None
    if user_id is None or email is None:
        raise LinkExpired()
    passwords.check(password, email=email)
    hashed = await keys.hasher.hash(password)
    async with database.platform() as session:
        if not await one_time.spend(session, token, TokenPurpose.RESET):
            raise LinkExpired()
        user = await queries.get_user(session, user_id)
        await _prove_by_mail(session, user)
        await _set_password(session, user, hashed)
        await throttling.clear(session, signing_in.account_key(user.email))


async def change(
    database: Database,
    keys: Keys,
    *,
    user_id: uuid.UUID,
    session_id: uuid.UUID,
    current: str,
    new: str,
    origin: Origin,
) -> None:
    """A signed-in person's new password; other sessions end. Raises `WrongPassword`, `PasswordTooWeak`."""
    await signing_in.prove_password(database, keys, user_id, current, origin)
    async with database.platform() as session:
        email = (await queries.get_user(session, user_id)).email
    passwords.check(new, email=email)
    hashed = await keys.hasher.hash(new)
    async with database.platform() as session:
        user = await queries.get_user(session, user_id)
        await _set_password(session, user, hashed, besides=session_id)


async def _set_password(session: PlatformSession, user: User, hashed: str, *, besides: uuid.UUID | None = None) -> None:
    user.password_hash = hashed
    await sessions.end_all(session, user.id, besides=besides)
    await jobs.mail(session, MailKind.PASSWORD_CHANGED, user.id)


async def _prove_by_mail(session: PlatformSession, user: User) -> None:
    """The first proof of an address also takes away a second factor that a stranger may have set."""
    if user.email_verified_at is None:
        user.email_verified_at = clock.now()
        await two_factor.forget(session, user)


def _mail_key(email: str) -> throttling.Key:
    return throttling.Key(throttling.MAIL, email.strip().lower())
