"""WhatsApp's templates over HTTP: list, load from WhatsApp, look at one with its variables filled in."""

import uuid

from fastapi import APIRouter

from backend.channels import connecting, pricing, queries, service, templates
from backend.channels.account_schemas import PreviewOut, TemplateOut, TemplatePreview
from backend.channels.accounts_router import Senders, opener
from backend.channels.models import ChannelTemplate
from backend.channels.price_schemas import OfferOut
from backend.channels.pricing import PriceList
from backend.core.database import session as sessions
from backend.core.http.dependencies import Admin, Agent, Db, TenantSession, Viewer
from backend.providers.messaging import SendFailed

router = APIRouter(prefix="/channels/{account_id}/templates", tags=["channels"])


async def _listed(session: sessions.TenantSession, account_id: uuid.UUID) -> list[TemplateOut]:
    prices = await queries.find_prices(session, account_id)
    return [_out(each, prices) for each in await queries.list_templates(session, account_id)]


def _out(template: ChannelTemplate, prices: PriceList | None) -> TemplateOut:
    found = TemplateOut.model_validate(template)
    found.variables = templates.variables(template.header, template.body)
    offer = pricing.offered(prices, template.category)
    found.price = OfferOut.model_validate(offer) if offer else None
    return found


@router.get("", summary="WhatsApp templates as last loaded")
async def list_templates(account_id: uuid.UUID, _: Viewer, session: TenantSession) -> list[TemplateOut]:
    account = await queries.get_whatsapp(session, account_id)
    return await _listed(session, account.id)


@router.post("", summary="Load the templates from WhatsApp")
async def sync(account_id: uuid.UUID, actor: Admin, db: Db, out: Senders) -> list[TemplateOut]:
    opened = opener(db, actor)
    async with opened() as session:
        account = await queries.get_whatsapp(session, account_id)
    try:
        found = await out[account.kind].templates(queries.line_of(account))
    except SendFailed as refusal:
        raise connecting.refused(refusal) from refusal
    async with opened() as session:
        await service.keep_templates(session, account_id, found)
        return await _listed(session, account_id)


@router.post("/{template_id}/preview", summary="A template with its variables filled in")
async def preview(
    account_id: uuid.UUID, template_id: uuid.UUID, body: TemplatePreview, _: Agent, session: TenantSession
) -> PreviewOut:
    found = await queries.get_template(session, account_id, template_id)
    shown = templates.preview(found.header, found.body, found.footer, body.variables)
    return PreviewOut(header=shown.header, body=shown.body, footer=shown.footer, category=found.category)
