"""What the clock and other people's facts do to sequences; every job may run twice, and after the conversation went."""

import uuid
from contextlib import suppress
from typing import Any, Final

import structlog

from backend.conversations.errors import ConversationNotFound
from backend.core.database.session import PlatformSession, TenantSession
from backend.core.jobs import OpenSession, enqueue, every, job
from backend.leads.enums import Stage
from backend.nurturing import delivering, enrolling, handing_out, silence
from backend.nurturing.enums import StopReason
from backend.providers.bundle import Providers

log = structlog.get_logger()

_ENDS: Final = frozenset({Stage.CUSTOMER.value, Stage.LOST.value})


@every("* * * * * */15", "nurturing.find_due")
async def find_due(session: PlatformSession, providers: Any) -> None:  # Any: unused
    """Some small jobs for what is due; who comes too late finds nothing to do."""
    for tenant_id, ids in await handing_out.take_due(session):
        # Below what somebody waits for: thousands that are due at once hold up no import and no chat.
        await enqueue(session, deliver, tenant_id=tenant_id, priority=-1, ids=[str(each) for each in ids])


@job("nurturing.deliver", opens=True)
async def deliver(open_session: OpenSession, providers: Providers, *, ids: list[str]) -> None:
    """A transaction each. One that fails is put off, and the others go out."""
    for follow_up_id in map(uuid.UUID, ids):
        try:
            async with open_session() as session:
                await delivering.deliver(session, follow_up_id)
        except Exception as error:  # noqa: BLE001 - whatever it is must not keep the others waiting; it is told
            log.warning("follow_up_failed", follow_up_id=str(follow_up_id), error=type(error).__name__)
            async with open_session() as session:
                await delivering.put_off(session, follow_up_id)


@every("23 * * * *", "nurturing.find_silent")
async def find_silent(session: PlatformSession, providers: Any) -> None:  # Any: unused
    for tenant_id in await silence.tenants_asking(session):
        await enqueue(session, enrol_silent, tenant_id=tenant_id, lock=f"nurturing.silent {tenant_id}")


@job("nurturing.enrol_silent", opens=True)
async def enrol_silent(open_session: OpenSession, providers: Providers) -> None:
    after: uuid.UUID | None = uuid.UUID(int=0)
    while after is not None:
        async with open_session() as session:
            after = await silence.enrol_batch(session, after)


@job("nurturing.message_heard")
async def message_heard(
    session: TenantSession, providers: Providers, *, conversation_id: str, lead_id: str | None
) -> None:
    """Whoever answers is out. The lead is read from the conversation: it may be known only since."""
    with suppress(ConversationNotFound):
        await enrolling.hear_reply(session, uuid.UUID(conversation_id))


@job("nurturing.intent_heard")
async def intent_heard(
    session: TenantSession,
    providers: Providers,
    *,
    conversation_id: str,
    lead_id: str | None,
    intent: str,
    language: str,
) -> None:
    with suppress(ConversationNotFound):
        await enrolling.hear_intent(session, uuid.UUID(conversation_id), intent)


@job("nurturing.opted_out")
async def opted_out(session: TenantSession, providers: Providers, *, conversation_id: str, lead_id: str | None) -> None:
    with suppress(ConversationNotFound):
        await enrolling.forget(session, uuid.UUID(conversation_id), StopReason.OPTED_OUT)


@job("nurturing.stage_changed", opens=True)
async def stage_changed(open_session: OpenSession, providers: Providers, *, lead_ids: list[str], stage: str) -> None:
    """A transaction each: a bulk move of thousands holds nobody's row for long."""
    if stage not in _ENDS:
        return
    for lead_id in map(uuid.UUID, lead_ids):
        async with open_session() as session:
            await enrolling.change_stage(session, lead_id)
