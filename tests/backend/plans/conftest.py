"""Plans of one or two limits, so that each story has the numbers it needs."""

import secrets
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from backend.core.database.session import Database
from backend.core.settings import Settings
from backend.plans import service as plans
from backend.plans.schemas import PlanEdit
from backend.tenants.service import found_tenant

Founder = Callable[..., Awaitable[uuid.UUID]]


# Any: one entitlement as JSON.
def limited(metric: str, limit: float | None, window: str = "month", **more: Any) -> dict[str, Any]:
    return {"metric": metric, "limit": limit, "window": window, **more}


@pytest.fixture
def founded_on(database: Database) -> Founder:
    """A company on a plan of just these entitlements."""

    async def found(*entitlements: dict[str, Any], timezone: str = "Europe/Madrid") -> uuid.UUID:
        code = f"plan-{secrets.token_hex(4)}"
        names = dict.fromkeys(("es", "ca", "pt", "en"), code)
        edit = PlanEdit.model_validate(
            {"names": names, "prices": [], "entitlements": entitlements, "features": [], "position": 99}
        )
        async with database.platform() as session:
            await plans.define_plan(session, code, edit.model_copy(update={"active": False}))
            tenant = await found_tenant(session, name="Cuines", plan=code, timezone=timezone)
        return tenant.id

    return found


@pytest_asyncio.fixture
async def crowd(settings: Settings) -> AsyncIterator[Database]:
    """Connections enough for 64 callers at once."""
    wide = settings.model_copy(update={"database": settings.database.model_copy(update={"pool_size": 32})})
    opened = Database.from_settings(wide.database)
    yield opened
    await opened.engine.dispose()
