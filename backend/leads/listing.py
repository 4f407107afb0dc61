"""The list of leads: filters, orders and search that stay as fast at 100,000 leads as at 1,000.

The ids of a page come from an index alone (models.py says how), and only the rows that are shown are read.
Leads with rare words are looked up and sorted; frequent words are checked while walking along the order,
which soon finds a page full, or gives up after some thousand leads. Left to itself the planner would guess
from statistics over all tenants, and be wrong for the one that differs.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, Subquery, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.database.session import TenantSession
from backend.leads import searching
from backend.leads.enums import ContactState, Sort, Source, Stage, Temperature
from backend.leads.models import Lead

# Counting further would read a big tenant's whole index for a number that nobody needs exactly.
MOST_COUNTED: Final = 10_000
# A walk that found no page full by then goes against the order, like a name's first letter against names.
LONGEST_WALK: Final = 4_000

_COLUMNS: Final = (
    Lead.id,
    Lead.name,
    Lead.company,
    Lead.email,
    Lead.phone,
    Lead.stage,
    Lead.contact_state,
    Lead.temperature,
    Lead.score,
    Lead.purchase_intent,
    Lead.source,
    Lead.channel,
    Lead.language,
    Lead.summary,
    Lead.assignee_id,
    Lead.last_activity_at,
    Lead.created_at,
    Lead.updated_at,
    Lead.name_key,
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a lead must be to stand in the list; None does not matter. The created range is half open."""

    stage: Stage | None = None
    temperature: Temperature | None = None
    contact_state: ContactState | None = None
    source: Source | None = None
    channel: str | None = None
    language: str | None = None
    assignee_id: uuid.UUID | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    q: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """The columns of an order and its direction; the id makes it total."""

    column: InstrumentedAttribute[Any]
    descending: bool


ORDERS: Final = {
    Sort.CREATED: Order(Lead.created_at, descending=True),
    Sort.SCORE: Order(Lead.score, descending=True),
    Sort.LAST_ACTIVITY: Order(Lead.last_activity_at, descending=True),
    Sort.NAME: Order(Lead.name_key, descending=False),
}

# Any: the sort value is a time, a number or a text, and the row's columns are of all kinds.
Position = tuple[Any, uuid.UUID]
LeadRow = Row[Any]
Conditions = Sequence[ColumnElement[bool]]


@dataclass(slots=True)
class LeadPage:
    """Rows of one page; `following` is where the next one starts."""

    rows: Sequence[LeadRow]
    following: Position | None
    total: int | None = field(default=None)


async def list_leads(
    session: TenantSession,
    filters: Filters,
    *,
    sort: Sort = Sort.CREATED,
    limit: int = 50,
    after: Position | None = None,
    with_total: bool = False,
) -> LeadPage:
    """One page; the total stops counting at 10,000."""
    order = ORDERS[sort]
    found = await searching.find(session, filters.q) if filters.q and filters.q.strip() else None
    conditions = [*_conditions(filters), *(found.looked_up() if found else ())]
    rows = None
    if found and found.frequent:
        rows = await _walk(session, _conditions(filters), found, order, limit + 1, after)
    if rows is None:
        ids = _ordered_ids(conditions, order, after).limit(limit + 1)
        rows = (await session.execute(_page(ids.subquery(), order))).all()
    following = (getattr(rows[limit - 1], order.column.key), rows[limit - 1].id) if len(rows) > limit else None
    total = await _count(session, conditions) if with_total else None
    return LeadPage(rows[:limit], following, total)


async def _walk(
    session: TenantSession,
    conditions: Conditions,
    found: searching.Found,
    order: Order,
    limit: int,
    after: Position | None,
) -> Sequence[LeadRow] | None:
    """A page of leads that have frequent words; None when it was not full after the longest walk."""
    walked = _ordered_ids(conditions, order, after).add_columns(order.column.label("sorted_by")).limit(LONGEST_WALK)
    # In the same order again, so Postgres need not sort and stops checking words when the page is full.
    road = walked.subquery("road")
    ids = select(road.c.id).where(*found.checked(road.c.id)).order_by(*_by(road.c.sorted_by, road.c.id, order))
    rows = (await session.execute(_page(ids.limit(limit).subquery(), order))).all()
    if len(rows) == limit:
        return rows
    whole = await session.scalar(select(func.count()).select_from(road))
    return rows if whole is not None and whole < LONGEST_WALK else None


def _ordered_ids(conditions: Conditions, order: Order, after: Position | None) -> Select[uuid.UUID]:
    ids = select(Lead.id).where(*conditions).order_by(*_by(order.column, Lead.id, order))
    if after is None:
        return ids
    here = tuple_(order.column, Lead.id)
    return ids.where(here < after if order.descending else here > after)


def _page(ids: Subquery, order: Order) -> Select[*tuple[Any, ...]]:
    rows = select(*_COLUMNS).join(ids, ids.c.id == Lead.id)
    return rows.order_by(*_by(order.column, Lead.id, order))


# Any: columns of all kinds.
def _by(
    value: SQLColumnExpression[Any], lead_id: SQLColumnExpression[Any], order: Order
) -> tuple[ColumnElement[Any], ...]:
    return tuple(each.desc() if order.descending else each.asc() for each in (value, lead_id))


async def _count(session: TenantSession, conditions: Conditions) -> int:
    some = select(literal(1)).select_from(Lead).where(*conditions).limit(MOST_COUNTED).subquery()
    return await session.scalar(select(func.count()).select_from(some)) or 0


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    exact = {
        Lead.stage: filters.stage,
        Lead.temperature: filters.temperature,
        Lead.contact_state: filters.contact_state,
        Lead.source: filters.source,
        Lead.channel: filters.channel,
        Lead.language: filters.language,
        Lead.assignee_id: filters.assignee_id,
    }
    found: list[ColumnElement[bool]] = [column == value for column, value in exact.items() if value is not None]
    if filters.created_from:
        found.append(Lead.created_at >= filters.created_from)
    if filters.created_to:
        found.append(Lead.created_at < filters.created_to)
    return found
