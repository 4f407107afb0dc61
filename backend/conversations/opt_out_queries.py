"""By which keys a person is known when they want nothing more."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from backend.channels import phones
from backend.conversations.channel_models import ChannelIdentity
from backend.conversations.models import Conversation
from backend.conversations.sending_queries import conversation_key
from backend.core import crypto
from backend.core.database.session import TenantSession
from backend.leads.models import Lead


@dataclass(frozen=True, slots=True)
class Known:
    """A person's keys here, and their contacts in the clear, which are hashed at once and kept nowhere."""

    keys: tuple[bytes, ...]
    contacts: tuple[str, ...]
    lead_id: uuid.UUID | None


def phone_key(number: str) -> bytes:
    """As `identifying` keeps it: without the digits that some countries add."""
    return crypto.cipher().blind_index(f"phone:{phones.canonical(number)}")


async def get_known(session: TenantSession, conversation: Conversation) -> Known:
    """Every key of whoever this conversation is with: their leads, their threads and their numbers."""
    leads = await _leads(session, conversation.lead_id)
    threads = {conversation.id}
    if leads:
        of_leads = select(Conversation.id).where(Conversation.lead_id.in_([each.id for each in leads]))
        threads |= {*await session.scalars(of_leads)}
    numbers = await session.scalars(
        select(ChannelIdentity.value).where(
            ChannelIdentity.conversation_id.in_(threads), ChannelIdentity.kind == "phone"
        )
    )
    phones_known = [*numbers, *(each.phone for each in leads if each.phone)]
    indexes = [index for each in leads for index in (each.phone_index, each.email_index) if index]
    keys = [conversation_key(each) for each in threads] + indexes + [phone_key(each) for each in phones_known]
    contacts = [phones.canonical(each) for each in phones_known] + [each.email for each in leads if each.email]
    return Known(tuple(dict.fromkeys(keys)), tuple(dict.fromkeys(contacts)), conversation.lead_id)


async def _leads(session: TenantSession, lead_id: uuid.UUID | None) -> list[Lead]:
    """The conversation's own lead, the one that speaks for it, and those that speak through the same."""
    if lead_id is None:
        return []
    speaks = select(func.coalesce(Lead.merged_into_id, Lead.id)).where(Lead.id == lead_id).scalar_subquery()
    return list(await session.scalars(select(Lead).where(or_(Lead.id == speaks, Lead.merged_into_id == speaks))))
