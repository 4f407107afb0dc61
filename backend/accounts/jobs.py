"""Mails of accounts, sent by the worker; a mailed token is made with its mail and never stored in clear."""

import uuid
from datetime import timedelta
from typing import Final

from sqlalchemy import delete

from backend.accounts import mails, one_time, queries
from backend.accounts.enums import MailKind, TokenPurpose
from backend.accounts.models import AuthSession, Invitation, LoginThrottle, OneTimeToken, RefreshToken, User
from backend.accounts.sessions import REFRESH_LIFETIME, new_token
from backend.accounts.throttling import FORGOTTEN_AFTER
from backend.core import clock, crypto, jobs
from backend.core.database.session import AnySession, PlatformSession
from backend.core.language import Language, is_language
from backend.providers.bundle import Providers, Site
from backend.providers.smtp import Mail

_PURPOSES: Final = {MailKind.VERIFY: TokenPurpose.VERIFY, MailKind.RESET: TokenPurpose.RESET}
# Long enough to see afterwards how a session ended.
_KEPT: Final = timedelta(days=30)


@jobs.job("accounts.send_mail", queue="mail", platform=True, opens=True)
async def send_mail(open_session: jobs.OpenSession, providers: Providers, *, kind: str, subject: str) -> None:
    """`subject` is a user's id, an invitation's, or for a reset the hex of an email's blind index."""
    async with open_session() as session:
        mail = await _prepare(PlatformSession(session), providers.site, MailKind(kind), subject)
    if mail:
        await providers.mailer.send(mail)


@jobs.every("23 3 * * *", "accounts.clean_up")
async def clean_up(session: PlatformSession, _providers: Providers) -> None:
    """What can no longer be used goes; sessions and their used tokens stay a month."""
    now = clock.now()
    await session.execute(delete(OneTimeToken).where(OneTimeToken.expires_at < now - FORGOTTEN_AFTER))
    await session.execute(delete(RefreshToken).where(RefreshToken.expires_at < now))
    await session.execute(delete(AuthSession).where(AuthSession.last_used_at < now - REFRESH_LIFETIME - _KEPT))
    await session.execute(delete(LoginThrottle).where(LoginThrottle.updated_at < now - FORGOTTEN_AFTER))
    await session.execute(
        delete(Invitation).where(Invitation.accepted_at.is_(None), Invitation.expires_at < now - _KEPT)
    )


async def mail(session: AnySession, kind: MailKind, subject: uuid.UUID) -> None:
    """Leaves with the transaction."""
    await jobs.enqueue(session, send_mail, kind=kind.value, subject=subject)


async def mail_reset(session: AnySession, index: bytes) -> None:
    """For an address that may be nobody's: asking costs the same for all."""
    await jobs.enqueue(session, send_mail, kind=MailKind.RESET.value, subject=index.hex())


async def _prepare(session: PlatformSession, site: Site, kind: MailKind, subject: str) -> Mail | None:
    if kind is MailKind.INVITATION:
        return await _invitation(session, site, uuid.UUID(subject))
    if kind is MailKind.RESET:
        user = await queries.find_user(session, bytes.fromhex(subject))
    else:
        user = await session.get(User, uuid.UUID(subject))
    if user is None or not user.is_active or (kind is MailKind.VERIFY and user.email_verified_at):
        return None
    link = site.panel_url
    if purpose := _PURPOSES.get(kind):
        link = f"{site.panel_url}/?{kind.value}={await one_time.issue(session, user.id, purpose)}"
    return _written(kind, site, user.email, _language(user.language), name=user.full_name, link=link)


async def _invitation(session: PlatformSession, site: Site, invitation_id: uuid.UUID) -> Mail | None:
    invitation = await session.get(Invitation, invitation_id, with_for_update=True)
    if invitation is None or invitation.accepted_at:
        return None
    token = new_token()
    invitation.token_hash = crypto.token_hash(token)
    company = await queries.get_company_name(session, invitation.tenant_id)
    language = _language(invitation.language)
    link = f"{site.panel_url}/?invitation={token}"
    return _written(MailKind.INVITATION, site, invitation.email, language, name=company, link=link)


def _written(kind: MailKind, site: Site, to: str, language: Language, *, name: str, link: str) -> Mail:
    letter = mails.write(kind, language, brand=site.brand, name=name, link=link)
    return Mail(to=to, subject=letter.subject, text=letter.text, html=letter.html, language=language)


def _language(code: str) -> Language:
    return code if is_language(code) else "es"
