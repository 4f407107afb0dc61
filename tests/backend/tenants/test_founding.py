"""A company is founded complete, and no two share a short name."""

import asyncio
import secrets

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from backend.core.database.session import Database
from backend.tenants import regions
from backend.tenants.errors import SlugTaken
from backend.tenants.models import Tenant
from backend.tenants.service import found_tenant


async def found(database: Database, name: str) -> Tenant:
    async with database.platform() as session:
        return await found_tenant(session, name=name)


@pytest.mark.parametrize(
    ("country", "timezone", "currency"),
    [
        (None, "Europe/Madrid", "EUR"),
        ("CL", "America/Santiago", "CLP"),
        ("PT", "Europe/Lisbon", "EUR"),
        ("BR", "America/Sao_Paulo", "BRL"),
    ],
)
async def test_currency_and_zone_follow_the_country(
    database: Database, country: str | None, timezone: str, currency: str
) -> None:
    async with database.platform() as session:
        tenant = await found_tenant(session, name="Cuines", country=country)
    assert (tenant.timezone, tenant.currency, tenant.plan) == (timezone, currency, "free")
    assert tenant.languages == ["es", "ca", "pt", "en"]


async def test_companies_of_one_name_get_different_slugs_at_once(database: Database) -> None:
    name = f"Mar {secrets.token_hex(4)}"
    tenants = await asyncio.gather(*(found(database, name) for _ in range(5)))
    assert len({tenant.slug for tenant in tenants}) == 5


async def test_a_chosen_slug_that_is_taken_is_a_conflict(database: Database) -> None:
    first = await found(database, "Mar")
    async with database.platform() as session:
        with pytest.raises(SlugTaken):
            await found_tenant(session, name="Other", slug=first.slug)


async def test_every_offered_zone_is_known_to_postgres(database: Database) -> None:
    async with database.platform() as session:
        known = set(await session.scalars(text("SELECT name FROM pg_timezone_names")))
    assert regions.zones() <= known


@pytest.mark.parametrize("change", ["plan = 'business'", "status = 'active'", "slug = 'mine'", "maintenance = false"])
async def test_a_tenant_session_cannot_change_what_the_platform_gives(database: Database, change: str) -> None:
    tenant = await found(database, "Mar")
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with database.tenant(tenant.id) as session:
            await session.execute(text(f"UPDATE tenants SET {change}"))


async def test_a_tenant_session_sees_and_changes_only_its_own_company(database: Database) -> None:
    one, other = await found(database, "Mar"), await found(database, "Sol")
    async with database.tenant(one.id) as session:
        changed = await session.scalars(text("UPDATE tenants SET name = 'Nou' RETURNING id"))
        assert set(changed) == {one.id}
        assert set(await session.scalars(text("SELECT id FROM tenants"))) == {one.id}
    async with database.platform() as platform:
        names = text("SELECT name FROM tenants WHERE id = :id")
        assert await platform.scalar(names, {"id": other.id}) == "Sol"
