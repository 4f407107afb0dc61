"""The agent's answer to a burst of messages: waited for, thought out without a transaction, sent if still wanted.

A person who writes in bursts gets one answer (F5): each message plans one at the end of its own silence, and only the
last of them finds that nothing newer came. Before it is sent, the conversation is looked at again under its lock:
where a person took over or something newer was said meanwhile, the answer is thrown away.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from backend.assistant.agent import steps
from backend.assistant.agent.case import Case, Ports
from backend.assistant.knowledge import queries as knowledge
from backend.channels.shapes import Account, Outgoing
from backend.conversations import agent_facts, agent_scene, concluding, sending, telling
from backend.conversations.agent_scene import Looked
from backend.conversations.enums import ConversationStatus, SenderKind
from backend.conversations.errors import SendRefused
from backend.conversations.events import AnswerWanted
from backend.conversations.models import Conversation
from backend.conversations.queries import get_conversation
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.events import announce
from backend.core.jobs import OpenSession
from backend.core.language import Language
from backend.plans import service as plans
from backend.plans.enums import Metric
from backend.plans.errors import QuotaExceeded
from backend.plans.service import Reservation
from backend.providers.language_model import LanguageModel

# F5: nobody waits longer, however fast they type.
LONGEST_BURST: Final = timedelta(seconds=12)


async def plan(session: TenantSession, account: Account, conversation_id: uuid.UUID) -> None:
    """Answer when the burst is over: `debounce_seconds` after this message, at most 12 s after its first."""
    conversation = await get_conversation(session, conversation_id)
    await session.refresh(conversation, ["unanswered_since"])
    due = due_at(conversation.unanswered_since or clock.now(), clock.now(), account.debounce_seconds)
    await want(session, conversation_id, due)


async def want(session: TenantSession, conversation_id: uuid.UUID, at: datetime | None = None) -> None:
    """Let the agent look whether something waits for it; at once, or when a burst is over."""
    await announce(session, AnswerWanted(conversation_id), lock=f"answer:{conversation_id}", at=at)


def due_at(first: datetime, latest: datetime, debounce_seconds: int) -> datetime | None:
    """When to answer a burst; None is at once."""
    due = min(latest + timedelta(seconds=debounce_seconds), first + LONGEST_BURST)
    return due if due > clock.now() else None


@dataclass(slots=True)
class _Budget:
    """One AI message of the plan, set aside before the model is asked and counted when it answered (X27, F8)."""

    open_session: OpenSession
    held: Reservation | None = None

    async def reserve(self) -> bool:
        try:
            async with self.open_session() as session:
                self.held = await plans.reserve(session, Metric.IA_MSGS)
        except QuotaExceeded:
            return False
        return True

    async def close(self, session: TenantSession, *, used: bool) -> None:
        if self.held is None:
            return
        if used:
            await plans.settle(session, self.held)
        else:
            await plans.release(session, self.held)
        self.held = None


async def answer(open_session: OpenSession, model: LanguageModel | None, conversation_id: uuid.UUID) -> None:
    """Harmless to run twice: an answered conversation has nothing unanswered."""
    async with open_session() as session:
        looked = await agent_scene.look(session, conversation_id)
    if looked is None:
        return
    budget = _Budget(open_session)
    try:
        case = await steps.process(looked.case(), _ports(open_session, model, budget))
        async with open_session() as session:
            await budget.close(session, used=case.by_model)
            await _conclude(session, looked, case)
    except BaseException:
        async with open_session() as session:
            await budget.close(session, used=False)
        raise


def _ports(open_session: OpenSession, model: LanguageModel | None, budget: _Budget) -> Ports:
    async def search(text: str, language: Language) -> "list[knowledge.Match]":
        async with open_session() as session:
            return await knowledge.search(session, text, language)

    async def facts(language: Language) -> list[str]:
        async with open_session() as session:
            return await agent_facts.known(session, language)

    return Ports(search, facts, model, budget.reserve)


async def _conclude(session: TenantSession, looked: Looked, case: Case) -> None:
    """Everything that follows, in one transaction; nothing where the conversation went on without us."""
    conversation = await get_conversation(session, looked.conversation_id, lock=True)
    if conversation.unanswered_since is None or conversation.status != ConversationStatus.OPEN:
        return
    if conversation.turn != looked.turn:
        # Something else was written meanwhile, perhaps by ourselves: look again at once.
        await want(session, conversation.id)
        return
    conversation.language = case.language
    conversation.language_settled = case.language_settled
    await concluding.remember(session, looked, case)
    if not case.opted_out and case.reply:
        await _say(session, conversation, case)
    await concluding.follow(session, conversation, case)
    conversation.unanswered_since = None
    await session.flush()


async def _say(session: TenantSession, conversation: Conversation, case: Case) -> None:
    """A window that closed while the message was late leaves the person to people."""
    trace = json.dumps([each.as_json() for each in case.trace], ensure_ascii=False)
    try:
        await sending.send(session, conversation.id, Outgoing(case.reply), sender=SenderKind.AGENT, trace=trace)
    except SendRefused:
        conversation.status = ConversationStatus.HUMAN
        await telling.tell(session, conversation.id, "status")
