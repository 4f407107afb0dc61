"""What a search takes of the plan: set aside before, used lead by lead, given back at the end (X27, BIL-05)."""

import uuid

from backend.core.database.session import TenantSession
from backend.plans import queries as plan_queries
from backend.plans import service as plans
from backend.plans.enums import Metric
from backend.plans.errors import QuotaExceeded
from backend.plans.service import Reservation
from backend.prospecting.models import Search


async def most_leads(session: TenantSession, wanted: int) -> int:
    """How many one search may save: what was asked for, bounded by the plan (BIL-01)."""
    limits = [
        int(each.limit)
        for each in await plan_queries.list_standings(session)
        if each.metric == Metric.LEADS_PER_SEARCH and each.limit is not None
    ]
    return min(wanted, *limits) if limits else wanted


async def priority(session: TenantSession) -> int:
    """The plan's place in the queue (PRO-08)."""
    code = await plan_queries.get_plan_code(session)
    return (await plan_queries.get_plan(session, code)).queue_priority


async def count_search(session: TenantSession, search: Search) -> None:
    """Sets one search of the month aside. Raises `QuotaExceeded`."""
    search.search_hold = await plans.reserve(session, Metric.SEARCHES, subject=_subject(search))


async def settle_search(session: TenantSession, search: Search) -> None:
    if search.search_hold:
        await plans.settle(session, Reservation(search.search_hold))


async def forgive_search(session: TenantSession, search: Search) -> None:
    """Nobody could be asked, so nothing was used."""
    if search.search_hold:
        await plans.release(session, Reservation(search.search_hold))


async def hold(session: TenantSession, search: Search, wanted: int) -> int:
    """Sets a credit aside for each lead that may be saved, as many as are left. Raises `QuotaExceeded` at none."""
    amount = await _most(session, wanted)
    try:
        search.credit_hold = await _reserve(session, search, amount)
    except QuotaExceeded:
        # Another search took some in between.
        amount = await _most(session, wanted)
        search.credit_hold = await _reserve(session, search, amount)
    return amount


async def _reserve(session: TenantSession, search: Search, amount: int) -> uuid.UUID:
    return await plans.reserve(session, Metric.LEADS, amount, subject=_subject(search), strict=True)


async def _most(session: TenantSession, wanted: int) -> int:
    """At least one, so that an empty account is refused with the plan's own words."""
    left = [each.remaining for each in await plan_queries.list_standings(session) if each.metric == Metric.LEADS]
    return max(1, min([wanted, *(int(each) for each in left if each is not None)]))


async def still_held(session: TenantSession, search: Search) -> bool:
    """Whether the credits are still set aside; if so they are for another while."""
    return search.credit_hold is not None and await plans.renew(session, Reservation(search.credit_hold))


async def use_one(session: TenantSession, search: Search) -> None:
    """One lead was saved: in the same transaction, so it is charged once. Raises `QuotaExceeded` when all is used."""
    if search.credit_hold and await plans.draw(session, Reservation(search.credit_hold)):
        return
    await plans.settle(session, await plans.reserve(session, Metric.LEADS, subject=_subject(search), strict=True))


async def give_back(session: TenantSession, search: Search) -> None:
    if search.credit_hold:
        await plans.release(session, Reservation(search.credit_hold))
        search.credit_hold = None


def _subject(search: Search) -> str:
    return f"search {search.id}"
