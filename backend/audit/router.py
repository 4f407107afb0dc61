"""The company's own audit trail."""

from typing import Annotated

from fastapi import APIRouter, Query

from backend.audit import queries
from backend.audit.schemas import AuditOut
from backend.core.http import pagination
from backend.core.http.dependencies import Admin, TenantSession
from backend.core.http.pagination import Cursor, Limit, Page

router = APIRouter(prefix="/audit", tags=["audit"])

Action = Annotated[str | None, Query(max_length=64, description="Only acts like `tenant.updated`")]


@router.get("", summary="Who did what")
async def list_entries(
    _: Admin, session: TenantSession, limit: Limit = 50, cursor: Cursor = None, action: Action = None
) -> Page[AuditOut]:
    before = pagination.after_id(cursor)
    entries = await queries.list_entries(session, limit=limit + 1, before=before, action=action)
    more = pagination.encode([entries[limit - 1].id]) if len(entries) > limit else None
    return Page(items=[AuditOut.model_validate(each) for each in entries[:limit]], next_cursor=more)
