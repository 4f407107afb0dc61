"""The platform panel's API; every route asks for a superadmin (SUP-01, SUP-03)."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from backend.audit import queries as audit
from backend.audit.schemas import AuditOut
from backend.core import clock
from backend.core.http import pagination
from backend.core.http.dependencies import PlatformSession, SuperAdmin
from backend.core.http.pagination import Cursor, Limit, Page
from backend.plans import queries as plans
from backend.plans.schemas import PlanDetails, PlanEdit
from backend.providers.bundle import Providers
from backend.superadmin import expiring, queries, service
from backend.superadmin.schemas import (
    AdminTenantDetail,
    AdminTenantOut,
    AdminTenantUpdate,
    ErrorEntryOut,
    MaintenanceSet,
    OverviewOut,
    PlanCode,
    TenantCreate,
    TenantCreated,
)
from backend.tenants.enums import TenantStatus
from backend.tenants.installation import snippet

router = APIRouter(prefix="/admin", tags=["superadmin"])

Search = Annotated[str | None, Query(max_length=120, description="Part of the name or the slug")]
Tenant = Annotated[uuid.UUID | None, Query(description="Only about this company")]
Action = Annotated[str | None, Query(max_length=64, description="Only acts like `tenant.updated`")]


def _address(request: Request) -> str:
    found: str = request.state.client_ip
    return found


def _api_url(request: Request) -> str:
    providers: Providers = request.app.state.providers
    return providers.site.api_url


Address = Annotated[str, Depends(_address)]
ApiUrl = Annotated[str, Depends(_api_url)]


def _detail(tenant: AdminTenantOut, api_url: str) -> AdminTenantDetail:
    return AdminTenantDetail(**tenant.model_dump(), snippet=snippet(api_url, tenant.slug))


@router.get("/tenants", summary="Companies with their usage")
async def list_tenants(
    _: SuperAdmin,
    session: PlatformSession,
    q: Search = None,
    status: TenantStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[AdminTenantOut]:
    before = pagination.after_id(cursor)
    found = await queries.list_tenants(session, limit=limit + 1, before=before, q=q, status=status)
    more = pagination.encode([found[limit - 1].id]) if len(found) > limit else None
    return Page(items=found[:limit], next_cursor=more)


@router.post("/tenants", status_code=201, summary="Create a company, ready to use")
async def create_tenant(
    body: TenantCreate, actor: SuperAdmin, session: PlatformSession, address: Address, api_url: ApiUrl
) -> TenantCreated:
    tenant_id = await service.create_tenant(session, body, by=actor, address=address)
    # The session is the new company's own by now, which may see itself.
    tenant = await queries.get_tenant(session, tenant_id)
    return TenantCreated(tenant=tenant, snippet=snippet(api_url, tenant.slug), invitation_sent=True)


@router.get("/tenants/{tenant_id}", summary="One company")
async def read_tenant(
    tenant_id: uuid.UUID, _: SuperAdmin, session: PlatformSession, api_url: ApiUrl
) -> AdminTenantDetail:
    return _detail(await queries.get_tenant(session, tenant_id), api_url)


@router.patch("/tenants/{tenant_id}", summary="Change, pause or activate a company")
async def update_tenant(
    tenant_id: uuid.UUID,
    body: AdminTenantUpdate,
    actor: SuperAdmin,
    session: PlatformSession,
    address: Address,
    api_url: ApiUrl,
) -> AdminTenantDetail:
    await service.update_tenant(session, tenant_id, body, by=actor, address=address)
    return _detail(await queries.get_tenant(session, tenant_id), api_url)


@router.put("/tenants/{tenant_id}/maintenance", summary="Close a company's widget kindly, or open it again")
async def set_maintenance(
    tenant_id: uuid.UUID,
    body: MaintenanceSet,
    actor: SuperAdmin,
    session: PlatformSession,
    address: Address,
    api_url: ApiUrl,
) -> AdminTenantDetail:
    await service.set_maintenance(session, tenant_id, body, by=actor, address=address)
    return _detail(await queries.get_tenant(session, tenant_id), api_url)


@router.get("/overview", summary="The platform in figures")
async def overview(request: Request, _: SuperAdmin, session: PlatformSession) -> OverviewOut:
    found = await queries.get_overview(session)
    spoken = request.app.state.settings.messaging
    found.graph_version = expiring.graph_version(spoken.graph_version, spoken.graph_expires, clock.now().date())
    return found


@router.get("/errors", summary="The last 50 errors")
async def list_errors(_: SuperAdmin, session: PlatformSession, tenant_id: Tenant = None) -> list[ErrorEntryOut]:
    rows = await queries.list_errors(session, tenant_id=tenant_id)
    return [
        ErrorEntryOut(
            id=entry.id,
            code=entry.code,
            route=entry.route,
            request_id=entry.request_id,
            tenant_id=entry.about_tenant_id,
            tenant_name=name,
            at=entry.at,
        )
        for entry, name in rows
    ]


@router.get("/audit", summary="Who did what, over all companies")
async def list_audit(
    _: SuperAdmin,
    session: PlatformSession,
    tenant_id: Tenant = None,
    action: Action = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[AuditOut]:
    before = pagination.after_id(cursor)
    entries = await audit.list_entries(session, limit=limit + 1, before=before, tenant_id=tenant_id, action=action)
    more = pagination.encode([entries[limit - 1].id]) if len(entries) > limit else None
    return Page(items=[AuditOut.model_validate(each) for each in entries[:limit]], next_cursor=more)


@router.get("/plans", summary="The whole catalogue, withdrawn plans too")
async def list_plans(_: SuperAdmin, session: PlatformSession) -> list[PlanDetails]:
    return [PlanDetails.model_validate(each) for each in await plans.list_plans(session, everything=True)]


@router.put("/plans/{code}", summary="Write a plan, new or not")
async def define_plan(
    code: Annotated[PlanCode, Path()],
    body: PlanEdit,
    actor: SuperAdmin,
    session: PlatformSession,
    address: Address,
) -> PlanDetails:
    return PlanDetails.model_validate(await service.define_plan(session, code, body, by=actor, address=address))
