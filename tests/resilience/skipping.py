"""Skips the minute for which the product leaves alone what a dead worker may still be at."""

from typing import Final

from sqlalchemy import text

from backend.core.database.session import Database

# `jobs.STALLED_AFTER_SECONDS`: whose heart has not been heard for so long has lost its jobs.
_HEARTBEATS: Final = text("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'")
# `reconciling.SILENT_FOR`: a call without an outcome is looked into.
_CALLS: Final = text("UPDATE deliveries SET updated_at = updated_at - interval '1 minute' WHERE status = 'sending'")
# The clock: what it missed is made up for by whoever starts.
_TICKS: Final = text("DELETE FROM procrastinate_periodic_defers")


async def minute_passes(database: Database) -> None:
    """Only while no worker lives and the platforms have told all they had to tell: as a real minute would end."""
    async with database.platform() as session:
        for skipped in (_HEARTBEATS, _CALLS, _TICKS):
            await session.execute(skipped)
