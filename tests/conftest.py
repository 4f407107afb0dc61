"""What every test may ask for: settings, a migrated database of the process's own, the app and a client.

Tests commit for real, each in tenants that it makes for itself: row-level security keeps them apart as it
keeps customers apart, and the chat's bare connections, LISTEN/NOTIFY and jobs behave as in production.
"""

import gc
import os
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from backend.core import logs
from backend.core.database.session import Database
from backend.core.settings import Settings, load
from tests.support import postgres

ENVIRONMENT = {
    "ENV": "test",
    "SECRET_KEY": "a-test-secret-key-that-is-long-enough-0123456789",
    "ARGON2_TIME_COST": "1",
    "ARGON2_MEMORY_KIB": "64",
    "RATE_LIMIT_IP_PER_MINUTE": "1000000",
    "RATE_LIMIT_IP_PER_10_MINUTES": "1000000",
    "RATE_LIMIT_SENSITIVE_PER_MINUTE": "1000000",
    "LOG_LEVEL": "ERROR",
    "META_APP_SECRET": "made-up-app-secret",
    "META_VERIFY_TOKEN": "made-up-verify-token",
    "META_GRAPH_URL": "http://127.0.0.1:9",
    "TELEGRAM_API_URL": "http://127.0.0.1:9",
    # Nobody listens there: a test that wants businesses opens the made-up town.
    "OVERPASS_URL": "http://127.0.0.1:9/overpass",
    "GAZETTEER_URL": "http://127.0.0.1:9/gazetteer",
    "PLACES_URL": "http://127.0.0.1:9/places",
    "SERP_URL": "http://127.0.0.1:9/serp",
}

# Where the process's database is, once a test has asked for one.
OWNER = pytest.StashKey[str]()

# A busy machine is no fault of the code under test, and two runs of the same code say the same.
hypothesis.settings.register_profile(
    "ours", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("ours")


# What takes minutes begins first, so that no process waits for another at the end.
_FIRST = ("resilience", "e2e", "isolation", "contract", "widget")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What thousands of tests stand on is no garbage, and is not looked through for it again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
        gc.set_threshold(20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file's tests stay in one process, in their order; all of `e2e/` does, for it shares one running product."""
    items.sort(key=lambda item: next((at for at, name in enumerate(_FIRST) if name in item.path.parts), len(_FIRST)))
    for item in items:
        folder = "e2e" if "e2e" in item.path.parts else str(item.path)
        item.add_marker(pytest.mark.xdist_group(folder))


@pytest.fixture(scope="session")
def shared_dir(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One folder for all test processes of this run."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def owner_url() -> Iterator[str]:
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def database_urls(owner_url: str, shared_dir: Path, pytestconfig: pytest.Config) -> Iterator[tuple[str, str]]:
    """(application's address, owner's address) of a migrated database that only this process uses."""
    lock = shared_dir / "postgres.lock"
    name = postgres.template(owner_url, lock)
    with postgres.copy_of(owner_url, name, lock) as urls:
        pytestconfig.stash[OWNER] = urls[1]
        yield urls


@pytest.fixture(autouse=True, scope="module")
def _nothing_left_to_do(pytestconfig: pytest.Config) -> None:
    """The first test that works jobs off would work off what all files before it left: minutes of it."""
    if url := pytestconfig.stash.get(OWNER, ""):
        with psycopg.connect(url, autocommit=True) as owner:
            owner.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")


@pytest.fixture(scope="session")
def settings(database_urls: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    places = tmp_path_factory.mktemp("var")
    given = {
        "DATABASE_URL": database_urls[0],
        "MIGRATION_DATABASE_URL": database_urls[1],
        "STORAGE_URL": f"file://{places}/files",
        "OUTBOX_DIR": f"{places}/outbox",
        "SCRAPER_CACHE_DIR": f"{places}/cache",
    }
    before = dict(os.environ)
    os.environ.update(ENVIRONMENT | given)
    logs.configure("CRITICAL")
    yield load()
    os.environ.clear()
    os.environ.update(before)


@pytest_asyncio.fixture(scope="session")
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    from backend.main import create_app

    created = create_app(settings)
    async with created.router.lifespan_context(created):
        yield created


@pytest.fixture(scope="session")
def database(app: FastAPI) -> Database:
    found: Database = app.state.database
    return found


@pytest_asyncio.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """The API without a network; faults of ours arrive as the 500 a caller would see."""
    transport = ASGITransport(app=app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as opened:
        yield opened
