"""Tokens that are good once: mailed links and the second step of a sign-in."""

import uuid
from datetime import timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from backend.accounts.enums import TokenPurpose
from backend.accounts.models import OneTimeToken
from backend.accounts.sessions import new_token
from backend.core import clock, crypto
from backend.core.database.session import PlatformSession

LIFETIMES: Final = {
    TokenPurpose.VERIFY: timedelta(days=3),
    TokenPurpose.RESET: timedelta(hours=1),
    TokenPurpose.SECOND_FACTOR: timedelta(minutes=5),
}


async def issue(session: PlatformSession, user_id: uuid.UUID, purpose: TokenPurpose) -> str:
    """The token itself; only its hash is stored."""
    token = new_token()
    row = {
        "hash": crypto.token_hash(token),
        "user_id": user_id,
        "purpose": purpose.value,
        "expires_at": clock.now() + LIFETIMES[purpose],
    }
    await session.execute(insert(OneTimeToken).values(row))
    return token


async def whose(session: PlatformSession, token: str, purpose: TokenPurpose) -> uuid.UUID | None:
    """Look without spending."""
    query = select(OneTimeToken.user_id).where(
        OneTimeToken.hash == crypto.token_hash(token),
        OneTimeToken.purpose == purpose.value,
        OneTimeToken.used_at.is_(None),
        OneTimeToken.expires_at > clock.now(),
    )
    return await session.scalar(query)


async def spend(session: PlatformSession, token: str, purpose: TokenPurpose) -> uuid.UUID | None:
    """Whose it was; None for the second of two who spend it at once."""
    now = clock.now()
    spent = (
        update(OneTimeToken)
        .where(
            OneTimeToken.hash == crypto.token_hash(token),
            OneTimeToken.purpose == purpose.value,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > now,
        )
        .values(used_at=now)
        .returning(OneTimeToken.user_id)
    )
    return await session.scalar(spent)
