"""The list of leads and its figures."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from backend.core.http import pagination
from backend.core.http.dependencies import TenantSession, Viewer
from backend.core.http.pagination import Cursor, Limit, Page
from backend.leads import listing, queries
from backend.leads.enums import Sort
from backend.leads.router.reading import Filtered, aware
from backend.leads.schemas import DayCount, LeadOut, LeadStats

router = APIRouter(prefix="/leads", tags=["leads"])

# Where a page of the bin starts is told by the day of deletion, whatever order was asked for.
_BIN = "bin"


@router.get("", summary="List leads")
async def list_leads(
    _: Viewer,
    session: TenantSession,
    filters: Filtered,
    sort: Sort = Sort.CREATED,
    limit: Limit = 50,
    cursor: Cursor = None,
    with_total: Annotated[bool, Query(description="Count too, up to 10,000")] = False,
) -> Page[LeadOut]:
    order = _BIN if filters.in_bin else sort
    page = await listing.list_leads(
        session, filters, sort=sort, limit=limit, after=_position(cursor, order), with_total=with_total
    )
    following = pagination.encode([order, *page.following]) if page.following else None
    items = [LeadOut.model_validate(row) for row in page.rows]
    return Page(items=items, next_cursor=following, total=page.total)


@router.get("/stats", summary="Leads by stage, temperature and day")
async def stats(_: Viewer, session: TenantSession) -> LeadStats:
    found = await queries.get_stats(session)
    by_day = [DayCount(day=day, leads=leads) for day, leads in found.by_day]
    return LeadStats(by_stage=found.by_stage, by_temperature=found.by_temperature, by_day=by_day)


def _position(cursor: str | None, order: str) -> listing.Position | None:
    """Raises `BadCursor`, also for a cursor of another order."""
    if cursor is None:
        return None
    given, value, lead_id = pagination.decode(cursor, length=3)
    if given != order:
        raise pagination.BadCursor()
    return _sort_value(value, order), pagination.identifier(lead_id)


# Any: what a cursor held, as JSON.
def _sort_value(value: Any, order: str) -> Any:
    """Raises `BadCursor`."""
    if order not in (Sort.SCORE, Sort.NAME):
        return aware(pagination.moment(value))
    expected = int if order == Sort.SCORE else str
    if type(value) is not expected or (isinstance(value, int) and not 0 <= value <= 100) or "\x00" in str(value):
        raise pagination.BadCursor()
    return value
