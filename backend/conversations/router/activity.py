"""A lead's whole history over HTTP: what happened, what was noted, what was said."""

import uuid

from fastapi import APIRouter

from backend.conversations.activity_queries import list_activity
from backend.conversations.activity_schemas import ActivityOut
from backend.core.http.dependencies import TenantSession, Viewer
from backend.core.http.pagination import Cursor, Limit, Page

router = APIRouter(prefix="/leads", tags=["leads"])


@router.get("/{lead_id}/activity", summary="Everything that happened with a lead, messages included")
async def activity(
    lead_id: uuid.UUID, _: Viewer, session: TenantSession, limit: Limit = 50, cursor: Cursor = None
) -> Page[ActivityOut]:
    """Newest first; of a lead that others were merged into, theirs too."""
    return await list_activity(session, lead_id, limit=limit, cursor=cursor)
