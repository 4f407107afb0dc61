"""Ready answers over HTTP."""

import uuid

from fastapi import APIRouter, status

from backend.conversations import canned
from backend.conversations.canned_schemas import (
    CannedReplyIn,
    CannedReplyOut,
    CannedReplyUpdate,
    RenderedOut,
    RenderIn,
)
from backend.core.http.dependencies import Agent, TenantSession, Viewer

router = APIRouter(prefix="/canned-replies", tags=["conversations"])


@router.get("", summary="The team's ready answers")
async def list_replies(actor: Viewer, session: TenantSession) -> list[CannedReplyOut]:
    return [CannedReplyOut.model_validate(each) for each in await canned.list_replies(session)]


@router.post("", status_code=status.HTTP_201_CREATED, summary="Keep a ready answer")
async def create(body: CannedReplyIn, actor: Agent, session: TenantSession) -> CannedReplyOut:
    """`{name}`, `{business}`, `{agent}` and `{product}` are filled in for each conversation."""
    return CannedReplyOut.model_validate(await canned.create(session, body))


@router.patch("/{canned_reply_id}", summary="Change a ready answer")
async def change(
    canned_reply_id: uuid.UUID, body: CannedReplyUpdate, actor: Agent, session: TenantSession
) -> CannedReplyOut:
    return CannedReplyOut.model_validate(await canned.change(session, canned_reply_id, body))


@router.delete("/{canned_reply_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Delete a ready answer")
async def remove(canned_reply_id: uuid.UUID, actor: Agent, session: TenantSession) -> None:
    await canned.remove(session, canned_reply_id)


@router.post("/{canned_reply_id}/render", summary="Fill a ready answer in for a conversation")
async def render(canned_reply_id: uuid.UUID, body: RenderIn, actor: Agent, session: TenantSession) -> RenderedOut:
    done = await canned.render(session, canned_reply_id, body.conversation_id, by=actor)
    return RenderedOut(text=done.filled.text, language=done.language, missing=list(done.filled.missing))
