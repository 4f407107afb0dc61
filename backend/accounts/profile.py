"""What a person says about themselves."""

import uuid

from backend.accounts import queries
from backend.accounts.models import User
from backend.core.database.session import PlatformSession
from backend.core.language import Language


async def describe(
    session: PlatformSession, user_id: uuid.UUID, *, full_name: str | None, language: Language | None
) -> User:
    """Only what is given changes."""
    user = await queries.get_user(session, user_id)
    user.full_name = full_name or user.full_name
    user.language = language or user.language
    await session.flush()
    return user
