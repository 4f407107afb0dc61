"""Questions about people, their companies and their teams; nothing here changes anything."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, select

from backend.accounts.enums import MembershipStatus
from backend.accounts.models import AuthSession, Invitation, Membership, User
from backend.core import crypto
from backend.core.database.session import AnySession, PlatformSession, TenantSession
from backend.core.http.actor import Role
from backend.tenants.enums import TenantStatus
from backend.tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Company:
    """One company as one of its people sees it."""

    id: uuid.UUID
    slug: str
    name: str
    role: Role
    status: TenantStatus


@dataclass(frozen=True, slots=True)
class Member:
    """A person in the bound tenant's team."""

    user_id: uuid.UUID
    email: str
    full_name: str
    role: Role
    status: MembershipStatus
    last_login_at: datetime | None
    two_factor: bool


def email_index(email: str) -> bytes:
    """How an email is found: lower case, without the blanks around it (IDN-01, IDN-07)."""
    return crypto.cipher().blind_index(email.strip().lower())


async def get_user(session: PlatformSession, user_id: uuid.UUID) -> User:
    return (await session.scalars(select(User).where(User.id == user_id))).one()


async def find_user(session: PlatformSession, index: bytes) -> User | None:
    return (await session.scalars(select(User).where(User.email_index == index))).one_or_none()


async def list_companies(session: PlatformSession, user_id: uuid.UUID) -> list[Company]:
    """The person's companies, paused ones too, in the order they were joined."""
    rows = await session.execute(_companies(Membership.user_id == user_id).order_by(Membership.created_at))
    return [_company(row) for row in rows]


async def find_company(session: PlatformSession, user_id: uuid.UUID, tenant_id: uuid.UUID) -> Company | None:
    """The company, if the person may work in it now."""
    mine = (Membership.user_id == user_id) & (Membership.tenant_id == tenant_id)
    row = (await session.execute(_companies(mine & _open_company()))).one_or_none()
    return _company(row) if row else None


async def find_home_company(session: PlatformSession, user_id: uuid.UUID) -> Company | None:
    """Where the person worked last, else the first company they joined."""
    last = (
        select(AuthSession.chosen_tenant_id)
        .where(AuthSession.user_id == user_id)
        .order_by(AuthSession.last_used_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = _companies((Membership.user_id == user_id) & _open_company())
    query = query.order_by((Membership.tenant_id == last).desc().nulls_last(), Membership.created_at).limit(1)
    row = (await session.execute(query)).one_or_none()
    return _company(row) if row else None


async def list_members(session: TenantSession) -> list[Member]:
    """The team as it is now, owners first by the time they joined."""
    query = _members().where(Membership.status == MembershipStatus.ACTIVE).order_by(Membership.created_at)
    return [_member(row) for row in await session.execute(query)]


async def find_member(session: TenantSession, user_id: uuid.UUID) -> Member | None:
    active = Membership.status == MembershipStatus.ACTIVE
    row = (await session.execute(_members().where(active, Membership.user_id == user_id))).one_or_none()
    return _member(row) if row else None


async def find_member_by_email(session: TenantSession, index: bytes) -> Member | None:
    active = Membership.status == MembershipStatus.ACTIVE
    row = (await session.execute(_members().where(active, User.email_index == index))).one_or_none()
    return _member(row) if row else None


async def list_invitations(session: TenantSession) -> Sequence[Invitation]:
    """Those not yet accepted, expired ones too, so that they can be sent again."""
    query = select(Invitation).where(Invitation.accepted_at.is_(None)).order_by(Invitation.created_at.desc())
    return (await session.scalars(query)).all()


async def find_invitation(
    session: PlatformSession, token: str, now: datetime, *, locked: bool = False
) -> Invitation | None:
    """An open one; `locked`, so that of two who accept at once the second finds it accepted."""
    query = select(Invitation).where(
        Invitation.token_hash == crypto.token_hash(token),
        Invitation.accepted_at.is_(None),
        Invitation.expires_at > now,
    )
    if locked:
        query = query.with_for_update()
    return (await session.scalars(query)).one_or_none()


async def get_company_name(session: AnySession, tenant_id: uuid.UUID) -> str:
    return (await session.scalars(select(Tenant.name).where(Tenant.id == tenant_id))).one()


def _open_company() -> ColumnElement[bool]:
    return Tenant.status == TenantStatus.ACTIVE


def _companies(condition: ColumnElement[bool]) -> Select[uuid.UUID, str, str, str, str]:
    columns = select(Tenant.id, Tenant.slug, Tenant.name, Membership.role, Tenant.status)
    joined = columns.join(Membership, Membership.tenant_id == Tenant.id)
    return joined.where(condition, Membership.status == MembershipStatus.ACTIVE)


def _company(row: Row[uuid.UUID, str, str, str, str]) -> Company:
    tenant_id, slug, name, role, status = row
    return Company(tenant_id, slug, name, Role(role), TenantStatus(status))


def _members() -> Select[uuid.UUID, str, str, str, str, datetime | None, datetime | None]:
    # Column by column: a tenant may not read the others, the password's hash among them.
    people = select(
        User.id,
        User.email,
        User.full_name,
        Membership.role,
        Membership.status,
        User.last_login_at,
        User.totp_confirmed_at,
    )
    return people.join(Membership, Membership.user_id == User.id)


def _member(row: Row[uuid.UUID, str, str, str, str, datetime | None, datetime | None]) -> Member:
    user_id, email, full_name, role, status, last_login_at, confirmed_at = row
    return Member(
        user_id,
        email,
        full_name,
        Role(role),
        MembershipStatus(status),
        last_login_at,
        confirmed_at is not None,
    )
