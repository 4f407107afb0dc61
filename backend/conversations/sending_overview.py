"""What a panel shows beside the field where a person writes: the window's clock, and why not."""

import uuid

from backend.channels.enums import ChannelKind
from backend.conversations import causes, delivery_queries, policy, sending_queries
from backend.conversations.enums import SenderKind
from backend.conversations.sending_schemas import SendingOut
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.language import Language


async def overview(session: TenantSession, conversation_id: uuid.UUID, language: Language) -> SendingOut:
    """Raises `ConversationNotFound`."""
    facts = await sending_queries.get_facts(session, conversation_id)
    now = clock.now()
    verdict = policy.decide(facts.asked(SenderKind.HUMAN, now))
    left = (verdict.closes_at - now).total_seconds() if verdict.closes_at else None
    return SendingOut(
        channel=facts.channel,
        decision=verdict.decision,
        reason=verdict.refusal,
        sentence=causes.sentence(verdict.refusal, language),
        retry_at=verdict.retry_at,
        closes_at=verdict.closes_at,
        bot_closes_at=policy.closes(facts.channel, SenderKind.AGENT, facts.last_inbound_at),
        seconds_left=None if left is None else max(0, int(left)),
        human_agent_tag=verdict.human_agent_tag,
        takes_templates=facts.channel is ChannelKind.WHATSAPP,
        account_id=facts.account_id,
        account_status=facts.account if facts.account_id else None,
        waiting=await delivery_queries.count_open(session, conversation_id),
    )
