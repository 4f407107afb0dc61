"""What follows from an answer: memory, the lead, and a person who is called where one is needed."""

from typing import Final

from backend.assistant.agent.case import Case
from backend.assistant.memory import service as memories
from backend.conversations import capturing, handing_over, ledger, opting_out
from backend.conversations.agent_scene import Looked
from backend.conversations.events import AFTERWARDS, IntentHeard
from backend.conversations.models import Conversation
from backend.core.database.session import TenantSession, bound_tenant, driver_connection
from backend.core.events import announce
from backend.flows.enums import VariableRole
from backend.leads import service as leads

_CONTACTS: Final = {VariableRole.NAME: "name", VariableRole.EMAIL: "email", VariableRole.PHONE: "phone"}


async def remember(session: TenantSession, looked: Looked, case: Case) -> None:
    """The person's memory, and what the lead learns from it (DMA-03)."""
    await memories.remember(
        session,
        looked.conversation_id,
        lead_id=looked.lead_id,
        facts=case.facts,
        products=case.products,
        slots=case.slots,
        entries=case.entries,
        intent=case.intent.value if case.reading else None,
        purchase_intent=case.purchase_intent if case.reading else None,
        messages=len(case.messages),
        matched=case.matched,
    )
    await _tell_lead(session, looked, case)


async def _tell_lead(session: TenantSession, looked: Looked, case: Case) -> None:
    learned = {fact.fact: fact.value for fact in case.facts}
    given = {role: learned[name] for role, name in _CONTACTS.items() if name in learned}
    if given:
        connection = await driver_connection(session)
        opened = await ledger.read(connection, looked.conversation_id)
        assert opened is not None  # locked by the caller
        brought = capturing.Bringing(given, case.language, bool(opened.consents))
        followed = await capturing.capture(connection, bound_tenant(session), opened, brought)
        await ledger.attach_lead(connection, opened, followed.lead_id, captured=followed.created)
    if looked.lead_id and case.reading:
        await leads.note_purchase_intent(session, looked.lead_id, case.purchase_intent)


async def follow(session: TenantSession, conversation: Conversation, case: Case) -> None:
    """Silence for who wants it, a person for who needs one, and the fact for whoever reacts to it."""
    if case.opted_out:
        await opting_out.opt_out(session, conversation.id)
    elif case.escalation:
        await handing_over.hand_over(session, conversation, case.escalation, _summary(case))
    elif case.unanswered:
        await handing_over.ask_team(session, conversation, case.unanswered)
    if case.reading:
        heard = IntentHeard(conversation.id, conversation.lead_id, case.intent.value, case.language)
        await announce(session, heard, priority=AFTERWARDS)


def _summary(case: Case) -> "handing_over.Summary":
    memory = case.before.memory
    products = [each.name for each in (*memory.products, *case.products)]
    return handing_over.Summary(
        name=case.name or case.before.name,
        wants=case.intent.value,
        purchase_intent=case.purchase_intent,
        products=tuple(dict.fromkeys(products[-3:])),
        words=case.text[:500],
        messages=memory.total_messages + len(case.messages),
    )
