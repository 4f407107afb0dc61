"""Tables of people: only memberships and invitations belong to a tenant, the rest is the platform's."""

import uuid

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, Uuid, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.accounts.enums import MembershipStatus
from backend.core.database.base import (
    TENANT_SETTING,
    Base,
    EncryptedText,
    Moment,
    TenantOwned,
    Timestamps,
    UUIDKey,
)

# A tenant reads the people who belong to it, and of them only what a colleague may know.
_BOUND_TENANT = f"nullif(current_setting('{TENANT_SETTING}', true), '')::uuid"
_COLLEAGUES = f"SELECT m.user_id FROM memberships m WHERE m.tenant_id = {_BOUND_TENANT}"  # noqa: S608 - constants only
TENANT_CONDITION = f"id IN ({_COLLEAGUES})"
TENANT_RIGHTS = "SELECT (id, email, email_index, full_name, language, is_active, last_login_at, totp_confirmed_at)"


class User(UUIDKey, Timestamps, Base):
    """A person; the email is a login and nothing more (X1)."""

    __tablename__ = "users"
    __table_args__ = {"info": {"rls": {"tenant_condition": TENANT_CONDITION, "tenant_rights": TENANT_RIGHTS}}}

    email: Mapped[str] = mapped_column(EncryptedText)
    email_index: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    full_name: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    password_hash: Mapped[str] = mapped_column(Text)
    email_verified_at: Mapped[Moment | None]
    platform_role: Mapped[str | None] = mapped_column(String(16))
    totp_secret: Mapped[str | None] = mapped_column(EncryptedText)
    totp_confirmed_at: Mapped[Moment | None]
    # The newest 30-second step that was accepted: a code works once (RFC 6238, 5.2).
    totp_last_step: Mapped[int | None]
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    last_login_at: Mapped[Moment | None]


class Membership(UUIDKey, TenantOwned, Timestamps, Base):
    """A person's role in one company (IDN-09)."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("tenant_id", "user_id"), Index("ix_memberships_user_id", "user_id"))

    user_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("users.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(8), server_default=MembershipStatus.ACTIVE.value)


class Invitation(UUIDKey, TenantOwned, Base):
    """A mailed offer to join; the token itself stands only in the mail."""

    __tablename__ = "invitations"
    __table_args__ = (
        Index(
            "uq_invitations_open",
            "tenant_id",
            "email_index",
            unique=True,
            postgresql_where=text("accepted_at IS NULL"),
        ),
    )

    email: Mapped[str] = mapped_column(EncryptedText)
    email_index: Mapped[bytes] = mapped_column(LargeBinary)
    role: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(2))
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    expires_at: Mapped[Moment]
    accepted_at: Mapped[Moment | None]
    invited_by: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())


class AuthSession(UUIDKey, Base):
    """One sign-in on one device, and the family of all refresh tokens that came from it."""

    __tablename__ = "auth_sessions"

    user_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    # Not `tenant_id`: the row is the person's, who may switch, and no tenant ever reads it.
    chosen_tenant_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("tenants.id", ondelete="SET NULL"))
    user_agent: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    last_used_at: Mapped[Moment] = mapped_column(server_default=func.now())
    revoked_at: Mapped[Moment | None]


class RefreshToken(Base):
    """One link of a family's chain; a used one that comes back ends the family (X25)."""

    __tablename__ = "refresh_tokens"

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    session_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("auth_sessions.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[Moment] = mapped_column(index=True)
    used_at: Mapped[Moment | None]


class OneTimeToken(Base):
    """A mailed link or a half-finished sign-in."""

    __tablename__ = "one_time_tokens"

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(16))
    expires_at: Mapped[Moment] = mapped_column(index=True)
    used_at: Mapped[Moment | None]


class RecoveryCode(UUIDKey, Base):
    """One of the ten ways in when the telephone is lost; keyed hash, for the codes are short."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("user_id", "hash"),)

    user_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("users.id", ondelete="CASCADE"))
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    used_at: Mapped[Moment | None]


class LoginThrottle(Base):
    """How often somebody failed, for an account or an address; the key is a hash of either."""

    __tablename__ = "login_throttle"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[Moment | None]
    updated_at: Mapped[Moment] = mapped_column(server_default=func.now(), index=True)
