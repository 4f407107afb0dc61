"""Growing delays against guessing, for each account and each address, kept in the database.

An attempt is counted before the password is looked at, so that a hundred guesses at once count as a hundred.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text

from backend.accounts.errors import TooManyAttempts
from backend.core import clock, crypto
from backend.core.database.session import Database, PlatformSession


@dataclass(frozen=True, slots=True)
class Rule:
    """`free` attempts, then a wait that doubles from `first` to `longest` seconds."""

    name: str
    free: int
    first: int
    longest: int


ACCOUNT: Final = Rule("account", free=5, first=1, longest=900)
ADDRESS: Final = Rule("address", free=20, first=1, longest=900)
SECOND_FACTOR: Final = Rule("second_factor", free=5, first=2, longest=900)
MAIL: Final = Rule("mail", free=3, first=60, longest=3600)

# After a day without attempts the count begins anew.
FORGOTTEN_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Key:
    """One counter: a rule and whom it counts."""

    rule: Rule
    subject: str

    @property
    def stored(self) -> bytes:
        return crypto.cipher().blind_index(f"throttle:{self.rule.name}:{self.subject}")


_COUNT = text("""
    INSERT INTO login_throttle AS t (key, failures, blocked_until, updated_at)
    VALUES (:key, 1, NULL, :now)
    ON CONFLICT (key) DO UPDATE SET
        failures = CASE WHEN t.updated_at < :stale THEN 1 ELSE t.failures + 1 END,
        blocked_until = CASE
            WHEN t.updated_at < :stale OR t.failures + 1 < :free THEN NULL
            ELSE :now + interval '1 second'
                * least(:first * power(2, least(t.failures + 1 - :free, 20)), :longest)
        END,
        updated_at = :now
    WHERE t.blocked_until IS NULL OR t.blocked_until <= :now
    RETURNING failures
""")
_BLOCKED_UNTIL = text("SELECT blocked_until FROM login_throttle WHERE key = :key")
_FORGIVE = text("""
    UPDATE login_throttle SET
        failures = greatest(failures - 1, 0),
        blocked_until = CASE WHEN failures - 1 < :free THEN NULL ELSE blocked_until END
    WHERE key = :key
""")
_CLEAR = text("DELETE FROM login_throttle WHERE key = :key")


async def attempt(database: Database, *keys: Key) -> None:
    """Count one try for each key, in a transaction of its own that stays. Raises `TooManyAttempts`.

    Give the address first: a blocked address then no longer counts against the account. All locks are
    taken in that order.
    """
    now = clock.now()
    until = None
    async with database.platform() as session:
        for key in keys:
            until = await _count(session, key, now)
            if until:
                break
    if until:
        raise TooManyAttempts(retry_after=max(1, int((until - now).total_seconds()) + 1))


async def allowed(session: PlatformSession, key: Key) -> bool:
    """Count one try; for answers that must not show that somebody has to wait."""
    return await _count(session, key, clock.now()) is None


async def _count(session: PlatformSession, key: Key, now: datetime) -> datetime | None:
    rule = key.rule
    values = {"free": rule.free, "first": rule.first, "longest": rule.longest}
    counted = await session.execute(_COUNT, {"key": key.stored, "now": now, "stale": now - FORGOTTEN_AFTER, **values})
    if counted.first():
        return None
    until = await session.scalar(_BLOCKED_UNTIL, {"key": key.stored})
    # The row may have gone between the two statements: a success elsewhere cleared it.
    return until if isinstance(until, datetime) else None


async def clear(session: PlatformSession, key: Key) -> None:
    """The right secret was given: the account starts anew."""
    await session.execute(_CLEAR, {"key": key.stored})


async def forgive(session: PlatformSession, key: Key) -> None:
    """Take back one try only: a guesser with an account of their own must not clear their address."""
    await session.execute(_FORGIVE, {"key": key.stored, "free": key.rule.free})
