"""The door of accounts for other packages: people, their companies, and the platform's first person."""

from typing import Protocol

from backend.accounts import passwords, queries, sessions
from backend.accounts.inviting import invite
from backend.accounts.members import add_member, create_person
from backend.accounts.models import User
from backend.accounts.passwords import Hasher
from backend.accounts.seats import take as take_seat
from backend.core import clock
from backend.core.database.session import PlatformSession
from backend.core.http.actor import PlatformRole

__all__ = ["add_member", "create_person", "create_superadmin", "hasher", "invite", "take_seat"]


class HashingCosts(Protocol):
    """What Argon2id may cost, as the settings say it."""

    @property
    def argon2_time_cost(self) -> int: ...

    @property
    def argon2_memory_kib(self) -> int: ...


def hasher(costs: HashingCosts) -> Hasher:
    return Hasher(costs.argon2_time_cost, costs.argon2_memory_kib)


async def create_superadmin(
    session: PlatformSession, costs: HashingCosts, *, email: str, full_name: str, password: str
) -> User:
    """An account that exists is given the role and this password; its sessions end. Raises `PasswordTooWeak`."""
    passwords.check(password, email=email)
    hashed = await hasher(costs).hash(password)
    user = await queries.find_user(session, queries.email_index(email))
    if user is None:
        return await create_person(
            session,
            email=email,
            full_name=full_name,
            language="es",
            password_hash=hashed,
            verified=True,
            platform_role=PlatformRole.SUPER_ADMIN,
        )
    user.password_hash, user.platform_role = hashed, PlatformRole.SUPER_ADMIN.value
    user.email_verified_at = user.email_verified_at or clock.now()
    await sessions.end_all(session, user.id)
    return user
