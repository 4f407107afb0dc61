"""The door out over HTTP: what may be said and until when, templates, writing first, sending again."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response, UploadFile, status

from backend.conversations import attaching, closing_queries, live, queries, reaching_out, sending_overview
from backend.conversations.router.reading import Reader
from backend.conversations.schemas import MessageOut
from backend.conversations.sending_schemas import ClosingOut, SendingOut, StartedOut, StartIn, TemplateIn
from backend.core.http.dependencies import Agent, Db, TenantSession, Viewer
from backend.core.http.errors import ErrorOut
from backend.files.schemas import FileOut

router = APIRouter(prefix="/conversations", tags=["conversations"])


@router.get("/closing", summary="Chats whose window shuts soon, most pressing first")
async def closing(
    _: Viewer,
    session: TenantSession,
    hours: Annotated[int, Query(ge=1, le=24)] = 4,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[ClosingOut]:
    """Up to 100 points: 40 for the lead's score, 30 for its value, 30 for the minutes left."""
    return await closing_queries.list_closing(session, hours, limit=limit)


@router.post(
    "/start",
    status_code=status.HTTP_201_CREATED,
    summary="Write to a lead first",
    responses={404: {"model": ErrorOut}},
)
async def start(body: StartIn, actor: Agent, session: TenantSession) -> StartedOut:
    started = await reaching_out.start(session, body, by=actor)
    return StartedOut(conversation_id=started.conversation_id, message_id=started.sent.message_id)


@router.get("/{conversation_id}/sending", summary="May a person write now, until when, and why not")
async def may_send(conversation_id: uuid.UUID, _: Viewer, session: TenantSession, language: Reader) -> SendingOut:
    return await sending_overview.overview(session, conversation_id, language)


@router.post(
    "/{conversation_id}/template", status_code=status.HTTP_201_CREATED, summary="Send an approved WhatsApp template"
)
async def template(
    conversation_id: uuid.UUID, body: TemplateIn, actor: Agent, session: TenantSession, language: Reader
) -> MessageOut:
    sent = await reaching_out.send_template(session, conversation_id, body, by=actor)
    turn, _ = live.position(sent.message_id)
    return (await queries.list_messages(session, conversation_id, language, (turn, 0)))[0]


@router.post(
    "/{conversation_id}/deliveries/{delivery_id}/resend",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Send again what failed or was never confirmed",
    response_class=Response,
)
async def resend(conversation_id: uuid.UUID, delivery_id: uuid.UUID, _: Agent, session: TenantSession) -> Response:
    await reaching_out.resend(session, conversation_id, delivery_id)
    return Response(status_code=status.HTTP_202_ACCEPTED)


@router.post("/{conversation_id}/files", status_code=status.HTTP_201_CREATED, summary="Add a file to an answer")
async def add_file(
    conversation_id: uuid.UUID, file: UploadFile, request: Request, actor: Agent, database: Db
) -> FileOut:
    """Pictures, sound, film and documents, told from the content, at most 16 MB; sent with `reply`'s `file_ids`."""
    store = request.app.state.providers.storage
    assert actor.tenant_id is not None  # an agent is somebody's
    return await attaching.attach(
        database, store, actor.tenant_id, conversation_id, name=file.filename, content=await file.read()
    )
