"""The tags that leads have; a lead's own are set with the lead."""

from fastapi import APIRouter

from backend.core.http.dependencies import TenantSession, Viewer
from backend.leads import tags
from backend.leads.tag_schemas import TagOut

router = APIRouter(prefix="/leads", tags=["leads"])


@router.get("/tags", summary="The tags of all leads")
async def list_tags(_: Viewer, session: TenantSession) -> list[TagOut]:
    """The most used first."""
    return [TagOut.model_validate(each) for each in await tags.list_tags(session)]
