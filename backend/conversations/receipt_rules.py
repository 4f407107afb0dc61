"""What a platform's word about a message changes: the same end in whatever order and however often it is said. Pure.

Statuses only climb: nothing is unsent or unread again. A failure stands above `sent`, which every message passes
through, and below `delivered`: what reached the person has not failed. Moments keep the earliest that was said; of
the price, which several statuses tell, the weightiest word counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from backend.channels.enums import ReceiptState
from backend.channels.shapes import Receipt
from backend.conversations.enums import DeliveryStatus

_HEIGHT: Final = {
    DeliveryStatus.QUEUED: 0,
    DeliveryStatus.SENDING: 0,
    DeliveryStatus.UNCONFIRMED: 0,
    DeliveryStatus.SENT: 1,
    DeliveryStatus.FAILED: 2,
    DeliveryStatus.DELIVERED: 3,
    DeliveryStatus.READ: 4,
}
_SAID: Final = {
    ReceiptState.SENT: DeliveryStatus.SENT,
    ReceiptState.DELIVERED: DeliveryStatus.DELIVERED,
    ReceiptState.READ: DeliveryStatus.READ,
    ReceiptState.FAILED: DeliveryStatus.FAILED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a delivery stands, as far as receipts may change it."""

    status: DeliveryStatus
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    # (when, the platform's code, its words): the first failure that was told.
    failure: tuple[datetime, str, str] | None = None
    category: str = ""
    billable: bool | None = None

    @property
    def charge(self) -> tuple[int, str]:
        """What is said of the price, in an order of its own: that it is charged is more than that it is free."""
        return _weight(self.billable, self.category)


def after(standing: Standing, receipts: Iterable[Receipt]) -> Standing:
    for each in receipts:
        standing = _after(standing, each)
    return standing


def _after(standing: Standing, receipt: Receipt) -> Standing:
    said = _SAID[receipt.state]
    status = said if _HEIGHT[said] > _HEIGHT[standing.status] else standing.status
    changed = replace(standing, status=status)
    # The two belong together: of two words that differ one counts, and never a half of each.
    if _weight(receipt.billable, receipt.category) > standing.charge:
        changed = replace(changed, billable=receipt.billable, category=receipt.category)
    match receipt.state:
        case ReceiptState.SENT:
            return replace(changed, sent_at=_first(standing.sent_at, receipt.at))
        case ReceiptState.DELIVERED:
            return replace(changed, delivered_at=_first(standing.delivered_at, receipt.at))
        case ReceiptState.READ:
            return replace(changed, read_at=_first(standing.read_at, receipt.at))
        case ReceiptState.FAILED:
            told = (receipt.at, receipt.code, receipt.cause)
            return replace(changed, failure=min(standing.failure, told) if standing.failure else told)


def _weight(billable: bool | None, category: str) -> tuple[int, str]:
    return (-1 if billable is None else int(billable)), category


def _first(known: datetime | None, said: datetime) -> datetime:
    return min(known, said) if known else said
