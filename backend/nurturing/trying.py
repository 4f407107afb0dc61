"""A step as somebody would get it, to look at or to send to oneself."""

from backend.channels import queries as channels
from backend.channels.price_schemas import CostOut
from backend.conversations import cost_queries as costs
from backend.conversations import sending
from backend.conversations.enums import Refusal, SenderKind
from backend.conversations.errors import NothingToSay
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.leads import queries as leads
from backend.nurturing import delivering, planning, queries, wording
from backend.nurturing.delivering import Said, Voice
from backend.nurturing.enums import SequenceKind
from backend.nurturing.errors import StepNotFound
from backend.nurturing.planning import Thread
from backend.nurturing.schemas import PreviewIn, PreviewOut, Step, TestIn, TestOut
from backend.tenants import queries as tenants


async def preview(session: TenantSession, kind: SequenceKind, given: PreviewIn) -> PreviewOut:
    """On the channel that it would take, with what the door out says to it now.

    Raises `StepNotFound`, `NothingToSay`, `LeadNotFound`, `ConversationNotFound`.
    """
    step = await _step(session, kind, given.step)
    conversation_id = given.conversation_id
    if given.lead_id:
        lead = await leads.get_lead(session, given.lead_id)
        conversation_id = await queries.find_thread_of_lead(session, lead.id)
        if conversation_id is None:
            return await _words_only(session, step, lead.name, lead.language)
    assert conversation_id is not None  # the shape asks for one of the two
    person = await queries.get_person(session, conversation_id)
    voice = await delivering.voice_of(session, person, await queries.product_of(session, person.threads))
    way = next(iter(planning.ways(person.threads, step.channels, person.own.id)), person.own)
    verdict = await sending.may(session, way.id, sender=SenderKind.NURTURING)
    said = await _said(session, way, step, voice, free=verdict.refusal is not Refusal.WINDOW_CLOSED)
    return PreviewOut(
        text=said.words,
        language=said.language,
        template=said.outgoing.template.name if said.outgoing.template else None,
        conversation_id=way.id,
        channel=way.channel,
        decision=verdict.decision,
        refusal=verdict.refusal,
        retry_at=verdict.retry_at,
        cost=await _cost(session, way, said),
    )


async def send_to_oneself(session: TenantSession, kind: SequenceKind, given: TestIn, *, by: Actor) -> TestOut:
    """A person's act in a conversation of their own, so neither night nor weekly cap keep it back.

    Raises `StepNotFound`, `ConversationNotFound`, `SendRefused` and `NothingToSay`.
    """
    step = await _step(session, kind, given.step)
    person = await queries.get_person(session, given.conversation_id)
    voice = await delivering.voice_of(session, person, await queries.product_of(session, person.threads))
    verdict = await sending.may(session, given.conversation_id, sender=SenderKind.HUMAN)
    said = await _said(session, person.own, step, voice, free=verdict.allowed)
    sent = await sending.send(
        session, given.conversation_id, said.outgoing, sender=SenderKind.HUMAN, author_id=by.user_id
    )
    return TestOut(message_id=sent.message_id, text=said.words)


async def _step(session: TenantSession, kind: SequenceKind, number: int) -> Step:
    """Raises `StepNotFound`."""
    step = (await queries.get_plan(session, kind)).step(number)
    if step is None:
        raise StepNotFound()
    return step


async def _said(session: TenantSession, thread: Thread, step: Step, voice: Voice, *, free: bool) -> Said:
    """Where only a template could be said and there is none, the words are shown, and the refusal beside them.

    Raises `NothingToSay`.
    """
    said = await delivering.choose(session, thread, step, voice, free=free)
    if said is None and not free:
        said = await delivering.choose(session, thread, step, voice, free=True)
    if said is None:
        raise NothingToSay()
    return said


async def _cost(session: TenantSession, thread: Thread, said: Said) -> CostOut | None:
    used = said.outgoing.template
    if used is None or thread.account_id is None:
        return None
    template = await channels.find_template(session, thread.account_id, used.name, used.language)
    return CostOut.model_validate(await costs.of_thread(session, thread.id, template)) if template else None


async def _words_only(session: TenantSession, step: Step, name: str | None, language: str | None) -> PreviewOut:
    """For a lead that nobody has talked with yet. Raises `NothingToSay`."""
    company = await tenants.get_own(session)
    chosen = wording.choose(step.texts, language or company.default_language, company.default_language)
    if chosen is None:
        raise NothingToSay()
    voice = Voice(company.name, company.default_language, name, None)
    return PreviewOut(text=voice.say(chosen[1], chosen[0]), language=chosen[0])
