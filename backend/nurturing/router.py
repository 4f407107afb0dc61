"""Nurturing over HTTP (NUR-04)."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, status

from backend.core.database import session as sessions
from backend.core.http.dependencies import Admin, Agent, TenantSession, Viewer
from backend.core.http.pagination import Cursor, Limit, Page
from backend.nurturing import queries, service, stats_queries, trying
from backend.nurturing.enums import EnrolmentState, SequenceKind
from backend.nurturing.queries import Plan
from backend.nurturing.schemas import (
    Cancelled,
    Counts,
    EnrolmentOut,
    PreviewIn,
    PreviewOut,
    SequenceOut,
    SequenceUpdate,
    StatsOut,
    TestIn,
    TestOut,
    Toggle,
    Whom,
)

router = APIRouter(prefix="/nurturing", tags=["nurturing"])

Days = Annotated[int, Query(ge=1, le=3_650, description="Those enrolled since so many days ago")]


@router.get("/sequences", summary="The eight sequences with their figures")
async def list_sequences(_: Viewer, session: TenantSession) -> list[SequenceOut]:
    figures = await stats_queries.figures(session)
    return [_out(plan, figures[plan.kind].counts) for plan in await queries.list_plans(session)]


@router.get("/sequences/{sequence}", summary="One sequence")
async def get_sequence(sequence: SequenceKind, _: Viewer, session: TenantSession) -> SequenceOut:
    return await _shown(session, await queries.get_plan(session, sequence))


@router.put("/sequences/{sequence}", summary="Change the steps")
async def change(sequence: SequenceKind, body: SequenceUpdate, actor: Admin, session: TenantSession) -> SequenceOut:
    """Steps that are scheduled already keep their time and take the new words."""
    return await _shown(session, await service.change(session, sequence, body, by=actor))


@router.post("/sequences/{sequence}/toggle", summary="Switch on or off")
async def toggle(
    sequence: SequenceKind, actor: Admin, session: TenantSession, body: Toggle | None = None
) -> SequenceOut:
    """Switched off, it lets go of everybody who is in it."""
    wanted = body.active if body else None
    return await _shown(session, await service.toggle(session, sequence, wanted, by=actor))


@router.post("/sequences/{sequence}/reset", summary="Back to the steps it came with")
async def reset(sequence: SequenceKind, actor: Admin, session: TenantSession) -> SequenceOut:
    return await _shown(session, await service.reset(session, sequence, by=actor))


@router.get("/sequences/{sequence}/enrolled", summary="Who is or was in the sequence")
async def list_enrolled(
    sequence: SequenceKind,
    _: Viewer,
    session: TenantSession,
    state: EnrolmentState | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[EnrolmentOut]:
    return await queries.list_enrolled(session, sequence, state=state, limit=limit, cursor=cursor)


@router.post("/sequences/{sequence}/enrol", status_code=status.HTTP_201_CREATED, summary="Enrol somebody by hand")
async def enrol(sequence: SequenceKind, body: Whom, actor: Agent, session: TenantSession) -> EnrolmentOut:
    """Whatever other sequence the person is in ends."""
    made = await service.enrol(session, sequence, body, by=actor)
    return await queries.get_enrolled(session, made.id)


@router.post("/sequences/{sequence}/preview", summary="A step as this person would get it")
async def preview(sequence: SequenceKind, body: PreviewIn, _: Agent, session: TenantSession) -> PreviewOut:
    return await trying.preview(session, sequence, body)


@router.post("/sequences/{sequence}/test", summary="Send a step to a conversation of your own")
async def send_to_oneself(sequence: SequenceKind, body: TestIn, actor: Admin, session: TenantSession) -> TestOut:
    return await trying.send_to_oneself(session, sequence, body, by=actor)


@router.delete("/leads/{lead_id}", summary="Take a lead out of every sequence")
async def cancel_lead(lead_id: uuid.UUID, _: Agent, session: TenantSession) -> Cancelled:
    return Cancelled(cancelled=await service.cancel_lead(session, lead_id))


@router.delete("/conversations/{conversation_id}", summary="Take a conversation's person out of every sequence")
async def cancel_conversation(conversation_id: uuid.UUID, _: Agent, session: TenantSession) -> Cancelled:
    return Cancelled(cancelled=await service.cancel_conversation(session, conversation_id))


@router.get("/stats", summary="How the sequences go, step by step")
async def statistics(_: Viewer, session: TenantSession, days: Days = 90) -> StatsOut:
    return await stats_queries.statistics(session, days)


async def _shown(session: sessions.TenantSession, plan: Plan) -> SequenceOut:
    return _out(plan, (await stats_queries.figures(session))[plan.kind].counts)


def _out(plan: Plan, counts: Counts) -> SequenceOut:
    return SequenceOut(
        type=plan.kind,
        active=plan.active,
        is_default=plan.is_default,
        silence_days=plan.silence_days,
        steps=plan.steps,
        counts=counts,
        updated_at=plan.updated_at,
    )
