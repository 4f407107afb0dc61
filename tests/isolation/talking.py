"""A company's life on channels: a number with a template, an event of the inbox, somebody written to, somebody gone."""

import uuid

from sqlalchemy import text

from backend.channels.models import ChannelAccount, ChannelTemplate, TemplatePriceList
from backend.conversations import carrying
from backend.core.database.session import Database
from backend.inbox.models import InboxEvent
from tests.isolation.company import Builder, Company


async def talk(builder: Builder, company: Company) -> None:
    account_id, template_id, event_id = await _number(builder.database, company)
    phone = f"+346{uuid.uuid5(uuid.NAMESPACE_DNS, company.mark).int % 10**8:08d}"
    lead = await builder.call(company.agent, "POST", "/leads", name=f"Lead of channels {company.mark}", phone=phone)
    template = {"template_id": str(template_id), "variables": [company.mark]}
    asked = {"lead_id": lead["id"], "account_id": str(account_id), "template": template}
    await builder.call(company.agent, "POST", "/conversations/start", **asked)
    gone = await builder.call(company.agent, "POST", "/opt-outs", email=f"gone-{company.mark}@mail.example.com")
    async with builder.database.tenant(uuid.UUID(company.owner.tenant_id)) as session:
        # It stays where it is: the platform of a test answers nobody.
        delivery_id = await session.scalar(text("UPDATE deliveries SET status = 'failed' RETURNING id"))
        conversation_id = await session.scalar(text("SELECT conversation_id FROM deliveries LIMIT 1"))
        # The account has somebody to go on with: a page's conversation may be carried there.
        await carrying.offer(session, uuid.UUID(str(conversation_id)))
    company.ids |= {
        "account_id": [str(account_id)],
        "template_id": [str(template_id)],
        "event_id": [str(event_id)],
        "opt_out_id": [gone["id"]],
        "delivery_id": [str(delivery_id)],
    }


async def _number(database: Database, company: Company) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    number = str(uuid.uuid5(uuid.NAMESPACE_URL, company.mark).int % 10**14)
    words = {"name": f"WhatsApp {company.mark}", "address": "+34930000000"}
    account = ChannelAccount(
        kind="whatsapp", external_id=number, token=f"token-{company.mark}", webhook_secret="", **words
    )
    async with database.tenant(uuid.UUID(company.owner.tenant_id)) as session:
        session.add(account)
        await session.flush()
        facts = {"name": "hola", "language": "es", "category": "utility", "status": "approved"}
        template = ChannelTemplate(account_id=account.id, body=f"Hola {{{{1}}}} de {company.mark}", **facts)
        row = {"category": "utility", "prefix": "", "amount": "0.02"}
        prices = TemplatePriceList(account_id=account.id, currency="EUR", prices=[row])
        event = InboxEvent(
            tenant_id=uuid.UUID(company.owner.tenant_id),
            account_id=account.id,
            source="meta",
            account_key=number,
            external_id=f"wamid.{company.mark}",
            kind="whatsapp.message",
            payload="{}",
            state="dead",
        )
        session.add_all([template, prices, event])
    return account.id, template.id, event.id
