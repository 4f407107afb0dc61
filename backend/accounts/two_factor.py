"""The second factor: a time-based code (RFC 6238) that works once, and ten recovery codes (IDN-16)."""

import hmac
import io
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyotp
import segno
from sqlalchemy import delete, or_, update
from sqlalchemy.dialects.postgresql import insert

from backend.accounts import queries
from backend.accounts.errors import TwoFactorOff, TwoFactorOn, WrongCode
from backend.accounts.models import RecoveryCode, User
from backend.core import clock, crypto
from backend.core.database.base import uuid7
from backend.core.database.session import PlatformSession

STEP_SECONDS: Final = 30
# One step early or late, for clocks that go wrong (RFC 6238, 5.2).
_DRIFT: Final = (0, -1, 1)
RECOVERY_CODES: Final = 10
# Without the signs that look like others.
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 3, 4


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator app needs; `qr_svg` shows `uri`."""

    secret: str
    uri: str
    qr_svg: str


async def enrol(session: PlatformSession, user_id: uuid.UUID, *, issuer: str) -> Enrolment:
    """A new secret that waits for its first code. Raises `TwoFactorOn`."""
    user = await _locked(session, user_id)
    if user.totp_confirmed_at:
        raise TwoFactorOn()
    user.totp_secret = pyotp.random_base32()
    user.totp_last_step = None
    await session.flush()
    uri = pyotp.TOTP(user.totp_secret).provisioning_uri(name=user.email, issuer_name=issuer)
    return Enrolment(user.totp_secret, uri, _picture(uri))


async def confirm(session: PlatformSession, user_id: uuid.UUID, code: str) -> list[str]:
    """Switch it on; the codes are shown this once. Raises `TwoFactorOn`, `TwoFactorOff` or `WrongCode`."""
    user = await _locked(session, user_id)
    if user.totp_confirmed_at:
        raise TwoFactorOn()
    if user.totp_secret is None:
        raise TwoFactorOff()
    if not await _spend_step(session, user, code):
        raise WrongCode()
    user.totp_confirmed_at = clock.now()
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    await session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    rows = [{"id": uuid7(), "user_id": user_id, "hash": _recovery_hash(user_id, each)} for each in codes]
    await session.execute(insert(RecoveryCode), rows)
    await session.flush()
    return codes


async def disable(session: PlatformSession, user_id: uuid.UUID, code: str) -> None:
    """Raises `TwoFactorOff` or `WrongCode`."""
    user = await _locked(session, user_id)
    if user.totp_confirmed_at is None:
        raise TwoFactorOff()
    if not await spend_code(session, user_id, code):
        raise WrongCode()
    await forget(session, user)


async def forget(session: PlatformSession, user: User) -> None:
    """Take the second factor away, codes and all."""
    user.totp_secret = user.totp_confirmed_at = user.totp_last_step = None
    await session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    await session.flush()


async def spend_code(session: PlatformSession, user_id: uuid.UUID, code: str) -> bool:
    """A code of the app or a recovery code; each works once, also for two who send it at the same moment."""
    plain = code.replace(" ", "").replace("-", "").lower()
    user = await queries.get_user(session, user_id)
    if plain.isdecimal() and len(plain) == 6:
        return await _spend_step(session, user, plain)
    spent = (
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.hash == _recovery_hash(user_id, plain),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    return await session.scalar(spent) is not None


async def _locked(session: PlatformSession, user_id: uuid.UUID) -> User:
    return await session.get_one(User, user_id, with_for_update=True)


async def _spend_step(session: PlatformSession, user: User, code: str) -> bool:
    step = matching_step(user.totp_secret, code, clock.now())
    if step is None:
        return False
    newer = or_(User.totp_last_step.is_(None), User.totp_last_step < step)
    spent = update(User).where(User.id == user.id, newer).values(totp_last_step=step).returning(User.id)
    return await session.scalar(spent) is not None


def matching_step(secret: str | None, code: str, now: datetime) -> int | None:
    """The 30-second step whose code this is, if one near enough is."""
    if secret is None:
        return None
    totp, current = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    steps = (current + drift for drift in _DRIFT)
    # Bytes: the comparison refuses text with other signs than ASCII.
    return next((s for s in steps if hmac.compare_digest(totp.generate_otp(s).encode(), code.encode())), None)


def _recovery_code() -> str:
    groups = ("".join(secrets.choice(_SIGNS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def _recovery_hash(user_id: uuid.UUID, code: str) -> bytes:
    return crypto.cipher().blind_index(f"recovery:{user_id}:{code.replace('-', '')}")


def _picture(uri: str) -> str:
    drawing = io.BytesIO()
    segno.make(uri, error="m").save(drawing, kind="svg", scale=4, border=2, xmldecl=False, light="#ffffff")
    return drawing.getvalue().decode()
