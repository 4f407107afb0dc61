"""A conversation goes on on another channel: a one-use code resumes it there where it was (hand-carry).

Block, variables, language, consents and person come along; the page's conversation ends with a word about where it
went. The code travels in the first message (`wa.me/...?text=`) or in Telegram's start parameter.
"""

import re
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import update

from backend.channels import links
from backend.channels import queries as channels
from backend.channels.enums import AccountStatus, ChannelKind
from backend.channels.shapes import Account
from backend.conversations import saying, telling
from backend.conversations.carry_models import CarryCode
from backend.conversations.enums import ConversationStatus, MessageRole
from backend.conversations.ledger import Line
from backend.conversations.models import Conversation
from backend.conversations.queries import get_conversation
from backend.core import clock, crypto
from backend.core.database.session import TenantSession
from backend.core.language import Language

GOOD_FOR: Final = timedelta(minutes=30)
# Without 0, O, 1, I and L, which people mistake when they type; 40 bits that live half an hour.
_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE: Final = re.compile(rf"(?<![A-Z0-9])([{_LETTERS}]{{4}})-?([{_LETTERS}]{{4}})(?![A-Z0-9])")

_HELLO: Final[dict[Language, str]] = {
    "es": "Hola, sigo aquí la conversación de la web. Código: {code}",
    "ca": "Hola, segueixo aquí la conversa del web. Codi: {code}",
    "pt": "Olá, continuo aqui a conversa do site. Código: {code}",
    "en": "Hello, I'd like to go on here with the chat from the website. Code: {code}",
}
_WENT: Final[dict[Language, str]] = {
    "es": "La conversación sigue en {channel}.",
    "ca": "La conversa continua a {channel}.",
    "pt": "A conversa continua no {channel}.",
    "en": "The conversation goes on on {channel}.",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One account on which the conversation can go on."""

    kind: ChannelKind
    url: str


@dataclass(frozen=True, slots=True)
class Carry:
    """A new code and the ways to use it."""

    code: str
    expires_at: datetime
    ways: Sequence[Way]


async def offer(session: TenantSession, conversation_id: uuid.UUID) -> Carry | None:
    """None where the business has no account to go on with. Codes that were not used lose their worth."""
    accounts = [each for each in map(channels.account_of, await channels.list_accounts(session)) if _carries(each)]
    if not accounts:
        return None
    conversation = await get_conversation(session, conversation_id)
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    now = clock.now()
    await session.execute(
        update(CarryCode)
        .where(CarryCode.conversation_id == conversation_id, CarryCode.used_at.is_(None))
        .values(used_at=now)
    )
    session.add(CarryCode(conversation_id=conversation_id, code_hash=_hash(code), expires_at=now + GOOD_FOR))
    await session.flush()
    hello = _HELLO[_language(conversation)].format(code=f"{code[:4]}-{code[4:]}")
    ways = [Way(ChannelKind(each.kind), links.start_link(each, text=hello, start=code)) for each in accounts]
    return Carry(f"{code[:4]}-{code[4:]}", now + GOOD_FOR, [each for each in ways if each.url])


async def redeem(session: TenantSession, text: str) -> Conversation | None:
    """The conversation behind a code in the text, which is then used up; None for an unknown or a stale one."""
    for found in _CODE.finditer(text.upper()[:500]):
        query = (
            update(CarryCode)
            .where(
                CarryCode.code_hash == _hash(found[1] + found[2]),
                CarryCode.used_at.is_(None),
                CarryCode.expires_at > clock.now(),
            )
            .values(used_at=clock.now())
            .returning(CarryCode.conversation_id)
        )
        conversation_id = await session.scalar(query)
        if conversation_id:
            return await get_conversation(session, conversation_id, lock=True)
    return None


async def adopt(session: TenantSession, account: Account, source: Conversation, target_id: uuid.UUID) -> None:
    """Everything of the source becomes the target's, which had nothing of its own yet or had ended."""
    target = await get_conversation(session, target_id, lock=True)
    for name in ("flow_version_id", "state", "language", "language_settled", "lead_id", "consents", "utm", "page_url"):
        setattr(target, name, getattr(source, name))
    with_people = source.status in (ConversationStatus.HUMAN, ConversationStatus.PAUSED)
    target.status = ConversationStatus.HUMAN if with_people else ConversationStatus.OPEN
    target.assignee_id = source.assignee_id
    went = _WENT[_language(source)].format(channel=ChannelKind(account.kind).value.capitalize())
    source.status, source.ended_at, source.timeout_at = ConversationStatus.ENDED, clock.now(), None
    await saying.say(session, source, [Line(MessageRole.SYSTEM, went)])
    await session.flush()
    for kind in ("message", "status"):
        await telling.tell(session, source.id, kind)


def _carries(account: Account) -> bool:
    return account.kind in channels.CARRIERS and account.status == AccountStatus.CONNECTED


def _language(conversation: Conversation) -> Language:
    found: Language = conversation.language  # type: ignore[assignment]  # the column holds one of the four
    return found


def _hash(code: str) -> bytes:
    return crypto.token_hash(f"carry:{code}")
