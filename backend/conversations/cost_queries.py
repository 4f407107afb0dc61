"""Questions about money: what a template would cost this person now, and what a month came to."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, text

from backend.channels import phones, pricing
from backend.channels import queries as channels
from backend.channels.enums import ChannelKind
from backend.channels.models import ChannelTemplate
from backend.channels.pricing import Cost
from backend.conversations import delivery_queries, policy
from backend.conversations.channel_models import ChannelIdentity
from backend.conversations.cost_schemas import ChargedOut, CostIn, MonthCostOut
from backend.conversations.enums import SenderKind
from backend.conversations.errors import TemplateUnusable
from backend.conversations.queries import get_conversation
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.leads import queries as leads
from backend.tenants import queries as tenants

_CHARGED = text(
    """
    SELECT account_id, category, currency, count(*) AS messages, sum(cost) AS amount FROM deliveries
    WHERE charged_at >= :since AND charged_at < :until
    GROUP BY account_id, category, currency ORDER BY account_id, category, currency
    """
)


async def find_phone(session: TenantSession, conversation_id: uuid.UUID) -> str | None:
    """The number under which the platform knows the person, in E.164; None where it is hidden (F2)."""
    rows = await session.execute(
        select(ChannelIdentity.kind, ChannelIdentity.value)
        .where(ChannelIdentity.conversation_id == conversation_id)
        .order_by(ChannelIdentity.seen_at.desc(), ChannelIdentity.id)
    )
    known = sorted(rows, key=lambda row: row.kind != "phone")
    return next((found for _, value in known if (found := phones.from_digits(value))), None)


async def estimate(session: TenantSession, asked: CostIn) -> Cost:
    """Also for somebody who has never written there, by the lead's number.

    Raises `TemplateNotFound`, `ConversationNotFound`, `LeadNotFound`, and `TemplateUnusable` for a template of
    another number.
    """
    template = await channels.read_template(session, asked.template_id)
    thread, phone = asked.conversation_id, None
    if asked.lead_id:
        lead = await leads.get_lead(session, asked.lead_id)
        phone = lead.phone
        thread = await delivery_queries.find_thread(session, template.account_id, await leads.family(session, lead.id))
    if thread:
        return await of_thread(session, thread, template)
    prices = await channels.find_prices(session, template.account_id)
    return pricing.estimate(prices, template.category, phone, window_open=False)


async def of_thread(session: TenantSession, conversation_id: uuid.UUID, template: ChannelTemplate) -> Cost:
    """Raises `ConversationNotFound`, and `TemplateUnusable` for a template of another number."""
    conversation = await get_conversation(session, conversation_id)
    if conversation.account_id != template.account_id:
        raise TemplateUnusable()
    closes_at = policy.closes(ChannelKind.WHATSAPP, SenderKind.HUMAN, conversation.last_inbound_at)
    prices = await channels.find_prices(session, template.account_id)
    phone = await find_phone(session, conversation_id)
    window_open = closes_at is not None and clock.now() < closes_at
    return pricing.estimate(prices, template.category, phone, window_open=window_open)


async def of_month(session: TenantSession, month: str | None = None) -> MonthCostOut:
    """`month` reads 2026-11; without one it is the present month of the business's own clock."""
    zone = ZoneInfo((await tenants.get_own(session)).timezone)
    year, number = (month or clock.now().astimezone(zone).strftime("%Y-%m")).split("-")
    since = datetime(int(year), int(number), 1, tzinfo=zone)
    until = (since + timedelta(days=32)).replace(day=1)
    rows = await session.execute(_CHARGED, {"since": since, "until": until})
    return MonthCostOut(month=f"{year}-{number}", items=[ChargedOut.model_validate(row) for row in rows])
