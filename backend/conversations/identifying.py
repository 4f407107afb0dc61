"""Who writes on a channel: the conversation that the account has with this person, found by any name it knows.

A person has several names there (F2): a business-scoped id, an older id that is a phone number, the number itself
with or without the digit that some countries add. Each is kept as a blind index that leads to one conversation.
"""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from backend.channels import phones
from backend.channels.enums import ChannelKind, Responder
from backend.channels.shapes import Account, ChannelUser
from backend.conversations import starting
from backend.conversations.channel_models import ChannelIdentity
from backend.conversations.enums import ConversationStatus
from backend.conversations.starting import Birth
from backend.core import clock, crypto
from backend.core.database.session import TenantSession, bound_tenant, driver_connection
from backend.core.language import Language, is_language
from backend.flows import queries as flows

PHONE: Final = "phone"
ID: Final = "id"


@dataclass(frozen=True, slots=True)
class Name:
    """One of a person's names on an account."""

    kind: str
    value: str

    @property
    def index(self) -> bytes:
        return crypto.cipher().blind_index(f"{self.kind}:{self.value}")


@dataclass(frozen=True, slots=True)
class Found:
    """The person's conversation; `learned` says that a name was new, so that the lead may learn its phone."""

    conversation_id: uuid.UUID
    created: bool
    learned: bool


def names_of(user: ChannelUser) -> list[Name]:
    """Best first. A channel id that is a phone number stands for the number too (WhatsApp's wa_id)."""
    names = [Name(ID, each) for each in user.ids if each]
    number = phones.canonical(user.phone) if user.phone else None
    if number:
        names.append(Name(PHONE, number))
    return list(dict.fromkeys(names))


async def find_or_open(session: TenantSession, account: Account, user: ChannelUser, at: datetime) -> Found:
    """One conversation for each person and account (X23), whichever of the names comes first, and at once.

    Raises `TenantPaused`.
    """
    names = names_of(user)
    await _alone(session, account.id, names)
    known = await _known(session, account.id, names)
    found = next((known[each.index] for each in names if each.index in known), None)
    conversation_id = found or await _open(session, account, user.language)
    unknown = [each for each in names if each.index not in known]
    await _remember(session, account.id, conversation_id, unknown, at)
    return Found(conversation_id, created=found is None, learned=bool(unknown))


async def find(session: TenantSession, account_id: uuid.UUID, user: ChannelUser) -> uuid.UUID | None:
    names = names_of(user)
    known = await _known(session, account_id, names)
    return next((known[each.index] for each in names if each.index in known), None)


async def moved(session: TenantSession, account_id: uuid.UUID, old: str, new: str, at: datetime) -> None:
    """The platform says that a person has another id now (a changed number): the conversation stays theirs."""
    known = await _known(session, account_id, [Name(ID, old)])
    for conversation_id in known.values():
        await _remember(session, account_id, conversation_id, [Name(ID, new)], at)


async def _alone(session: TenantSession, account_id: uuid.UUID, names: Sequence[Name]) -> None:
    """Two first messages of one person under two names must not open two conversations."""
    # Two numbers are a space of their own: leads are locked by one.
    room = int.from_bytes(account_id.bytes[-4:], signed=True)
    for key in sorted({int.from_bytes(each.index[:4], signed=True) for each in names}):
        await session.execute(select(func.pg_advisory_xact_lock(room, key)))


async def _known(session: TenantSession, account_id: uuid.UUID, names: Sequence[Name]) -> dict[bytes, uuid.UUID]:
    if not names:
        return {}
    rows = await session.execute(
        select(ChannelIdentity.key_index, ChannelIdentity.conversation_id).where(
            ChannelIdentity.account_id == account_id, ChannelIdentity.key_index.in_([each.index for each in names])
        )
    )
    return {row[0]: row[1] for row in rows}


async def _remember(
    session: TenantSession, account_id: uuid.UUID, conversation_id: uuid.UUID, names: Sequence[Name], at: datetime
) -> None:
    if not names:
        return
    rows = [
        {
            "tenant_id": bound_tenant(session),
            "account_id": account_id,
            "conversation_id": conversation_id,
            "key_index": each.index,
            "kind": each.kind,
            "value": each.value,
            # The best name is the one to write to.
            "seen_at": at,
        }
        for each in names
    ]
    await session.execute(insert(ChannelIdentity).values(rows).on_conflict_do_nothing())


async def _open(session: TenantSession, account: Account, spoken: str | None) -> uuid.UUID:
    connection = await driver_connection(session)
    business = await starting.business(connection)
    flow = account.responder == Responder.FLOW and not business.maintenance
    language = _language(spoken, business)
    birth = Birth(
        id=uuid.UUID(bytes=secrets.token_bytes(16)),
        origin=f"{account.kind}:{account.id}",
        status=_first_status(account),
        language=language,
        language_settled=False,
        flow_version_id=await flows.published_default(connection) if flow else None,
        page_url=None,
        referrer=None,
        utm={},
        channel=ChannelKind(account.kind).value,
        account_id=account.id,
    )
    await starting.insert(connection, birth)
    return birth.id


def _first_status(account: Account) -> ConversationStatus:
    answered = account.bot_on and account.responder != Responder.PEOPLE
    return ConversationStatus.OPEN if answered else ConversationStatus.HUMAN


def _language(spoken: str | None, business: starting.Business) -> Language:
    """The platform knows the language of the person's phone; their words decide later (FLW-06)."""
    short = (spoken or "")[:2].lower()
    return short if is_language(short) and short in business.languages else business.default_language


def not_later(at: datetime) -> datetime:
    """A platform's clock may be wrong; nothing was said in the future."""
    return min(at, clock.now())
