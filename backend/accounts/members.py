"""People and members: make a person, add them to a company, change their role, remove them."""

import uuid

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from backend.accounts import queries, seats
from backend.accounts.enums import MembershipStatus
from backend.accounts.errors import EmailTaken, LastOwner, MemberNotFound, OnlyOwners
from backend.accounts.models import Membership, User
from backend.accounts.queries import Member
from backend.audit import service as audit
from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import AnySession, PlatformSession, TenantSession
from backend.core.http.actor import Actor, PlatformRole, Role


async def create_person(
    session: PlatformSession,
    *,
    email: str,
    full_name: str,
    language: str,
    password_hash: str,
    verified: bool = False,
    platform_role: PlatformRole | None = None,
) -> User:
    """Raises `EmailTaken`, also for the second of two who register at the same moment."""
    values = {
        "id": uuid7(),
        "email": email.strip().lower(),
        "email_index": queries.email_index(email),
        "full_name": full_name,
        "language": language,
        "password_hash": password_hash,
        "email_verified_at": clock.now() if verified else None,
        "platform_role": platform_role.value if platform_role else None,
    }
    created = await session.scalar(insert(User).values(values).on_conflict_do_nothing().returning(User.id))
    if created is None:
        raise EmailTaken()
    return await queries.get_user(session, created)


async def add_member(session: AnySession, tenant_id: uuid.UUID, user_id: uuid.UUID, role: Role) -> bool:
    """False when the person belongs to the company already; one who left comes back."""
    values = {
        "id": uuid7(),
        "tenant_id": tenant_id,
        "user_id": user_id,
        "role": role.value,
        "status": MembershipStatus.ACTIVE.value,
    }
    wanted = insert(Membership).values(values)
    joined = wanted.on_conflict_do_update(
        index_elements=[Membership.tenant_id, Membership.user_id],
        set_={"role": role.value, "status": MembershipStatus.ACTIVE.value, "updated_at": clock.now()},
        where=Membership.status != MembershipStatus.ACTIVE.value,
    )
    return await session.scalar(joined.returning(Membership.id)) is not None


async def change_role(session: TenantSession, user_id: uuid.UUID, role: Role, *, by: Actor) -> Member:
    """Raises `MemberNotFound`, `OnlyOwners` or `LastOwner`."""
    member = await _member_for_change(session, user_id, by=by)
    if role is Role.OWNER and by.role is not Role.OWNER:
        raise OnlyOwners()
    if member.role is Role.OWNER and role is not Role.OWNER:
        await _keep_an_owner(session, besides=user_id)
    await session.execute(update(Membership).where(Membership.user_id == user_id).values(role=role.value))
    await audit.record(
        session,
        action="member.role_changed",
        actor=by,
        entity="member",
        entity_id=user_id,
        changes={"role": {"from": member.role.value, "to": role.value}},
    )
    changed = await queries.find_member(session, user_id)
    if changed is None:
        raise MemberNotFound()
    return changed


async def remove_member(session: TenantSession, user_id: uuid.UUID, *, by: Actor) -> None:
    """The seat is free again. Raises `MemberNotFound`, `OnlyOwners` or `LastOwner`."""
    member = await _member_for_change(session, user_id, by=by)
    if member.role is Role.OWNER:
        await _keep_an_owner(session, besides=user_id)
    active = (Membership.user_id == user_id) & (Membership.status == MembershipStatus.ACTIVE)
    gone = update(Membership).where(active).values(status=MembershipStatus.REMOVED.value)
    if await session.scalar(gone.returning(Membership.id)) is None:
        raise MemberNotFound()
    await seats.give_back(session)
    await audit.record(session, action="member.removed", actor=by, entity="member", entity_id=user_id)


async def _member_for_change(session: TenantSession, user_id: uuid.UUID, *, by: Actor) -> Member:
    member = await queries.find_member(session, user_id)
    if member is None:
        raise MemberNotFound()
    if member.role is Role.OWNER and by.role is not Role.OWNER:
        raise OnlyOwners()
    return member


async def _keep_an_owner(session: TenantSession, *, besides: uuid.UUID) -> None:
    """Lock all owners, always in one order: two who leave at once are judged one after the other."""
    owners = (
        select(Membership.user_id)
        .where(Membership.role == Role.OWNER.value, Membership.status == MembershipStatus.ACTIVE.value)
        .order_by(Membership.user_id)
        .with_for_update()
    )
    if not set(await session.scalars(owners)) - {besides}:
        raise LastOwner()
