"""Invitations: offered by an administrator, mailed, accepted once (IDN-15)."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from backend.accounts import jobs, members, passwords, queries, seats, sessions, signing_in, two_factor
from backend.accounts.enums import MailKind
from backend.accounts.errors import (
    AlreadyMember,
    DetailsNeeded,
    InvitationNotFound,
    LinkExpired,
    OnlyOwners,
)
from backend.accounts.keys import Keys, Origin
from backend.accounts.models import Invitation, User
from backend.accounts.sessions import Tokens
from backend.accounts.signing_in import Challenge
from backend.audit import service as audit
from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import Database, PlatformSession, TenantSession, narrow
from backend.core.http.actor import Actor, Role

LIFETIME: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Preview:
    """What the invited person is shown first."""

    company: str
    invitation: Invitation
    new_account: bool


async def invite(session: TenantSession, *, email: str, role: Role, language: str, by: Actor | None) -> Invitation:
    """Offer a seat by mail; offering again replaces the older offer. `by` is None for the platform's own.

    Raises `OnlyOwners`, `AlreadyMember` or, when no seat is left, `QuotaExceeded`.
    """
    if role is Role.OWNER and by is not None and by.role is not Role.OWNER:
        raise OnlyOwners()
    index = queries.email_index(email)
    if await queries.find_member_by_email(session, index):
        raise AlreadyMember()
    await seats.look(session)
    offer = {
        "email": email,
        "role": role.value,
        "language": language,
        "token_hash": None,
        "expires_at": clock.now() + LIFETIME,
        "invited_by": by.user_id if by else None,
        "created_at": clock.now(),
    }
    replaced = insert(Invitation).values({"id": uuid7(), "email_index": index, **offer})
    replaced = replaced.on_conflict_do_update(
        index_elements=[Invitation.tenant_id, Invitation.email_index],
        index_where=Invitation.accepted_at.is_(None),
        set_={name: replaced.excluded[name] for name in offer},
    )
    invitation = (await session.scalars(replaced.returning(Invitation))).one()
    await jobs.mail(session, MailKind.INVITATION, invitation.id)
    await audit.record(
        session,
        action="invitation.sent",
        actor=by,
        entity="invitation",
        entity_id=invitation.id,
        changes={"role": {"to": role.value}},
    )
    return invitation


async def withdraw(session: TenantSession, invitation_id: uuid.UUID, *, by: Actor) -> None:
    """Raises `InvitationNotFound`."""
    gone = delete(Invitation).where(Invitation.id == invitation_id, Invitation.accepted_at.is_(None))
    if await session.scalar(gone.returning(Invitation.id)) is None:
        raise InvitationNotFound()
    await audit.record(session, action="invitation.withdrawn", actor=by, entity="invitation", entity_id=invitation_id)


async def preview(session: PlatformSession, token: str) -> Preview:
    """Raises `LinkExpired`."""
    invitation = await _open_invitation(session, token)
    user = await queries.find_user(session, invitation.email_index)
    company = await queries.get_company_name(session, invitation.tenant_id)
    return Preview(company, invitation, new_account=user is None or user.email_verified_at is None)


async def accept(
    database: Database, keys: Keys, *, token: str, full_name: str | None, password: str | None, origin: Origin
) -> Tokens | Challenge:
    """Join, with the mailed token as proof of the address; a second factor that is on is still asked for.

    Raises `LinkExpired`, `DetailsNeeded`, `PasswordTooWeak` or, when no seat is left, `QuotaExceeded`.
    """
    async with database.platform() as session:
        email = (await _open_invitation(session, token)).email
    hashed = None
    if password:
        passwords.check(password, email=email)
        hashed = await keys.hasher.hash(password)
    async with database.platform() as session:
        invitation = await _open_invitation(session, token, locked=True)
        user = await _invited_person(session, invitation, full_name, hashed)
        invitation.accepted_at = clock.now()
        joined = await members.add_member(session, invitation.tenant_id, user.id, Role(invitation.role))
        entered = await signing_in.enter(session, keys.secret, user, origin, tenant_id=invitation.tenant_id)
        own = await narrow(session, invitation.tenant_id)
        if joined:
            await seats.take(own)
        await audit.record(own, action="invitation.accepted", actor=None, entity="member", entity_id=user.id)
    return entered


async def _open_invitation(session: PlatformSession, token: str, *, locked: bool = False) -> Invitation:
    invitation = await queries.find_invitation(session, token, clock.now(), locked=locked)
    if invitation is None:
        raise LinkExpired()
    return invitation


async def _invited_person(
    session: PlatformSession, invitation: Invitation, full_name: str | None, hashed: str | None
) -> User:
    """A verified account joins as it is. One that nobody verified may be a stranger's who took the address
    before its owner came: it gets a new password, and whoever was signed in is signed out.
    """
    user = await queries.find_user(session, invitation.email_index)
    if user and user.email_verified_at:
        return user
    if not full_name or not hashed:
        raise DetailsNeeded()
    if user is None:
        return await members.create_person(
            session,
            email=invitation.email,
            full_name=full_name,
            language=invitation.language,
            password_hash=hashed,
            verified=True,
        )
    user.full_name, user.password_hash, user.email_verified_at = full_name, hashed, clock.now()
    await two_factor.forget(session, user)
    await sessions.end_all(session, user.id)
    return user
