"""The business's side of conversations: the inbox, a transcript, taking over and answering."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Response

from backend.accounts import queries as accounts
from backend.conversations import live, queries, reporting, service
from backend.conversations.enums import ConversationStatus
from backend.conversations.schemas import (
    ConversationDetail,
    ConversationOut,
    ConversationStats,
    MessageOut,
    ReplyIn,
)
from backend.core.http.actor import Actor
from backend.core.http.dependencies import Agent, TenantSession, Viewer
from backend.core.http.pagination import Cursor, Limit, Page

router = APIRouter(prefix="/conversations", tags=["conversations"])

Statuses = Annotated[list[ConversationStatus], Query(alias="status", max_length=4)]


@router.get("", summary="The inbox, last word first")
async def inbox(
    actor: Viewer,
    session: TenantSession,
    status: Statuses = [],  # noqa: B006 - FastAPI copies it
    unread: bool = False,
    lead_id: uuid.UUID | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ConversationOut]:
    return await queries.list_conversations(
        session, status=status, unread=unread, lead_id=lead_id, limit=limit, cursor=cursor
    )


@router.get("/stats", summary="Today, thirty days, and how far visitors come")
async def stats(actor: Viewer, session: TenantSession) -> ConversationStats:
    return await reporting.statistics(session)


@router.get("/{conversation_id}", summary="One conversation with its transcript")
async def detail(conversation_id: uuid.UUID, actor: Viewer, session: TenantSession) -> ConversationDetail:
    return await queries.get_detail(session, conversation_id)


@router.get("/{conversation_id}/messages", summary="What was said after a message")
async def messages(
    conversation_id: uuid.UUID,
    actor: Viewer,
    session: TenantSession,
    after: Annotated[str | None, Query(max_length=20, description="The last message you have")] = None,
) -> list[MessageOut]:
    await queries.get_conversation(session, conversation_id)
    return await queries.list_messages(session, conversation_id, live.position(after))


@router.post("/{conversation_id}/take-over", summary="Answer yourself from now on")
async def take_over(conversation_id: uuid.UUID, actor: Agent, session: TenantSession) -> ConversationDetail:
    await service.take_over(session, conversation_id, by=actor.user_id)
    return await queries.get_detail(session, conversation_id)


@router.post("/{conversation_id}/reply", status_code=201, summary="Answer as a person")
async def reply(conversation_id: uuid.UUID, body: ReplyIn, actor: Agent, session: TenantSession) -> MessageOut:
    name = await _name(session, actor)
    message_id = await service.reply(session, conversation_id, body.text, by=actor.user_id, name=name)
    before, _ = live.position(message_id)
    return (await queries.list_messages(session, conversation_id, (before, 0)))[0]


@router.post("/{conversation_id}/give-back", summary="Let the flow go on")
async def give_back(conversation_id: uuid.UUID, actor: Agent, session: TenantSession) -> ConversationDetail:
    await service.give_back(session, conversation_id)
    return await queries.get_detail(session, conversation_id)


@router.post("/{conversation_id}/close", summary="End the conversation")
async def close(conversation_id: uuid.UUID, actor: Agent, session: TenantSession) -> ConversationDetail:
    await service.close(session, conversation_id)
    return await queries.get_detail(session, conversation_id)


@router.post("/{conversation_id}/read", status_code=204, summary="Nothing here is unread any more")
async def read(conversation_id: uuid.UUID, actor: Agent, session: TenantSession) -> Response:
    await service.mark_read(session, conversation_id)
    return Response(status_code=204)


@router.post("/{conversation_id}/typing", status_code=204, summary="Show the visitor that somebody writes")
async def typing(conversation_id: uuid.UUID, actor: Agent, session: TenantSession) -> Response:
    await service.show_typing(session, conversation_id, name=await _name(session, actor))
    return Response(status_code=204)


async def _name(session: TenantSession, actor: Actor) -> str:
    member = await accounts.find_member(session, actor.user_id)
    return member.full_name if member else ""
