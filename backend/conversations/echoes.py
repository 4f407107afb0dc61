"""Instagram's echo of a message whose answer was lost, or has not come yet: it settles what is in doubt.

Messenger's echoes carry our mark and need no guess. On Instagram an echo says only the words, so it is taken for ours
where one message of this conversation is in doubt and says just that; whoever of the business wrote the very same in
the platform's own app at that moment is not heard twice.
"""

import json
import uuid
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from backend.channels.enums import ChannelKind, ReceiptState
from backend.channels.shapes import Account, Incoming, Receipt
from backend.conversations import receipts
from backend.conversations.channel_models import Delivery
from backend.conversations.enums import DeliveryStatus
from backend.core.database.session import TenantSession

# The platform tells by a clock of its own.
_SKEW: Final = timedelta(seconds=10)


async def settle(session: TenantSession, account: Account, conversation_id: uuid.UUID, echo: Incoming) -> bool:
    """Whether it was the one in doubt."""
    if account.kind is not ChannelKind.INSTAGRAM or not echo.provider_id:
        return False
    doubts = await session.scalars(
        select(Delivery)
        .where(
            Delivery.conversation_id == conversation_id,
            Delivery.account_id == account.id,
            Delivery.status.in_((DeliveryStatus.SENDING, DeliveryStatus.UNCONFIRMED)),
            Delivery.provider_id.is_(None),
            Delivery.called_at <= echo.at + _SKEW,
        )
        .order_by(Delivery.called_at)
        .with_for_update()
    )
    found = next((each for each in doubts.all() if _same(each, echo)), None)
    if found is None or await receipts.is_ours(session, account.id, echo.provider_id):
        return False
    receipt = Receipt(echo.provider_id, ReceiptState.SENT, echo.at, opaque=str(found.id))
    await receipts.note(session, account.id, [receipt], patient=False)
    return True


def _same(delivery: Delivery, echo: Incoming) -> bool:
    message = json.loads(delivery.call)["body"].get("message") or {}
    if message.get("attachment"):
        return bool(echo.media) and not echo.text
    return bool(echo.text) and str(message.get("text") or "").strip() == str(echo.text).strip()
