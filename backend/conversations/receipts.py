"""What platforms say became of our messages: sent, delivered, read, failed; `receipt_rules` says what that changes."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, text

from backend.channels.enums import ChannelKind, ReceiptState
from backend.channels.shapes import Receipt
from backend.conversations import causes, costing, delivery_store
from backend.conversations.channel_models import Delivery
from backend.conversations.delivery_jobs import deliver
from backend.conversations.enums import DeliveryStatus
from backend.conversations.receipt_rules import Standing, after
from backend.conversations.telling import tell
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.jobs import enqueue
from backend.providers.messaging import Failure


class ReceiptTooEarly(Exception):
    """The platform told of a message before its own answer to us was written down; ask again in a moment."""


async def note(
    session: TenantSession, account_id: uuid.UUID, receipts: Sequence[Receipt], *, patient: bool = True
) -> None:
    """Harmless in any order and however often.

    A message that is none of ours (another program sends from the same number) is passed over. Raises
    `ReceiptTooEarly` while it may still turn out to be ours: some call of this account has no answer yet. Without
    `patient` it is passed over too.
    """
    found = await _find(session, account_id, receipts)
    for delivery, said in found.values():
        await _apply(session, delivery, said)
    if patient and len(found) < len({_name(each) for each in receipts}) and await _anything_open(session, account_id):
        raise ReceiptTooEarly


async def read_until(session: TenantSession, conversation_id: uuid.UUID, until: datetime) -> None:
    """Messenger says up to which moment everything was read."""
    rows = await session.scalars(
        select(Delivery)
        .where(
            Delivery.conversation_id == conversation_id,
            Delivery.status.in_((DeliveryStatus.SENT, DeliveryStatus.DELIVERED)),
            Delivery.sent_at <= until,
        )
        .with_for_update()
    )
    for each in rows.all():
        await _apply(session, each, [Receipt(each.provider_id or "", ReceiptState.READ, until)])


async def is_ours(session: TenantSession, account_id: uuid.UUID, provider_id: str) -> bool:
    """Whether a message that a platform shows us as the business's own went out by this door."""
    ours = select(Delivery.id).where(Delivery.account_id == account_id, Delivery.provider_id == provider_id)
    return await session.scalar(ours.limit(1)) is not None


async def _find(
    session: TenantSession, account_id: uuid.UUID, receipts: Sequence[Receipt]
) -> dict[uuid.UUID, tuple[Delivery, list[Receipt]]]:
    """By the id we sent along, else by the platform's; locked in one order, so that no two wait for each other."""
    own = {_identifier(each.opaque) for each in receipts} - {None}
    theirs = {each.provider_id for each in receipts if each.provider_id}
    rows = await session.scalars(
        select(Delivery)
        .where(Delivery.account_id == account_id, or_(Delivery.id.in_(own), Delivery.provider_id.in_(theirs)))
        .order_by(Delivery.id)
        .with_for_update()
    )
    deliveries = rows.all()
    by_own = {each.id: each for each in deliveries}
    by_theirs = {each.provider_id: each for each in deliveries if each.provider_id}
    found: dict[uuid.UUID, tuple[Delivery, list[Receipt]]] = {}
    for each in receipts:
        opaque = _identifier(each.opaque)
        delivery = (by_own.get(opaque) if opaque else None) or by_theirs.get(each.provider_id)
        if delivery:
            found.setdefault(delivery.id, (delivery, []))[1].append(each)
    return found


def _identifier(opaque: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(opaque)
    except ValueError:
        return None


def _name(receipt: Receipt) -> str:
    return receipt.opaque or receipt.provider_id


async def _apply(session: TenantSession, delivery: Delivery, said: Sequence[Receipt]) -> None:
    before = _standing(delivery)
    now_stands = after(before, said)
    was_open = before.status in {DeliveryStatus.SENDING, DeliveryStatus.QUEUED}
    delivery.provider_id = delivery.provider_id or next((each.provider_id for each in said if each.provider_id), None)
    delivery.sent_at, delivery.delivered_at = now_stands.sent_at, now_stands.delivered_at
    delivery.read_at = now_stands.read_at
    if now_stands.charge != before.charge:
        await costing.note(session, delivery, now_stands.category, billable=now_stands.billable)
    # WhatsApp charges what reached somebody; it may leave `delivered` out where `read` was quicker.
    delivery.charged_at = (delivery.delivered_at or delivery.read_at) if delivery.billable else None
    delivery.status = now_stands.status.value
    if now_stands.failure and now_stands.status is DeliveryStatus.FAILED:
        _, code, words = now_stands.failure
        delivery.code = causes.of_platform(code).value
        delivery.cause = f"{code} {words}".strip()[:500]
        if delivery.code == Failure.BLOCKED:
            await delivery_store.note_blocked(session, delivery.conversation_id, clock.now())
    elif now_stands.status is not DeliveryStatus.FAILED and now_stands.status is not before.status:
        delivery.code = delivery.cause = None
    await session.flush()
    await tell(session, delivery.conversation_id, "delivery")
    if was_open and now_stands.status is not before.status:
        # What waited behind it goes on; its own worker may be dead.
        await enqueue(session, deliver, conversation_id=delivery.conversation_id)


def _standing(delivery: Delivery) -> Standing:
    return Standing(
        DeliveryStatus(delivery.status),
        delivery.sent_at,
        delivery.delivered_at,
        delivery.read_at,
        category=delivery.category,
        billable=delivery.billable,
    )


_OPEN = text("SELECT true FROM deliveries WHERE account_id = :id AND status = 'sending' LIMIT 1")


async def _anything_open(session: TenantSession, account_id: uuid.UUID) -> bool:
    """WhatsApp says our own id back, so what it tells of ours is never too early."""
    kind = await session.scalar(text("SELECT kind FROM channel_accounts WHERE id = :id"), {"id": account_id})
    return kind != ChannelKind.WHATSAPP and await session.scalar(_OPEN, {"id": account_id}) is not None
