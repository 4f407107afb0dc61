"""Shapes of signing in, of one's own account and of the team."""

import unicodedata
import uuid
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr, Field, SecretStr, StringConstraints

from backend.accounts.enums import MembershipStatus
from backend.core.http.actor import PlatformRole, Role
from backend.core.language import Language


def _lower(email: str) -> str:
    return email.lower()


def _one_line(text: str) -> str:
    """Names stand in mail headers and on one line of a page."""
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in text):
        raise ValueError("must be one line without control characters")
    return text


def _encodable(secret: SecretStr) -> SecretStr:
    """Half a surrogate pair can be sent as JSON but not hashed."""
    try:
        secret.get_secret_value().encode()
    except UnicodeEncodeError:
        raise ValueError("must be valid Unicode") from None
    return secret


Email = Annotated[EmailStr, StringConstraints(max_length=254), AfterValidator(_lower)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(_one_line)]
NewPassword = Annotated[SecretStr, Field(min_length=10, max_length=200), AfterValidator(_encodable)]
GivenPassword = Annotated[SecretStr, Field(min_length=1, max_length=200), AfterValidator(_encodable)]
Token = Annotated[str, StringConstraints(min_length=10, max_length=200, pattern=r"^[A-Za-z0-9_-]+$")]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=30)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RegisterIn(_In):
    """A new person who founds a new company."""

    email: Email
    password: NewPassword
    full_name: Name
    company_name: Name
    language: Language | None = None
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None


class LoginForm(_In):
    """OAuth2's password form (RFC 6749, 4.3.2); the fields we do not use are allowed as it allows them."""

    username: Annotated[str, StringConstraints(min_length=1, max_length=254)]
    password: GivenPassword
    grant_type: Literal["password", ""] | None = None
    scope: Annotated[str, StringConstraints(max_length=200)] = ""
    client_id: Annotated[str, StringConstraints(max_length=200)] | None = None
    client_secret: Annotated[str, StringConstraints(max_length=200)] | None = None


class SecondFactorIn(_In):
    challenge: Token
    code: Code


class RefreshIn(_In):
    refresh_token: Token


class LogoutIn(_In):
    refresh_token: Token | None = None


class TokenIn(_In):
    token: Token


class ForgotIn(_In):
    email: Email


class ResetIn(_In):
    token: Token
    password: NewPassword


class PasswordChangeIn(_In):
    current: GivenPassword
    new: NewPassword


class SwitchIn(_In):
    tenant_id: uuid.UUID


class ProfileIn(_In):
    full_name: Name | None = None
    language: Language | None = None


class CodeIn(_In):
    code: Code


class DisableTwoFactorIn(_In):
    password: GivenPassword
    code: Code


class AcceptIn(_In):
    """Name and password are needed where the email has no verified account yet."""

    token: Token
    full_name: Name | None = None
    password: NewPassword | None = None


class RoleIn(_In):
    role: Role


class InvitationIn(_In):
    email: Email
    role: Role
    language: Language | None = None


class CompanyOut(BaseModel):
    id: uuid.UUID
    slug: str
    name: str


class CompanyRoleOut(CompanyOut):
    role: Role
    status: str


class TokenPair(BaseModel):
    """Send the access token as `Authorization: Bearer`; each refresh token is good once."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the kind, not the token
    expires_in: int = Field(description="Seconds until the access token ends")
    tenant: CompanyOut | None


class SecondFactorRequired(BaseModel):
    """The password was right; send the challenge back with a code."""

    second_factor_required: Literal[True] = True
    challenge: str
    expires_in: int = Field(description="Seconds until the challenge ends")


class MeOut(BaseModel):
    id: uuid.UUID
    email: str
    full_name: str
    language: Language
    email_verified: bool
    two_factor: bool
    platform_role: PlatformRole | None
    tenant: CompanyOut | None
    role: Role | None
    tenants: list[CompanyRoleOut]


class EnrolmentOut(BaseModel):
    """Show the picture, or the secret to type; nothing is on until a code confirms it."""

    secret: str
    otpauth_uri: str
    qr_svg: str


class RecoveryCodesOut(BaseModel):
    """Shown once; each is good once."""

    recovery_codes: list[str]


class MemberOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    user_id: uuid.UUID
    email: str
    full_name: str
    role: Role
    status: MembershipStatus
    last_login_at: datetime | None
    two_factor: bool


class InvitationOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    email: str
    role: Role
    language: Language
    expires_at: datetime
    created_at: datetime


class InvitationPreview(BaseModel):
    """What the page of an invitation shows before it is accepted."""

    company: str
    email: str
    role: Role
    new_account: bool = Field(description="Whether name and password must be given")


class AcceptedOut(BaseModel):
    """The request was taken; the answer is the same whoever asked."""

    accepted: Literal[True] = True
