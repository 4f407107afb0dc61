"""What becomes of a business once its site was read: lead, duplicate, or a reason why not; each exactly once."""

import uuid
from dataclasses import replace

from sqlalchemy import update

from backend.core import clock
from backend.core.database.session import TenantSession
from backend.leads.enums import ContactKind
from backend.leads.saving import NewLead, Outcome, save_many
from backend.prospecting import crediting, harvest, suppressing
from backend.prospecting.enums import ResultState
from backend.prospecting.harvest import Harvest
from backend.prospecting.models import Search, SearchResult
from backend.prospecting.recording import Candidate, under_way
from backend.prospecting.telling import tell
from scraper.findings import SiteReport, SiteStatus

_CRAWLED = {
    SiteStatus.BLOCKED: ResultState.BLOCKED,
    SiteStatus.UNREACHABLE: ResultState.FAILED,
    SiteStatus.REFUSED: ResultState.FAILED,
}


async def keep(
    session: TenantSession, search_id: uuid.UUID, candidate: Candidate, report: SiteReport | None, found: Harvest
) -> ResultState | None:
    """What was read stands, and becomes a lead and is charged in the same transaction, or is none of it.

    None when the search was stopped meanwhile: the result waits as before. Raises `QuotaExceeded` at the last credit.
    """
    search = await under_way(session, search_id)
    result = await session.get(SearchResult, candidate.id, with_for_update=True)
    if search is None or result is None or result.state != ResultState.FETCHING:
        return None
    unwanted = await suppressing.unwanted_emails(session, [*_emails(found), candidate.told.email])
    kept = found.without(unwanted)
    if unwanted(candidate.told.email):
        result.told = replace(candidate.told, email="").dump()
    if report is not None:
        result.fetched_at, result.name = clock.now(), found.name[:200]
        result.summary, result.sector, result.language = found.summary, found.sector, found.language
    result.harvest = kept.dump()
    result.state, result.reason = _judge(report, found, kept)
    if result.state == ResultState.READY and search.auto_save:
        await _save(session, search, result, kept)
    await tell(session, search_id)
    return ResultState(result.state)


def _emails(found: Harvest) -> list[str]:
    return [each["value"] for each in found.contacts if each["kind"] == ContactKind.EMAIL]


def _judge(report: SiteReport | None, found: Harvest, kept: Harvest) -> tuple[ResultState, str]:
    if report is not None and report.status in _CRAWLED:
        return _CRAWLED[report.status], report.reason[:40]
    if kept.reachable:
        return ResultState.READY, ""
    return (ResultState.SUPPRESSED, "email") if found.reachable else (ResultState.SKIPPED, "no_contacts")


async def _save(session: TenantSession, search: Search, result: SearchResult, found: Harvest) -> None:
    (outcome,) = await save_many(session, [as_lead(search, result, found)], on_duplicate="skip", by=None)
    apply(result, outcome)
    if outcome.kind == "created":
        await crediting.use_one(session, search)


def as_lead(search: Search, result: SearchResult, found: Harvest) -> NewLead:
    country = found.country or result.country or search.country
    return harvest.lead(found, domain=result.domain, url=result.url, country=country, niche_id=search.niche_id)


def apply(result: SearchResult, outcome: Outcome) -> None:
    """What became of a result that was to be saved; a lead that was there is named with its niche."""
    states = {"created": ResultState.SAVED, "refused": ResultState.FAILED}
    result.state = states.get(outcome.kind, ResultState.DUPLICATE)
    result.reason = outcome.problem[:40] if outcome.kind == "refused" else ""
    result.lead_id, result.niche_id = outcome.lead_id, outcome.niche_id


async def give_up(session: TenantSession, candidate: Candidate, reason: str) -> None:
    """Our own fault with this one; the others go on."""
    await session.execute(
        update(SearchResult)
        .where(SearchResult.id == candidate.id, SearchResult.state == ResultState.FETCHING)
        .values(state=ResultState.FAILED, reason=reason)
    )
