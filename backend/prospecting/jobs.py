"""Background work of prospecting: a search runs in slices, each a job of its own."""

import uuid

from backend.core.database.session import TenantSession
from backend.core.jobs import OpenSession, enqueue, job
from backend.prospecting import queries, running
from backend.prospecting.errors import SearchNotFound
from backend.prospecting.models import Search
from backend.providers.bundle import Providers


@job("prospecting.run", queue="scrape", opens=True)
async def run(open_session: OpenSession, providers: Providers, *, search_id: str) -> None:
    found = uuid.UUID(search_id)
    if not await running.work(open_session, providers.prospecting, found):
        return
    async with open_session() as session:
        try:
            search = await queries.get_search(session, found)
        except SearchNotFound:
            return
        await enqueue_run(session, search)


async def enqueue_run(session: TenantSession, search: Search) -> None:
    """Never two at once for one search; a better plan's goes first (PRO-08)."""
    await enqueue(session, run, lock=f"search {search.id}", priority=search.priority, search_id=search.id)
