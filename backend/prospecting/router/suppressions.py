"""The suppression list over HTTP."""

import uuid

from fastapi import APIRouter, status

from backend.core.http.dependencies import Agent, TenantSession, Viewer
from backend.core.http.pagination import Cursor, Limit, Page
from backend.prospecting import queries, suppressing
from backend.prospecting.schemas import SuppressionCreate, SuppressionOut

router = APIRouter(prefix="/suppressions", tags=["searches"])


@router.get("", summary="Who is never saved again")
async def listed(_: Viewer, session: TenantSession, limit: Limit = 50, cursor: Cursor = None) -> Page[SuppressionOut]:
    return await queries.list_suppressions(session, limit=limit, cursor=cursor)


@router.post("", status_code=status.HTTP_201_CREATED, summary="Never save this domain or email again")
async def add(body: SuppressionCreate, actor: Agent, session: TenantSession) -> SuppressionOut:
    found = await suppressing.add(session, body.value, by=actor)
    return SuppressionOut.model_validate(found, from_attributes=True)


@router.delete("/{suppression_id}", status_code=status.HTTP_204_NO_CONTENT, summary="It may be saved again")
async def remove(suppression_id: uuid.UUID, actor: Agent, session: TenantSession) -> None:
    await suppressing.remove(session, suppression_id, by=actor)
