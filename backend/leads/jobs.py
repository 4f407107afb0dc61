"""Background work on leads."""

from backend.core.database.session import TenantSession
from backend.core.jobs import OpenSession, job
from backend.leads import rescoring
from backend.providers.bundle import Providers


@job("leads.rescore", opens=True)
async def rescore(open_session: OpenSession, _providers: Providers, *, version: int) -> None:
    """Score all leads by this version of the rules; a later change of the rules has its own job."""
    last = None
    while True:
        async with open_session() as session:
            batch = await rescoring.rescore_batch(TenantSession(session), version=version, after=last)
        last = batch.last
        if last is None:
            return
