"""Questions about tenants."""

import uuid

from sqlalchemy import select

from backend.core.database.session import AnySession, PlatformSession, TenantSession, bound_tenant
from backend.tenants.errors import TenantNotFound
from backend.tenants.models import Tenant


async def get_own(session: TenantSession) -> Tenant:
    """The company that the session is bound to."""
    return await get(session, bound_tenant(session))


async def get(session: AnySession, tenant_id: uuid.UUID) -> Tenant:
    """Raises `TenantNotFound`."""
    found = await session.get(Tenant, tenant_id)
    if found is None:
        raise TenantNotFound()
    return found


async def get_for_change(session: AnySession, tenant_id: uuid.UUID) -> Tenant:
    """The same, held so that two changes follow one another; rows that point to it are not made to wait."""
    locked = select(Tenant).where(Tenant.id == tenant_id).with_for_update(key_share=True)
    found = await session.scalar(locked.execution_options(populate_existing=True))
    if found is None:
        raise TenantNotFound()
    return found


async def find_by_slug(session: PlatformSession, slug: str) -> Tenant | None:
    return (await session.scalars(select(Tenant).where(Tenant.slug == slug))).one_or_none()


async def list_slugs(session: PlatformSession, stem: str) -> set[str]:
    """The short names in use that begin with `stem`."""
    return set(await session.scalars(select(Tenant.slug).where(Tenant.slug.startswith(stem, autoescape=True))))
