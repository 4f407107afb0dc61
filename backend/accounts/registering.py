"""Registration: a person, their company on the free plan, and the mail that proves the address (IDN-01)."""

from backend.accounts import jobs, members, passwords, queries, seats, sessions
from backend.accounts.enums import MailKind
from backend.accounts.errors import EmailTaken
from backend.accounts.keys import Keys, Origin
from backend.accounts.sessions import Tokens
from backend.core.database.session import Database, narrow
from backend.core.http.actor import Role
from backend.core.language import Language
from backend.tenants import service as tenants


async def register(
    database: Database,
    keys: Keys,
    *,
    email: str,
    password: str,
    full_name: str,
    company_name: str,
    language: Language,
    country: str | None,
    origin: Origin,
) -> Tokens:
    """Person, company and mail come together or not at all. Raises `EmailTaken` or `PasswordTooWeak`."""
    passwords.check(password, email=email)
    hashed = await keys.hasher.hash(password)
    async with database.platform() as session:
        if await queries.find_user(session, queries.email_index(email)):
            raise EmailTaken()
        tenant = await tenants.found_tenant(session, name=company_name, language=language, country=country)
        user = await members.create_person(
            session, email=email, full_name=full_name, language=language, password_hash=hashed
        )
        await members.add_member(session, tenant.id, user.id, Role.OWNER)
        tokens = await sessions.start(session, keys.secret, user, origin.user_agent, tenant_id=tenant.id)
        await jobs.mail(session, MailKind.VERIFY, user.id)
        own = await narrow(session, tenant.id)
        await seats.take(own)
    return tokens
