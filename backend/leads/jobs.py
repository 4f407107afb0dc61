"""Background work on leads."""

import uuid
from typing import Any

from sqlalchemy import text

from backend.core.database.session import PlatformSession, TenantSession
from backend.core.jobs import OpenSession, enqueue, every, job
from backend.leads import bin as bins
from backend.leads import board, custom_fields, duplicates, rescoring
from backend.providers.bundle import Providers


@job("leads.found_pipeline")
async def found_pipeline(
    session: TenantSession,
    _providers: Providers,
    *,
    preset: Any,  # Any: the fact's word for a flow; a board is the same for all
) -> None:
    """A new company finds its board ready."""
    await board.ensure_default(session)


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


@job("leads.forget_field", opens=True)
async def forget_field(open_session: OpenSession, _providers: Providers, *, key: str) -> None:
    """Take a removed field's values from all leads."""
    last: uuid.UUID | None = uuid.UUID(int=0)
    while last is not None:
        async with open_session() as session:
            last = await custom_fields.forget_batch(TenantSession(session), key, last)


@job("leads.find_duplicates")
async def find_duplicates(session: TenantSession, _providers: Providers) -> None:
    await duplicates.scan(session)


@every("37 2 * * *", "leads.empty_bins")
async def empty_bins(session: PlatformSession, providers: Any) -> None:  # Any: unused
    """One job for each company whose bin holds something old enough."""
    old = text("SELECT DISTINCT tenant_id FROM leads WHERE deleted_at < now() - make_interval(days => :days)")
    for tenant_id in (await session.scalars(old, {"days": bins.KEPT_DAYS})).all():
        await enqueue(session, purge, tenant_id=tenant_id, lock=f"leads.purge {tenant_id}")


@job("leads.purge", opens=True)
async def purge(open_session: OpenSession, _providers: Providers) -> None:
    """Short transactions: a chat that looks somebody up waits for one batch at most."""
    more = True
    while more:
        async with open_session() as session:
            more = await bins.purge_batch(TenantSession(session))
