"""The board's columns: what they hold, what that is worth, and their first cards.

However many leads there are, a board costs three questions: one walk over an index that holds what is counted and
summed, and a few entries from the head of each column.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, Uuid, any_, func, literal, select, true, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, array

from backend.core import clock
from backend.core.database.session import TenantSession
from backend.leads import listing, stages
from backend.leads.board import Board
from backend.leads.board_models import PipelineStage
from backend.leads.board_schemas import CardOut
from backend.leads.enums import BoardSort
from backend.leads.errors import StageNotFound
from backend.leads.listing import Filters, Order, Position
from backend.leads.models import Lead

ORDERS: Final = {
    BoardSort.NEWEST: Order(Lead.stage_since, descending=True),
    BoardSort.OLDEST: Order(Lead.stage_since, descending=False),
    BoardSort.SCORE: Order(Lead.score, descending=True),
}

_COLUMNS: Final = (
    Lead.id,
    Lead.name,
    Lead.company,
    Lead.score,
    Lead.temperature,
    Lead.source,
    Lead.channel,
    Lead.stage,
    Lead.stage_id,
    Lead.stage_since,
    Lead.value_minor,
    Lead.currency,
    Lead.lost_reason,
    Lead.assignee_id,
    Lead.niche_id,
    Lead.updated_at,
    listing.TAGS,
)

# Any: rows of all kinds of columns.
CardRow = Row[*tuple[Any, ...]]


@dataclass(slots=True)
class Column:
    """What stands in one column; `following` is where its next cards start."""

    count: int = 0
    totals: dict[str, int] = field(default_factory=dict)
    cards: list[CardOut] = field(default_factory=list)
    following: Position | None = None


async def get_columns(
    session: TenantSession, board: Board, filters: Filters, *, sort: BoardSort, limit: int
) -> dict[uuid.UUID, Column]:
    """All columns of a board with their first cards."""
    found = await listing.find(session, filters.q)
    conditions = [*await listing.conditions_of(session, filters), *(found.looked_up() if found else ())]
    ids = [each.id for each in board.stages]
    columns = {stage_id: Column() for stage_id in ids}
    for stage_id, currency, count, minor in await session.execute(_totals(ids, conditions)):
        columns[stage_id].count += count
        if currency:
            columns[stage_id].totals[currency] = int(minor)
    rows = defaultdict(list)
    for row in await session.execute(_heads(ids, conditions, ORDERS[sort], limit + 1)):
        rows[row.stage_id].append(row)
    rots = {each.id: each.rot_days for each in board.stages}
    for stage_id, column in columns.items():
        column.cards, column.following = _cards(rows[stage_id], rots[stage_id], ORDERS[sort], limit)
    return columns


async def list_cards(
    session: TenantSession,
    pipeline_id: uuid.UUID,
    stage_id: uuid.UUID,
    filters: Filters,
    *,
    sort: BoardSort,
    limit: int,
    after: Position | None,
) -> Column:
    """More cards of one column, uncounted. Raises `StageNotFound`."""
    stage = await session.get(PipelineStage, stage_id)
    if stage is None or stage.pipeline_id != pipeline_id:
        raise StageNotFound()
    found = await listing.find(session, filters.q)
    conditions = [*await listing.conditions_of(session, filters), *(found.looked_up() if found else ())]
    query = _heads([stage_id], conditions, ORDERS[sort], limit + 1, after)
    rows = (await session.execute(query)).all()
    cards, following = _cards(rows, stage.rot_days, ORDERS[sort], limit)
    return Column(cards=cards, following=following)


async def get_card(session: TenantSession, lead: Lead) -> CardOut:
    """One lead as a card."""
    row = (await session.execute(select(*_COLUMNS).where(Lead.id == lead.id))).one()
    stage = await session.get(PipelineStage, lead.stage_id)
    return _card(row, stage.rot_days if stage else None)


def _totals(ids: Sequence[uuid.UUID], conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    sums = select(Lead.stage_id, Lead.currency, func.count(), func.sum(Lead.value_minor))
    return sums.where(_among(ids), *conditions).group_by(Lead.stage_id, Lead.currency)


def _heads(
    ids: Sequence[uuid.UUID],
    conditions: Sequence[ColumnElement[bool]],
    order: Order,
    limit: int,
    after: Position | None = None,
) -> Select[*tuple[Any, ...]]:
    """The first cards of each column, each read from the head of its own stretch of the index."""
    by = [each.desc() if order.descending else each.asc() for each in (order.column, Lead.id)]
    column = select(func.unnest(_array(ids)).label("id")).subquery("columns")
    head = select(Lead.id).where(Lead.stage_id == column.c.id, *conditions).order_by(*by).limit(limit)
    if after is not None:
        here = tuple_(order.column, Lead.id)
        head = head.where(here < after if order.descending else here > after)
    first = head.correlate(column).lateral("head")
    rows = select(*_COLUMNS).select_from(column).join(first, true()).join(Lead, Lead.id == first.c.id)
    return rows.order_by(*by)


def _among(ids: Sequence[uuid.UUID]) -> ColumnElement[bool]:
    return Lead.stage_id == any_(_array(ids))


def _array(ids: Sequence[uuid.UUID]) -> ColumnElement[Sequence[uuid.UUID]]:
    return literal(list(ids), ARRAY(Uuid)) if ids else array([], type_=Uuid)


def _cards(
    rows: Sequence[CardRow], rot_days: int | None, order: Order, limit: int
) -> tuple[list[CardOut], Position | None]:
    shown = [_card(row, rot_days) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return shown, (getattr(last, order.column.key), last.id) if last is not None else None


def _card(row: CardRow, rot_days: int | None) -> CardOut:
    now = clock.now()
    return CardOut(
        **row._mapping,
        days_in_stage=stages.days_in(row.stage_since, now),
        rotting=stages.is_rotting(row.stage_since, rot_days, now),
    )
