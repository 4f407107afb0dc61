"""What became of a message on its way out, in people's words (MSG-02)."""

from typing import Final

from backend.conversations.delivery_schemas import DeliveryOut
from backend.conversations.enums import DeliveryStatus
from streamlit_app.kit.i18n import _

RESENT: Final = frozenset({DeliveryStatus.FAILED, DeliveryStatus.UNCONFIRMED})


def state(value: DeliveryStatus) -> str:
    return {
        DeliveryStatus.QUEUED: _("Waiting to be sent"),
        DeliveryStatus.SENDING: _("Being sent"),
        DeliveryStatus.SENT: _("Sent"),
        DeliveryStatus.DELIVERED: _("Delivered"),
        DeliveryStatus.READ: _("Read"),
        DeliveryStatus.FAILED: _("Not delivered"),
        DeliveryStatus.UNCONFIRMED: _("Perhaps not delivered"),
    }[value]


def cause(delivery: DeliveryOut) -> str:
    """Why it waits or failed; the API says it in the reader's language."""
    return delivery.cause or ""
