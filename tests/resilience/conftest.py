"""A durable Postgres, one API process and one worker, each of which may be killed and started again."""

import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from backend.core import crypto
from backend.core.database.bootstrap import ensure_roles
from backend.core.database.embedded import EmbeddedPostgres
from backend.core.database.session import Database
from backend.core.settings import SecuritySettings
from tests.conftest import ENVIRONMENT
from tests.support.clusters import copy_cluster, open_folder
from tests.support.postgres import APP_PASSWORD, migrate
from tests.support.processes import Program, api, worker
from tests.support.product import free_ports


@dataclass(slots=True)
class Postgres:
    """Commits survive its death: nothing is switched off for the tests' sake."""

    server: EmbeddedPostgres

    def start(self) -> None:
        self.server.start()

    def kill(self) -> None:
        os.kill(self._pid(), signal.SIGKILL)

    def drop(self) -> None:
        """Ends it without a word to its files, for nobody reads them any more."""
        if self.server.is_alive:
            os.kill(self._pid(), signal.SIGQUIT)
            while self.server.is_alive:
                time.sleep(0.02)

    def _pid(self) -> int:
        return int((self.server.home / "data" / "postmaster.pid").read_text().split()[0])


@dataclass(frozen=True, slots=True)
class World:
    postgres: Postgres
    api: Program
    worker: Program
    database_url: str
    smtp_port: int


@pytest.fixture(scope="session")
def at_rest() -> Iterator[Path]:
    """A migrated cluster that does not run: every test gets a copy to kill."""
    with open_folder() as folder:
        server = EmbeddedPostgres(folder / "postgres")
        try:
            owner_url = server.start()
            ensure_roles(owner_url, APP_PASSWORD)
            migrate(owner_url)
        finally:
            server.stop()
        yield server.home


@pytest.fixture
def postgres(at_rest: Path) -> Iterator[Postgres]:
    with open_folder() as folder:
        copy = Postgres(EmbeddedPostgres(copy_cluster(at_rest, folder / "postgres")))
        try:
            copy.start()
            yield copy
        finally:
            copy.drop()


@pytest.fixture
def world(postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    owner_url = postgres.server.url
    app_url = ensure_roles(owner_url, APP_PASSWORD)
    port, smtp_port = free_ports(2)
    given = {
        **ENVIRONMENT,
        "DATABASE_URL": app_url,
        "MIGRATION_DATABASE_URL": owner_url,
        "STORAGE_URL": f"file://{tmp_path}/files",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(smtp_port),
        "SMTP_STARTTLS": "0",
        "LOG_LEVEL": "WARNING",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    crypto.install(crypto.Cipher.from_settings(SecuritySettings()))
    running = World(postgres, api(tmp_path / "api.log", port), worker(tmp_path / "worker.log"), app_url, smtp_port)
    try:
        yield running
    finally:
        running.worker.kill()
        running.api.kill()


@pytest_asyncio.fixture
async def database(world: World) -> AsyncIterator[Database]:
    """The test's own way to the rows, beside the processes'."""
    opened = Database(world.database_url, pool_size=5)
    await opened.open()
    yield opened
    await opened.close()
