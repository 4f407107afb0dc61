"""What staff write about leads, in Markdown, as much as they want in every plan (CRM-09)."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, tuple_

from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.leads import contacts, queries, wording
from backend.leads.detail_errors import NoteNotFound
from backend.leads.detail_models import LeadNote
from backend.leads.enums import EventKind
from backend.leads.timeline import tell


async def list_notes(
    session: TenantSession, lead_id: uuid.UUID, *, limit: int, before: tuple[datetime, uuid.UUID] | None = None
) -> Sequence[LeadNote]:
    """Of the lead and of those merged into it, newest first. Raises `LeadNotFound`."""
    query = select(LeadNote).where(LeadNote.lead_id.in_(await queries.family(session, lead_id)))
    if before:
        query = query.where(tuple_(LeadNote.created_at, LeadNote.id) < before)
    newest = query.order_by(LeadNote.created_at.desc(), LeadNote.id.desc()).limit(limit)
    return (await session.scalars(newest)).all()


async def add(session: TenantSession, lead_id: uuid.UUID, body: str, *, by: Actor) -> LeadNote:
    """Raises `LeadNotFound`."""
    lead = await queries.get_lead_for_change(session, lead_id)
    note = LeadNote(id=uuid7(), lead_id=lead.id, author_id=by.user_id, body=body, created_at=clock.now())
    note.updated_at = note.created_at
    session.add(note)
    await contacts.establish(session, lead.id)
    await _written(session, note, EventKind.NOTE_ADDED, by)
    return note


async def change(session: TenantSession, lead_id: uuid.UUID, note_id: uuid.UUID, body: str, *, by: Actor) -> LeadNote:
    """Raises `LeadNotFound`, `NoteNotFound`."""
    note = await _get(session, lead_id, note_id)
    if note.body != body:
        note.body, note.updated_at = body, clock.now()
        await _written(session, note, EventKind.NOTE_EDITED, by)
    return note


async def remove(session: TenantSession, lead_id: uuid.UUID, note_id: uuid.UUID, *, by: Actor) -> None:
    """Raises `LeadNotFound`, `NoteNotFound`."""
    note = await _get(session, lead_id, note_id)
    await session.execute(delete(LeadNote).where(LeadNote.id == note.id))
    session.expunge(note)
    await _written(session, note, EventKind.NOTE_DELETED, by)


async def _get(session: TenantSession, lead_id: uuid.UUID, note_id: uuid.UUID) -> LeadNote:
    """Raises `NoteNotFound`."""
    kept = await queries.get_lead_for_change(session, lead_id)
    family = await queries.family(session, kept.id)
    found = await session.get(LeadNote, note_id, with_for_update=True)
    if found is None or found.lead_id not in family:
        raise NoteNotFound()
    return found


async def _written(session: TenantSession, note: LeadNote, kind: EventKind, by: Actor) -> None:
    """Found by its words, also through the lead that speaks for a merged one."""
    await session.flush()
    await wording.index_notes(session, note.lead_id)
    kept = (await queries.get_lead(session, note.lead_id)).id
    if kept != note.lead_id:
        await wording.index_family(session, kept)
    await tell(session, note.lead_id, kind, by, {"note": str(note.id)})
