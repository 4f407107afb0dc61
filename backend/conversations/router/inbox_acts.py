"""How the team shares the inbox: whose it is, when it comes up again, when the bot answers, what colleagues note."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, status

from backend.conversations import correcting, noting, pausing, queries, sorting
from backend.conversations.inbox_schemas import AssignIn, CorrectionIn, CorrectionOut, NoteIn, PauseIn, SnoozeIn
from backend.conversations.router.reading import Reader
from backend.conversations.schemas import ConversationDetail, ConversationNoteOut
from backend.core.http.dependencies import Agent, TenantSession

router = APIRouter(prefix="/conversations/{conversation_id}", tags=["conversations"])


@router.post("/assign", summary="Say whose it is; null frees it")
async def assign(
    conversation_id: uuid.UUID, body: AssignIn, actor: Agent, session: TenantSession, language: Reader
) -> ConversationDetail:
    await sorting.assign(session, conversation_id, body.user_id)
    return await queries.get_detail(session, conversation_id, language)


@router.post("/snooze", summary="Out of sight until a moment, or until the person writes")
async def snooze(
    conversation_id: uuid.UUID, body: SnoozeIn, actor: Agent, session: TenantSession, language: Reader
) -> ConversationDetail:
    await sorting.snooze(session, conversation_id, body.until)
    return await queries.get_detail(session, conversation_id, language)


@router.post("/unsnooze", summary="Back into sight now")
async def unsnooze(
    conversation_id: uuid.UUID, actor: Agent, session: TenantSession, language: Reader
) -> ConversationDetail:
    await sorting.wake(session, conversation_id)
    return await queries.get_detail(session, conversation_id, language)


@router.post("/pause", summary="Nobody answers by itself until a moment")
async def pause(
    conversation_id: uuid.UUID, body: PauseIn, actor: Agent, session: TenantSession, language: Reader
) -> ConversationDetail:
    """Then the bot has it again by itself."""
    await pausing.pause(session, conversation_id, body.until)
    return await queries.get_detail(session, conversation_id, language)


@router.post("/notes", status_code=status.HTTP_201_CREATED, summary="Write a note that only the team sees")
async def note(conversation_id: uuid.UUID, body: NoteIn, actor: Agent, session: TenantSession) -> ConversationNoteOut:
    """`@` and a colleague's name puts the conversation among their mentions."""
    return ConversationNoteOut.model_validate(await noting.add(session, conversation_id, body.body, by=actor))


@router.delete("/notes/{conversation_note_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Delete a note")
async def forget_note(
    conversation_id: uuid.UUID, conversation_note_id: uuid.UUID, actor: Agent, session: TenantSession
) -> None:
    await noting.remove(session, conversation_id, conversation_note_id)


@router.post(
    "/messages/{message_id}/correction",
    status_code=status.HTTP_201_CREATED,
    summary="Teach the assistant what it should have said",
)
async def correct(
    conversation_id: uuid.UUID,
    message_id: Annotated[str, Path(max_length=20)],
    body: CorrectionIn,
    actor: Agent,
    session: TenantSession,
) -> CorrectionOut:
    """Question and answer go to the knowledge list; an answer that stood there is replaced."""
    return CorrectionOut(created=await correcting.correct(session, conversation_id, message_id, body, by=actor))
