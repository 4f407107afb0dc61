"""How the bound tenant's agent behaves."""

from backend.assistant.settings_models import AssistantSettings
from backend.assistant.settings_schemas import Conduct
from backend.core.database.session import TenantSession, bound_tenant


async def get_conduct(session: TenantSession) -> Conduct:
    found = await session.get(AssistantSettings, bound_tenant(session), populate_existing=True)
    return Conduct.model_validate(found) if found else Conduct()
