"""What flows do because a fact was announced."""

from typing import Any

from backend.core.database.session import TenantSession
from backend.core.jobs import job
from backend.flows import service
from backend.flows.enums import Preset


@job("flows.found_default")
async def found_default(
    session: TenantSession,
    providers: Any,  # Any: unused; the bundle stands above this floor's need
    *,
    preset: str,
) -> None:
    await service.found_default(session, Preset(preset))
