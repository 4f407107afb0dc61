"""What a WhatsApp number's messages cost, over HTTP: the list that the business enters from its rate card."""

import uuid

from fastapi import APIRouter

from backend.channels import queries, service
from backend.channels.price_schemas import PriceListIn, PriceListOut
from backend.core.http.dependencies import Admin, TenantSession, Viewer

router = APIRouter(prefix="/channels/{account_id}/template-prices", tags=["channels"])


@router.get("", summary="What this number's messages cost")
async def read(account_id: uuid.UUID, _: Viewer, session: TenantSession) -> PriceListOut:
    account = await queries.get_whatsapp(session, account_id)
    return service.prices_out(await queries.find_price_list(session, account.id))


@router.put("", summary="Enter what this number's messages cost")
async def enter(account_id: uuid.UUID, body: PriceListIn, actor: Admin, session: TenantSession) -> PriceListOut:
    """The whole list at once. The longest prefix of a person's number counts; an empty one is any other country."""
    return await service.enter_prices(session, account_id, body, by=actor)
