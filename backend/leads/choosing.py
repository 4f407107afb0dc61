"""Filters that came in a body, as the list knows them."""

from datetime import UTC, datetime

from backend.leads import tags
from backend.leads.listing import Filters
from backend.leads.saved_filter_schemas import FiltersIn


def filters(given: FiltersIn) -> Filters:
    return Filters(
        stage=given.stage,
        temperature=given.temperature,
        contact_state=given.contact_state,
        source=given.source,
        channel=given.channel,
        language=given.language,
        assignee_id=given.assignee_id,
        niche_id=None if given.niche_id == "none" else given.niche_id,
        without_niche=given.niche_id == "none",
        stage_id=given.stage_id,
        pipeline_id=given.pipeline_id,
        tags=tuple(tags.by_tag(given.tag)),
        has=tuple(dict.fromkeys(given.has)),
        created_from=_aware(given.created_from),
        created_to=_aware(given.created_to),
        q=given.q,
    )


def _aware(moment: datetime | None) -> datetime | None:
    """Times without a zone are UTC, as everything we answer."""
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)
