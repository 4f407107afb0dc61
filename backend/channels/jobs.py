"""What the clock does with accounts: each is asked every six hours whether it still works, and for its templates."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from backend.channels import queries, service
from backend.channels.enums import AccountStatus, ChannelKind
from backend.channels.events import AccountNeedsCare
from backend.channels.models import ChannelAccount
from backend.core import clock
from backend.core.database.session import PlatformSession, TenantSession
from backend.core.events import announce
from backend.core.jobs import OpenSession, enqueue, every, job
from backend.providers.bundle import Providers
from backend.providers.messaging import AccountCheck, SendFailed

# Somebody is told a week before a token ends, and again on the last day.
WARNED_BEFORE: Final = (timedelta(days=7), timedelta(days=1))


@every("17 */6 * * *", "channels.find_unchecked")
async def find_unchecked(session: PlatformSession, _providers: Providers) -> None:
    query = select(ChannelAccount.tenant_id, ChannelAccount.id).where(
        ChannelAccount.status != AccountStatus.DISCONNECTED.value
    )
    for tenant_id, account_id in (await session.execute(query)).all():
        await enqueue(session, check, tenant_id=tenant_id, account_id=account_id)


@job("channels.check", opens=True, retry=False)
async def check(open_session: OpenSession, providers: Providers, *, account_id: str) -> None:
    async with open_session() as session:
        account = await queries.find_account(session, uuid.UUID(account_id))
    if account is None or account.status == AccountStatus.DISCONNECTED:
        return
    sender, line = providers.messaging[account.kind], queries.line_of(account)
    found: AccountCheck | SendFailed
    try:
        found = await sender.check(line)
        # A template that was paused or rejected since must not be offered any longer.
        templates = await sender.templates(line) if account.kind == ChannelKind.WHATSAPP else None
    except SendFailed as refusal:
        found, templates = refusal, None
    async with open_session() as session:
        await _note(session, account, found)
        if templates is not None:
            await service.keep_templates(session, account.id, templates)


async def _note(session: TenantSession, before: ChannelAccount, found: AccountCheck | SendFailed) -> None:
    was, checked_at = before.status, before.checked_at or before.connected_at
    now = await service.note(session, before.id, found)
    if now.status in {AccountStatus.EXPIRED, AccountStatus.ERROR} and was != now.status:
        await announce(session, _care(now, now.status, 0))
    elif now.token_expires_at and _crossed(now.token_expires_at, checked_at, clock.now()):
        days = max(0, (now.token_expires_at - clock.now()).days)
        await announce(session, _care(now, "expiring", days))


def _crossed(expires_at: datetime, since: datetime, now: datetime) -> bool:
    """Whether a day of warning lies between the last look and this one: so that each is told once."""
    return any(since < expires_at - before <= now for before in WARNED_BEFORE)


def _care(account: ChannelAccount, reason: str, days: int) -> AccountNeedsCare:
    return AccountNeedsCare(str(account.id), account.kind, account.name, reason, days)
