"""What messages cost, in people's words: before, of a template; afterwards, of what was sent (MSG-04)."""

from typing import Final

from backend.channels.enums import CostKind, PriceCategory
from backend.channels.price_schemas import CostOut, OfferOut
from backend.conversations.delivery_schemas import DeliveryOut
from backend.conversations.enums import DeliveryStatus
from streamlit_app.kit import formatting
from streamlit_app.kit.i18n import _
from streamlit_app.screens import channel_words

# WhatsApp charges what reached somebody, and nothing before.
_REACHED: Final = frozenset({DeliveryStatus.DELIVERED, DeliveryStatus.READ})


def offer(found: OfferOut | None) -> str:
    """Of a category, before it is known whom it goes to."""
    if found is None:
        return _("no price entered")
    least = formatting.price(found.least, found.currency)
    if found.elsewhere is None:
        return _("from {amount}").format(amount=least)
    elsewhere = formatting.price(found.elsewhere, found.currency)
    if found.elsewhere == found.least:
        return _("from {amount}, also in any other country").format(amount=least)
    return _("from {amount}, in any other country {elsewhere}").format(amount=least, elsewhere=elsewhere)


def estimate(cost: CostOut) -> str:
    """Of one message to one person."""
    if cost.kind is CostKind.PRICED and cost.amount is not None and cost.currency:
        return _("about {amount} for this message").format(amount=formatting.price(cost.amount, cost.currency))
    return {
        CostKind.FREE: _("free: within the open window"),
        CostKind.NUMBER_HIDDEN: _("cost unknown: the number is hidden"),
        CostKind.NO_PRICE: _("no price entered: an administrator does that under Channels, Prices"),
    }.get(cost.kind, "")


def charge(delivery: DeliveryOut) -> str:
    """Of a message that reached somebody; that a plain reply cost nothing is not worth a word."""
    if delivery.status not in _REACHED or delivery.billable is None:
        return ""
    if not delivery.billable:
        return _("free") if delivery.category != PriceCategory.SERVICE else ""
    category = channel_words.category(delivery.category).lower()
    if delivery.cost is None or not delivery.currency:
        return _("charged as {category}").format(category=category)
    amount = formatting.price(delivery.cost, delivery.currency)
    return _("charged as {category}, {amount}").format(category=category, amount=amount)
