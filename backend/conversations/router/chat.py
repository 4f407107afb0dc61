"""The visitor's side of a conversation: start, send, resume, listen, upload."""

import uuid
from typing import Annotated, Any, Final

import structlog
from fastapi import APIRouter, Header, Request, UploadFile
from fastapi.responses import StreamingResponse

from backend.conversations import live, starting, visiting
from backend.conversations.errors import ConversationNotFound
from backend.conversations.schemas import (
    ChatIdentify,
    ChatLanguage,
    ChatOut,
    ChatStart,
    IdentifiedOut,
)
from backend.core.http.dependencies import Db, Visitor
from backend.core.http.errors import ErrorOut
from backend.files.schemas import FileOut

# Any: FastAPI takes whatever describes a response.
REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": ErrorOut} for status in (401, 403, 404, 409, 413, 429)
}
router = APIRouter(prefix="/chat", tags=["chat"], responses=REFUSALS)


def name_in_logs(session_id: uuid.UUID) -> None:
    """OBS-01: a line says which conversation it is about, and nothing that is said there."""
    structlog.contextvars.bind_contextvars(session_id=str(session_id))


@router.post("/start", summary="Start or resume")
async def start(body: ChatStart, request: Request, db: Db, visitor: Visitor) -> ChatOut:
    begun = await starting.start(db, visitor, body, request.headers.get("accept-language"))
    name_in_logs(begun.session_id)
    return begun


@router.post("/language", summary="Choose the language")
async def language(body: ChatLanguage, db: Db, visitor: Visitor) -> ChatOut:
    name_in_logs(body.session_id)
    return await starting.change_language(db, visitor, body.session_id, body.language)


@router.post("/identify", summary="Tell who the visitor is")
async def identify(body: ChatIdentify, db: Db, visitor: Visitor) -> IdentifiedOut:
    name_in_logs(body.session_id)
    return IdentifiedOut(identified=await visiting.identify(db, visitor, body))


@router.get("/{session_id}", summary="State and transcript")
async def read(session_id: uuid.UUID, db: Db, visitor: Visitor) -> ChatOut:
    name_in_logs(session_id)
    found = await starting.find(db, visitor, session_id)
    if found is None:
        raise ConversationNotFound()
    return found


@router.get("/{session_id}/events", summary="Server-Sent Events", response_class=StreamingResponse)
async def events(
    session_id: uuid.UUID,
    request: Request,
    db: Db,
    visitor: Visitor,
    last_event_id: Annotated[str | None, Header(max_length=40)] = None,
) -> StreamingResponse:
    """What people of the business write, as it is written; resumes after `Last-Event-ID`."""
    name_in_logs(session_id)
    found = await starting.find(db, visitor, session_id)
    if found is None:
        raise ConversationNotFound()
    last_id = last_event_id or (found.messages[-1].id if found.messages else None)
    stream = live.stream(db, request.app.state.listener, visitor, session_id, last_id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


@router.post("/{session_id}/files", status_code=201, summary="Upload a photo or PDF")
async def upload(session_id: uuid.UUID, file: UploadFile, request: Request, db: Db, visitor: Visitor) -> FileOut:
    """JPG, PNG or PDF, told from the content, at most 5 MB (FLW-08)."""
    name_in_logs(session_id)
    store = request.app.state.providers.storage
    content = await file.read()
    return await visiting.keep_upload(db, store, visitor, session_id, name=file.filename, content=content)
