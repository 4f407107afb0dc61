"""The business's side of conversations: the inbox, a transcript, taking over and answering."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Response

from backend.accounts import queries as accounts
from backend.channels.enums import ChannelKind
from backend.conversations import composing, inbox_queries, live, noting, queries, reporting, service
from backend.conversations.enums import ConversationStatus
from backend.conversations.inbox_queries import Filters
from backend.conversations.inbox_schemas import InboxCounts
from backend.conversations.router.reading import Reader
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

Statuses = Annotated[list[ConversationStatus], Query(alias="status", max_length=5)]


Tab = Annotated[bool, Query()]


@router.get("", summary="The inbox, last word first")
async def inbox(
    actor: Viewer,
    session: TenantSession,
    status: Statuses = [],  # noqa: B006 - FastAPI copies it
    channel: ChannelKind | None = None,
    account_id: uuid.UUID | None = None,
    lead_id: uuid.UUID | None = None,
    unread: Tab = False,
    mine: Tab = False,
    unassigned: Annotated[bool, Query(description="With people, and nobody has it")] = False,
    waiting: Annotated[bool, Query(description="Somebody's words are unanswered")] = False,
    closing: Annotated[int | None, Query(ge=1, le=24, description="Hours until the window ends (F3)")] = None,
    snoozed: Annotated[bool | None, Query(description="Only those put off, or only the others")] = None,
    mentions: Annotated[bool, Query(description="Where a note names you")] = False,
    q: Annotated[str | None, Query(max_length=200, description="The lead's name, email or phone")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ConversationOut]:
    filters = Filters(
        status=status,
        channel=channel,
        account_id=account_id,
        lead_id=lead_id,
        assignee_id=actor.user_id if mine else None,
        mentioned_id=actor.user_id if mentions else None,
        unread=unread,
        unassigned=unassigned,
        waiting=waiting,
        closing_hours=closing,
        snoozed=snoozed,
        q=q,
    )
    return await inbox_queries.list_conversations(session, filters, limit=limit, cursor=cursor)


@router.get("/counts", summary="How many conversations stand behind each tab")
async def counts(
    actor: Viewer, session: TenantSession, closing: Annotated[int, Query(ge=1, le=24)] = inbox_queries.CLOSING_HOURS
) -> InboxCounts:
    return await inbox_queries.count(session, actor.user_id, closing_hours=closing)


@router.get("/stats", summary="Today, thirty days, and how far visitors come")
async def stats(actor: Viewer, session: TenantSession) -> ConversationStats:
    return await reporting.statistics(session)


@router.get("/{conversation_id}", summary="One conversation with its transcript")
async def detail(
    conversation_id: uuid.UUID,
    actor: Viewer,
    session: TenantSession,
    language: Reader,
    latest: Annotated[int, Query(ge=1, le=1000, description="How many of the last messages")] = 1000,
) -> ConversationDetail:
    return await queries.get_detail(session, conversation_id, language, latest=latest)


@router.get("/{conversation_id}/messages", summary="What was said after a message")
async def messages(
    conversation_id: uuid.UUID,
    actor: Viewer,
    session: TenantSession,
    language: Reader,
    after: Annotated[str | None, Query(max_length=20, description="The last message you have")] = None,
) -> list[MessageOut]:
    await queries.get_conversation(session, conversation_id)
    return await queries.list_messages(session, conversation_id, language, live.position(after))


@router.post("/{conversation_id}/take-over", summary="Answer yourself from now on")
async def take_over(
    conversation_id: uuid.UUID, actor: Agent, session: TenantSession, language: Reader
) -> ConversationDetail:
    await service.take_over(session, conversation_id, by=actor.user_id)
    return await queries.get_detail(session, conversation_id, language)


@router.post("/{conversation_id}/reply", status_code=201, summary="Answer as a person")
async def reply(
    conversation_id: uuid.UUID, body: ReplyIn, actor: Agent, session: TenantSession, language: Reader
) -> MessageOut:
    name = await _name(session, actor)
    media = await composing.media_of(session, conversation_id, body.file_ids)
    message_id = await service.reply(session, conversation_id, body.text, by=actor.user_id, name=name, media=media)
    before, _ = live.position(message_id)
    return (await queries.list_messages(session, conversation_id, language, (before, 0)))[0]


@router.post("/{conversation_id}/give-back", summary="Let the flow go on")
async def give_back(
    conversation_id: uuid.UUID, actor: Agent, session: TenantSession, language: Reader
) -> ConversationDetail:
    await service.give_back(session, conversation_id)
    return await queries.get_detail(session, conversation_id, language)


@router.post("/{conversation_id}/close", summary="End the conversation")
async def close(
    conversation_id: uuid.UUID, actor: Agent, session: TenantSession, language: Reader
) -> ConversationDetail:
    await service.close(session, conversation_id)
    return await queries.get_detail(session, conversation_id, language)


@router.post("/{conversation_id}/read", status_code=204, summary="Nothing here is unread any more")
async def read(conversation_id: uuid.UUID, actor: Agent, session: TenantSession) -> Response:
    await service.mark_read(session, conversation_id)
    await noting.seen(session, conversation_id, actor.user_id)
    return Response(status_code=204)


@router.post("/{conversation_id}/typing", status_code=204, summary="Show the visitor that somebody writes")
async def typing(conversation_id: uuid.UUID, actor: Agent, session: TenantSession) -> Response:
    await service.show_typing(session, conversation_id, name=await _name(session, actor))
    return Response(status_code=204)


async def _name(session: TenantSession, actor: Actor) -> str:
    member = await accounts.find_member(session, actor.user_id)
    return member.full_name if member else ""
