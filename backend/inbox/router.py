"""The log of what platforms told us, and its dead letters, over HTTP (MSG-05, MSG-07)."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Query, status
from pydantic import AwareDatetime

from backend.core.http import pagination
from backend.core.http.dependencies import Admin, Agent, TenantSession
from backend.core.http.pagination import Cursor, Limit, Page
from backend.inbox import queries, service
from backend.inbox.enums import EventState
from backend.inbox.queries import Filters, Position
from backend.inbox.schemas import EventCounts, EventDetail, EventOut, RetriedOut, RetryMany

router = APIRouter(prefix="/inbox/events", tags=["inbox"])


async def _filters(
    state: EventState | None = None,
    account_id: uuid.UUID | None = None,
    kind: Annotated[str | None, Query(max_length=40, pattern=r"^[a-z0-9_.]*$", description="whatsapp.status")] = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
) -> Filters:
    return Filters(state, account_id, kind or None, since, until)


@router.get("", summary="What platforms told us, newest first")
async def list_events(
    _: Agent,
    session: TenantSession,
    filters: Annotated[Filters, Depends(_filters)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[EventOut]:
    """Without what was said; `state=dead` lists what failed for good and waits for somebody."""
    found = await queries.list_events(session, filters, limit=limit + 1, after=_position(cursor))
    shown = [EventOut.model_validate(each) for each in found[:limit]]
    last = found[limit - 1] if len(found) > limit else None
    return Page(items=shown, next_cursor=last and pagination.encode([last.received_at.isoformat(), last.id]))


def _position(cursor: str | None) -> Position | None:
    if cursor is None:
        return None
    at, event_id = pagination.decode(cursor, length=2)
    found = pagination.moment(at)
    if found.tzinfo is None:
        raise pagination.BadCursor()
    return found, pagination.identifier(event_id)


@router.get("/counts", summary="How many events wait, and how many are dead")
async def count(_: Agent, session: TenantSession) -> EventCounts:
    return EventCounts(**await queries.count_by_state(session))


@router.post("/retry", status_code=status.HTTP_202_ACCEPTED, summary="Take dead events in again")
async def retry_many(body: RetryMany, actor: Admin, session: TenantSession) -> RetriedOut:
    """By their ids, or all that came in a time; at most a thousand at once, the oldest first."""
    retried = await service.retry_many(session, body.ids, body.since, body.until, body.account_id, by=actor)
    return RetriedOut(retried=retried, most=service.MOST_AT_ONCE)


@router.get("/{event_id}", summary="One event with what the platform sent")
async def read(event_id: uuid.UUID, _: Admin, session: TenantSession) -> EventDetail:
    event = await queries.get_event(session, event_id)
    return EventDetail(**EventOut.model_validate(event).model_dump(), payload=event.payload)


@router.post("/{event_id}/retry", status_code=status.HTTP_202_ACCEPTED, summary="Take an event in again")
async def retry(event_id: uuid.UUID, actor: Admin, session: TenantSession) -> EventOut:
    return EventOut.model_validate(await service.retry(session, event_id, by=actor))
