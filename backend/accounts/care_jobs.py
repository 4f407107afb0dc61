"""Tells those who administer a company that one of its channels needs a hand (issue: token expiry with an alert)."""

import uuid

from backend.accounts import care_mails, queries
from backend.core import jobs
from backend.core.database.session import TenantSession
from backend.core.http.actor import Role
from backend.core.language import Language, is_language
from backend.providers.bundle import Providers
from backend.providers.smtp import Mail
from backend.tenants import queries as tenants


@jobs.job("accounts.warn_of_channel", queue="mail")
async def warn(
    session: TenantSession, _providers: Providers, *, account_id: str, kind: str, name: str, reason: str, days: int
) -> None:
    """One job for each person: a mail that fails is sent again without the others'."""
    for each in await queries.list_members(session):
        if each.role.includes(Role.ADMIN):
            await jobs.enqueue(session, send, user_id=each.user_id, name=f"{name} ({kind})", reason=reason, days=days)


@jobs.job("accounts.send_channel_warning", queue="mail", opens=True)
async def send(
    open_session: jobs.OpenSession, providers: Providers, *, user_id: str, name: str, reason: str, days: int
) -> None:
    async with open_session() as session:
        member = await queries.find_member(session, uuid.UUID(user_id))
        tenant = await tenants.get_own(session)
    if member is None:
        return
    language: Language = tenant.default_language if is_language(tenant.default_language) else "es"
    site = providers.site
    letter = care_mails.write(
        reason, language, brand=site.brand, account=name, days=days, link=f"{site.panel_url}/channels"
    )
    await providers.mailer.send(
        Mail(to=member.email, subject=letter.subject, text=letter.text, html=letter.html, language=language)
    )
