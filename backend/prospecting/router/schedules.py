"""Planned searches over HTTP."""

import uuid

from fastapi import APIRouter, Request, status

from backend.core.http.dependencies import Agent, TenantSession, Viewer
from backend.core.http.pagination import Cursor, Limit, Page
from backend.prospecting import planning, queries
from backend.prospecting.router.searches import lacking
from backend.prospecting.schemas import ScheduleCreate, ScheduleOut, ScheduleUpdate

router = APIRouter(prefix="/search-schedules", tags=["searches"])


@router.get("", summary="Planned searches")
async def schedules(_: Viewer, session: TenantSession, limit: Limit = 50, cursor: Cursor = None) -> Page[ScheduleOut]:
    return await queries.list_schedules(session, limit=limit, cursor=cursor)


@router.post("", status_code=status.HTTP_201_CREATED, summary="Plan a search")
async def plan(body: ScheduleCreate, actor: Agent, request: Request, session: TenantSession) -> ScheduleOut:
    """It runs on these weekdays at this hour of the company's clock, and adds what is new."""
    schedule = await planning.plan(session, body, lacking=lacking(request), by=actor.user_id)
    return await queries.show_schedule(session, schedule)


@router.patch("/{schedule_id}", summary="Change a planned search")
async def change(schedule_id: uuid.UUID, body: ScheduleUpdate, _: Agent, session: TenantSession) -> ScheduleOut:
    return await queries.show_schedule(session, await planning.change(session, schedule_id, body))


@router.delete("/{schedule_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Plan it no more")
async def forget(schedule_id: uuid.UUID, _: Agent, session: TenantSession) -> None:
    await planning.forget(session, schedule_id)
