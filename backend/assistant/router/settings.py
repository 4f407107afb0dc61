"""How the agent behaves towards customers."""

from fastapi import APIRouter

from backend.assistant import settings_queries, settings_service
from backend.assistant.settings_schemas import Conduct
from backend.core.http.dependencies import Admin, TenantSession, Viewer

router = APIRouter(prefix="/assistant", tags=["assistant"])


@router.get("/settings", summary="How the agent behaves")
async def read(_: Viewer, session: TenantSession) -> Conduct:
    return await settings_queries.get_conduct(session)


@router.put("/settings", summary="Change how the agent behaves")
async def change(body: Conduct, actor: Admin, session: TenantSession) -> Conduct:
    """Replaces all of it: what is left out goes back to its default."""
    return await settings_service.change(session, body, by=actor)
