"""Asks once how somebody calls themselves who wrote for the first time where messages do not say it.

WhatsApp and Telegram send the name along; Instagram and Messenger an id alone, and without this their people would be
visitors until they say their name. It is taken as the others' names are, and never over one that is known already.
"""

import uuid
from datetime import timedelta
from typing import Final

import structlog

from backend.channels import queries as channels
from backend.channels.enums import AccountStatus, ChannelKind
from backend.channels.shapes import ChannelUser
from backend.conversations import capturing, delivery_queries, ledger, turn
from backend.conversations.queries import get_conversation
from backend.core.database.session import TenantSession, bound_tenant, driver_connection
from backend.core.jobs import OpenSession
from backend.leads import queries as leads
from backend.providers.bundle import Providers
from backend.providers.messaging import Failure, Line, Profile, SendFailed

log = structlog.get_logger()

NAMELESS: Final = frozenset({ChannelKind.INSTAGRAM, ChannelKind.MESSENGER})
# Too many at once, or out of order over there: asked again so much later, and then no more.
WAITS: Final = (timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=2))


async def meet(open_session: OpenSession, providers: Providers, conversation_id: uuid.UUID) -> bool:
    """False where it is worth asking again later. Refusals are respected: people may hide who they are."""
    async with open_session() as session:
        stranger = await _stranger(session, conversation_id)
    if stranger is None:
        return True
    line, user_id = stranger
    try:
        profile = await providers.messaging[line.kind].profile(line, user_id)
    except SendFailed as failure:
        log.info("profile_not_told", kind=failure.kind, code=failure.code)
        return failure.kind not in {Failure.RATE_LIMITED, Failure.TEMPORARY}
    if profile.name or profile.username:
        await _remember(open_session, conversation_id, user_id, profile)
    return True


async def _stranger(session: TenantSession, conversation_id: uuid.UUID) -> tuple[Line, str] | None:
    """None where there is nobody to ask about."""
    conversation = await get_conversation(session, conversation_id)
    if conversation.account_id is None or await _has_name(session, conversation.lead_id):
        return None
    account = await channels.find_account(session, conversation.account_id)
    user_id = await delivery_queries.find_recipient(session, conversation_id, conversation.account_id)
    if account is None or account.status != AccountStatus.CONNECTED or not user_id:
        return None
    return channels.line_of(account), user_id


async def _has_name(session: TenantSession, lead_id: uuid.UUID | None) -> bool:
    return lead_id is not None and bool(await leads.name_of(session, lead_id))


async def _remember(open_session: OpenSession, conversation_id: uuid.UUID, user_id: str, profile: Profile) -> None:
    user = ChannelUser((user_id,), name=profile.name or None, username=profile.username or None)
    async with open_session() as session:
        connection = await driver_connection(session)
        opened = await ledger.read(connection, conversation_id)
        # They may have said their name while we asked.
        if opened is None or await _has_name(session, opened.lead_id):
            return
        followed = await capturing.recognise(connection, bound_tenant(session), opened, user)
        if not await ledger.attach_lead(connection, opened, followed.lead_id, captured=followed.created):
            raise turn.Overtaken()
