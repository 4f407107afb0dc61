"""Who wants nothing more, over HTTP."""

import uuid

from fastapi import APIRouter, Response, status

from backend.conversations import opt_outs, opting_out
from backend.conversations.channel_models import OptOut
from backend.conversations.sending_schemas import OptOutIn, OptOutOut
from backend.core.http.dependencies import Agent, TenantSession, Viewer
from backend.core.http.errors import ErrorOut
from backend.core.http.pagination import Cursor, Limit, Page, decode, encode, identifier, moment

router = APIRouter(prefix="/opt-outs", tags=["opt-outs"])


@router.get("", summary="Who opted out, the latest first")
async def list_opt_outs(_: Viewer, session: TenantSession, limit: Limit = 50, cursor: Cursor = None) -> Page[OptOutOut]:
    """One line for each person; no contact stands here, only its mark."""
    before = None
    if cursor:
        at, last_id = decode(cursor, length=2)
        before = (moment(at), identifier(last_id))
    found = await opt_outs.list_opt_outs(session, limit=limit + 1, before=before)
    shown = found[:limit]
    return Page(
        items=[OptOutOut.model_validate(each) for each in shown],
        next_cursor=_cursor(shown[-1]) if len(found) > limit else None,
    )


def _cursor(last: OptOut) -> str:
    return encode([last.at.isoformat(), str(last.id)])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Note that somebody wants nothing more",
    responses={404: {"model": ErrorOut}},
)
async def add(body: OptOutIn, actor: Agent, session: TenantSession) -> OptOutOut:
    """From now on nothing is sent to them but a person's answer to what they write themselves."""
    return OptOutOut.model_validate(await opting_out.note_by_hand(session, body, by=actor))


@router.delete("/{opt_out_id}", status_code=status.HTTP_204_NO_CONTENT, summary="They want messages again")
async def remove(opt_out_id: uuid.UUID, actor: Agent, session: TenantSession) -> Response:
    await opting_out.take_back(session, opt_out_id, by=actor)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
