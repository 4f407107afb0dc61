"""The demo's door: everything is written once, and a second look costs one question."""

from urllib.parse import urlsplit

from sqlalchemy import func, select

from backend.accounts.service import HashingCosts
from backend.core.database.session import Database, PlatformSession, narrow
from backend.core.errors import Forbidden
from backend.tenants import queries as tenant_queries
from backend.tenants import service as tenants
from backend.tenants.origins import normalise

# The company whose presence says that the demo is there.
_SLUG = "demo"


class DemoRefused(Forbidden):
    """Demo data has public passwords, so it is never written with ENV=production."""


async def seed(
    database: Database, *, production: bool, demo_url: str, costs: HashingCosts, phones_url: str = ""
) -> bool:
    """All of it or nothing; False where it stands already. Raises `DemoRefused`.

    The channels' accounts are connected only where `phones_url` says that the made-up phones are there.
    """
    if production:
        raise DemoRefused()
    async with database.platform() as session:
        # Two starts at once: the second waits, and then finds everything.
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtext("demo.seed"))))
        if await _stands(session, demo_url):
            if phones_url:
                await _connect(session)
            return False
        # Late: a start that finds everything need not wait for flows and conversations to be imported.
        from backend.demo import founding

        await founding.found(session, _SLUG, _origins(demo_url), costs)
        if phones_url:
            await _connect(session)
    return True


async def _connect(session: PlatformSession) -> None:
    studio = await tenant_queries.find_by_slug(session, _SLUG)
    if studio is not None:
        from backend.demo import connecting

        await connecting.connect(await narrow(session, studio.id))


async def _stands(session: PlatformSession, demo_url: str) -> bool:
    studio = await tenant_queries.find_by_slug(session, _SLUG)
    if studio is None:
        return False
    # The website may have moved to another port since.
    missing = [origin for origin in _origins(demo_url) if origin not in studio.allowed_origins]
    if missing:
        tenants.change(studio, {"allowed_origins": [*studio.allowed_origins, *missing]})
    return True


def _origins(demo_url: str) -> list[str]:
    """The website's own address, and the same machine by its name."""
    port = urlsplit(demo_url).port
    by_name = f"http://localhost:{port}" if port else "http://localhost"
    return list(dict.fromkeys((normalise(demo_url), normalise(by_name))))
