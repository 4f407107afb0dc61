"""A search that was asked for twice with one key is started, and counted, once."""

from dataclasses import dataclass

from sqlalchemy import func, select

from backend.core.database.session import TenantSession, bound_tenant
from backend.prospecting.errors import IdempotencyConflict
from backend.prospecting.models import Search


@dataclass(frozen=True, slots=True)
class Sent:
    """The key of a request, and what its body means."""

    key: str
    digest: bytes


async def find(session: TenantSession, sent: Sent) -> Search | None:
    """The search that this key started. Two at the same moment wait for each other. Raises `IdempotencyConflict`."""
    name = f"search {bound_tenant(session)} {sent.key}"
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
    found = await session.scalar(select(Search).where(Search.idempotency_key == sent.key))
    if found is not None and found.request_hash != sent.digest:
        raise IdempotencyConflict()
    return found


def note(search: Search, sent: Sent) -> None:
    search.idempotency_key, search.request_hash = sent.key, sent.digest
