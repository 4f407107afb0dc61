"""People of a test with the role that the story needs."""

import uuid

from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core.database.session import Database
from backend.core.http.actor import PlatformRole, Role
from tests.support.people import Person, register


async def member(client: AsyncClient, database: Database, role: Role, *, plan: str = "business") -> Person:
    """Somebody in a company of their own who has just this role there."""
    person = await register(client)
    chosen = {"tenant": uuid.UUID(person.tenant_id), "role": role.value, "plan": plan}
    async with database.platform() as session:
        await session.execute(text("UPDATE memberships SET role = :role WHERE tenant_id = :tenant"), chosen)
        await session.execute(text("UPDATE tenants SET plan = :plan WHERE id = :tenant"), chosen)
    return person


async def super_admin(client: AsyncClient, database: Database) -> Person:
    """Somebody of the platform's staff."""
    person = await register(client)
    raised = {"role": PlatformRole.SUPER_ADMIN.value, "tenant": uuid.UUID(person.tenant_id)}
    async with database.platform() as session:
        await session.execute(
            text(
                "UPDATE users SET platform_role = :role"
                " WHERE id = (SELECT user_id FROM memberships WHERE tenant_id = :tenant)"
            ),
            raised,
        )
    return person
