"""What WhatsApp charges, over HTTP: for one template to one person, and in a month."""

from typing import Annotated

from fastapi import APIRouter, Query

from backend.channels.price_schemas import CostOut
from backend.conversations import cost_queries
from backend.conversations.cost_schemas import CostIn, MonthCostOut
from backend.core.http.dependencies import Agent, TenantSession, Viewer

router = APIRouter(prefix="/conversations", tags=["conversations"])
Month = Annotated[str | None, Query(pattern=r"^20\d\d-(0[1-9]|1[0-2])$", description="2026-11; else this month")]


@router.get("/costs", summary="What a month's messages came to, by account and category")
async def of_month(_: Viewer, session: TenantSession, month: Month = None) -> MonthCostOut:
    """Only what reached somebody and WhatsApp charges; in the business's own calendar."""
    return await cost_queries.of_month(session, month)


@router.post("/template-cost", summary="What a template would cost for this person now")
async def estimate(body: CostIn, _: Agent, session: TenantSession) -> CostOut:
    return CostOut.model_validate(await cost_queries.estimate(session, body))
