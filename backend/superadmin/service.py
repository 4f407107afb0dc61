"""What the platform's staff does to tenants, plans and errors; every act leaves its trace (SUP-01, SUP-02)."""

import uuid
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import delete

from backend.accounts import service as accounts
from backend.audit import service as audit
from backend.core import clock
from backend.core.database.session import PlatformSession, narrow
from backend.core.http.actor import Actor, Role
from backend.flows import service as flows
from backend.plans import queries as plan_queries
from backend.plans import service as plans
from backend.plans.schemas import PlanDetails, PlanEdit
from backend.superadmin.models import ErrorEntry
from backend.superadmin.schemas import AdminTenantUpdate, MaintenanceSet, TenantCreate
from backend.tenants import queries as tenant_queries
from backend.tenants import service as tenants

# SEC-02: as long as the application's logs.
KEEP_ERRORS: Final = timedelta(days=30)


async def create_tenant(session: PlatformSession, wanted: TenantCreate, *, by: Actor, address: str) -> uuid.UUID:
    """A company with its flow published and its owner invited, in one transaction.

    The session is the tenant's when this returns. Raises `UnknownPlan` or `SlugTaken`.
    """
    plan = await plan_queries.get_plan(session, wanted.plan)
    tenant = await tenants.found_tenant(
        session,
        name=wanted.name,
        slug=wanted.slug,
        language=wanted.language,
        country=wanted.country,
        timezone=wanted.timezone,
        plan=plan.code,
        allowed_origins=wanted.origins,
        preset=wanted.preset.value,
    )
    chosen = {"plan": plan.code, "preset": wanted.preset.value, "slug": tenant.slug}
    await _note(session, "tenant.created", tenant.id, chosen, by=by, address=address)
    own = await narrow(session, tenant.id)
    await flows.found_default(own, wanted.preset)
    await accounts.invite(own, email=wanted.owner_email, role=Role.OWNER, language=wanted.language, by=None)
    return tenant.id


async def update_tenant(
    session: PlatformSession, tenant_id: uuid.UUID, wanted: AdminTenantUpdate, *, by: Actor, address: str
) -> None:
    """Raises `TenantNotFound`, `UnknownPlan` or `DefaultLanguageNotOffered`."""
    if wanted.plan is not None:
        await plan_queries.get_plan(session, wanted.plan)
    tenant = await tenant_queries.get_for_change(session, tenant_id)
    told = tenants.change(tenant, wanted.model_dump(mode="json", exclude_unset=True))
    await session.flush()
    if told:
        await _note(session, "tenant.updated", tenant_id, told, by=by, address=address)


async def set_maintenance(
    session: PlatformSession, tenant_id: uuid.UUID, wanted: MaintenanceSet, *, by: Actor, address: str
) -> None:
    """Raises `TenantNotFound`."""
    tenant = await tenant_queries.get_for_change(session, tenant_id)
    told = tenants.change(tenant, {"maintenance": wanted.on})
    await session.flush()
    if told:
        note = {"note": wanted.note} if wanted.note else {}
        await _note(session, "tenant.maintenance_set", tenant_id, told | note, by=by, address=address)


async def define_plan(session: PlatformSession, code: str, edit: PlanEdit, *, by: Actor, address: str) -> PlanDetails:
    plan = await plans.define_plan(session, code, edit)
    await audit.record(session, action="plan.defined", actor=by, entity="plan", entity_id=code, address=address)
    return plan


async def record_error(
    session: PlatformSession, code: str, route: str, request_id: str | None, tenant_id: uuid.UUID | None
) -> None:
    """Keep one answer that was a fault of ours; `route` is the template, never the address that was called."""
    session.add(ErrorEntry(code=code[:64], route=route[:300], request_id=request_id, about_tenant_id=tenant_id))
    await session.flush()


async def forget_old_errors(session: PlatformSession) -> None:
    await session.execute(delete(ErrorEntry).where(ErrorEntry.at < clock.now() - KEEP_ERRORS))


async def _note(
    session: PlatformSession,
    action: str,
    tenant_id: uuid.UUID,
    changes: dict[str, Any],  # Any: old and new values as JSON
    *,
    by: Actor,
    address: str,
) -> None:
    await audit.record(
        session,
        action=action,
        actor=by,
        entity="tenant",
        entity_id=tenant_id,
        changes=changes,
        tenant_id=tenant_id,
        address=address,
    )
