"""Leads over HTTP."""

import uuid
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, status

from backend.core.database import session as sessions
from backend.core.http import pagination
from backend.core.http.dependencies import Admin, Agent, TenantSession, Viewer
from backend.core.http.pagination import Cursor, Limit, Page
from backend.core.language import LANGUAGES, Language, is_language, negotiate
from backend.leads import listing, queries, rescoring, scoring, scoring_words, service
from backend.leads.enums import ContactState, Sort, Source, Stage, Temperature
from backend.leads.listing import Filters
from backend.leads.models import Lead
from backend.leads.schemas import (
    BandsIn,
    DayCount,
    LeadCreate,
    LeadDetail,
    LeadEventOut,
    LeadOut,
    LeadStats,
    LeadUpdate,
    PartOut,
    ScoringIn,
    ScoringOut,
    TargetsIn,
    WeightsIn,
)
from backend.tenants import queries as tenants

router = APIRouter(prefix="/leads", tags=["leads"])


def _language(request: Request) -> Language | None:
    """What the reader asked for; none means the tenant's."""
    header = request.headers.get("accept-language")
    return negotiate(header, LANGUAGES, "es") if header else None


Reader = Annotated[Language | None, Depends(_language)]


def _filters(
    stage: Stage | None = None,
    temperature: Temperature | None = None,
    contact_state: ContactState | None = None,
    source: Source | None = None,
    channel: Source | None = None,
    language: Language | None = None,
    assignee_id: uuid.UUID | None = None,
    created_from: Annotated[datetime | None, Query(description="From this moment on")] = None,
    created_to: Annotated[datetime | None, Query(description="Before this moment")] = None,
    q: Annotated[
        str | None,
        Query(max_length=200, description="Words of name, company or summary; or a whole email or phone"),
    ] = None,
) -> Filters:
    return Filters(
        stage=stage,
        temperature=temperature,
        contact_state=contact_state,
        source=source,
        channel=channel,
        language=language,
        assignee_id=assignee_id,
        created_from=created_from and _aware(created_from),
        created_to=created_to and _aware(created_to),
        q=q,
    )


def _aware(moment: datetime) -> datetime:
    """Times without a zone are UTC, as everything we answer."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@router.get("", summary="List leads")
async def list_leads(
    _: Viewer,
    session: TenantSession,
    filters: Annotated[Filters, Depends(_filters)],
    sort: Sort = Sort.CREATED,
    limit: Limit = 50,
    cursor: Cursor = None,
    with_total: Annotated[bool, Query(description="Count too, up to 10,000")] = False,
) -> Page[LeadOut]:
    page = await listing.list_leads(
        session, filters, sort=sort, limit=limit, after=_position(cursor, sort), with_total=with_total
    )
    following = pagination.encode([sort, *page.following]) if page.following else None
    items = [LeadOut.model_validate(row) for row in page.rows]
    return Page(items=items, next_cursor=following, total=page.total)


@router.post("", status_code=status.HTTP_201_CREATED, summary="Add a lead by hand")
async def create(body: LeadCreate, actor: Agent, session: TenantSession, reader: Reader) -> LeadDetail:
    return await _detail(session, await service.create(session, body, by=actor), reader)


@router.get("/stats", summary="Leads by stage, temperature and day")
async def stats(_: Viewer, session: TenantSession) -> LeadStats:
    found = await queries.get_stats(session)
    by_day = [DayCount(day=day, leads=leads) for day, leads in found.by_day]
    return LeadStats(by_stage=found.by_stage, by_temperature=found.by_temperature, by_day=by_day)


@router.get("/scoring", summary="How leads are scored")
async def read_scoring(_: Viewer, session: TenantSession) -> ScoringOut:
    return _scoring_out(await queries.get_rules(session))


@router.put("/scoring", summary="Change how leads are scored")
async def change_scoring(body: ScoringIn, actor: Admin, session: TenantSession) -> ScoringOut:
    """All leads are scored again in the background."""
    return _scoring_out(await rescoring.change_rules(session, body, by=actor))


@router.get("/{lead_id}", summary="One lead")
async def read(lead_id: uuid.UUID, _: Viewer, session: TenantSession, reader: Reader) -> LeadDetail:
    return await _detail(session, await queries.get_lead(session, lead_id), reader)


@router.patch("/{lead_id}", summary="Change a lead")
async def update(
    lead_id: uuid.UUID, body: LeadUpdate, actor: Agent, session: TenantSession, reader: Reader
) -> LeadDetail:
    return await _detail(session, await service.update(session, lead_id, body, by=actor), reader)


@router.delete("/{lead_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Delete a lead")
async def remove(lead_id: uuid.UUID, actor: Admin, session: TenantSession) -> None:
    """Its timeline goes with it; its conversations stay."""
    await service.remove(session, lead_id, by=actor)


@router.get("/{lead_id}/timeline", summary="What happened with a lead")
async def timeline(
    lead_id: uuid.UUID, _: Viewer, session: TenantSession, limit: Limit = 50, cursor: Cursor = None
) -> Page[LeadEventOut]:
    before = None
    if cursor:
        at, event_id = pagination.decode(cursor, length=2)
        before = (_moment(at), _id(event_id))
    found = await queries.list_events(session, lead_id, limit=limit + 1, before=before)
    shown = found[:limit]
    more = len(found) > limit
    following = pagination.encode([shown[-1].at.isoformat(), shown[-1].id]) if more else None
    return Page(items=[LeadEventOut.model_validate(each) for each in shown], next_cursor=following)


def _position(cursor: str | None, sort: Sort) -> listing.Position | None:
    """Raises `BadCursor`, also for a cursor of another order."""
    if cursor is None:
        return None
    given, value, lead_id = pagination.decode(cursor, length=3)
    if given != sort:
        raise pagination.BadCursor()
    return _sort_value(value, sort), _id(lead_id)


# Any: what a cursor held, as JSON.
def _sort_value(value: Any, sort: Sort) -> Any:
    if sort in (Sort.CREATED, Sort.LAST_ACTIVITY):
        return _moment(value)
    expected = int if sort is Sort.SCORE else str
    if type(value) is not expected or (isinstance(value, int) and not 0 <= value <= 100) or "\x00" in str(value):
        raise pagination.BadCursor()
    return value


def _moment(value: Any) -> datetime:
    try:
        return _aware(datetime.fromisoformat(value))
    except (TypeError, ValueError) as error:
        raise pagination.BadCursor from error


def _id(value: Any) -> uuid.UUID:
    try:
        return uuid.UUID(value)
    except (AttributeError, TypeError, ValueError) as error:
        raise pagination.BadCursor from error


async def _detail(session: sessions.TenantSession, lead: Lead, reader: Language | None) -> LeadDetail:
    language = reader or (await tenants.get_own(session)).default_language
    known = language if is_language(language) else "es"
    parts = [
        PartOut(**part, sentence=scoring_words.sentence(part["reason"], part["params"], known))
        for part in lead.score_breakdown
    ]
    fields = {name: getattr(lead, name) for name in LeadDetail.model_fields if name != "breakdown"}
    return LeadDetail(**fields, breakdown=parts)


def _scoring_out(rules: scoring.Rules) -> ScoringOut:
    return ScoringOut(
        weights=WeightsIn(**asdict(rules.weights)),
        bands=BandsIn(**asdict(rules.bands)),
        targets=TargetsIn(**asdict(rules.targets)),
        currency=rules.currency,
        version=rules.version,
    )
