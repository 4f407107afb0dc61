"""The company's plan and usage, and the catalogue it may choose from."""

from fastapi import APIRouter

from backend.core import clock
from backend.core.database import session as sessions
from backend.core.http.dependencies import TenantSession, Viewer
from backend.plans import queries
from backend.plans.overview import overview
from backend.plans.schemas import Limits, PlanDetails, PlanOut, Usage
from backend.tenants import queries as tenants

router = APIRouter(tags=["plan"])


async def _plan(session: sessions.TenantSession) -> PlanOut:
    tenant = await tenants.get_own(session)
    plan = PlanDetails.model_validate(await queries.get_plan(session, tenant.plan))
    standings = await queries.list_standings(session)
    return overview(plan, standings, timezone=tenant.timezone, now=clock.now())


@router.get("/plan", summary="Your plan, its limits and what is used")
async def plan(_: Viewer, session: TenantSession) -> PlanOut:
    return await _plan(session)


@router.get("/plan/usage", summary="Only what is used")
async def usage(_: Viewer, session: TenantSession) -> Usage:
    return (await _plan(session)).usage


@router.get("/plan/limits", summary="Only the limits")
async def limits(_: Viewer, session: TenantSession) -> Limits:
    return (await _plan(session)).limits


@router.get("/plans", summary="The catalogue of plans")
async def catalogue(_: Viewer, session: TenantSession) -> list[PlanDetails]:
    return [PlanDetails.model_validate(each) for each in await queries.list_plans(session)]
