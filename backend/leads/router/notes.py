"""Notes about a lead."""

import uuid

from fastapi import APIRouter, status

from backend.core.http.dependencies import Agent, TenantSession, Viewer
from backend.core.http.pagination import Cursor, Limit, Page
from backend.leads import notes
from backend.leads.note_schemas import NoteIn, NoteOut
from backend.leads.router.reading import moment_position, next_moment

router = APIRouter(prefix="/leads/{lead_id}/notes", tags=["leads"])


@router.get("", summary="Notes about a lead")
async def list_notes(
    lead_id: uuid.UUID, _: Viewer, session: TenantSession, limit: Limit = 50, cursor: Cursor = None
) -> Page[NoteOut]:
    """Newest first, also those of leads that were merged into this one."""
    found = await notes.list_notes(session, lead_id, limit=limit + 1, before=moment_position(cursor))
    following = next_moment(found[limit - 1].created_at, found[limit - 1].id) if len(found) > limit else None
    return Page(items=[NoteOut.model_validate(each) for each in found[:limit]], next_cursor=following)


@router.post("", status_code=status.HTTP_201_CREATED, summary="Write a note about a lead")
async def add(lead_id: uuid.UUID, body: NoteIn, actor: Agent, session: TenantSession) -> NoteOut:
    return NoteOut.model_validate(await notes.add(session, lead_id, body.body, by=actor))


@router.patch("/{note_id}", summary="Change a note")
async def change(lead_id: uuid.UUID, note_id: uuid.UUID, body: NoteIn, actor: Agent, session: TenantSession) -> NoteOut:
    return NoteOut.model_validate(await notes.change(session, lead_id, note_id, body.body, by=actor))


@router.delete("/{note_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Delete a note")
async def remove(lead_id: uuid.UUID, note_id: uuid.UUID, actor: Agent, session: TenantSession) -> None:
    await notes.remove(session, lead_id, note_id, by=actor)
