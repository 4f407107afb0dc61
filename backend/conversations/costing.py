"""What a message cost, noted when its platform says that it is charged."""

from backend.channels import pricing
from backend.channels import queries as channels
from backend.conversations import cost_queries
from backend.conversations.channel_models import Delivery
from backend.core.database.session import TenantSession

_LONGEST = 40


async def note(session: TenantSession, delivery: Delivery, category: str, *, billable: bool | None) -> None:
    """By the list as it is now: a later one changes nothing that was charged before."""
    delivery.category, delivery.billable = category[:_LONGEST], billable
    delivery.cost = delivery.currency = None
    if billable:
        phone = await cost_queries.find_phone(session, delivery.conversation_id)
        found = pricing.charged(await channels.find_prices(session, delivery.account_id), category, phone)
        delivery.cost, delivery.currency = found.amount, found.currency
