"""Leads change their column: the column, its meaning and the day they came there change together (X17, X18).

Whoever moves a lead holds the column it goes to, so that a column can not be taken away meanwhile. Scores stay.
"""

import uuid
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, literal, null, select, update

from backend.core import clock
from backend.core.database.session import TenantSession, bound_tenant
from backend.core.events import announce
from backend.core.http.actor import Actor
from backend.leads import first_board, stages
from backend.leads.board_models import PipelineStage
from backend.leads.enums import EventKind, Stage
from backend.leads.errors import LeadNotLost, StageNotFound
from backend.leads.events import StageChanged
from backend.leads.models import Lead
from backend.leads.timeline import tell_all

# A job's arguments are a row of the queue: thousands of ids go in several.
_TOLD_AT_ONCE: Final = 500
_TELLING: Final = frozenset({Stage.CUSTOMER, Stage.LOST})


async def get_stage(session: TenantSession, stage_id: uuid.UUID) -> PipelineStage:
    """A column that stays until the transaction ends. Raises `StageNotFound`."""
    query = select(PipelineStage).where(PipelineStage.id == stage_id).with_for_update(read=True)
    query = query.execution_options(populate_existing=True)
    found = await session.scalar(query)
    if found is None and stage_id in {stages.default_id(bound_tenant(session), kind) for kind in Stage}:
        await first_board.ensure_default(session)
        found = await session.scalar(query)
    if found is None:
        raise StageNotFound()
    return found


async def get_stage_of_kind(session: TenantSession, lead: Lead, kind: Stage) -> tuple[uuid.UUID, Stage]:
    """The first column of this kind in the lead's pipeline, else the first pipeline's."""
    own = select(PipelineStage.pipeline_id).where(PipelineStage.id == lead.stage_id).scalar_subquery()
    query = select(PipelineStage.id).where(PipelineStage.pipeline_id == own, PipelineStage.kind == kind)
    found = await session.scalar(query.order_by(PipelineStage.position).limit(1).with_for_update(read=True))
    return found or stages.default_id(bound_tenant(session), kind), kind


# Any: an event's data is JSON of ids and words.
def place(lead: Lead, stage_id: uuid.UUID, kind: str) -> dict[str, Any] | None:
    """Set the column; what the timeline tells of it, or None when the lead stands there already."""
    if lead.stage_id == stage_id:
        return None
    told = {"from": lead.stage, "to": str(kind), "from_id": str(lead.stage_id), "to_id": str(stage_id)}
    lead.stage_id, lead.stage, lead.stage_since = stage_id, kind, clock.now()
    if kind != Stage.LOST:
        lead.lost_reason = None
    return told


def give_reason(lead: Lead, reason: str | None) -> bool:
    """Note why the lead was lost; tells whether that is new. Raises `LeadNotLost`."""
    reason = reason or None
    if reason and lead.stage != Stage.LOST:
        raise LeadNotLost()
    changed = lead.lost_reason != reason
    lead.lost_reason = reason
    return changed


async def tell_moved(session: TenantSession, lead_ids: Sequence[uuid.UUID], kind: str) -> None:
    """Announce who became a customer or was lost."""
    if kind not in _TELLING:
        return
    for start in range(0, len(lead_ids), _TOLD_AT_ONCE):
        batch = [str(each) for each in lead_ids[start : start + _TOLD_AT_ONCE]]
        await announce(session, StageChanged(batch, str(kind)))


async def tell_back(session: TenantSession, lead_ids: Sequence[uuid.UUID]) -> None:
    """The same of leads that stand where they stood before, in stages of their own."""
    for kind in sorted(_TELLING):
        there = select(Lead.id).where(Lead.id.in_(lead_ids), Lead.stage == kind)
        await tell_moved(session, (await session.scalars(there)).all(), kind)


async def move_all(session: TenantSession, column: PipelineStage, to: PipelineStage, *, by: Actor | None) -> None:
    """Every lead of a column, hidden ones too, in two statements."""
    there = Lead.stage_id == column.id
    told = {"from": column.kind, "to": to.kind, "from_id": str(column.id), "to_id": str(to.id)}
    await tell_all(session, and_(there, ~Lead.hidden), EventKind.STAGE_CHANGED, by, told)
    if column.kind != to.kind:
        await _tell_chosen(session, to.kind, there)
    values = {"stage_id": to.id, "stage": to.kind, "stage_since": clock.now(), "lost_reason": _kept_reason(to.kind)}
    await session.execute(update(Lead).where(there).values(values).execution_options(synchronize_session=False))


async def mean(session: TenantSession, column: PipelineStage) -> None:
    """The column's leads take over its meaning; they stay where they are, since the same day."""
    differ = Lead.stage_id == column.id, Lead.stage != column.kind
    values = {"stage": column.kind, "lost_reason": _kept_reason(column.kind)}
    await _tell_chosen(session, column.kind, *differ)
    await session.execute(update(Lead).where(*differ).values(values).execution_options(synchronize_session=False))


async def _tell_chosen(session: TenantSession, kind: str, *chosen: ColumnElement[bool]) -> None:
    """Before they are moved, while the condition still finds them."""
    if kind in _TELLING:
        ids = (await session.scalars(select(Lead.id).where(~Lead.hidden, *chosen))).all()
        await tell_moved(session, ids, kind)


def _kept_reason(kind: str) -> Any:  # Any: a column or SQL's null
    return case((literal(kind) == Stage.LOST.value, Lead.lost_reason), else_=null())
