"""Two leads become one, and two again; leads that may be one wait for a person."""

import uuid

from fastapi import APIRouter, status

from backend.core.http.dependencies import Agent, TenantSession, Viewer
from backend.core.http.pagination import Cursor, Limit, Page
from backend.leads import duplicates, joining
from backend.leads.duplicate_schemas import KeepIn, MergeIn, MergeOut, PairLeadOut, PairOut
from backend.leads.duplicates import Pair
from backend.leads.merge_models import LeadMerge
from backend.leads.router.reading import Reader, detail, moment_position, next_moment
from backend.leads.schemas import LeadDetail

router = APIRouter(tags=["leads"])


@router.post("/leads/{lead_id}/merge", summary="Merge another lead into this one")
async def merge(lead_id: uuid.UUID, body: MergeIn, actor: Agent, session: TenantSession, reader: Reader) -> LeadDetail:
    """This one fills its gaps from the other, which speaks through it from now on; nothing is deleted."""
    return await detail(session, await joining.merge(session, lead_id, body.other_id, by=actor), reader)


@router.get("/leads/{lead_id}/merges", summary="What was merged into a lead")
async def list_merges(lead_id: uuid.UUID, _: Viewer, session: TenantSession) -> list[MergeOut]:
    return [_merge_out(each) for each in await joining.list_merges(session, lead_id)]


@router.post("/merges/{merge_id}/undo", summary="Undo a merge")
async def undo(merge_id: uuid.UUID, actor: Agent, session: TenantSession, reader: Reader) -> LeadDetail:
    """At any time; what somebody edited since stays. Answers with the lead that was kept."""
    return await detail(session, await joining.undo(session, merge_id, by=actor), reader)


@router.get("/duplicates", summary="Leads that may be one")
async def list_pairs(_: Viewer, session: TenantSession, limit: Limit = 50, cursor: Cursor = None) -> Page[PairOut]:
    """Those that nobody decided about, newest first."""
    found = await duplicates.list_pairs(session, limit=limit + 1, before=moment_position(cursor))
    last = found[limit - 1].row if len(found) > limit else None
    following = next_moment(last.created_at, last.id) if last else None
    return Page(items=[_pair_out(each) for each in found[:limit]], next_cursor=following)


@router.post("/duplicates/scan", status_code=status.HTTP_202_ACCEPTED, summary="Look for leads that may be one")
async def scan(_: Agent, session: TenantSession) -> None:
    """In the background: the same email, phone, or name within a company."""
    await duplicates.want(session)


@router.post("/duplicates/{pair_id}/merge", summary="Merge two leads that are one")
async def merge_pair(
    pair_id: uuid.UUID, body: KeepIn, actor: Agent, session: TenantSession, reader: Reader
) -> LeadDetail:
    return await detail(session, await duplicates.merge(session, pair_id, body.keep_id, by=actor), reader)


@router.post(
    "/duplicates/{pair_id}/different", status_code=status.HTTP_204_NO_CONTENT, summary="Say that two are different"
)
async def keep_apart(pair_id: uuid.UUID, actor: Agent, session: TenantSession) -> None:
    """They are never shown as a pair again."""
    await duplicates.keep_apart(session, pair_id, by=actor)


def _merge_out(row: LeadMerge) -> MergeOut:
    return MergeOut(
        id=row.id,
        kept_id=row.kept_id,
        merged_id=row.merged_id,
        by_id=row.by_id,
        fields=sorted({name.partition(".")[0] for name in row.after}),
        created_at=row.created_at,
        undone_at=row.undone_at,
    )


def _pair_out(pair: Pair) -> PairOut:
    one, other = PairLeadOut.model_validate(pair.one), PairLeadOut.model_validate(pair.other)
    row = pair.row
    return PairOut.model_validate(
        {
            "id": row.id,
            "reason": row.reason,
            "state": row.state,
            "one": one,
            "other": other,
            "created_at": row.created_at,
        }
    )
