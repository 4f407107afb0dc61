"""A person of the business writes first, or again by template (MSG-04)."""

import uuid
from dataclasses import dataclass

from backend.accounts import queries as accounts
from backend.channels import queries as channels
from backend.channels.enums import ChannelKind
from backend.channels.shapes import ChannelUser, Outgoing, TemplateUse
from backend.conversations import (
    delivery_jobs,
    delivery_queries,
    identifying,
    opt_out_queries,
    opt_outs,
    pausing,
    sending,
    sending_queries,
)
from backend.conversations.enums import ConversationStatus, Decision, DeliveryStatus, Refusal, SenderKind
from backend.conversations.errors import DeliveryNotOpen, NoWayToReach, TemplateUnusable
from backend.conversations.models import Conversation
from backend.conversations.policy import Verdict
from backend.conversations.queries import get_conversation
from backend.conversations.sending import Sent
from backend.conversations.sending_schemas import StartIn, TemplateIn
from backend.conversations.telling import tell
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.core.jobs import enqueue
from backend.leads import queries as leads

_OPEN_AGAIN = frozenset({DeliveryStatus.FAILED, DeliveryStatus.UNCONFIRMED})


@dataclass(frozen=True, slots=True)
class Started:
    """Where the words went."""

    conversation_id: uuid.UUID
    sent: Sent


async def start(session: TenantSession, asked: StartIn, *, by: Actor) -> Started:
    """Write to a lead on this account, in the thread that there is or in a new one.

    Raises `LeadNotFound`, `AccountNotFound`, `NoWayToReach`, `TemplateNotFound`, and what `sending.send` refuses.
    """
    conversation = await _thread(session, asked)
    await _refuse_cold(session, conversation)
    said = Outgoing(asked.text or "")
    if asked.template:
        said = Outgoing(template=await _template(session, asked.account_id, asked.template))
    return Started(conversation.id, await _say(session, conversation, said, by=by))


async def send_template(session: TenantSession, conversation_id: uuid.UUID, asked: TemplateIn, *, by: Actor) -> Sent:
    """Raises `ConversationNotFound`, `TemplateNotFound`, `TemplateUnusable`, and what `sending.send` refuses."""
    conversation = await get_conversation(session, conversation_id, lock=True)
    if conversation.account_id is None or conversation.channel != ChannelKind.WHATSAPP:
        raise TemplateUnusable()
    used = await _template(session, conversation.account_id, asked)
    return await _say(session, conversation, Outgoing(template=used), by=by)


async def resend(session: TenantSession, conversation_id: uuid.UUID, delivery_id: uuid.UUID) -> None:
    """Once more, with all parts of the message that did not arrive. Only a person knows whether that is right.

    Raises `ConversationNotFound`, `DeliveryNotFound`, `DeliveryNotOpen`, `SendRefused`.
    """
    await get_conversation(session, conversation_id, lock=True)
    asked = await delivery_queries.get_delivery(session, conversation_id, delivery_id)
    parts = await delivery_queries.list_parts(session, asked)
    again = [each for each in parts if each.status in _OPEN_AGAIN]
    if asked.id not in {each.id for each in again}:
        raise DeliveryNotOpen()
    sending.refuse(
        await sending.may(
            session,
            conversation_id,
            sender=SenderKind(asked.sender),
            template=delivery_queries.is_template(asked),
        )
    )
    for each in again:
        each.status, each.not_before, each.code, each.cause = DeliveryStatus.QUEUED.value, None, None, None
        each.updated_at = clock.now()
    await enqueue(session, delivery_jobs.deliver, conversation_id=conversation_id)
    await tell(session, conversation_id, "delivery")


async def _thread(session: TenantSession, asked: StartIn) -> Conversation:
    lead = await leads.get_lead(session, asked.lead_id)
    account = await channels.get_account(session, asked.account_id)
    known = await delivery_queries.find_thread(session, account.id, await leads.family(session, lead.id))
    if known is None and account.kind == ChannelKind.WHATSAPP and lead.phone:
        user = ChannelUser(ids=(), phone=lead.phone, language=lead.language)
        found = await identifying.find_or_open(session, channels.account_of(account), user, clock.now())
        known = found.conversation_id
    if known is None:
        raise NoWayToReach()
    conversation = await get_conversation(session, known, lock=True)
    conversation.lead_id = conversation.lead_id or lead.id
    await session.flush()
    return conversation


async def _refuse_cold(session: TenantSession, conversation: Conversation) -> None:
    """Nobody is written to out of the blue who told this business, or any other, that they want no more."""
    facts = await sending_queries.get_facts(session, conversation.id)
    if facts.last_inbound_at is not None or facts.consented:
        return
    known = await opt_out_queries.get_known(session, conversation)
    if await sending_queries.is_suppressed(session, facts) or await opt_outs.opted_out_anywhere(
        session, known.contacts
    ):
        sending.refuse(Verdict(Decision.REFUSED, Refusal.SUPPRESSED))


async def _template(session: TenantSession, account_id: uuid.UUID, asked: TemplateIn) -> TemplateUse:
    found = await channels.get_template(session, account_id, asked.template_id)
    return TemplateUse(found.name, found.language, tuple(asked.variables))


async def _say(session: TenantSession, conversation: Conversation, said: Outgoing, *, by: Actor) -> Sent:
    """Whoever writes first has the conversation, until the clock gives it back."""
    member = await accounts.find_member(session, by.user_id)
    sent = await sending.send(
        session,
        conversation.id,
        said,
        sender=SenderKind.HUMAN,
        author_id=by.user_id,
        author_name=member.full_name if member else "",
    )
    conversation.status = ConversationStatus.HUMAN
    conversation.assignee_id = conversation.assignee_id or by.user_id
    conversation.unread, conversation.timeout_at, conversation.ended_at = 0, None, None
    conversation.returns_at = await pausing.takeover_ends(session)
    await tell(session, conversation.id, "status")
    return sent
