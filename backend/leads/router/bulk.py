"""One thing done to many leads at once, and taken back."""

import uuid

from fastapi import APIRouter, status

from backend.core.http.dependencies import Agent, TenantSession, Viewer
from backend.core.http.pagination import Cursor, Limit, Page
from backend.leads import bulk
from backend.leads.bulk_schemas import BulkIn, BulkOut, BulkUndoOut
from backend.leads.router.reading import moment_position, next_moment

router = APIRouter(tags=["leads"])


@router.post("/leads/bulk", status_code=status.HTTP_201_CREATED, summary="Do something to many leads at once")
async def act(body: BulkIn, actor: Agent, session: TenantSession) -> BulkOut:
    """Up to 10,000; `count` says how many were changed. Only an administrator deletes."""
    return BulkOut.model_validate(await bulk.act(session, body, by=actor))


@router.get("/bulk-actions", summary="What was done to many leads at once")
async def list_actions(_: Viewer, session: TenantSession, limit: Limit = 50, cursor: Cursor = None) -> Page[BulkOut]:
    """Newest first."""
    found = await bulk.list_actions(session, limit=limit + 1, before=moment_position(cursor))
    following = next_moment(found[limit - 1].created_at, found[limit - 1].id) if len(found) > limit else None
    return Page(items=[BulkOut.model_validate(each) for each in found[:limit]], next_cursor=following)


@router.post("/bulk-actions/{bulk_id}/undo", summary="Undo a bulk action")
async def undo(bulk_id: uuid.UUID, actor: Agent, session: TenantSession) -> BulkUndoOut:
    """What was changed since stays as it is and is counted as skipped."""
    found = await bulk.undo(session, bulk_id, by=actor)
    return BulkUndoOut(count=found.count, skipped=found.skipped)
