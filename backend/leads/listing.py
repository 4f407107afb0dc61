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

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    String,
    Subquery,
    and_,
    any_,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, array
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.database.session import TenantSession
from backend.leads import searching
from backend.leads.board_models import PipelineStage
from backend.leads.detail_models import LeadContact, LeadTag
from backend.leads.enums import ContactKind, ContactState, Reach, Sort, Source, Stage, Temperature
from backend.leads.models import Lead

# Counting further would read a big tenant's whole index for a number that nobody needs exactly.
MOST_COUNTED: Final = 10_000
# A walk that found no page full by then goes against the order, like a name's first letter against names.
LONGEST_WALK: Final = 4_000

# Up to here, looking a tag's leads up and sorting them beats asking each lead on the way.
_RARE_TAG: Final = 10_000

_names = (
    select(func.array_agg(aggregate_order_by(LeadTag.name, LeadTag.tag)))
    .where(LeadTag.lead_id == Lead.id)
    .correlate(Lead)
    .scalar_subquery()
)
# The names of a lead's tags, asked in the same breath as the rows that are shown.
TAGS: Final = func.coalesce(_names, array([], type_=String)).label("tags")

_COLUMNS: Final = (
    Lead.id,
    Lead.name,
    Lead.company,
    Lead.email,
    Lead.phone,
    Lead.domain,
    Lead.website,
    Lead.niche_id,
    Lead.stage,
    Lead.stage_id,
    Lead.stage_since,
    Lead.value_minor,
    Lead.currency,
    TAGS,
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
    Lead.deleted_at,
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
    niche_id: uuid.UUID | None = None
    without_niche: bool = False
    stage_id: uuid.UUID | None = None
    pipeline_id: uuid.UUID | None = None
    # Folded (`tags.folded`); a lead has all of them.
    tags: tuple[str, ...] = ()
    has: tuple[Reach, ...] = ()
    # Deleted leads instead of those that are shown.
    in_bin: bool = False
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
BIN: Final = Order(Lead.deleted_at, descending=True)

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
    """One page; the total stops counting at 10,000. The bin has an order of its own, newest first."""
    order = BIN if filters.in_bin else ORDERS[sort]
    found = await find(session, filters.q)
    chosen = await conditions_of(session, filters)
    conditions = [*chosen, *(found.looked_up() if found else ())]
    rows = None
    if found and found.frequent:
        rows = await _walk(session, chosen, found, order, limit + 1, after)
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


async def find(session: TenantSession, q: str | None) -> searching.Found | None:
    """What the search box means; None when it is empty."""
    return await searching.find(session, q) if q and q.strip() else None


async def conditions_of(session: TenantSession, filters: Filters) -> list[ColumnElement[bool]]:
    """All but the search box; leads that were merged or deleted never match, save for the bin."""
    # Those that speak through a deleted lead come back with it.
    binned = and_(Lead.deleted_at.is_not(None), Lead.merged_into_id.is_(None))
    found = [binned if filters.in_bin else ~Lead.hidden, *_exact(filters)]
    if filters.without_niche:
        found.append(Lead.niche_id.is_(None))
    if filters.pipeline_id:
        columns = select(PipelineStage.id).where(PipelineStage.pipeline_id == filters.pipeline_id)
        found.append(Lead.stage_id == any_(func.array(columns.scalar_subquery())))
    if filters.created_from:
        found.append(Lead.created_at >= filters.created_from)
    if filters.created_to:
        found.append(Lead.created_at < filters.created_to)
    found += [_has(each) for each in filters.has]
    return found + [await _tagged(session, tag) for tag in filters.tags]


def _exact(filters: Filters) -> list[ColumnElement[bool]]:
    exact = {
        Lead.stage: filters.stage,
        Lead.temperature: filters.temperature,
        Lead.contact_state: filters.contact_state,
        Lead.source: filters.source,
        Lead.channel: filters.channel,
        Lead.language: filters.language,
        Lead.assignee_id: filters.assignee_id,
        Lead.niche_id: filters.niche_id,
        Lead.stage_id: filters.stage_id,
    }
    return [column == value for column, value in exact.items() if value is not None]


def _has(reach: Reach) -> ColumnElement[bool]:
    """The lead's own datum, or a further one of the kind."""
    own = {Reach.EMAIL: Lead.email_index, Reach.PHONE: Lead.phone_index, Reach.WEBSITE: Lead.website}[reach]
    more = exists().where(LeadContact.lead_id == Lead.id, LeadContact.kind == ContactKind(reach))
    return or_(own.is_not(None), more)


async def _tagged(session: TenantSession, tag: str) -> ColumnElement[bool]:
    tagged = select(LeadTag.lead_id).where(LeadTag.tag == tag)
    some = tagged.limit(_RARE_TAG + 1).subquery()
    leads = await session.scalar(select(func.count()).select_from(some)) or 0
    if leads <= _RARE_TAG:
        return Lead.id == any_(func.array(tagged.scalar_subquery()))
    asked = select(literal(True)).where(LeadTag.lead_id == Lead.id, LeadTag.tag == tag).limit(1)
    return asked.correlate(Lead).scalar_subquery().is_(True)
