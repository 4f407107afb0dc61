"""One lead: add, read, change, move."""

import uuid

from fastapi import APIRouter, status

from backend.core.http import pagination
from backend.core.http.dependencies import Admin, Agent, TenantSession, Viewer
from backend.core.http.pagination import Cursor, Limit, Page
from backend.leads import bin, cards, opening, queries, service
from backend.leads.board_schemas import CardOut, Move
from backend.leads.router.reading import Reader, aware, detail
from backend.leads.schemas import LeadCreate, LeadDetail, LeadEventOut, LeadUpdate

router = APIRouter(prefix="/leads", tags=["leads"])


@router.post("", status_code=status.HTTP_201_CREATED, summary="Add a lead by hand")
async def create(body: LeadCreate, actor: Agent, session: TenantSession, reader: Reader) -> LeadDetail:
    return await detail(session, await service.create(session, body, by=actor), reader)


@router.get("/{lead_id}", summary="One lead")
async def read(lead_id: uuid.UUID, _: Viewer, session: TenantSession, reader: Reader) -> LeadDetail:
    """A merged lead's id answers with the lead that speaks for it."""
    return await detail(session, await queries.get_lead(session, lead_id), reader)


@router.patch("/{lead_id}", summary="Change a lead")
async def update(
    lead_id: uuid.UUID, body: LeadUpdate, actor: Agent, session: TenantSession, reader: Reader
) -> LeadDetail:
    return await detail(session, await service.update(session, lead_id, body, by=actor), reader)


@router.delete("/{lead_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Delete a lead")
async def remove(lead_id: uuid.UUID, actor: Admin, session: TenantSession) -> None:
    """It goes to the bin, from where it can be restored for 30 days; its conversations stay."""
    await bin.remove(session, lead_id, by=actor)


@router.post("/{lead_id}/move", summary="Move a lead to another column")
async def move(lead_id: uuid.UUID, body: Move, actor: Agent, session: TenantSession) -> CardOut:
    """Changes the column and nothing that is computed (X18)."""
    lead = await service.move(session, lead_id, body.stage_id, lost_reason=body.lost_reason, by=actor)
    return await cards.get_card(session, lead)


@router.post("/{lead_id}/opened", status_code=status.HTTP_204_NO_CONTENT, summary="Tell that a lead was opened")
async def opened(lead_id: uuid.UUID, actor: Agent, session: TenantSession) -> None:
    """A line of the timeline, once an hour for each person."""
    await opening.opened(session, lead_id, by=actor)


@router.get("/{lead_id}/timeline", summary="What happened with a lead")
async def timeline(
    lead_id: uuid.UUID, _: Viewer, session: TenantSession, limit: Limit = 50, cursor: Cursor = None
) -> Page[LeadEventOut]:
    before = None
    if cursor:
        at, event_id = pagination.decode(cursor, length=2)
        before = (aware(pagination.moment(at)), pagination.identifier(event_id))
    found = await queries.list_events(session, lead_id, limit=limit + 1, before=before)
    shown = found[:limit]
    more = len(found) > limit
    following = pagination.encode([shown[-1].at.isoformat(), shown[-1].id]) if more else None
    return Page(items=[LeadEventOut.model_validate(each) for each in shown], next_cursor=following)
