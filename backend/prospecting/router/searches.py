"""Searches over HTTP: ask in other words, start, watch, pause, save."""

import uuid
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, status
from fastapi.responses import StreamingResponse

from backend.core.http.dependencies import Agent, Db, TenantSession, Viewer
from backend.core.http.idempotency import IdempotencyKey, digest
from backend.core.http.pagination import Cursor, Limit, Page
from backend.core.language import LANGUAGES, Language, negotiate
from backend.prospecting import live, queries, repeating, service
from backend.prospecting.enums import ResultState, SourceName
from backend.prospecting.schemas import (
    ResultOut,
    SaveResults,
    SearchCreate,
    SearchOut,
    SourceOut,
    VariantsIn,
    VariantsOut,
)
from backend.prospecting.service import Question
from backend.prospecting.words import NOTES, TOWN_NOTE
from backend.providers.prospecting import Prospecting
from backend.tenants import queries as tenants
from scraper.sources import queries as wording

router = APIRouter(prefix="/searches", tags=["searches"])

States = Annotated[list[ResultState], Query(alias="state", max_length=len(ResultState))]
_NO_STATES: Final[list[ResultState]] = []


def web(request: Request) -> Prospecting:
    found: Prospecting = request.app.state.providers.prospecting
    return found


def lacking(request: Request) -> dict[str, str]:
    """What each source still needs."""
    return {each.value: web(request).needs(each) for each in SourceName}


def _reader(request: Request) -> Language:
    return negotiate(request.headers.get("accept-language"), LANGUAGES, "es")


@router.get("/sources", summary="Who can be asked for businesses")
async def sources(_: Viewer, request: Request) -> list[SourceOut]:
    language, town = _reader(request), web(request).demo_town
    note = TOWN_NOTE[language].format(town=town) if town else ""
    return [
        SourceOut(
            name=each,
            available=not needs,
            needs=needs or None,
            note=" ".join(filter(None, (NOTES[each][language], note if each is not SourceName.LIST else ""))),
        )
        for each, needs in ((each, lacking(request)[each]) for each in SourceName)
    ]


@router.post("/variants", summary="The same question in other words")
async def variants(body: VariantsIn, _: Agent, session: TenantSession) -> VariantsOut:
    """Up to three variants and one with the surroundings, to be edited before the search is run."""
    tenant = await tenants.get_own(session)
    language = body.language or tenant.default_language
    asked = wording.parse(body.query, country=body.country or tenant.country, language=language)
    wide = wording.extended(asked).text if asked.place and not asked.wide else None
    others = [each.text for each in wording.variants(asked)]
    return VariantsOut(what=asked.what, place=asked.place, variants=others, extended=wide)


@router.post("", status_code=status.HTTP_202_ACCEPTED, summary="Start a search")
async def start(
    body: SearchCreate,
    actor: Agent,
    request: Request,
    session: TenantSession,
    idempotency_key: IdempotencyKey = None,
) -> SearchOut:
    """It runs by itself; watch it at `/events` or ask again. Counts as one search of the month.

    Sent again with its Idempotency-Key it starts nothing and answers with the search that it started.
    """
    sent = repeating.Sent(idempotency_key, digest(body)) if idempotency_key else None
    before = await repeating.find(session, sent) if sent else None
    if before is not None:
        return await queries.show(session, before)
    fields = {name: getattr(body, name) for name in type(body).model_fields}
    asked = Question(**(fields | {"sources": tuple(body.sources), "variants": tuple(body.variants)}))
    search = await service.start(session, asked, lacking=lacking(request), by=actor.user_id)
    if sent:
        repeating.note(search, sent)
    return await queries.show(session, search)


@router.get("", summary="Searches, newest first")
async def searches(
    _: Viewer,
    session: TenantSession,
    schedule_id: uuid.UUID | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[SearchOut]:
    return await queries.list_searches(session, limit=limit, cursor=cursor, schedule_id=schedule_id)


@router.get("/{search_id}", summary="How far a search has come")
async def read(search_id: uuid.UUID, _: Viewer, session: TenantSession) -> SearchOut:
    return await queries.show(session, await queries.get_search(session, search_id))


@router.get("/{search_id}/events", summary="Server-Sent Events", response_class=StreamingResponse)
async def events(search_id: uuid.UUID, actor: Viewer, request: Request, db: Db) -> StreamingResponse:
    """`search` events whose data is the search; ends with the one that says it is over."""
    assert actor.tenant_id is not None
    async with db.tenant(actor.tenant_id) as session:
        await queries.get_search(session, search_id)
    stream = live.stream(db, request.app.state.listener, actor.tenant_id, search_id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


@router.get("/{search_id}/results", summary="What a search found")
async def results(
    search_id: uuid.UUID,
    _: Viewer,
    session: TenantSession,
    state: States = _NO_STATES,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ResultOut]:
    return await queries.list_results(session, search_id, states=state, limit=limit, cursor=cursor)


@router.post("/{search_id}/pause", summary="Pause a search")
async def pause(search_id: uuid.UUID, _: Agent, session: TenantSession) -> SearchOut:
    return await queries.show(session, await service.pause(session, search_id))


@router.post("/{search_id}/resume", summary="Go on with a paused search")
async def resume(search_id: uuid.UUID, _: Agent, session: TenantSession) -> SearchOut:
    return await queries.show(session, await service.resume(session, search_id))


@router.post("/{search_id}/cancel", summary="End a search; what was saved stays")
async def cancel(search_id: uuid.UUID, _: Agent, session: TenantSession) -> SearchOut:
    return await queries.show(session, await service.cancel(session, search_id))


@router.post("/{search_id}/save", summary="Make leads of what was found")
async def save(search_id: uuid.UUID, body: SaveResults, _: Agent, session: TenantSession) -> SearchOut:
    """Only what is new costs a credit; a business that was a lead already is told with its niche."""
    chosen = None if body.all else body.result_ids
    return await queries.show(session, await service.save(session, search_id, chosen))


@router.delete("/{search_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Forget a search; its leads stay")
async def remove(search_id: uuid.UUID, _: Agent, session: TenantSession) -> None:
    await service.remove(session, search_id)
