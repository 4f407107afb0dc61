"""The one door out: whatever the business says on a channel passes here, and the policy is asked for each message.

`send` writes the message, what is to be delivered and the job that delivers it, all in the caller's transaction:
a message that is seen in the transcript is on its way, and nothing is on its way that is not seen. `dispatch` is for
messages that a turn has written already. On a web page nothing needs to be carried: the page reads the transcript.
"""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Final

from sqlalchemy import select

from backend.assistant import settings_queries as assistant
from backend.channels import rendering
from backend.channels.enums import ChannelKind
from backend.channels.shapes import Call, Outgoing
from backend.conversations import causes, delivery_jobs, opt_outs, sending_queries
from backend.conversations.channel_models import Delivery
from backend.conversations.composing import compose
from backend.conversations.enums import Decision, DeliveryStatus, Refusal, SenderKind
from backend.conversations.errors import SendRefused
from backend.conversations.models import Turn
from backend.conversations.policy import Quiet, Verdict, decide
from backend.conversations.queries import get_conversation
from backend.conversations.saying import say
from backend.conversations.sending_queries import Facts
from backend.conversations.telling import tell
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.jobs import enqueue

# Whose words are an answer to what the person wrote; a follow-up and a notice are not (F5).
_ANSWERS: Final = frozenset({SenderKind.HUMAN, SenderKind.AGENT, SenderKind.FLOW})


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that is written and on its way; `message_id` is its place in the conversation."""

    message_id: str
    decision: Decision
    refusal: Refusal | None = None
    retry_at: datetime | None = None


async def may(
    session: TenantSession,
    conversation_id: uuid.UUID,
    *,
    sender: SenderKind,
    template: bool = False,
    now: datetime | None = None,
) -> Verdict:
    """What the policy would say. Raises `ConversationNotFound`."""
    facts = await sending_queries.get_facts(session, conversation_id)
    return await _judge(session, conversation_id, facts, sender, template=template, now=now)


async def send(
    session: TenantSession,
    conversation_id: uuid.UUID,
    outgoing: Outgoing,
    *,
    sender: SenderKind,
    author_id: uuid.UUID | None = None,
    author_name: str | None = None,
    key: str | None = None,
    trace: str | None = None,
) -> Sent:
    """Say it, if it may be said. Whoever sends again under the same `key` gets the first answer and sends nothing.

    Raises `ConversationNotFound`, `SendRefused`, and what `composing.compose` refuses.
    """
    conversation = await get_conversation(session, conversation_id, lock=True)
    before = await _sent_before(session, conversation_id, key)
    if before:
        return before
    facts = await sending_queries.get_facts(session, conversation_id)
    verdict = await _judge(session, conversation_id, facts, sender, template=outgoing.template is not None)
    refuse(verdict)
    line, outgoing = await compose(session, conversation, outgoing, sender)
    outgoing = replace(outgoing, human_agent_tag=verdict.human_agent_tag)
    if sender in _ANSWERS:
        conversation.unanswered_since = None
    number = await say(
        session, conversation, [line], author_id=author_id, author=author_name, key=_turn_key(key), trace=trace
    )
    if facts.opted_out_at and sender is SenderKind.SYSTEM:
        await opt_outs.note_confirmed(session, conversation_id)
    await _queue(session, facts, conversation_id, number, [(1, outgoing)], sender, key=key)
    await tell(session, conversation_id, "message")
    return Sent(f"{number}.1", verdict.decision)


async def dispatch(
    session: TenantSession,
    conversation_id: uuid.UUID,
    turn: int,
    lines: Sequence[tuple[int, Outgoing]],
    *,
    sender: SenderKind,
) -> list[Verdict]:
    """Put messages that a turn has written on their way; what may not go is marked as failed, with the reason."""
    facts = await sending_queries.get_facts(session, conversation_id)
    if facts.channel is ChannelKind.WEB:
        return [Verdict(Decision.ALLOWED) for _ in lines]
    verdicts = [
        await _judge(session, conversation_id, facts, sender, template=outgoing.template is not None)
        for _, outgoing in lines
    ]
    for refused in (False, True):
        chosen = [line for line, verdict in zip(lines, verdicts, strict=True) if verdict.allowed is not refused]
        code = next((each.refusal for each in verdicts if not each.allowed), None) if refused else None
        await _queue(session, facts, conversation_id, turn, chosen, sender, refusal=code)
    return verdicts


async def _judge(
    session: TenantSession,
    conversation_id: uuid.UUID,
    facts: Facts,
    sender: SenderKind,
    *,
    template: bool,
    now: datetime | None = None,
) -> Verdict:
    now = now or clock.now()
    asked = facts.asked(sender, now, template=template)
    if sender is SenderKind.NURTURING:
        followed_up = await sending_queries.list_followed_up(session, conversation_id, facts.lead_id, now)
        suppressed = await sending_queries.is_suppressed(session, facts)
        conduct = await assistant.get_conduct(session)
        asked = replace(
            asked,
            followed_up=followed_up,
            suppressed=suppressed,
            weekly_cap=conduct.weekly_cap,
            quiet=Quiet(time(conduct.quiet_from), time(conduct.quiet_to)),
        )
    return decide(asked)


def refuse(verdict: Verdict) -> None:
    """Raises `SendRefused` where the policy has an objection."""
    if verdict.allowed:
        return
    raise SendRefused(
        decision=verdict.decision.value,
        reason=verdict.refusal.value if verdict.refusal else None,
        retry_at=verdict.retry_at.isoformat() if verdict.retry_at else None,
        closes_at=verdict.closes_at.isoformat() if verdict.closes_at else None,
        sentences=causes.sentences(verdict.refusal),
    )


async def _sent_before(session: TenantSession, conversation_id: uuid.UUID, key: str | None) -> Sent | None:
    """By the delivery's key, which is the business's; on a page, where nothing is delivered, by the turn's."""
    if key is None:
        return None
    delivery = await sending_queries.find_by_key(session, key)
    if delivery:
        return Sent(f"{delivery.turn}.{delivery.position}", Decision.ALLOWED)
    number = await session.scalar(
        select(Turn.number).where(Turn.conversation_id == conversation_id, Turn.idempotency_key == _turn_key(key))
    )
    return Sent(f"{number}.1", Decision.ALLOWED) if number else None


def _turn_key(key: str | None) -> str | None:
    """A visitor's own keys hold no colon, so none of theirs can be one of ours."""
    return f"out:{hashlib.sha256(key.encode()).hexdigest()[:48]}" if key else None


async def _queue(
    session: TenantSession,
    facts: Facts,
    conversation_id: uuid.UUID,
    turn: int,
    lines: Sequence[tuple[int, Outgoing]],
    sender: SenderKind,
    *,
    key: str | None = None,
    refusal: Refusal | None = None,
) -> None:
    """What was refused is kept as it would have gone: a person may send it when the reason is gone."""
    if facts.account_id is None or not lines:
        return
    status = DeliveryStatus.FAILED if refusal else DeliveryStatus.QUEUED
    for position, outgoing in lines:
        for part, call in enumerate(rendering.render(facts.channel, outgoing)):
            session.add(
                Delivery(
                    conversation_id=conversation_id,
                    turn=turn,
                    position=position,
                    part=part,
                    account_id=facts.account_id,
                    sender=sender.value,
                    call=_sealed(call, outgoing),
                    key=key if part == 0 else None,
                    status=status.value,
                    code=refusal,
                )
            )
    await session.flush()
    if refusal is None:
        await enqueue(session, delivery_jobs.deliver, conversation_id=conversation_id)


def _sealed(call: Call, outgoing: Outgoing) -> str:
    upload = call.upload and {name: getattr(call.upload, name) for name in ("kind", "file_id", "content_type", "name")}
    said = {"verb": call.verb, "body": dict(call.body), "upload": upload, "template": outgoing.template is not None}
    return json.dumps(said, ensure_ascii=False)
