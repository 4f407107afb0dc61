"""Questions about messages on their way: whom they reach, what became of them, and what lies with a dead worker."""

import json
import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from backend.conversations.channel_models import ChannelIdentity, Delivery
from backend.conversations.enums import DeliveryStatus
from backend.conversations.errors import DeliveryNotFound
from backend.conversations.models import Conversation
from backend.core.database.session import TenantSession
from backend.files.models import File

# A message in several parts stands as its worst part does.
_WORST_FIRST = (
    DeliveryStatus.FAILED,
    DeliveryStatus.UNCONFIRMED,
    DeliveryStatus.QUEUED,
    DeliveryStatus.SENDING,
    DeliveryStatus.SENT,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.READ,
)


async def find_recipient(session: TenantSession, conversation_id: uuid.UUID, account_id: uuid.UUID) -> str | None:
    """Under which name the person is written to: a channel's own id before a bare number, the latest first.

    Of two ids seen together the number wins, which every version of the platform takes.
    """
    rows = await session.execute(
        select(ChannelIdentity.kind, ChannelIdentity.value, ChannelIdentity.seen_at).where(
            ChannelIdentity.conversation_id == conversation_id, ChannelIdentity.account_id == account_id
        )
    )
    known = [(kind == "id", seen_at, value.lstrip("+-").isdecimal(), value) for kind, value, seen_at in rows]
    return max(known)[-1] if known else None


async def find_file(session: TenantSession, file_id: uuid.UUID) -> File | None:
    return await session.get(File, file_id)


async def get_delivery(
    session: TenantSession, conversation_id: uuid.UUID, delivery_id: uuid.UUID, *, lock: bool = False
) -> Delivery:
    """Raises `DeliveryNotFound`, also for one of another conversation."""
    found = await session.get(Delivery, delivery_id, with_for_update=lock)
    if found is None or found.conversation_id != conversation_id:
        raise DeliveryNotFound()
    return found


async def list_of_messages(
    session: TenantSession, conversation_id: uuid.UUID, first_turn: int
) -> dict[tuple[int, int], Delivery]:
    """What became of the messages since a turn, by their place; one question for all of them."""
    rows = await session.scalars(
        select(Delivery)
        .options(defer(Delivery.call))
        .where(Delivery.conversation_id == conversation_id, Delivery.turn >= first_turn)
    )
    return worst(rows)


def worst(deliveries: Iterable[Delivery]) -> dict[tuple[int, int], Delivery]:
    found: dict[tuple[int, int], Delivery] = {}
    for each in sorted(deliveries, key=_rank, reverse=True):
        found[each.turn, each.position] = each
    return found


def _rank(delivery: Delivery) -> tuple[int, int]:
    return _WORST_FIRST.index(DeliveryStatus(delivery.status)), delivery.part


async def list_parts(session: TenantSession, delivery: Delivery) -> Sequence[Delivery]:
    """All parts of the same message."""
    same = (
        Delivery.conversation_id == delivery.conversation_id,
        Delivery.turn == delivery.turn,
        Delivery.position == delivery.position,
    )
    return list(await session.scalars(select(Delivery).where(*same).order_by(Delivery.part).with_for_update()))


def is_template(delivery: Delivery) -> bool:
    return bool(json.loads(delivery.call).get("template"))


async def find_thread(session: TenantSession, account_id: uuid.UUID, lead_ids: Sequence[uuid.UUID]) -> uuid.UUID | None:
    """The latest conversation of any of these leads on this account."""
    return await session.scalar(
        select(Conversation.id)
        .where(Conversation.account_id == account_id, Conversation.lead_id.in_(lead_ids))
        .order_by(Conversation.last_message_at.desc())
        .limit(1)
    )


async def count_open(session: TenantSession, conversation_id: uuid.UUID) -> int:
    """How many messages are still on their way."""
    going = Delivery.status.in_((DeliveryStatus.QUEUED, DeliveryStatus.SENDING))
    places = select(Delivery.turn, Delivery.position).where(Delivery.conversation_id == conversation_id, going)
    return await session.scalar(select(func.count()).select_from(places.distinct().subquery())) or 0
