"""What the agent is told of a conversation: the unanswered burst, what was said before, and how it should behave."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from backend.assistant import settings_queries
from backend.assistant.agent.case import Before, Business, Case, Heard
from backend.assistant.memory import queries as memories
from backend.assistant.memory.schemas import Memory
from backend.assistant.settings_schemas import Conduct
from backend.channels import queries as channels
from backend.conversations import ledger
from backend.conversations.enums import ConversationStatus, MessageRole
from backend.conversations.ledger import Opened
from backend.conversations.models import Conversation, Message
from backend.core import clock
from backend.core.database.session import TenantSession, driver_connection
from backend.leads import queries as leads

LINES = 40
LATELY = timedelta(minutes=10)
_ANSWERS = frozenset({MessageRole.BOT.value, MessageRole.AGENT.value})


@dataclass(frozen=True, slots=True)
class Looked:
    """The conversation as it was looked at; `turn` tells whether it went on since."""

    conversation_id: uuid.UUID
    turn: int
    lead_id: uuid.UUID | None
    messages: Sequence[Heard]
    before: Before
    business: Business
    conduct: Conduct

    def case(self) -> Case:
        return Case(
            messages=self.messages,
            business=self.business,
            conduct=self.conduct,
            before=self.before,
            seed=f"{self.conversation_id}:{self.turn}",
            language=self.before.language,
            language_settled=self.before.language_settled,
        )


async def look(session: TenantSession, conversation_id: uuid.UUID) -> Looked | None:
    """None where nothing waits for the agent."""
    conversation = await session.get(Conversation, conversation_id)
    if conversation is None or conversation.account_id is None:
        return None
    if conversation.unanswered_since is None or conversation.status != ConversationStatus.OPEN:
        return None
    account = await channels.get_account(session, conversation.account_id)
    opened = await ledger.read(await driver_connection(session), conversation_id)
    assert opened is not None  # read above
    lines = await _lines(session, conversation_id)
    messages = _unanswered(lines)
    if not messages:
        return None
    return Looked(
        conversation_id,
        conversation.turn,
        conversation.lead_id,
        messages,
        await _before(session, conversation, opened, lines, bot_on=account.bot_on),
        _business(opened),
        await settings_queries.get_conduct(session),
    )


async def _lines(session: TenantSession, conversation_id: uuid.UUID) -> Sequence[Message]:
    """The last ones, oldest first."""
    query = select(Message).where(Message.conversation_id == conversation_id, Message.deleted_at.is_(None))
    newest = await session.scalars(query.order_by(Message.turn.desc(), Message.position.desc()).limit(LINES))
    return list(reversed(newest.all()))


def _unanswered(lines: Sequence[Message]) -> list[Heard]:
    """The person's words after the last answer."""
    burst: list[Heard] = []
    for each in reversed(lines):
        if each.role in _ANSWERS:
            break
        if each.role == MessageRole.VISITOR:
            words = "" if each.attachments and _only_names(each) else each.content
            burst.append(Heard(f"{each.turn}.{each.position}", words, each.created_at, bool(each.attachments)))
    return burst[::-1]


def _only_names(message: Message) -> bool:
    """Files without words read as their names in the transcript."""
    return message.content == ", ".join(str(each.get("name")) for each in message.attachments)


async def _before(
    session: TenantSession, conversation: Conversation, opened: Opened, lines: Sequence[Message], *, bot_on: bool
) -> Before:
    memory: Memory = await memories.get_memory(session, conversation.id)
    name = await leads.name_of(session, conversation.lead_id) if conversation.lead_id else ""
    return Before(
        memory=memory,
        language=opened.language,
        language_settled=opened.language_settled,
        name=name,
        said=[each.content for each in lines if each.role == MessageRole.BOT][-6:],
        heard=[each.content for each in lines if each.role == MessageRole.VISITOR][-12:],
        answers_lately=await _answers_lately(session, conversation.id),
        bot_on=bot_on,
    )


async def _answers_lately(session: TenantSession, conversation_id: uuid.UUID) -> int:
    counted = select(func.count()).where(
        Message.conversation_id == conversation_id,
        Message.role == MessageRole.BOT,
        Message.created_at > clock.now() - LATELY,
    )
    return await session.scalar(counted) or 0


def _business(opened: Opened) -> Business:
    return Business(
        name=opened.business,
        languages=opened.languages,
        default_language=opened.default_language,
        country=opened.country,
        now=clock.now().astimezone(ZoneInfo(opened.timezone)),
    )
