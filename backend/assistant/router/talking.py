"""The assistant over HTTP: one person's own talk and memory."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, status

from backend.assistant import queries, remembering, service
from backend.assistant.commands import parsing
from backend.assistant.doing import Work
from backend.assistant.enums import Mode
from backend.assistant.schemas import AnswerOut, CommandOut, LineOut, Memory, MessageIn, StandingOut
from backend.core.http import pagination
from backend.core.http.dependencies import Db, TenantSession, Viewer
from backend.core.http.pagination import Cursor, Limit, Page
from backend.core.language import LANGUAGES, Language, negotiate
from backend.providers.bundle import Providers

router = APIRouter(prefix="/assistant", tags=["assistant"])
memory_router = APIRouter(prefix="/memory", tags=["assistant"])


def _language(request: Request) -> Language:
    return negotiate(request.headers.get("accept-language"), LANGUAGES, "es")


Reader = Annotated[Language, Depends(_language)]


def _providers(request: Request) -> Providers:
    found: Providers = request.app.state.providers
    return found


@router.post("/messages", summary="Say something to the assistant")
async def say(body: MessageIn, actor: Viewer, db: Db, request: Request, reader: Reader) -> AnswerOut:
    """With a model where a key is set, else by the documented commands; destructive acts ask for a yes first."""
    providers = _providers(request)
    work = Work(db, actor, reader, extraction=providers.extraction)
    return await service.answer(providers.model, work, body)


@router.get("/messages", summary="The talk so far, newest first")
async def lines(actor: Viewer, session: TenantSession, limit: Limit = 50, cursor: Cursor = None) -> Page[LineOut]:
    before = pagination.after_id(cursor)
    found = await queries.list_lines(session, actor.user_id, limit=limit + 1, before=before)
    following = pagination.encode([found[limit - 1].id]) if len(found) > limit else None
    return Page(items=[LineOut.model_validate(each) for each in found[:limit]], next_cursor=following)


@router.delete("/messages", status_code=status.HTTP_204_NO_CONTENT, summary="Forget the talk")
async def clear(actor: Viewer, session: TenantSession) -> None:
    await service.clear(session, actor.user_id)


@router.get("/commands", summary="How messages are understood here")
async def commands(_: Viewer, request: Request, reader: Reader) -> StandingOut:
    providers = _providers(request)
    known = [
        CommandOut(act=each.act, example=each.example, what=each.what) for each in parsing.vocabulary(reader).phrases
    ]
    mode = Mode.MODEL if providers.model else Mode.COMMANDS
    return StandingOut(mode=mode, extraction_enabled=providers.extraction, commands=known)


@memory_router.get("", summary="What the assistant remembers for you")
async def read_memory(actor: Viewer, session: TenantSession) -> Memory:
    return Memory(text=await remembering.read(session, actor.user_id))


@memory_router.put("", summary="Write what the assistant remembers for you")
async def write_memory(body: Memory, actor: Viewer, session: TenantSession) -> Memory:
    await remembering.write(session, actor.user_id, body.text)
    return body


ROUTERS = (router, memory_router)
