"""What the routes of leads share: the reader's language, the filters of a list, a lead with everything about it."""

import uuid
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import Depends, Query, Request

from backend.core.database.session import TenantSession
from backend.core.http import pagination
from backend.core.language import LANGUAGES, Language, is_language, negotiate
from backend.leads import details, scoring_words, tags
from backend.leads.enums import ContactState, Reach, Source, Stage, Temperature
from backend.leads.inputs import Tag
from backend.leads.listing import Filters
from backend.leads.models import Lead
from backend.leads.schemas import LeadDetail, PartOut
from backend.tenants import queries as tenants


def _language(request: Request) -> Language | None:
    """What the reader asked for; none means the tenant's."""
    header = request.headers.get("accept-language")
    return negotiate(header, LANGUAGES, "es") if header else None


Reader = Annotated[Language | None, Depends(_language)]


async def language_of(session: TenantSession, reader: Language | None) -> Language:
    if reader:
        return reader
    own = (await tenants.get_own(session)).default_language
    return own if is_language(own) else "es"


def _filters(
    stage: Stage | None = None,
    temperature: Temperature | None = None,
    contact_state: ContactState | None = None,
    source: Source | None = None,
    channel: Source | None = None,
    language: Language | None = None,
    assignee_id: uuid.UUID | None = None,
    niche_id: Annotated[uuid.UUID | Literal["none"] | None, Query(description="A niche's id, or `none`")] = None,
    stage_id: uuid.UUID | None = None,
    pipeline_id: uuid.UUID | None = None,
    tag: Annotated[list[Tag] | None, Query(max_length=10, description="All of them")] = None,
    has: Annotated[list[Reach] | None, Query(max_length=3, description="All of them")] = None,
    in_bin: Annotated[bool, Query(alias="bin", description="Deleted leads, newest first")] = False,
    created_from: Annotated[datetime | None, Query(description="From this moment on")] = None,
    created_to: Annotated[datetime | None, Query(description="Before this moment")] = None,
    q: Annotated[
        str | None,
        Query(max_length=200, description="Words of name, company, domain, notes or tags; or a whole email or phone"),
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
        niche_id=niche_id if isinstance(niche_id, uuid.UUID) else None,
        without_niche=niche_id == "none",
        stage_id=stage_id,
        pipeline_id=pipeline_id,
        tags=tuple(tags.by_tag(tag or ())),
        has=tuple(dict.fromkeys(has or ())),
        in_bin=in_bin,
        created_from=created_from and aware(created_from),
        created_to=created_to and aware(created_to),
        q=q,
    )


Filtered = Annotated[Filters, Depends(_filters)]


def aware(moment: datetime) -> datetime:
    """Times without a zone are UTC, as everything we answer."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


async def detail(session: TenantSession, lead: Lead, reader: Language | None) -> LeadDetail:
    language = await language_of(session, reader)
    parts = [
        PartOut(**part, sentence=scoring_words.sentence(part["reason"], part["params"], language))
        for part in lead.score_breakdown
    ]
    more = await details.get(session, lead)
    own = {name: getattr(lead, name) for name in LeadDetail.model_fields if hasattr(lead, name)}
    return LeadDetail(**own | more, breakdown=parts)


def moment_position(cursor: str | None) -> tuple[datetime, uuid.UUID] | None:
    """The position in a list with the newest first. Raises `BadCursor`."""
    if cursor is None:
        return None
    at, row_id = pagination.decode(cursor, length=2)
    return aware(pagination.moment(at)), pagination.identifier(row_id)


def next_moment(at: datetime, row_id: uuid.UUID) -> str:
    return pagination.encode([at.isoformat(), row_id])
